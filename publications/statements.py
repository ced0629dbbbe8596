"""Statements of members: who is asked for a report, what they said last time, and what comes by a link."""

from django.db import transaction
from django.db.models import F, Q

from kit import clock
from kit.together import Together
from membership import links
from membership.models import Body, Organisation, Seat
from publications.models import ArrivedStatement, Publication, Statement

PURPOSE = "statement"
ASKED = "Statements asked for"  # the reason that the history has for each
Outcome = ArrivedStatement.Outcome


class SentSince(Exception):
    """Somebody else sent a statement for the same organisation since the page was opened. Nothing was kept yet."""

    def __init__(self, theirs):
        self.theirs = theirs
        super().__init__(str(theirs))


def statements():
    """All statements with whose they are and for which report."""
    return Statement.objects.select_related("publication", "organisation__parent__parent__parent")


def statement_of(number):
    """The statement that a link is for."""
    return statements().filter(pk=number).first()


def members_of(publication, on):
    """The organisations that sit on the body of a publication on a day, or else on the board, by their names."""
    body = publication.body or Body.objects.filter(kind=Body.Kind.BOARD).first()
    seats = Seat.objects.existing(on).filter(body=body, organisation__isnull=False)
    rows = Organisation.objects.filter(pk__in=seats.values("organisation"))
    return sorted(rows.select_related("parent__parent__parent"), key=lambda row: row.full_name.casefold())


@transaction.atomic
def ask_all(publication, on, due=None, *, by):
    """Note that each member organisation is asked from today on; those that are asked already stay as they are.

    Returns the statements that were added, and the moment by which `take_back` undoes it.
    """
    # Two who press the button in the same moment come one after the other.
    Publication.objects.select_for_update().get(pk=publication.pk)
    asked = set(publication.statement_set.values_list("organisation", flat=True))
    together = Together(ASKED, by)
    rows = [row for row in members_of(publication, on) if row.pk not in asked]
    made = [
        together.add(
            Statement(
                publication=publication, organisation=row, asked=clock.today(), due=due, position=len(asked) + place
            )
        )
        for place, row in enumerate(rows, start=1)
    ]
    return made, together.moment


def asked_of(organisation):
    """The statements that are asked of an organisation and aren't in, the first that is wanted first."""
    rows = statements().filter(organisation=organisation, asked__isnull=False, words="")
    return rows.order_by(F("due").asc(nulls_last=True), "pk")


def last_time(statement):
    """What the organisation said in the report before this one of the same kind; None if it said nothing."""
    mine = statement.publication
    rows = statements().filter(publication__kind=mine.kind, organisation=statement.organisation).exclude(words="")
    rows = rows.exclude(publication=mine)
    if mine.starts:
        rows = rows.filter(Q(publication__starts__lt=mine.starts) | Q(publication__starts__isnull=True))
    return rows.order_by(F("publication__starts").desc(nulls_last=True), "-pk").first()


def waiting(statement):
    """What was sent for a statement and isn't settled; None if nothing is."""
    return ArrivedStatement.objects.filter(statement=statement, outcome="").first()


@transaction.atomic
def send(link, statement, words, *, seen):
    """Keep what was sent by a link until the office accepts it; `seen` is the number of what waited on the page.

    What waited before is kept as replaced. Raises SentSince if something else waits than the page showed, and
    `links.Refused` if the link came to open nothing.
    """
    # Held, so that two who send in the same moment come one after the other.
    Statement.objects.select_for_update().get(pk=statement.pk)
    there = waiting(statement)
    if there is not None and there.pk != seen:
        raise SentSince(there)
    links.used(link, statement_of, f"a statement of {len(words):,} signs")
    if there is not None:
        there.outcome = Outcome.REPLACED
        there.save(update_fields=["outcome"])
    return ArrivedStatement.objects.create(statement=statement, link=link, words=words, received=clock.now())


@transaction.atomic
def accept(came, *, by):
    """Put what came by a link into the report, as it was received and with its day."""
    statement = Statement.objects.select_for_update().get(pk=came.statement_id)
    together = Together("Statement received by a link", by)
    together.change(statement, words=came.words, received=clock.day_of(came.received))
    settle(came, Outcome.ACCEPTED, by=by)


def taken_in(word):
    """What was sent by the link whose word this is and accepted, while the link would open but for that; or None."""
    link = links.known(word)
    if link is None or link.purpose != PURPOSE or link.is_over:
        return None
    return ArrivedStatement.objects.filter(link=link, outcome=Outcome.ACCEPTED).last()


def settle(came, outcome, *, by):
    came.outcome, came.settled_at, came.settled_by = outcome, clock.now(), by
    came.full_clean()
    came.save()
