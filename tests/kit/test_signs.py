"""What nobody sees goes; what somebody sees stays as it was."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import signs
from kit.fields import ProseField, TextField, WordsField
from kit.signs import tidy
from tests import factories as make


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("B\u00adloggs", "Bloggs"),
        ("Tom\u200b \u2060B\ufeffloggs\u200e", "Tom Bloggs"),
        ("Zoe\u0308", "Zoë"),
        ("e\u200b\u0301", "é"),
        ("Tom\u200dB", "TomB"),
        ("\u034fT\u3164", "T"),
        # What steers a machine, and codes that no typeface has a sign for.
        ("a\x01b\x1f \x7f\x9fc", "ab c"),
        ("\ufffea\uffff\ufdd0b\U0001ffff", "ab"),
        # Joined and parted where it is seen.
        ("👩\u200d👧", "👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        # No form of another sign, and no space becomes another one.
        ("½ x² ﬁ £1\u202f000\u00a0– “a”", "½ x² ﬁ £1\u202f000\u00a0– “a”"),
        ("a\tb\r\nc", "a\tb\r\nc"),
    ],
)
def test_a_text_is_kept_as_it_is_seen(text, seen):
    assert signs.seen(text) == seen


@given(st.text(alphabet=st.sampled_from("aé\u0301\u200b\u200d\u200cक👩\u00ad\u202e\x01\ufffe 1")))
def test_seen_twice_is_seen_once(text):
    once = signs.seen(text)
    assert signs.seen(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert {sign for sign in once if unicodedata.category(sign) == "Cf"} <= set(signs.JOINERS)


@pytest.mark.parametrize("read", [WordsField().clean, TextField().clean, ProseField().clean, tidy])
def test_every_way_in_drops_them(read):
    assert "Bloggs Zoë" in read("B\u00adlog\u200bgs Zoe\u0308")


@pytest.mark.django_db
def test_so_does_a_form_for_a_row():
    from priorities.office import KINDS

    kind = next(kind for kind in KINDS if kind.name == "goal")
    goal = make.GoalFactory(title="x", code="1")
    form = kind.form({"title": "B\u00adloggs", "version": goal.version}, instance=goal)
    form.is_valid()
    assert form.cleaned_data["title"] == "Bloggs"


@pytest.mark.parametrize(
    ("before", "raised", "saved"),
    [
        ("10", "2", "²"),
        ("x", "3", "³"),
        ("£43,065", "1", "(1)"),
        ("14", "th", "th"),
        ("a", "th", "(th)"),
        ("a", "[1]", "(1)"),
        ("a", "®", "®"),
        ("a", "TM", "(TM)"),
        ("a", "23", "(23)"),
        ("a", "", ""),
    ],
)
def test_raised_words(before, raised, saved):
    assert signs.raised(raised, before) == saved


@pytest.mark.parametrize(("lowered", "saved"), [("2", "₂"), ("10", "₁₀"), ("max", "max"), ("²", "²")])
def test_lowered_words(lowered, saved):
    assert signs.lowered(lowered) == saved
