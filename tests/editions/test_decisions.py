"""Decisions in words, as the public reads them: roles and bodies, never people."""

from datetime import UTC, date, datetime

import pytest

from editions import decisions
from editions.models import Approval
from membership.roles import Role
from tests import factories as make

DAY = date(2016, 3, 16)
NOW = datetime(2016, 6, 1, tzinfo=UTC)
CONFIRMED = {
    "confirmer": "the vice chair",
    "confirmed_on": date(2016, 3, 20),
    "confirmed_how": "spoken",
    "confirmed_reference": "minute 9",
    "confirmation_at": NOW,
}


def decided(how, **fields):
    defaults = {"decided_by": "the Board", "decided_on": DAY, "reference": "minute 7"}
    return Approval(how=how, **defaults | {"recorded_as": "the board’s office"} | fields)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], ""),
        (
            [decided("meeting")],
            "Approved by the Board, 16 March 2016, minute 7; recorded by the board’s office",
        ),
        ([decided("meeting", reference="")], "Approved by the Board, 16 March 2016; recorded by the board’s office"),
        (
            [decided("signed-in", decided_by="the chair", reference="")],
            "Approved by the chair, 16 March 2016, on this site",
        ),
        (
            [decided("chair", decided_by="the chair", reference="e-mail", ratified="the Board in June 2016")],
            "Approved by the chair, 16 March 2016, e-mail, to be ratified by the Board in June 2016; "
            "recorded by the board’s office",
        ),
        (
            [decided("meeting", changes="Page 3", confirmed_by="the chair")],
            "Approved with changes by the Board, 16 March 2016, minute 7; changes to be confirmed by the chair; "
            "recorded by the board’s office",
        ),
        (
            [decided("meeting", changes="Page 3", confirmed_by="the chair", **CONFIRMED)],
            "Approved with changes by the Board, 16 March 2016, minute 7; changes confirmed by the vice chair, "
            "20 March 2016, in person or by telephone, minute 9; recorded by the board’s office",
        ),
        (
            [decided("meeting", confirmed_by="the chair", erased_at=NOW)],
            "Approved with changes by the Board, 16 March 2016, minute 7; changes to be confirmed by the chair; "
            "recorded by the board’s office",
        ),
        (
            [decided("in-words", decided_by="It was approved in May", changes="Page 3", confirmed_by="the chair")],
            "It was approved in May; changes to be confirmed by the chair",
        ),
        (
            [decided("standing")],
            "Corrected under the Board’s standing permission (minute 7); recorded by the board’s office",
        ),
        ([decided("in-words", decided_by="Shown for demonstration.")], "Shown for demonstration."),
        (
            [
                decided("signed-in", decided_by="the council", reference=""),
                decided("signed-in", decided_by="the police", reference=""),
                decided("meeting", decided_by="the care board", recorded_as="the board’s office"),
            ],
            "Approved by the council, 16 March 2016, on this site; "
            "approved by the police, 16 March 2016, on this site; "
            "approved by the care board, 16 March 2016, minute 7; recorded by the board’s office",
        ),
    ],
)
def test_how_it_reads(given, words):
    assert decisions.in_words(given) == words


def test_every_way_to_decide_has_its_words():
    assert set(decisions.WORDS) == set(Approval.How)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ([Role.MANAGER], "the board’s office"),
        ([Role.EDITOR, Role.MANAGER], "the board’s office"),
        ([Role.EDITOR], "the board’s office"),
        ([], "the administrator of this site"),
    ],
)
def test_who_records_is_named_by_role(roles, words):
    assert decisions.described(make.UserFactory(name="Ann", roles=roles)) == words
