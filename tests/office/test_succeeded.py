"""Organisations are succeeded: two merge and one is split in mid-year, and nothing that was published moves."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from editions.freezing import composed
from editions.models import Edition
from finance.models import Contribution
from kit.together import spoken
from kit.wording import listed
from lscb.office.places import MODELS
from lscb.office.succeeded import MOVES, put_back, succeed
from membership.models import Appointment, Organisation, Party, Policy, Seat, Succession
from priorities.models import Indicator, Lead
from publications.models import PublicationKind, Recipient
from tests import factories as make
from tests.office.conftest import signed_in

pytestmark = pytest.mark.django_db
TODAY, DAY = date(2016, 6, 1), date(2016, 5, 1)
BEFORE = DAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def today(settings):
    settings.TODAY = TODAY


@pytest.fixture
def partners(ann):
    """Three organisations, each with a seat, a contribution to two years, a figure that it owes and a report."""
    body = make.BodyFactory(kind="board", name="Board")
    years = {year: make.BudgetFactory(starts=date(year, 4, 1), ends=date(year + 1, 3, 31)) for year in (2016, 2017)}
    found = {}
    for name in ("North CCG", "South CCG", "Council"):
        organisation = make.OrganisationFactory(name=name, kind="health")
        party = Party.objects.of(organisation)
        seat = make.SeatFactory(body=body, organisation=organisation, role="Chief officer")
        make.AppointmentFactory(seat=seat, name=f"Ann of {name}")
        for budget in years.values():
            make.ContributionFactory(budget=budget, payer=party, amount=1000)
        make.IndicatorFactory(owed_by=party)
        make.RecipientFactory(kind=PublicationKind.ANNUAL_REPORT, party=party)
        found[name] = organisation
    return found


def sitting(on):
    """Who sits on a day: the base of attendance."""
    return sorted(seat.organisation.name for seat in Seat.objects.existing(on))


def paying(year):
    rows = Contribution.objects.filter(budget__starts=date(year, 4, 1))
    return sorted((str(row.payer), row.amount) for row in rows)


def owing():
    return sorted(str(row.owed_by) for row in Indicator.objects.all())


def given():
    return sorted(str(row.party) for row in Recipient.objects.all())


def test_two_that_merge_have_their_seats_shares_figures_and_papers_in_one(partners, ann):
    for name in ("North CCG", "South CCG"):
        _, moved = succeed(partners[name], ["Shire ICB"], DAY, MOVES, by=ann, words="Order 7")
        assert moved[:3] == ["1 seat", "1 contribution", "1 indicator"]
    assert sitting(BEFORE) == ["Council", "North CCG", "South CCG"]
    assert sitting(DAY) == ["Council", "Shire ICB", "Shire ICB"]
    # The year under way was agreed with those who were there; the next is paid by who follows.
    assert paying(2016) == [("Council", 1000), ("North CCG", 1000), ("South CCG", 1000)]
    assert paying(2017) == [("Council", 1000), ("Shire ICB", 1000), ("Shire ICB", 1000)]
    assert owing() == ["Council", "Shire ICB", "Shire ICB"]
    # Nobody is given the same paper twice.
    assert given() == ["Council", "Shire ICB"]
    # Who sits there still does, and did before.
    held = {
        (seat.organisation.name, row.name, row.starts, row.ends)
        for seat in Seat.objects.all()
        for row in seat.appointment_set.all()
    }
    assert ("North CCG", "Ann of North CCG", None, BEFORE) in held
    assert ("Shire ICB", "Ann of North CCG", DAY, None) in held
    for name in ("North CCG", "South CCG"):
        assert Organisation.objects.get(name=name).ends == BEFORE
    assert Organisation.objects.get(name="Shire ICB").starts == DAY


def test_one_that_is_split_leaves_a_seat_to_each_and_the_rest_to_the_first(partners, ann):
    succeed(partners["Council"], ["East Council", "West Council"], DAY, MOVES, by=ann)
    assert sitting(BEFORE) == ["Council", "North CCG", "South CCG"]
    assert sitting(DAY) == ["East Council", "North CCG", "South CCG", "West Council"]
    assert ("East Council", 1000) in paying(2017)
    assert "West Council" not in str(paying(2017))
    assert "East Council" in owing()
    people = {seat.organisation.name: seat.appointment_set.count() for seat in Seat.objects.existing(DAY)}
    assert people["East Council"] == 1
    assert people["West Council"] == 0


def test_who_came_after_the_day_sits_for_the_successor_and_never_sat_for_the_other(partners, ann):
    """A succession is recorded afterwards: meanwhile somebody left, and somebody else came."""
    seat = Seat.objects.get(organisation=partners["North CCG"])
    before = seat.appointment_set.get()
    before.ends = DAY + timedelta(days=9)
    before.save()
    make.AppointmentFactory(seat=seat, name="Bea", starts=DAY + timedelta(days=10))
    succeed(partners["North CCG"], ["Shire ICB"], DAY, ["seats"], by=ann)
    held = [
        (row.seat.organisation.name, row.name, row.starts, row.ends)
        for row in Appointment.objects.filter(seat__role="Chief officer", seat__organisation__name__contains="C")
        if row.seat.organisation.name in ("North CCG", "Shire ICB")
    ]
    assert sorted(held, key=str) == sorted(
        [
            ("North CCG", "Ann of North CCG", None, BEFORE),
            ("Shire ICB", "Ann of North CCG", DAY, DAY + timedelta(days=9)),
            ("Shire ICB", "Bea", DAY + timedelta(days=10), None),
        ],
        key=str,
    )


def test_what_it_leads_and_brings_goes_on_and_what_is_over_stays(partners, ann):
    """Of two that led a goal together and merge, one is named once."""
    plans = [make.PlanFactory(ends=day) for day in (BEFORE, None)]
    north, south = (Party.objects.of(partners[name]) for name in ("North CCG", "South CCG"))
    for plan in plans:
        goal = make.GoalFactory(plan=plan)
        make.LeadFactory(goal=goal, party=north)
        make.LeadFactory(goal=goal, party=south)
    item = make.StandingItemFactory(owner=north)
    for ends in (None, BEFORE):
        make.PolicyFactory(owner=north, ends=ends)
    assert succeed(partners["North CCG"], ["South CCG"], DAY, ["leads", "items", "policies"], by=ann)[1] == [
        "1 goal that it leads",
        "1 standing item",
        "1 policy",
    ]
    over, goes_on = ([str(lead) for lead in Lead.objects.filter(goal__plan=plan)] for plan in plans)
    assert over == ["North CCG", "South CCG"]
    assert goes_on == ["South CCG"]
    item.refresh_from_db()
    assert item.owner == south
    assert [each.owner for each in Policy.objects.order_by("pk")] == [south, north], "one that was withdrawn stays"


def test_what_is_open_of_what_was_agreed_goes_on_and_what_was_done_stays(partners, ann):
    north, south = (Party.objects.of(partners[name]) for name in ("North CCG", "South CCG"))
    still_open, done = (make.ActionFactory(state=state) for state in ("open", "done"))
    for action in (still_open, done):
        make.ActionLeadFactory(action=action, party=north)
    asked, answered = make.ChallengeFactory(to=north), make.ChallengeFactory(to=north, response="Yes")
    assert succeed(partners["North CCG"], ["South CCG"], DAY, ["actions", "answers"], by=ann)[1] == [
        "1 open action that it leads",
        "1 answer to a challenge",
    ]
    assert [action.actionlead_set.get().party for action in (still_open, done)] == [south, north]
    for row, to in ((asked, south), (answered, north)):
        row.refresh_from_db()
        assert row.to == to


def test_departments_are_named_that_stay(partners, ann):
    make.OrganisationFactory(name="Adult services", parent=partners["Council"])
    typed = {"organisation": partners["Council"].pk, "on": "1 May 2016", "successors": "East", "moves": ["seats"]}
    page = signed_in(ann).post(reverse("succeeded"), typed, follow=True).content.decode()
    assert "Departments that stay as they are: Adult services. Record each by itself." in page


def test_what_isn_t_ticked_stays(partners, ann):
    assert succeed(partners["Council"], ["North CCG"], DAY, ["figures"], by=ann)[1] == ["1 indicator"]
    assert sitting(DAY) == ["Council", "North CCG", "South CCG"]
    assert ("Council", 1000) in paying(2017)
    assert owing() == ["North CCG", "North CCG", "South CCG"]


def test_what_is_frozen_stays_byte_for_byte(partners, ann):
    body = Seat.objects.first().body
    publication = make.PublicationFactory(body=body, budget=make.BudgetFactory())
    make.NarrativeFactory(publication=publication, heading="Members", place="members")
    text = composed(publication, TODAY)[1]
    assert "North CCG" in text
    edition = make.EditionFactory(published=True, publication=publication, content=text, composed_by=ann)
    rendition = make.RenditionFactory(edition=edition)
    before = Edition.objects.values().get(pk=edition.pk), bytes(rendition.data)
    succeed(partners["North CCG"], ["Shire ICB"], DAY, MOVES, by=ann)
    rendition.refresh_from_db()
    assert (Edition.objects.values().get(pk=edition.pk), bytes(rendition.data)) == before
    # The draft says who is there now.
    assert "Shire ICB" in composed(publication, TODAY)[1]


def test_the_history_of_both_says_so(partners, ann):
    client = signed_in(ann)
    typed = {
        "organisation": partners["North CCG"].pk,
        "on": "1 May 2016",
        "successors": "Shire ICB\n\n",
        "moves": list(MOVES),
        "words": "Order 7",
    }
    page = client.post(reverse("succeeded"), typed, follow=True).content.decode()
    assert "North CCG is succeeded. Moved: 1 seat, 1 contribution, 1 indicator and 1 recipient." in page
    why = "Succession: North CCG by Shire ICB"
    old, new = (Organisation.objects.get(name=name) for name in ("North CCG", "Shire ICB"))
    assert old.history.first().history_change_reason == why
    assert new.history.first().history_change_reason == why
    assert Seat.objects.get(organisation=old).history.first().history_user == ann
    assert Succession.objects.get().words == "Order 7"
    assert ">Shire ICB</td>" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"on": "1 July 2016"}, "This day is still to come. Record it on the day, or afterwards."),
        ({"on": ""}, "This field is required."),
        ({"successors": " \n "}, "This field is required."),
        ({"successors": "north ccg"}, "North CCG can’t follow itself."),
        ({"successors": "x" * 201}, "This name is too long: "),
        ({"organisation": ""}, "This field is required."),
        ({"successors": "Gone"}, "Gone ended on 1 January 2016: it can’t follow."),
        ({"successors": "adults"}, "Several are called adults: Council, Adults and South CCG, Adults."),
        ({"on": "1 January 2001"}, "North CCG began on 1 April 2013: it can’t end before."),
    ],
)
def test_what_can_t_be_is_said_and_nothing_is_written(partners, ann, typed, sentence):
    old = partners["North CCG"]
    Organisation.objects.filter(pk=old.pk).update(starts=date(2013, 4, 1))
    make.OrganisationFactory(name="Gone", ends=date(2016, 1, 1))
    for above in ("Council", "South CCG"):
        make.OrganisationFactory(name="Adults", parent=partners[above])
    sound = {"organisation": old.pk, "on": "1 May 2016", "successors": "Shire ICB", "moves": ["seats"]}
    page = signed_in(ann).post(reverse("succeeded"), sound | typed).content.decode()
    assert sentence in page
    assert not Succession.objects.exists()
    assert Organisation.objects.get(pk=old.pk).ends is None


def test_the_chair_goes_to_the_first_and_a_seat_still_to_come_is_the_successor_s(partners, ann):
    """A body has one chair at a time."""
    old = partners["Council"]
    Seat.objects.filter(organisation=old).update(office="chair")
    make.SeatFactory(body=Seat.objects.first().body, organisation=old, role="Later", starts=DAY)
    assert succeed(old, ["East Council", "West Council"], DAY, ["seats"], by=ann)[1] == ["2 seats"]
    found = {(seat.organisation.name, seat.role, seat.office) for seat in Seat.objects.existing(DAY)}
    assert {each for each in found if "Council" in each[0]} == {
        ("East Council", "Chief officer", "chair"),
        ("West Council", "Chief officer", "none"),
        ("East Council", "Later", "none"),
    }


def test_what_a_rule_of_the_tables_forbids_is_said_and_nothing_is_written(partners, ann, monkeypatch):
    def refuses(change):
        raise ValidationError("This seat is taken.")

    monkeypatch.setitem(MOVES, "seats", ("Seats", "seat", "seats", refuses))
    typed = {"organisation": partners["Council"].pk, "on": "1 May 2016", "successors": "East", "moves": ["seats"]}
    page = signed_in(ann).post(reverse("succeeded"), typed).content.decode()
    assert "This seat is taken." in page
    assert not Organisation.objects.filter(name="East").exists()


# Taken back


def everything():
    """Every row there is, but for its version."""
    return {
        (model._meta.label, row.pk): {
            field.name: getattr(row, field.attname) for field in model._meta.concrete_fields if field.name != "version"
        }
        for model in (*MODELS, Party)
        for row in model._base_manager.all()
    }


@pytest.mark.parametrize("names", [["Shire ICB"], ["East", "West"], ["South CCG"]], ids=["one", "two", "one of them"])
def test_undo_puts_all_of_it_back(partners, ann, names):
    """Seats and who sits there, a chair, shares, figures, a report that the successor is given already, and the law."""
    old = partners["North CCG"]
    chair = Seat.objects.get(organisation=old)
    chair.office = "chair"
    chair.save()
    make.SeatFactory(body=chair.body, organisation=old, role="Later", starts=DAY)
    make.AppointmentFactory(seat=chair, name="Bea", starts=DAY)
    make.RequiredPartnerFactory(organisation=old)
    make.LeadFactory(party=Party.objects.of(old))
    make.StandingItemFactory(owner=Party.objects.of(old))
    make.PolicyFactory(owner=Party.objects.of(old))
    make.ActionLeadFactory(party=Party.objects.of(old))
    make.ChallengeFactory(to=Party.objects.of(old))
    before = everything()
    moment, moved = succeed(old, names, DAY, MOVES, by=ann)
    assert len(moved) == len(MOVES)
    assert everything() != before
    put_back(moment, by=ann)
    assert everything() == before
    assert old.history.first().history_change_reason == f"Undone: Succession: North CCG by {listed(names)}"
    # What is undone can be recorded anew.
    assert succeed(Organisation.objects.get(pk=old.pk), names, DAY, MOVES, by=ann)[1] == moved


def test_one_press_undoes_it_at_once_and_later(partners, ann):
    client, typed = signed_in(ann), {"on": "1 May 2016", "moves": list(MOVES)}
    before = everything()
    for name in ("North CCG", "South CCG"):
        asked = typed | {"organisation": partners[name].pk, "successors": "Shire ICB"}
        page = client.post(reverse("succeeded"), asked, follow=True).content.decode()
        assert f"{name} is succeeded. Moved: 1 seat" in page
    addresses = re.findall(r'action="(/office/members/succeeded/\d+/undo/)"', page)
    assert len(addresses) == 1, "on the page once, for the last of them"
    page = client.get(reverse("succeeded")).content.decode()
    assert "South CCG by Shire ICB, from 1 May 2016; recorded by Ann" in page
    addresses = re.findall(r'action="(/office/members/succeeded/\d+/undo/)"', page)
    assert len(addresses) == 2
    # The first of them made the successor that the second moved things to.
    answer = client.post(addresses[1])
    assert answer.status_code == 409
    assert "hangs on it" in answer.content.decode()
    for address in addresses:
        assert "The succession was undone" in client.post(address, follow=True).content.decode()
    assert everything() == before
    assert client.post(addresses[0]).status_code == 409


def rename(partners):
    row = Organisation.objects.get(name="North CCG")
    row.short_name = "NCCG"
    row.save()


def sit(partners):
    make.AppointmentFactory(seat=Seat.objects.get(organisation__name="Shire ICB"), name="Bea")


def reprice(partners):
    row = Contribution.objects.get(budget__starts__year=2017, payer__organisation__name="Shire ICB")
    row.amount = 7
    row.save()


def pay(partners):
    payer = Party.objects.get(organisation__name="Shire ICB")
    make.ContributionFactory(budget=make.BudgetFactory(), payer=payer, amount=3)


WORKED_ON = {
    "the one that ended": (rename, "Some of these records were changed since"),
    "who sits there": (sit, "Something was added to “Chief officer” since"),
    "what it pays": (reprice, "Some of these records were changed since"),
    "what it pays besides": (pay, "because this hangs on it: contribution"),
}


@pytest.mark.parametrize(("work", "sentence"), WORKED_ON.values(), ids=list(WORKED_ON))
def test_what_somebody_worked_on_since_is_not_swept_away(partners, ann, work, sentence):
    moment, _ = succeed(partners["North CCG"], ["Shire ICB"], DAY, MOVES, by=ann)
    work(partners)
    before = everything()
    answer = signed_in(ann).post(reverse("succeeded-undo", args=[spoken(moment)]))
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert everything() == before
