"""Every page, wide and narrow, light and dark: nothing for axe to find, nothing cut off, nothing the browser minds."""

import re

import pytest
from django.urls import reverse
from tinyhtml5.parser import HTMLParser

from tests import pages, states
from tests.browser import looking
from tests.browser.looking import faults, faults_in_every_look, faults_with_large_text

pytestmark = pytest.mark.browser

# Into so many tests the pages are dealt out, for as many workers as there may be.
SHARES = 8
HEAVIEST = 15 * 1024  # bytes of a public page and its stylesheet, compressed


def test_there_are_pages_of_both_kinds(site):
    paths = {page.path for page in site.pages}
    assert {"/", "/business-plan/2016-2019/", reverse("account_login"), reverse("office")} <= paths
    versions = "/business-plan/2016-2019/editions/"
    assert {versions, f"{versions}3/changes/", f"{versions}1/since/", "/data/"} <= paths
    assert any(page.cookie for page in site.pages)


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page(site, open_page, share):
    found = []
    for page in site.pages[share::SHARES]:
        tab = open_page(page, same_tab=True)
        if tab.answer.status != 200 or not tab.url.endswith(page.path):
            found.append(f"{page.path}  answered {tab.answer.status} at {tab.url}")
        else:
            found += [f"{page.path}  {fault}" for fault in (*faults_in_every_look(tab), *faults_with_large_text(tab))]
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)


def test_every_public_page_is_light_and_strictly_html(site):
    """As it is sent, with the stylesheet. A whole document and the words by letter are as long as they are."""
    root = site.tree / "current"
    [css] = root.glob("assets/site.*.css.gz")
    pages_of_html = sorted(root.rglob("*.html"))
    assert len(pages_of_html) > 50
    found = []
    for page in pages_of_html:
        path = page.relative_to(root).as_posix()
        weight = css.stat().st_size + page.with_name(f"{page.name}.gz").stat().st_size
        if weight > HEAVIEST and not re.search(r"whole/|editions/\d+/index|words/", path):
            found.append(f"{path}  weighs {weight}")
        parser = HTMLParser()
        parser.parse(page.read_text())
        found += [f"{path}  {error}" for error in parser.errors]
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)


# Of a page on which something is wrong: the summary of it has the focus, and its links lead to the fields.
REFUSAL = """async (conflict) => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    const found = [];
    const summaries = document.querySelectorAll(".error-summary");
    if (conflict && !document.querySelector(".theirs")) found.push("what somebody else saved is not shown");
    if (summaries.length !== 1) return [`${summaries.length} error summaries`];
    const [summary] = summaries;
    const focused = () => document.activeElement.outerHTML.slice(0, 100);
    if (document.activeElement !== summary) found.push(`the focus is on ${focused()}`);
    if (!document.title.startsWith("Error: ")) found.push(`the title is ${document.title}`);
    if (!summary.querySelector("li")) found.push("the summary says nothing");
    for (const link of summary.querySelectorAll("a")) {
        const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
        link.click();
        if (!field || document.activeElement !== field)
            found.push(`${link.outerHTML.slice(0, 100)} leads to ${focused()}`);
    }
    return found;
}"""


@pytest.mark.parametrize("share", range(SHARES))
def test_every_state(site, open_page, share):
    """Of an empty board, with errors, in conflict; what was answered is shown at its own address."""
    found = []
    for state in states.everything(share, SHARES):
        site.answers.update(state.answers)
        tab = open_page(pages.Page(state.path), same_tab=True)
        # Whether the focus is where it belongs is asked first: to look elsewhere may move it.
        problems = tab.evaluate(REFUSAL, state.name.startswith("conflict")) if state.refused else []
        tab.complaints = [line for line in tab.complaints if f"status of {tab.answer.status}" not in line]
        problems += faults_in_every_look(tab)
        site.answers.clear()
        found += [f"{state.name}  {fault}" for fault in problems]
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_page_that_is_not_there(open_page, width):
    tab = open_page(pages.Page("/nothing-is-here/"), width=width)
    assert tab.answer.status == 404
    tab.complaints = [line for line in tab.complaints if "404" not in line]
    assert faults(tab) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_form_with_errors(open_page, scheme):
    tab = open_page(pages.Page(reverse("account_login")), width=320, color_scheme=scheme)
    tab.locator("main form button").click()
    tab.wait_for_load_state()
    assert tab.title().startswith("Error")
    assert faults(tab) == []


