"""Links on paper: terms lead to the glossary, addresses to where they say; no word is altered."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.leading import linked
from publications.terms import Explained

CSE = Explained(term="CSE", meaning="Child sexual exploitation", page="glossary", anchor="glossary-cse")


@pytest.mark.parametrize(
    ("words", "led"),
    [
        ("<p>See www.example.org.</p>", ["https://www.example.org"]),
        ("<p>(https://example.org/plan/2016?a=1&amp;b=2)</p>", ["https://example.org/plan/2016?a=1&amp;b=2"]),
        ("<p>Write to office@example.org, please</p>", ["mailto:office@example.org"]),
        ('<p><a href="https://example.org/">www.example.org</a></p>', ["https://example.org/"]),
        ("<h3>www.example.org and CSE</h3>", []),
        ("<p>CSE, and CSE again</p>", ["#glossary-cse"]),
        ("<p>www.cse.org tells of CSEs</p>", ["https://www.cse.org", "#glossary-cse"]),
        ("<p>No address: e.g. this, or 2.2.7</p>", []),
        ("<table><thead><tr><th>CSE</th></tr></thead><tbody><tr><td>CSE</td></tr></tbody></table>", ["#glossary-cse"]),
    ],
)
def test_what_leads_where(words, led):
    assert re.findall('href="([^"]*)"', linked(words, (CSE,))) == led


@given(st.text(alphabet="CSE www.ho@-/:()<p>&;s", max_size=60))
def test_no_word_is_altered(words):
    words = words.replace("<", "&lt;").replace(">", "&gt;").replace('"', "")
    made = linked(f"<p>{words}</p>", (CSE,))
    assert re.sub("<[^>]*>", "", made) == words
