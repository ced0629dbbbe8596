"""Every order of deeds by two people ends in a lawful state or a readable refusal.

The deeds are tried in every order up to a length, on every version there is at that point. Orders that lead to the same
state share what follows, and a refused deed has to leave the state as it was; so a few hundred states stand for all of
them. How many orders that are is printed.
"""

import hashlib
from functools import cache

import msgspec
import pytest
from django.db import connection, transaction

from editions import approval, freezing, publishing, withdrawal
from editions.changes import Difference, changes
from editions.freezing import content
from editions.models import Approval, Edition, KeptFile, Presented, Rendition
from editions.status import LAWFUL, Deed, NotAllowed, Status, status
from membership.models import Board
from publications import render
from publications.models import Narrative, Publication
from tests.editions import drafts
from tests.editions.drafts import DAY, fresh, now_shown, with_changes

pytestmark = pytest.mark.django_db

# On the records and the publication, and on one version: `by` is one of two people, `shown` what was on their page.
OF_RECORDS = {
    "send": lambda publication, by: approval.send(publication, by=by, on=DAY),
    "update": lambda publication, by: publishing.update(publication, by=by, on=DAY),
}
OF_VERSIONS = {
    Deed.GIVE_BACK: lambda edition, by: approval.give_back(edition, by=by, reason="Say more."),
    Deed.APPROVE: lambda edition, by: approval.approve(edition, by=by, shown=edition.digest, decided_by="the chair"),
    Deed.RECORD: lambda edition, by: approval.record(edition, with_changes(), by=by, shown=edition.digest),
    Deed.FREEZE_CHANGES: lambda edition, by: approval.freeze_changes(
        edition, by=by, on=DAY, shown=now_shown(edition.publication)
    ),
    Deed.CONFIRM: lambda edition, by: approval.confirm(edition, CONFIRMED, by=by, shown=edition.digest),
    Deed.CORRECT: lambda edition, by: approval.correct(
        edition, by=by, on=DAY, shown=now_shown(edition.publication), note="A slip."
    ),
    Deed.PUBLISH: lambda edition, by: publishing.publish(edition, by=by, on=DAY),
    Deed.RESTORE: lambda edition, by: publishing.restore(edition, by=by, on=DAY, reason="It may be."),
    Deed.TAKE_DOWN: lambda edition, by: withdrawal.take_down(edition, by=by, reason="A name."),
    Deed.SETTLE: lambda edition, by: withdrawal.settle(edition, by=by, reason="Nothing for now."),
    Deed.ASK_ERASURE: lambda edition, by: withdrawal.ask_erasure(edition, by=by, reason="A name."),
    Deed.ERASE: lambda edition, by: withdrawal.erase(edition, by=by),
}
CONFIRMED = {"confirmer": "the chair", "confirmed_on": DAY, "confirmed_how": "e-mail"}
# Where it matters which of the two does it; elsewhere the first does.
BY_EITHER = {Deed.APPROVE, Deed.ERASE}
WRITTEN = (Board, Narrative, Publication, Edition, Approval, Rendition, KeptFile, Presented)
# Which kind, whether a version is live at the beginning, how many deeds, and what at least is then reached.
SEARCHES = [
    ("needs approval", False, 4, {Status.LIVE, Status.TO_CHANGE, Status.RETURNED, Status.OUTDATED, Status.ERASED}),
    ("needs approval", True, 3, {Status.TAKEN_DOWN, Status.APPROVED, Status.ERASED, Status.VOID}),
    ("needs none", False, 4, {Status.LIVE, Status.SUPERSEDED}),
    ("needs none", True, 3, {Status.LIVE, Status.SUPERSEDED, Status.ERASED}),
]


def test_every_deed_of_the_table_is_tried():
    assert set(OF_VERSIONS) == set(LAWFUL) == set(Deed)


