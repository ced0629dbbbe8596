"""A link that was sent out: what it opens for whom, and all that opens nothing, shows nothing, changes nothing."""

import logging
import re
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db.models import F
from django.test import Client
from django.urls import reverse

from kit import clock, periods
from lscb.logs import plain
from membership import links
from membership.audit import What
from membership.models import AccessEvent, Board, SignedLink
from membership.purposes import PURPOSES
from priorities.models import Arrived, Asking, Collection, Observation
from tests import factories as make
from tests.priorities.test_collecting import asked_of, asking, fields, officer, page_of, police, today, told, words  # noqa: F401  fixtures

# ruff: noqa: F811  a fixture that is asked for by name looks like a name used twice
pytestmark = pytest.mark.django_db
SECRET_NAMES = ("Incidents", "Missing episodes", "Essex Police", "last time")


@pytest.fixture(autouse=True)
def counts():
    caches["default"].clear()


@pytest.fixture
def stranger():
    """Whoever holds the address: no sign-in, no cookie, and a browser that names no origin."""
    return Client(enforce_csrf_checks=True, headers={"origin": "null"})


@pytest.fixture
def link(officer, asking):
    return made(officer, asking)


def made(officer, asking, until="31 August 2016"):
    page = officer.post(reverse("request-link", args=[asking.collection.key, asking.pk]), {"link-ends": until})
    return re.search(r'value="http://testserver(/given/figures/[^"]+)"', page.content.decode())[1]


def sent(stranger, link, asking, **typed):
    return stranger.post(link, fields(asking, **typed) | {"do": "send"})


ANSWERS = {"Incidents": ("31", "p", ""), "Missing_episodes": ("", "x", "no system")}


def nothing_came():
    return not Arrived.objects.exists() and [row[1] for row in told()] == ["Q4"]


def refusals():
    found = AccessEvent.objects.filter(what=What.LINK_REFUSED).values_list("detail", flat=True)
    return [detail.rpartition(": ")[2] for detail in found]


# What it does


def test_whoever_holds_a_link_sends_the_figures_of_one_request_and_gets_a_receipt(stranger, officer, link, asking):
    page = stranger.post(link, {"do": "open"})
    assert "For Essex Police: Quarter to June 2016" in words(page)
    assert "It can be filled in until 31 August 2016. Nothing else can be read here." in words(page)
    receipt = sent(stranger, link, asking, **ANSWERS)
    assert "Sent. Thank you" in words(receipt)
    for row in ("Incidents 31, provisional", "Missing episodes not available no system"):
        assert row in words(receipt)
    # It counts for nothing until it is accepted.
    assert len(told()) == 1
    page = words(officer.get(page_of(asking)))
    assert "2 answers came by the link" in page
    assert "Quarter to June 2016: 2 answers came by the link" in words(officer.get("/office/"))
    came = reverse("request-came", args=[asking.collection.key, asking.pk])
    officer.post(came, {"do": "accept-all"})
    assert [row[:4] for row in told()] == [
        ("Incidents", "Q4", 17, ""),
        ("Incidents", "Q1 2016/17", 31, ""),
        ("Missing episodes", "Q1 2016/17", None, "not-available"),
    ]
    page = officer.get(page_of(asking))
    assert "Accepted: 2 figures." in words(page)
    # One button takes it back: what came waits again.
    officer.post(re.search(r'action="([^"]*/back/[0-9]+/[^"]*)"', page.content.decode())[1])
    assert len(told()) == 1
    assert Arrived.objects.filter(outcome="").count() == 2


def test_one_answer_is_accepted_another_put_aside_with_a_word(stranger, officer, link, asking):
    sent(stranger, link, asking, **ANSWERS)
    first, second = Arrived.objects.all()
    came = reverse("request-came", args=[asking.collection.key, asking.pk])
    assert "Say in a word why it is put aside" in words(
        officer.post(came, {"do": f"aside-{second.pk}", "why": " "}, follow=True)
    )
    officer.post(came, {"do": f"aside-{second.pk}", "why": "for the wrong quarter"})
    officer.post(came, {"do": f"accept-{first.pk}"})
    assert [row[0] for row in told()] == ["Incidents", "Incidents"]
    assert dict(Arrived.objects.values_list("outcome", "why")) == {"accepted": "", "put-aside": "for the wrong quarter"}
    assert "Missing episodes: All: x (no system). for the wrong quarter" in words(officer.get(page_of(asking)))
    again = officer.post(came, {"do": f"accept-{first.pk}"}, follow=True)
    assert "This doesn’t wait any more" in words(again)


