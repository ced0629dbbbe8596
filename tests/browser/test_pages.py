"""Every page, wide and narrow, light and dark: nothing for axe to find, nothing cut off, nothing the browser minds."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests import pages

pytestmark = pytest.mark.browser

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}

LOOKS = [(1280, "light"), (1280, "dark"), (320, "dark"), (320, "light")]
# Into so many tests the pages are dealt out, for as many workers as there may be.
SHARES = 8

# What axe does not ask, or asks only under its advice.
LOOK = """() => {
    const found = [];
    const named = (element) => element.outerHTML.slice(0, 100);
    const headings = document.querySelectorAll("h1").length;
    if (headings !== 1) found.push(`${headings} main headings`);
    if (!document.documentElement.lang) found.push("no language");
    if (!document.title.trim()) found.push("no title");
    for (const attribute of ["aria-describedby", "aria-labelledby", "aria-controls", "for", "headers"])
        for (const element of document.querySelectorAll(`[${attribute}]`))
            for (const id of element.getAttribute(attribute).split(/\\s+/).filter(Boolean))
                if (!document.getElementById(id)) found.push(`${attribute} names no element: ${named(element)}`);
    for (const link of document.querySelectorAll("a[href^='#']"))
        if (link.hash.length > 1 && !document.getElementById(decodeURIComponent(link.hash.slice(1))))
            found.push(`a link that leads nowhere: ${named(link)}`);
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) found.push(`id twice: ${id}`);
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (over > 0) {
        const wide = [...document.body.querySelectorAll("*")].filter(
            (element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5);
        found.push(`${over} px wider than the window, for one: ${wide.length ? named(wide.at(-1)) : "?"}`);
    }
    return found;
}"""


def faults(tab):
    """All that is wrong with the page in this tab."""
    # The complaints first: axe works inside the page and may cause some of its own.
    found = [*tab.complaints, *tab.evaluate(LOOK)]
    for violation in Axe().run(tab, options=WCAG).response["violations"]:
        nodes = violation["nodes"]
        found.append(f"axe {violation['id']} ({violation['impact']}), {len(nodes)} times: {nodes[0]['html'][:120]}")
    return found


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
        tab = open_page(page)
        if tab.answer.status != 200 or not tab.url.endswith(page.path):
            found.append(f"{page.path}  answered {tab.answer.status} at {tab.url}")
        else:
            found += [f"{page.path}  {fault}" for fault in faults_in_every_look(tab)]
        tab.close()
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)


def faults_in_every_look(tab):
    for width, scheme in LOOKS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        yield from (f"at {width} px, {scheme}: {fault}" for fault in faults(tab))
        tab.complaints.clear()


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
<img src="/none.png"><p style="width: 400px; color: #eee" id="p">Pale</p><p id="p" aria-describedby="gone"></p>
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
