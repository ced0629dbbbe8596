"""What a phone shows: whom to call on the first screen, and what a term means without leaving the place."""

import pytest
from msgspec.structs import replace

from kit import called
from publications import render, terms
from publications.content.site import Concern, Helpline
from tests import pages
from tests.publications.test_statements import EMPTY, FULL, NOTICE

pytestmark = pytest.mark.browser

FIRST_SCREEN = {"width": 390, "height": 664}  # a phone with the bars of its browser
CONCERN = Concern(
    words="Call the team for children and say what you saw.",
    daytime="01702 215007",
    daytime_when="Monday to Thursday 8.45am to 5.30pm, Friday to 4.30pm",
    out_of_hours="0345 606 1212",
    out_of_hours_when="After that, at weekends and on bank holidays",
)
ENDS = """() => [...document.querySelectorAll("main a[href^='tel:'], main a[href^='http'], .rings > li")].slice(0, 6)
    .map((each) => [each.getAttribute("href") || "hours", Math.round(each.getBoundingClientRect().bottom),
        Math.round(each.getBoundingClientRect().height)])"""
MENU = tuple(
    {"text": text, "address": "/"} for text in ("Business plan", "Annual report", "Forward plan", "Membership")
)


def shown(tab, name, site, menu=MENU):
    """The page of a site, on a phone, in the stylesheet of the public pages."""
    shell = {"site": site, "assets": {"css": "/assets/tried.css"}, "nav": menu, "title": name, "signs_in": True}
    with called.using(lambda: site.words):
        html = render.page(f"public/{name}.html", shell | {"path": "/worried-about-a-child/"})
    tab.route("**/tried/", lambda route: route.fulfill(body=html, content_type="text/html"))
    tab.route("**/tried.css", lambda route: route.fulfill(body=render.stylesheet(), content_type="text/css"))
    tab.set_viewport_size(FIRST_SCREEN)
    tab.goto("/tried/")
    return tab


@pytest.mark.parametrize("notice", ["", NOTICE], ids=["a board", "a demonstration"])
def test_999_and_both_local_numbers_stand_on_the_first_screen(open_page, site, notice):
    board = replace(FULL, concern=CONCERN, notice=notice, helplines=(Helpline(key="c", who="Childline", number="101"),))
    tab = shown(open_page(pages.Page("/accessibility/")), "worried", board)
    ends = tab.evaluate(ENDS)
    assert [name for name, *_ in ends[:6]] == [
        "https://www.bbc.co.uk/weather",
        "tel:999",
        "hours",
        "tel:+441702215007",
        "hours",
        "tel:+443456061212",
    ]
    assert max(bottom for _, bottom, _ in ends) <= FIRST_SCREEN["height"], ends
    assert min(height for name, _, height in ends if name.startswith("tel:+")) >= 44, ends
    assert not tab.evaluate("() => document.scripts.length")


def test_the_menu_is_folded_on_a_phone_and_open_at_a_desk(open_page, site):
    tab = shown(open_page(pages.Page("/accessibility/")), "privacy", EMPTY)
    menu = tab.get_by_role("link", name="Forward plan")
    assert not menu.is_visible()
    assert tab.evaluate("() => document.querySelector('h1').getBoundingClientRect().top") < 664 / 3
    tab.get_by_text("Menu").click()
    assert menu.is_visible()
    tab.reload()
    tab.set_viewport_size({"width": 1280, "height": 800})
    assert menu.is_visible()
    assert not tab.get_by_text("Menu").is_visible()


def test_a_term_opens_in_place_and_closes_again(open_page, site):
    """By the keyboard, and with the focus where it was."""
    known = [terms.Explained(term="CSE", meaning="Child sexual exploitation", page="terms", anchor="cse")]
    body = terms.opened("<p>Of CSE in 2016.</p>", known, "first", "/plan/")
    html = f"<!doctype html><html lang='en'><title>T</title><link rel='stylesheet' href='/tried.css'><h1>T</h1>{body}"
    tab = open_page(pages.Page("/accessibility/"))
    tab.route("**/tried/", lambda route: route.fulfill(body=html, content_type="text/html"))
    tab.route("**/tried.css", lambda route: route.fulfill(body=render.stylesheet(), content_type="text/css"))
    tab.set_viewport_size(FIRST_SCREEN)
    tab.goto("/tried/")
    meaning = tab.get_by_text("Child sexual exploitation")
    assert not meaning.is_visible()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert meaning.is_visible()
    box = meaning.bounding_box()
    assert box["y"] + box["height"] <= FIRST_SCREEN["height"]
    tab.keyboard.press("Escape")
    assert not meaning.is_visible()
    assert tab.evaluate("() => document.activeElement.textContent") == "CSE"
    assert tab.url.endswith("/tried/")