def test_who_sent_what_was_put_aside_reads_why_and_the_office_takes_it_up_again(stranger, officer, link, asking):
    sent(stranger, link, asking, Missing_episodes=("", "x", "no system"))
    [first] = Arrived.objects.all()
    came = reverse("request-came", args=[asking.collection.key, asking.pk])
    officer.post(came, {"do": f"aside-{first.pk}", "why": "for the wrong quarter"})
    assert "Missing episodes, not available: for the wrong quarter" in words(stranger.post(link, {"do": "open"}))
    page = words(officer.post(came, {"do": f"again-{first.pk}"}, follow=True))
    assert "Taken up again: 1 answer." in page
    assert "1 answer came by the link" in page
    assert "put aside" not in words(stranger.post(link, {"do": "open"}))
    # What was sent since stands: nothing older is taken up beside it.
    officer.post(came, {"do": f"aside-{first.pk}", "why": "for the wrong quarter"})
    sent(stranger, link, asking, Missing_episodes=("12", "", ""))
    page = words(officer.post(came, {"do": f"again-{first.pk}"}, follow=True))
    assert "This doesn’t wait any more" in page
    assert "for the wrong quarter" not in words(stranger.post(link, {"do": "open"}))


def test_a_figure_that_came_by_a_link_says_so_until_another_is_typed_over_it(stranger, officer, link, asking):
    sent(stranger, link, asking, Incidents=("31", "", ""))
    day = periods.day(clock.day_of(Arrived.objects.get().received))
    officer.post(reverse("request-came", args=[asking.collection.key, asking.pk]), {"do": "accept-all"})
    seen = Observation.objects.get(value=31)
    assert (str(seen.supplied_by), seen.source) == ("Essex Police", f"Sent by link on {day}")
    page = officer.get(page_of(asking))
    assert f"Sent by link on {day}" in words(page)
    # Its undo leads back to the request.
    back = re.search(r'action="([^"]*/back/[0-9]+/[^"]*)"', page.content.decode())[1]
    officer.post(page_of(asking), fields(asking, Incidents=("32", "", "")))
    assert Observation.objects.get(value=32).source == ""
    assert officer.post(back).url == page_of(asking)


def test_the_words_for_a_mail_say_who_asks_for_which_figures_by_when(officer, asking):
    address = reverse("request-link", args=[asking.collection.key, asking.pk])
    mail = words(officer.post(address, {"link-ends": "31 August 2016"}))
    assert f"{Board.objects.get().name} asks you for figures. Quarter to June 2016, April 2016 to June 2016:" in mail
    assert "- Incidents - Missing episodes - Reports - Passed on in time" in mail
    assert "They are due by 15 July 2016." in mail


def test_whoever_fills_in_the_form_reads_the_due_day_and_is_told_no_letters(stranger, link, asking):
    assert "The figures are due by 15 July 2016." in words(stranger.post(link, {"do": "open"}))
    page = words(sent(stranger, link, asking, Incidents=("ninety", "", "")))
    assert "or choose why there is none." in page
    assert "letter" not in page


def test_what_a_colleague_recorded_since_is_not_replaced_unseen_and_the_offices_note_stays(
    stranger, officer, link, asking
):
    sent(stranger, link, asking, Incidents=("31", "", ""))
    line = asking.askedfigure_set.get(series__indicator__name="Incidents").series
    seen = make.ObservationFactory(
        series=line, value=30, note="by telephone", timing="during", starts=date(2016, 4, 1), ends=date(2016, 6, 30)
    )
    came = reverse("request-came", args=[asking.collection.key, asking.pk])
    answer = officer.post(came, {"do": "accept-all", "versions": ""}, follow=True)
    assert "A figure was saved here since you opened the page" in words(answer)
    assert told()[-1][2] == 30
    officer.post(came, {"do": "accept-all", "versions": f"{seen.pk}-1"})
    seen.refresh_from_db()
    assert (seen.value, seen.note) == (31, "by telephone")


def test_an_acceptance_that_is_taken_back_gives_way_to_what_was_sent_since(stranger, officer, link, asking):
    sent(stranger, link, asking, Incidents=("31", "", ""))
    officer.post(reverse("request-came", args=[asking.collection.key, asking.pk]), {"do": "accept-all"})
    page = officer.get(page_of(asking))
    sent(stranger, link, asking, Incidents=("32", "", ""))
    officer.post(re.search(r'action="([^"]*/back/[0-9]+/[^"]*)"', page.content.decode())[1])
    assert list(Arrived.objects.order_by("pk").values_list("figure", "outcome")) == [("31", "replaced"), ("32", "")]


