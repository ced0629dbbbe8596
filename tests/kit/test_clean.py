"""What a clipboard's HTML is read as: nothing let in that nobody should see, nothing lost without a word."""

import re
from html import unescape
from pathlib import Path

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import apart, prose
from kit.incoming import clean, links
from kit.incoming.shape import Incoming, IncomingCell, IncomingTable

CLIPBOARDS = (Path(__file__).parents[1] / "pasted" / "clipboards.txt").read_text(encoding="utf-8")
CASES = {
    name: (expected.rstrip("\n"), html)
    for name, expected, html in re.findall(r"^=== (.+)\n((?:[|>-] .*\n)*)---\n((?:(?!^=== ).*\n?)*)", CLIPBOARDS, re.M)
}


def shown(cell):
    return cell.words.replace("\n", "⏎") if isinstance(cell, IncomingCell) else f"^{cell.row},{cell.column}"


def said(incoming):
    """What came out, in the lines of the file."""
    html = clean.narrative(incoming.blocks)
    yield from [f"| {html}"] if html else []
    for table in incoming.tables:
        yield from (f"> {' ¦ '.join(map(shown, row))}" for row in table.rows)
    yield from (f"- {sentence}" for sentence in clean.told(Incoming(left_out=incoming.left_out)))


def test_the_corpus_is_read():
    assert len(CASES) == CLIPBOARDS.count("\n=== ") + CLIPBOARDS.startswith("=== ") > 75


@pytest.mark.parametrize("name", CASES)
def test_a_clipboard_gives_its_words_and_says_what_is_left_out(name):
    expected, html = CASES[name]
    assert "\n".join(said(clean.read(html))) == expected


def words_of(incoming):
    def texts(blocks):
        for block in blocks:
            if isinstance(block, IncomingTable):
                yield from texts(inner for row in block.rows for cell in row for inner in getattr(cell, "blocks", ()))
            else:
                yield block.words

    return " ".join([*texts(incoming.blocks), *(gone.words for gone in incoming.left_out)])


@pytest.mark.parametrize("name", CASES)
def test_every_word_is_passed_on_or_named(name):
    html = re.sub(r"^Version[^<]*", "", CASES[name][1])
    seen = unescape(nh3.clean(html.replace("<", " <"), tags=set(), clean_content_tags={"style", "script", "title"}))
    # Marks of items, signs of other fonts and wrapped addresses are changed: letters are looked for.
    there = re.sub(r"https?://\S+", "", clean.signs.seen(seen))
    told = "".join(words_of(clean.read(html)).split())
    lost = [word for word in re.findall(r"[^\W\d_]{3,}", there) if word not in told]
    assert lost == []


PIECES = (
    "<p> </p> <b> </b> <ul> <ol> <li> </ul> </ol> <table> <tr> <td> </table> <del> </del> <sup> 2 th words a) &shy; "
)
PIECES += (
    "&shy; <br> <h2> <a> <i> <div> <pre> <span> \u0301 &#1; 1. • \u200b <![if]> <!----> <td/colspan=3> <tr/rowspan=9>"
)


@given(st.lists(st.sampled_from(PIECES.split()), max_size=30).map(" ".join))
def test_whatever_comes_gives_a_narrative_that_cleaning_leaves_as_it_is(html):
    made = clean.narrative(clean.read(html).blocks)
    assert prose.clean(made) == made
    assert made.count("words") + " ".join(gone.words for gone in clean.read(html).left_out).count("words") + sum(
        table.in_a_line.count("words") for table in clean.read(html).tables
    ) == html.count("words")


@pytest.mark.parametrize(
    "html", ["<div>" * 300 + "deep", "<i>x</i>" * 200_001, "<table>" + "<tr><td rowspan=1000 colspan=1000>x" * 1000]
)
def test_what_is_too_large_is_refused_in_words(html):
    with pytest.raises(clean.TooMuch, match="Paste it in parts"):
        clean.read(html)


def test_the_child_answers_for_the_editor():
    told, _ = apart.run("kit.incoming.clean", b"<p>a<s>b</s></p>", clean.LIMITS)
    assert told == {"html": "<p>a</p>", "said": ["Left out: struck-out text (“b”)."], "tables": 0}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('<ol start="3" type="a"><li>x</li></ol>', '<ol start="3" type="a"><li>x</li></ol>'),
        ('<ol start="1" type="1"><li>x</li></ol>', "<ol><li>x</li></ol>"),
        ('<ol start="-4" type="disc"><li>x</li></ol>', "<ol><li>x</li></ol>"),
        # As the editor gives it.
        ("<ul><li><p>x</p><ul><li><p>y</p></li></ul></li></ul>", "<ul><li>x<ul><li>y</li></ul></li></ul>"),
        ('<ol data-type="decimal" start="2"><li><p>1. x</p></li></ol>', '<ol start="2"><li>1. x</li></ol>'),
    ],
)
def test_a_list_of_numbers_keeps_where_it_begins_and_how_it_counts(typed, kept):
    assert prose.narrative(typed) == kept


def test_a_narrative_that_comes_without_the_script_is_read_as_what_is_pasted():
    html, left_out = prose.read("<p>Tom B&shy;loggs <del>was</del> x<sup>2</sup></p><table><tr><td>a<td>b</table>")
    assert html == "<p>Tom Bloggs x²</p>"
    assert left_out == ["Left out: deleted text (“was”).", "Left out: a table (1 row, a | b)."]
    with pytest.raises(clean.TooMuch):
        prose.read("<u>x</u>" * 20_000)


@pytest.mark.parametrize(
    "cut_off", ["https://urldefense.com/v3/__https:/a.example/*b__;a!!x", "https://urldefense.com/v3/__https"]
)
def test_a_link_that_was_cut_off_in_its_wrapping_stays_as_it_came(cut_off):
    assert links.unwrapped(cut_off) == cut_off
