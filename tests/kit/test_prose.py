"""Words as the board writes them, made into safe HTML: nothing runs, nothing leads elsewhere unseen."""

from html import unescape

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from kit import prose

ALLOWED = (
    "<p>Words, <strong>bold</strong> and <em>not</em>.<br></p><h3>Under</h3><ul><li>One</li></ul><ol><li>Two</li></ol>"
)


def test_what_is_allowed_stays_as_it_is():
    assert prose.clean(ALLOWED) == ALLOWED


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<style>p {color: red}</style><p>a</p>", "<p>a</p>"),
        ('<p style="color: red" class="x" id="y">a</p>', "<p>a</p>"),
        ('<p onclick="alert(1)">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href=" JaVaScRiPt:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="java&#10;script:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,<b>x</b>">a</a>', "<a>a</a>"),
        ('<a href="vbscript:x">a</a>', "<a>a</a>"),
        ('<a href="//elsewhere.example">a</a>', "<a>a</a>"),
        ('<a href="#_ftn1">a</a>', "<a>a</a>"),
        ('<a href="/members/">a</a>', "<a>a</a>"),
        ('<a href="https://board.example/" target="_blank" rel="x" onmouseover="x">a</a>', None),
        ('<a href="mailto:lscb@board.example">a</a>', '<a href="mailto:lscb@board.example">a</a>'),
        ('<img src="x" onerror="alert(1)">', ""),
        ('<iframe src="https://elsewhere.example"></iframe>', ""),
        ('<svg><a href="javascript:alert(1)">a</a></svg>', None),
        ("<p>a<!-- hidden --></p>", "<p>a</p>"),
        ("<p>1 < 2 & 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<table><tr><td>cell</td></tr></table>", "cell"),
    ],
)
def test_what_is_not_allowed_goes(html, cleaned):
    result = prose.clean(html)
    if cleaned is not None:
        assert result == cleaned
    for danger in ("script", "style=", "onclick", "onmouseover", "onerror", "target", "javascript:", "data:", "<svg"):
        assert danger not in result


def test_an_address_with_a_scheme_stays():
    html = '<a href="https://board.example/plan?a=1#part">a</a>'
    assert prose.clean(html) == html


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    once = prose.clean(text)
    assert prose.clean(once) == once


@given(st.text(alphabet=st.sampled_from("<>&\"'/=:# \nscriptonjavahef-")))
def test_nothing_runs_whatever_is_written(text):
    result = prose.clean(f'<a href="{text}">{text}</a>')
    assert "<script" not in result
    assert 'href="javascript' not in result


def test_a_cell_has_paragraphs_and_bullets():
    text = "First\nline.\n\n- one\n- two\n\nLast."
    assert prose.paragraphs(text) == ["First", "line.", ["one", "two"], "Last."]
    assert prose.cell(text) == "<p>First</p><p>line.</p><ul><li>one</li><li>two</li></ul><p>Last.</p>"


def test_one_paragraph_stays_without_an_element():
    assert prose.cell("  Fewer children are bullied.\n") == "Fewer children are bullied."
    assert prose.cell("") == ""


def test_a_minus_without_a_space_is_no_bullet():
    assert prose.paragraphs("-5 per cent\n- five") == ["-5 per cent", ["five"]]


@pytest.mark.parametrize("text", ['<script>alert("1")</script>', "a\n\n<b>b</b>", "- <i>one</i>\n- two", "Q & A"])
def test_a_cell_escapes(text):
    html = prose.cell(text)
    for element in ("<script", "<b>", "<i>", " & "):
        assert element not in html


@given(st.text())
def test_a_cell_loses_no_word_and_lets_no_element_through(text):
    html = prose.cell(text)
    for tag in ("<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>"):
        html = html.replace(tag, "\n")
    assert "<" not in html
    assert ">" not in html
    bare = [word for word in unescape(html).split() if word != "-"]
    assert bare == [word for word in text.split() if word != "-"]


def test_the_filters_mark_safe_what_was_made_safe():
    template = Template("{% load kit %}{{ words|cell }}|{{ html|prose }}")
    page = template.render(Context({"words": "<b>\n\n- x", "html": "<p onclick='x'>y</p>"}))
    assert page == "<p>&lt;b&gt;</p><ul><li>x</li></ul>|<p>y</p>"
