"""A paragraph of a copy is put into the record where it belongs, and every other paragraph stays as it is."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.comparing import texts
from publications.editing_words import Lost, standing, state, taken
from tests.returned import AHEAD, YEAR


def passage(how, number=-1, behind=-1, sent="", came=""):
    return SimpleNamespace(how=how, number=number, behind=behind, sent=sent, came=came)


def put(html, each, words=None):
    return taken(html, each, texts(html), words)


LIST = "<p>Above</p><ol><li>One of them</li><li>Two of them</li><li>Three of them</li></ol><p>Below</p>"


def test_changed_words_take_the_place_of_the_old_ones_and_keep_their_look():
    each = passage("changed", 2, sent="<p>Two of them</p>", came="<p>Two of <strong>those</strong></p>")
    assert put(LIST, each) == LIST.replace("Two of them", "Two of <strong>those</strong>")
    assert put(LIST, each, "Two & more") == LIST.replace("Two of them", "Two &amp; more")


def test_a_list_counts_on_whatever_is_taken_out_or_put_in():
    gone = passage("gone", 1, sent="<p>One of them</p>")
    assert put(LIST, gone) == LIST.replace("<li>One of them</li>", "")
    assert put(LIST, passage("new", behind=2, came="<p>New</p>")) == LIST.replace("<li>Three", "<li>New</li><li>Three")
    first = passage("new", behind=0, came="<ol><li>New</li></ol>")
    assert put(LIST, first) == LIST.replace("<li>One", "<li>New</li><li>One")
    moved = passage("moved", 1, behind=3, sent="<p>One of them</p>", came="<p>One of them</p>")
    assert put(LIST, moved) == LIST.replace("<li>One of them</li>", "").replace("</ol>", "<li>One of them</li></ol>")
    later = LIST.replace("<ol>", '<ol start="4">')
    assert put(later, gone) == later.replace("<li>One of them</li>", "")


def test_parted_and_merged():
    parted = passage("parted", 0, sent="<p>Above</p>", came="<p>Abo</p><p>ve</p>")
    assert put(LIST, parted) == LIST.replace("<p>Above</p>", "<p>Abo</p><p>ve</p>")
    merged = passage("merged", 1, sent="<p>One of them</p><p>Two of them</p>", came="<p>One and two of them</p>")
    assert put(LIST, merged) == LIST.replace("<li>One of them</li><li>Two of them</li>", "<li>One and two of them</li>")


def test_what_the_record_holds_no_more_has_no_place():
    each = passage("changed", 0, sent="<p>Six words that are quite other</p>", came="<p>New</p>")
    with pytest.raises(Lost):
        taken(LIST, each, texts("<p>Six words that are quite other</p>"))


def test_what_was_taken_is_known_by_the_words_of_the_record():
    for html in (YEAR, AHEAD, LIST):
        sent = texts(html)
        for number, text in enumerate(sent):
            for each in (
                passage("changed", number, sent=f"<p>{text.html}</p>", came=f"<p>{text.html} and more of it</p>"),
                passage("gone", number, sent=f"<p>{text.html}</p>"),
                passage("new", behind=number, came="<p>Quite new words that nobody wrote</p>"),
                passage(
                    "parted", number, sent=f"<p>{text.html}</p>", came=f"<p>{text.html}</p><p>and what was left</p>"
                ),
            ):
                now = taken(html, each, sent)
                assert state(each, sent, standing(sent, sent)) == "open"
                assert state(each, texts(now), standing(sent, texts(now))) == "taken", (each, now)


WORDS = "ant bee cat dog eel fox gnu hen".split()


@given(st.permutations(WORDS), st.data())
def test_moving_loses_nothing_and_changes_nothing_else(order, data):
    html = "".join(f"<p>{word} {word}</p>" for word in order)
    number, behind = (data.draw(st.integers(low, 7)) for low in (0, -1))
    each = passage("moved", number, behind, sent=f"<p>{order[number]} {order[number]}</p>")
    now = [text.words for text in texts(put(html, each))]
    others = [f"{word} {word}" for word in order if word != order[number]]
    assert [words for words in now if words in others] == others
    assert len(now) == 8