POOR = """<html><head><title></title><style>p { color: red }</style></head><body><h1>One</h1><h1>Two</h1>
<img src="/none.png"><p style="width: 400px; color: #eee" id="p">Pale</p><font color="#eeeeee">Pale</font>
<p id="p" aria-describedby="gone"></p>
<a href="#gone">on</a><div><div style="min-width: 100vw"><b>wide</b></div></div>
<table width=900><tr><td>.</table></body></html>"""


def test_the_checks_themselves(open_page, site):
    """A check that finds nothing in a poor page is no check."""
    tab = open_page(pages.Page("/accessibility/"), width=320)
    tab.route(
        "**/poor/", lambda route: route.fulfill(body=POOR, headers={"Content-Security-Policy": "style-src 'self'"})
    )
    tab.goto("/poor/")
    found = "\n".join(faults(tab))
    for word in (
        "2 main headings",
        "no language",
        "no title",
        "aria-describedby names no element",
        "leads nowhere",
        "id twice: p",
        "px wider than the window",
        "Content Security Policy",
        "404",
        "axe image-alt",
    ):
        assert word in found, word
    # The rules about colours are asked in the second scheme of a width, too.
    assert "axe color-contrast" in "\n".join(faults(tab, looking.COLOURS))


def test_the_check_of_large_text_itself(open_page, site):
    tab = open_page(pages.Page("/accessibility/"), width=320)
    tab.route("**/poor/", lambda route: route.fulfill(body="<p style='width: 12rem'>Plan", content_type="text/html"))
    tab.goto("/poor/")
    assert not [fault for fault in tab.evaluate(looking.LOOK) if "wider than the window" in fault]
    assert list(faults_with_large_text(tab))


UNFOCUSED = """<title>Plan</title><main><div class="error-summary" tabindex="-1"><ul>
<li><a href="#gone">Title: say it</a></li>
<li><a href="#id_p">Period: say it</a></li></ul></div><p id="id_p">Period</p></main>"""


def test_the_checks_of_a_refusal_themselves(open_page, site):
    tab = open_page(pages.Page("/accessibility/"))
    tab.route("**/poor/", lambda route: route.fulfill(body=UNFOCUSED, content_type="text/html"))
    tab.goto("/poor/")
    found = "\n".join(tab.evaluate(REFUSAL, True))
    for word in ("the focus is on <body", "the title is Plan", '"#gone"', '"#id_p"', "else saved is not shown"):
        assert word in found, word
    tab.route("**/poor/", lambda route: route.fulfill(body="<main>Saved</main>", content_type="text/html"))
    tab.goto("/poor/")
    assert tab.evaluate(REFUSAL, False) == ["0 error summaries"]


# What made the Edit button of the office one letter wide; a word that is cut off; words that wrap with room beside
# them. Each is a rule laid over a page that is sound without it.
UNREADABLE = {
    ".act .edit { overflow-wrap: anywhere; white-space: normal } .act .acts { width: 1rem }": "“Edit” is broken",
    ".act .edit { width: 1rem; min-width: 0; padding: 0; overflow: hidden }": "“Edit” stands out of its button",
    ".add .edit { width: 5rem; white-space: normal }": "the words of a button stand in several lines",
}


# On a telephone the words of a button may stand in several lines.
@pytest.mark.parametrize("width", [1280, *(width for width in looking.BETWEEN if width >= 768)])
@pytest.mark.parametrize("rule", UNREADABLE)
def test_the_check_of_words_on_buttons_itself(open_page, site, rule, width):
    page = next(page for page in site.pages if page.path == reverse("office-budget", kwargs={"key": "2016-17"}))
    tab = open_page(page, width=width)
    assert tab.evaluate(looking.BUTTONS) == []
    tab.evaluate(
        """rule => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(rule);
            document.adoptedStyleSheets.push(sheet);
        }""",
        rule,
    )
    assert UNREADABLE[rule] in "\n".join(tab.evaluate(looking.BUTTONS))