class Orders:
    """The states that are reached, and from each what every deed leads to."""

    def __init__(self, publication, records, edit, people):
        self.publication, self.records, self.edit, self.people = publication, records, edit, people
        self.leads_to, self.searched, self.refusals = {}, {}, {}

    def state(self):
        """All that a later deed can depend on; nothing of when. It is held to what has to hold of every state."""
        editions = list(Edition.objects.with_later().filter(publication=self.publication).order_by("pk"))
        self.lawful(editions)
        place = {edition.pk: number for number, edition in enumerate(editions)}
        decided = [
            (place[row.edition_id], row.how, row.recorded_by_id, bool(row.confirmation_at))
            for row in Approval.objects.order_by("pk")
        ]
        return (
            self.records(),
            tuple(
                (
                    status(row),
                    row.digest,
                    row.sent_by_id,
                    row.number,
                    row.erasure_asked_by_id,
                    place.get(row.amends_id),
                    place.get(row.repeats_id),
                    bool(row.settled_at),
                )
                for row in editions
            ),
            tuple(decided),
        )

    def rows(self):
        """Every column of every row that a deed writes: what a refusal leaves alone."""
        found = []
        with connection.cursor() as cursor:
            for model in WRITTEN:
                cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY id")
                found.append(cursor.fetchall())
        return found

    def deeds(self):
        first, second = self.people
        yield "edit", self.edit
        for name, do in OF_RECORDS.items():
            yield name, lambda do=do: do(self.publication, first)
        for place, edition in enumerate(Edition.objects.filter(publication=self.publication).order_by("pk")):
            for deed, do in OF_VERSIONS.items():
                for by in self.people if deed in BY_EITHER else [second if deed is Deed.GIVE_BACK else first]:
                    yield (
                        (deed.name, place, by.name),
                        lambda do=do, pk=edition.pk, by=by: do(
                            Edition.objects.select_related("publication").get(pk=pk), by
                        ),
                    )

    def search(self, length):
        here = self.state()
        if self.searched.get(here, 0) >= length:
            return here
        self.searched[here] = length
        rows = self.rows()
        for name, do in self.deeds():
            known = self.leads_to.setdefault(here, {})
            if name in known and (length == 1 or known[name] == here):
                continue
            point = transaction.savepoint()
            try:
                do()
            except NotAllowed as refusal:
                self.refusals[str(refusal)] = name
                assert self.rows() == rows, f"{name} was refused and changed something"
                known[name] = here
            else:
                known[name] = self.search(length - 1) if length > 1 else self.state()
            transaction.savepoint_rollback(point)
        return here

    def lawful(self, editions):
        """What has to hold of every state."""
        assert sum(status(edition) is Status.LIVE for edition in editions) <= 1
        for edition in editions:
            if edition.erased_at:
                assert not (edition.content or edition.difference or edition.findings or edition.note)
                assert not any(bytes(file.data) for file in Rendition.objects.filter(edition=edition))
                assert edition.erased_by != edition.erasure_asked_by or edition.erasure_instruction
                continue
            assert hashlib.sha256(edition.content.encode()).hexdigest() == edition.digest
            if edition.approved_at:
                self.approved_is_what_was_shown(edition)
            elif edition.needs_approval:
                assert not edition.published_at

    def approved_is_what_was_shown(self, edition):
        decisions = list(edition.approval_set.all())
        assert decisions
        assert edition.approved_by != edition.sent_by or edition.by_recorded_decision
        if not edition.amends_id:
            assert not any(decision.changes for decision in decisions)
            return
        shown = fresh(edition.amends)
        if not shown.erased_at and not edition.difference_erased_at:
            kept = msgspec.json.decode(edition.difference, type=tuple[Difference, ...])
            assert kept
            assert kept == changes(content(shown), content(edition))

    def number(self, start, length):
        """How many orders of deeds, up to a length, are covered."""

        @cache
        def from_here(state, left):
            if not left:
                return 0
            return sum(1 + from_here(then, left - 1) for then in self.leads_to[state].values())

        return from_here(start, length)


@pytest.mark.parametrize(("kind", "is_live", "length", "at_least"), SEARCHES)
def test_every_order_ends_lawfully_or_is_refused_in_a_sentence(
    kind, is_live, length, at_least, board, manager, chair, plan, site, monkeypatch, said
):
    board.standing_permission = "minute 9"
    board.save()
    row, field = {"needs approval": (plan.narrative_set.get(), "before"), "needs none": (board, "notice")}[kind]
    publication = {"needs approval": plan, "needs none": site}[kind]

    def records():
        return type(row).objects.values_list(field, flat=True).get(pk=row.pk)

    def edit():
        fresh = type(row).objects.get(pk=row.pk)
        setattr(fresh, field, "We talk." if records() == "We listen." else "We listen.")
        fresh.save()

    # Made once for each state of the records, and no paper: neither is what is tried here.
    made = {}
    once = freezing.composed

    def composed(publication, on):
        if records() not in made:
            made[records()] = once(publication, on)
        return made[records()]

    for module in (freezing, approval, drafts):
        monkeypatch.setattr(module, "composed", composed)
    monkeypatch.setattr(render, "paper", lambda content, control, *given, **how: control.check_code)
    orders = Orders(publication, records, edit, (manager, chair))
    if is_live:
        if publication == site:
            publishing.update(site, by=manager, on=DAY)
        else:
            draft = approval.send(plan, by=manager, on=DAY)
            OF_VERSIONS[Deed.PUBLISH](OF_VERSIONS[Deed.APPROVE](draft, chair), manager)
    number = orders.number(orders.search(length), length)
    for sentence, name in orders.refusals.items():
        assert sentence[0].isupper(), name
        assert sentence.endswith("."), name
        assert " " in sentence, name
    states = {state for then in orders.leads_to.values() for state in then.values()}
    reached = {standing[0] for state in states for standing in state[1]}
    beginning = f"{kind}, from a live version" if is_live else kind
    said(
        f"{number:,} orders of up to {length} deeds ({beginning}): {len(states)} states, "
        f"{sum(map(len, orders.leads_to.values())):,} deeds tried, {len(orders.refusals)} refusals"
    )
    assert reached >= at_least
    assert number > 3_000
