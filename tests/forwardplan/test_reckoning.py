"""What marks come to: shares with their base, who was represented, and whether so many may decide."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwardplan import reckoning, wording
from forwardplan.reckoning import QuorumTerms, VotingPlace
from kit.wording import listed

MARKS = ("present", "online", "deputy", "apologies", "no-apologies", "not-in-post", "not-yet")
OF_LETTER = dict(zip("PODANVY", MARKS, strict=True)) | {".": ""}


def marks(letters):
    return [OF_LETTER[letter] for letter in letters]


@pytest.mark.parametrize(
    ("letters", "own", "with_deputy"),
    [
        ("PPPP", "100% of 4", "100% of 4"),
        ("PDAN", "25% of 4", "50% of 4"),
        ("PDA", "33% of 3", "67% of 3"),
        ("OPVY", "100% of 2", "100% of 2"),
        ("AN", "0% of 2", "0% of 2"),
        ("PAAAAAAA", "13% of 8", "13% of 8"),  # 12.5
        # Nobody in post, not yet a member, and not marked: nothing is counted, which is no nought.
        ("VVY", "none counted", "none counted"),
        ("..", "none counted", "none counted"),
        ("P.", "100% of 1", "100% of 1"),
        ("", "none counted", "none counted"),
    ],
)
def test_a_seat_is_reckoned_of_the_meetings_at_which_it_was_filled_and_marked(letters, own, with_deputy):
    found = reckoning.tally(marks(letters))
    assert (wording.rate(found.own), wording.rate(found.with_deputy)) == (own, with_deputy)


@pytest.mark.parametrize(
    ("meetings", "online", "rate", "never"),
    [
        (["PA", "AA", "ND"], True, "67% of 3", False),
        (["A", "N"], True, "0% of 2", True),
        (["O", "O"], True, "100% of 2", False),
        (["O", "P"], False, "50% of 2", False),
        # Both of its seats vacant: the meeting is no occasion.
        (["VV", "VP"], True, "100% of 1", False),
        (["VY", "."], True, "none counted", False),
    ],
)
def test_an_organisation_is_represented_by_any_of_its_seats(meetings, online, rate, never):
    found = reckoning.represented(map(marks, meetings), online=online)
    assert (wording.rate(found), found.is_never) == (rate, never)


POLICE, HEALTH = 1, 2


def places(letters):
    """Five seats: chair, police, health and two others."""
    of = ({"chairs": True}, {"stands_for": frozenset({POLICE})}, {"stands_for": frozenset({HEALTH})}, {}, {})
    return [VotingPlace(mark, **more) for mark, more in zip(marks(letters), of, strict=True)]


@pytest.mark.parametrize(
    ("letters", "rule", "says"),
    [
        ("PPPAA", {"least": 3}, "Quorate: 3 here, 3 needed"),
        ("PPAAA", {"least": 3}, "Not quorate: 2 here, 3 needed"),
        ("PDOAA", {"least": 3}, "Quorate: 3 here, 3 needed"),
        ("PDOAA", {"least": 3, "deputies": False}, "Not quorate: 2 here, 3 needed"),
        ("PDOAA", {"least": 3, "online": False}, "Not quorate: 2 here, 3 needed"),
        # Half of five is three heads; of four, because one seat is vacant, two.
        ("PPAAA", {"share": 50}, "Not quorate: 2 here, 3 needed"),
        ("PPAAV", {"share": 50}, "Quorate: 2 here, 2 needed"),
        ("PPAAV", {"share": 50, "least": 3}, "Not quorate: 2 here, 3 needed"),
        ("APPPP", {"least": 2, "chair": True}, "Not quorate: 4 here, 2 needed; missing: the chair or a vice chair"),
        ("PAPPP", {"least": 2, "needed": (POLICE, HEALTH)}, "Not quorate: 4 here, 2 needed; missing: police"),
        ("AAAPP", {"needed": (POLICE, HEALTH)}, "Not quorate: 2 here; missing: police and health"),
        ("PDOAA", {"needed": (POLICE, HEALTH)}, "Quorate: 3 here"),
        # A mark that is missing makes no quorum, and doesn't say that there is none.
        ("PP...", {"least": 3}, "Not known to be quorate: 2 here, 3 needed; 3 places not marked"),
        ("PPP..", {"least": 3}, "Quorate: 3 here, 3 needed"),
        ("PPPPP", {}, ""),
    ],
)
def test_a_quorum_is_heads_or_a_share_and_organisations(letters, rule, says):
    rule = {"share": Decimal(rule.pop("share")), **rule} if "share" in rule else rule
    found = reckoning.quorate(places(letters), QuorumTerms(**rule))
    names = {POLICE: "police", HEALTH: "health"}
    assert wording.quorum(found, [names[each] for each in found.missing]) == says


@given(st.lists(st.sampled_from([*MARKS, ""]), max_size=40))
def test_shares_lie_between_nothing_and_all_and_deputies_never_lower_them(given):
    found = reckoning.tally(given)
    assert found.base == sum(mark not in ("", "not-in-post", "not-yet") for mark in given)
    if found.base:
        assert 0 <= found.own.share <= found.with_deputy.share <= 100
    else:
        assert found.own.share is None


@given(st.lists(st.sampled_from([*MARKS, ""]), min_size=1, max_size=12), st.integers(1, 12), st.integers(1, 100))
def test_a_mark_that_comes_in_never_takes_a_quorum_away(given, least, share):
    """Whatever a place without a mark turns out to be, what was said of the quorum before stays true."""
    rule = QuorumTerms(least=least, share=Decimal(share))
    before = reckoning.quorate([VotingPlace(mark) for mark in given], rule)
    for mark in MARKS:
        after = reckoning.quorate([VotingPlace(each or mark) for each in given], rule)
        if before.is_met is not None:
            assert after.is_met == before.is_met


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("A B E", "A, B and E"),
        ("3 5 6 7 8 9 10 11", "3 and 5 to 11"),
        ("1 2", "1 and 2"),
        ("1 2 3", "1 to 3"),
        ("1a 1b", "1a and 1b"),
        ("", ""),
    ],
)
def test_codes_are_listed_and_runs_are_spans(given, said):
    assert wording.codes(given.split()) == said


def test_what_is_on_no_agenda_is_named_by_kind_and_by_its_title_without_a_code():
    goals = [("Priorities", "A", "x"), ("Priorities", "", "Early help"), ("Duties", "2", "y")]
    assert wording.unserved(goals) == "priorities A and “Early help”; duties 2"
    assert listed([]) == wording.unserved([]) == ""
