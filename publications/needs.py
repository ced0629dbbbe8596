"""What the reports wait for from the members: statements that were asked for, and those that came by a link."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from kit.grouping import grouped
from kit.needs import Need
from kit.wording import counted
from membership.roles import May
from publications.asking import statements_page
from publications.comments import waiting
from publications.models import ArrivedStatement, Statement

STATEMENTS, COMMENTS = "statements", "comments"


def outstanding():
    """The statements that aren't in, and those that somebody sent and nobody has accepted."""
    came = ArrivedStatement.objects.filter(statement=OuterRef("pk"), outcome="")
    return Statement.objects.annotate(waits=Exists(came)).filter(Q(words="") | Q(waits=True))


def statements(day):
    """A line for each report with statements that aren't in, and one with those to be accepted."""
    if not day.may_hold(STATEMENTS):
        return
    rows = outstanding().select_related("publication", "organisation__parent__parent__parent")
    for publication, several in grouped((row.publication, row) for row in rows).items():
        if waiting := [row for row in several if row.waits]:
            yield Need(
                what=f"{publication}: {counted(len(waiting), 'statement')} came by the link",
                more=tuple(row.organisation.full_name for row in waiting),
                soon=True,
                address=statements_page(publication),
                deed="Look and accept",
                may=May.EDIT,
            )
        if missing := [row for row in several if not row.waits]:
            yield Need(
                what=f"{publication}: {counted(len(missing), 'statement')} not in",
                more=tuple(row.organisation.full_name for row in missing),
                due=min((row.due for row in missing if row.due), default=None),
                soon=True,
                address=statements_page(publication),
                deed="Ask or remind",
                may=May.EDIT,
            )


def comments(day):
    """A line for each draft with comments that nobody has answered or put aside."""
    if not day.may_hold(COMMENTS):
        return
    for publication, several in grouped((row.publication, row) for row in open_comments()).items():
        yield Need(
            what=f"{publication}: {counted(len(several), 'comment')} on the draft",
            more=tuple(dict.fromkeys(row.who for row in several if row.who)),
            soon=True,
            address=reverse("office-comments", kwargs={"kind": publication.kind, "slug": publication.slug}),
            deed="Read and answer",
            may=May.EDIT,
        )


def open_comments():
    """The comments on drafts that wait for the office."""
    return (
        waiting()
        .select_related("publication")
        .only(
            "who",
            "publication",
            "publication__title",
            "publication__period_as_printed",
            "publication__kind",
            "publication__slug",
        )
    )


SOURCES = (statements, comments)