def test_what_is_sent_anew_takes_the_place_of_what_waited(stranger, officer, link, asking):
    sent(stranger, link, asking, Incidents=("31", "", ""))
    page = stranger.post(link, {"do": "open"})
    assert 'value="31"' in page.content.decode()
    sent(stranger, link, asking, Incidents=("32", "", "put right"))
    assert list(Arrived.objects.order_by("pk").values_list("figure", "outcome")) == [("31", "replaced"), ("32", "")]


def test_a_slip_is_asked_about_before_it_is_sent_and_nothing_typed_is_lost(stranger, link, asking):
    page = sent(stranger, link, asking, Passed_on_in_time=("112.3", "", "as counted"))
    assert "112.3% is no share of a whole" in words(page)
    assert 'value="as counted"' in page.content.decode()
    assert "Nothing was filled in or changed" in words(sent(stranger, link, asking))
    assert nothing_came()


# What it doesn't do


def test_a_scanner_that_opens_a_link_sees_a_button_and_changes_nothing(stranger, link):
    link_before = SignedLink.objects.values().get()
    for ask in (stranger.get, stranger.head):
        page = ask(link)
        assert page.status_code == 200
        assert not any(each in page.content.decode() for each in SECRET_NAMES)
    assert SignedLink.objects.values().get() == link_before
    assert nothing_came()
    assert AccessEvent.objects.filter(what=What.LINK_OPENED).count() == 2
    assert not page.cookies


def test_no_page_behind_a_link_is_kept_found_or_told_of_by_a_referrer(stranger, link, asking):
    for answer in (
        stranger.get(link),
        stranger.post(link, {"do": "open"}),
        sent(stranger, link, asking, **ANSWERS),
        stranger.get(f"{link[:-2]}/"),
    ):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]


def refused(stranger, link, asking, why):
    """That a link shows nothing and takes nothing, and that the record of access says why."""
    before = list(Arrived.objects.values())
    for answer in (
        stranger.get(link),
        stranger.post(link, {"do": "open"}),
        sent(stranger, link, asking, **ANSWERS),
    ):
        assert answer.status_code == 404
        assert "This link opens nothing" in words(answer)
        assert not any(each in answer.content.decode() for each in SECRET_NAMES)
    assert list(Arrived.objects.values()) == before
    assert refusals() == [why] * 3


def test_an_expired_link_opens_nothing(stranger, link, asking, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2016, 8, 31))
    assert stranger.get(link).status_code == 200
    monkeypatch.setattr(clock, "today", lambda: date(2016, 9, 1))
    refused(stranger, link, asking, "its last day is over")


def test_a_revoked_link_opens_nothing(stranger, officer, link, asking):
    revoke = reverse("request-link-revoke", args=[asking.collection.key, asking.pk, SignedLink.objects.get().pk])
    assert "The link was withdrawn" in words(officer.post(revoke, follow=True))
    refused(stranger, link, asking, "withdrawn")


def test_an_altered_link_opens_nothing(stranger, link, asking):
    word = link.split("/")[3]
    other = "A" if word[-1] != "A" else "B"
    refused(stranger, link.replace(word, word[:-1] + other), asking, "no such link")
    for each in (
        word.upper(),
        word.partition("-")[2],
        f"9{word}",
        f"-{word}",
        "1-",
        f"١-{word}",
        "x" * 5000,
        f"{word}-",
    ):
        assert stranger.get(reverse("given-figures", args=[each])).status_code == 404


def test_a_link_made_for_something_else_opens_nothing(stranger, link, asking, monkeypatch):
    monkeypatch.setitem(PURPOSES, "drafts", PURPOSES["figures"])
    SignedLink.objects.update(purpose="figures")
    found, why = links.known(link.split("/")[3]), []
    with pytest.raises(links.Refused, match="made for something else"):
        request = stranger.get("/health/live").wsgi_request
        why = links.opened(request, "drafts", link.split("/")[3], lambda number: asking)
    assert found.purpose == "figures"
    assert why == []


def test_the_link_of_one_supplier_takes_no_figure_of_another(stranger, officer, link, asking):
    other = make.AskingFactory(collection=asking.collection, party=make.PartyFactory(words="Health"))
    [line] = asked_of(other.party, "Admissions")
    theirs = make.AskedFigureFactory(asking=other, series=line)
    page = stranger.post(link, {"do": "open"})
    assert "Admissions" not in words(page)
    sent(stranger, link, asking, Incidents=("31", "", ""))
    stranger.post(link, {"do": "send", f"f-{theirs.pk}": "99", f"s-{theirs.pk}": "", f"w-{theirs.pk}": ""})
    assert not Arrived.objects.filter(asked=theirs).exists()


def test_a_link_to_what_was_changed_or_closed_since_opens_nothing(stranger, officer, link, asking):
    Collection.objects.update(closed=clock.today())
    refused(stranger, link, asking, "what it was made for is gone")
    Collection.objects.update(closed=None)
    asking.version += 1
    asking.save()
    assert stranger.get(link).status_code == 404
    assert refusals()[0] == "what it was made for was changed"


def test_a_link_that_was_used_too_often_is_worn_out(stranger, link, asking):
    SignedLink.objects.update(uses=PURPOSES["figures"].uses)
    refused(stranger, link, asking, "used too often")


@pytest.mark.parametrize(
    "change",
    [
        lambda: SignedLink.objects.update(ends=date(2016, 1, 1)),
        lambda: SignedLink.objects.update(revoked_at=clock.now(), revoked_by=make.UserFactory()),
        lambda: SignedLink.objects.update(uses=PURPOSES["figures"].uses),
        lambda: Collection.objects.update(closed=clock.today()),
        lambda: Asking.objects.update(version=F("version") + 1),
    ],
    ids=["last day", "withdrawn", "worn out", "closed", "changed"],
)
def test_a_link_that_is_over_while_its_answers_come_in_takes_none(change, stranger, link, asking, monkeypatch):
    opened = (SignedLink.objects.get(), asking)
    monkeypatch.setattr(links, "opened", lambda *given: opened)
    change()
    answer = sent(stranger, link, asking, **ANSWERS)
    assert answer.status_code == 404
    assert nothing_came()


def test_whoever_holds_a_link_is_not_told_who_in_the_office_saved_a_figure(stranger, link, asking):
    person = make.UserFactory(name="Zofficer")
    line = asking.askedfigure_set.get(series__indicator__name="Incidents").series
    seen = make.ObservationFactory(series=line, value=30, starts=date(2016, 4, 1), ends=date(2016, 6, 30))
    seen.value, seen.version, seen._history_user = 40, 2, person
    seen.save()
    for versions in ("x", "", f"{seen.pk}-1"):
        answer = stranger.post(link, fields(asking, Incidents=("31", "", "")) | {"do": "send", "versions": versions})
        assert "Zofficer" not in words(answer)
        assert "was saved here" not in words(answer)
    assert Arrived.objects.get(outcome="").figure == "31"
    seen.refresh_from_db()
    assert seen.value == 40


def test_too_many_visits_from_one_address_are_answered_with_429(stranger, link, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"link": "2/m/ip"}
    assert [stranger.get(link).status_code for _ in range(3)] == [200, 200, 429]


def test_a_link_lets_nobody_in_elsewhere(stranger, link):
    stranger.post(link, {"do": "open"})
    for name in ("office", "office-rounds", "welcome"):
        assert stranger.get(reverse(name)).status_code == 302


# What is kept of it


def test_the_secret_is_kept_nowhere(officer, link, asking):
    word = link.split("/")[3]
    secret = word.partition("-")[2]
    row = SignedLink.objects.get()
    assert len(secret) >= 43
    assert secret not in " ".join(map(str, vars(row).values()))
    assert row.digest == links.digest(secret)
    assert not any(secret in event.detail for event in AccessEvent.objects.all())
    assert secret not in officer.get(page_of(asking)).content.decode()
    assert plain(f'"GET {link}" 200') == '"GET /given/…" 200'


def test_no_line_of_the_log_holds_a_secret(stranger, link, caplog):
    caplog.set_level(logging.INFO)
    stranger.get(f"{link[:-2]}/")
    assert link.split("/")[3][:-1] not in " ".join(plain(record.getMessage()) for record in caplog.records)


def test_each_deed_is_in_the_record_of_access(stranger, officer, link, asking):
    stranger.get(link)
    sent(stranger, link, asking, **ANSWERS)
    links.revoke(SignedLink.objects.get(), by=officer.person)
    found = AccessEvent.objects.filter(what__startswith="link-").order_by("pk").values_list("what", "by", "detail")
    name = f"Sending the figures of one request, link {SignedLink.objects.get().pk}"
    assert list(found) == [
        ("link-made", officer.person.pk, f"{name}: Essex Police"),
        ("link-opened", None, name),
        ("link-used", None, f"{name}: 2 sent"),
        ("link-revoked", officer.person.pk, name),
    ]


def test_a_link_has_a_last_day_that_is_neither_over_nor_far_away(officer, asking):
    for ends in (clock.today() - timedelta(1), clock.today() + timedelta(PURPOSES["figures"].days + 1)):
        with pytest.raises(ValidationError):
            links.make("figures", asking, ends, by=officer.person)
    assert not SignedLink.objects.exists()
    assert Observation.objects.count() == 1
