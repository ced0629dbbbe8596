"""Editing in a browser: with the keyboard alone, in place, under the strict policy, and nothing typed lost.

These write to the board that the other browser tests look at: words of a draft, which no other test reads.
"""

import pytest
from django.urls import reverse

from kit import prose
from tests import pages
from tests.browser.looking import faults

pytestmark = pytest.mark.browser

WORD = """<p class=MsoNormal>Plain, <span style='font-weight:bold'>bold</span></p><h1 style='margin:0'>Heading</h1>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>  </span></span>
First</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0'><span style='mso-list:Ignore'>·   </span>
<a href='https://a.example/'>Second</a>
<a href='#_ftn1'>[1]</a></p>"""
PASTE = """(html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    document.querySelector(".ProseMirror[contenteditable]").dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
FOCUSED = "() => document.activeElement.id"


@pytest.fixture
def manager_page(site):
    """A page of the office, as the manager sees it."""
    found = {page.path: page for page in site.pages}
    cookie = found[next(path for path in found if path.startswith("/office/edit/goal/"))].cookie
    return lambda path: pages.Page(path, cookie)


@pytest.fixture
def plan(manager_page):
    return manager_page(reverse("office-plan", kwargs={"key": "2016-19"}))


def until(tab, holds):
    """Wait until something holds in the page. Playwright evaluates text to wait for it, which our policy refuses."""
    for _ in range(200):
        if tab.evaluate(f"() => Boolean({holds})"):
            return
        tab.wait_for_timeout(50)
    raise AssertionError(f"It never came to this: {holds}")


def tab_to(tab, test, limit=80):
    """Press Tab until the element in focus passes a test, as somebody without a mouse would."""
    for _ in range(limit):
        tab.keyboard.press("Tab")
        if tab.evaluate(f"() => {{ const it = document.activeElement; return {test} }}"):
            return
    raise AssertionError(f"{limit} times Tab did not lead to {test}")


def test_a_goal_is_edited_with_the_keyboard_alone(open_page, plan):
    tab = open_page(plan)
    tab_to(tab, "/^goal-.*-edit$/.test(it.id)")
    button = tab.evaluate(FOCUSED)
    tab.keyboard.press("Enter")
    until(tab, "document.activeElement.name === 'code'")
    tab.keyboard.press("Escape")
    until(tab, f"document.activeElement.id === '{button}'")
    assert tab.locator("form.editor").count() == 0

    tab.keyboard.press("Enter")
    until(tab, "document.activeElement.name === 'code'")
    tab_to(tab, "it.name === 'title'")
    tab.keyboard.press("Control+End")
    tab.keyboard.type(" every day")
    tab_to(tab, "it.textContent === 'Save'")
    tab.keyboard.press("Enter")
    until(tab, f"document.activeElement.id === '{button}' && !document.querySelector('form.editor')")
    row = tab.locator(f"#{button.removesuffix('-edit')} .title").first
    assert row.inner_text().endswith("every day")
    assert tab.locator("[role=status].said-aloud").inner_text().startswith("Saved")
    assert tab.complaints == []


def test_one_row_at_a_time_and_nothing_typed_is_lost(open_page, plan):
    tab = open_page(plan)
    edits = tab.locator("[id^=goal-][id$=-edit]")
    edits.nth(1).click()
    tab.locator("[name=title]").fill("Typed and not saved")
    edits.nth(2).click()
    assert tab.locator("form.editor").count() == 1
    assert "first" in tab.locator(".said-aloud").inner_text()
    until(tab, "document.querySelector('.kept').textContent.includes('is kept')")
    # A crash: the tab is gone without a word.
    tab.close()
    tab = open_page(plan)
    tab.locator("[id^=goal-][id$=-edit]").nth(1).click()
    tab.get_by_text("Put it back").click()
    until(tab, "document.querySelector('[name=title]').value === 'Typed and not saved'")
    tab.locator("[data-cancels]").click()
    assert tab.locator("form.editor").count() == 0
    assert tab.complaints == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_question_is_answered_in_place_by_one_press_and_by_no_return_key(open_page, manager_page, width):
    tab = open_page(manager_page(reverse("office-budget", kwargs={"key": "2016-17"})), width=width)
    tab.locator("[id^=contribution-][id$=-edit]").first.click()
    tab.locator("[name=share]").fill("0.495")
    tab.locator("[name=amount]").fill("10 200")
    tab.keyboard.press("Enter")
    until(tab, "document.querySelector('form.editor .error-summary')")
    assert faults(tab) == []
    tab.complaints.clear()  # those that axe caused
    offers = tab.locator("form.editor [name=_meant]")
    assert offers.all_text_contents() == ["49.5%: Share", "0.495%: Share", "£10,200: Amount"]
    tab.locator("[name=share]").press("Enter")
    until(tab, "document.querySelector('form.editor .error-summary') && !document.querySelector('.htmx-request')")
    assert tab.locator("[name=share]").input_value() == "0.495"
    offers.last.click()
    until(tab, "document.querySelector('[name=amount]').value === '£10,200'")
    assert tab.locator("[name=share]").input_value() == "0.495"
    assert tab.complaints == []
    tab.locator("[data-cancels]").click()


def test_what_is_saved_is_not_kept_as_unsaved_text_too(open_page, manager_page):
    tab = open_page(manager_page(reverse("row-add", kwargs={"kind": "term"})))
    tab.locator("[name=term]").fill("MASH")
    tab.locator("[name=meaning]").fill("multi-agency safeguarding hub")
    tab.locator("form.editor button.button").first.click()
    tab.wait_for_url(f"**{reverse('office-publications')}**")
    # What was sent while the page went away has arrived by now.
    tab.wait_for_timeout(500)
    tab.goto(reverse("row-add", kwargs={"kind": "term"}))
    assert tab.get_by_text("You have unsaved text").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_errors_and_a_conflict_in_place(open_page, manager_page, width, scheme):
    budget = manager_page(reverse("office-budget", kwargs={"key": "2016-17"}))
    first, second = open_page(budget, width, color_scheme=scheme), open_page(budget, width, color_scheme=scheme)
    for tab in (first, second):
        tab.locator("[id^=contribution-][id$=-edit]").first.click()
        tab.locator("form.editor").wait_for()
    first.locator("[name=amount]").fill("a lot")
    first.locator("form.editor .actions .button").first.click()
    until(first, "document.activeElement.classList.contains('error-summary')")
    assert faults(first) == []
    amount = f"£43,0{width % 89:02}"
    first.locator("[name=amount]").fill(amount)
    first.locator("form.editor .actions .button").first.click()
    until(first, "!document.querySelector('form.editor')")

    second.locator("[name=amount]").fill("£1")
    second.locator("form.editor .actions .button").first.click()
    second.locator(".theirs").wait_for()
    assert second.locator("[name=amount]").input_value() == "£1"
    assert faults(second) == []
    second.get_by_label("Take this").first.check()
    second.locator("form.editor .actions .button").first.click()
    until(second, "!document.querySelector('form.editor')")
    assert amount in second.locator("tr[id^=contribution-]").first.inner_text()


def test_words_pasted_from_word_keep_what_a_narrative_may_hold(open_page, manager_page):
    where = reverse("office-sections", kwargs={"kind": "business-plan", "slug": "2016-2019"})
    tab = open_page(manager_page(where))
    tab.locator("[id^=narrative-][id$=-edit]").first.click()
    tab.locator(".ProseMirror[contenteditable]").first.click()
    tab.keyboard.press("Control+A")
    tab.evaluate(PASTE, WORD)
    until(tab, "/Left out/.test(document.querySelector('.left-out').textContent)")
    assert tab.locator(".left-out").first.inner_text() == "Left out: a footnote mark (“[1]”)."
    tab.locator("form.editor .actions .button").first.click()
    until(tab, "!document.querySelector('form.editor')")
    shown = tab.locator(".prose").first.inner_html()
    for part in (
        "<strong>bold</strong>",
        "<h3>Heading</h3>",
        "<li>First</li>",
        '<a href="https://a.example/">Second</a>',
    ):
        assert part in shown
    assert "[1]" not in shown
    assert tab.complaints == []


# What each program's clipboard holds, and what the editor has after it.
PASTED = {
    "word": (
        "<ol start=3 type=a><li>Third<ol><li>Inner</li></ol></li><li>Fourth</li></ol>",
        '<ol start="3" type="a"><li>Third<ol><li>Inner</li></ol></li><li>Fourth</li></ol>',
        [],
    ),
    "docs": (
        '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:400">Told that </span>'
        '<span style="font-weight:700">waiting</span> is <span style="text-decoration:line-through">not </span>hard</p>'
        "</b>",
        "<p>Told that <strong>waiting</strong> is hard</p>",
        ["Left out: struck-out text (“not”)."],
    ),
    "writer": (
        '<p>Plans<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a> 10<sup>2</sup></p><table><tr><td>a'
        '<td>b</table><div id="sdfootnote1"><p><a href="#sdfootnote1anc">1</a>Note</p></div>',
        "<p>Plans 10²</p>",
        ["Left out: a footnote mark (“(1)”).", "Left out: a footnote (“1 Note”).", "Left out: a table (1 row, a | b)."],
    ),
}


@pytest.mark.parametrize("program", PASTED)
def test_the_editor_says_what_it_left_out_of_what_was_pasted(open_page, manager_page, program):
    clipboard, kept, said = PASTED[program]
    tab = open_page(manager_page(reverse("office-sections", kwargs={"kind": "business-plan", "slug": "2016-2019"})))
    tab.locator("[id^=narrative-][id$=-edit]").first.click()
    field = tab.locator(".ProseMirror[contenteditable]").first
    field.click()
    tab.keyboard.press("Control+A")
    tab.evaluate(PASTE, clipboard)
    until(tab, "!/Reading/.test(document.querySelector('.left-out').textContent)")
    lines = tab.locator(".left-out").first.locator("p").all_inner_texts()
    assert [line.partition(" Paste a table")[0] for line in lines] == said
    links = tab.locator(".left-out a").evaluate_all("them => them.map(it => it.getAttribute('href'))")
    assert links == ([reverse("paste-lists")] if program == "writer" else [])
    before = tab.locator("[name=before]").input_value()
    assert prose.narrative(before) == kept
    assert faults(tab) == []
    assert tab.complaints == []
    tab.locator("[data-cancels]").first.click()


def test_a_table_of_libreoffice_arrives_without_the_zero_that_ends_it(open_page, manager_page):
    tab = open_page(manager_page(reverse("paste", args=["contributions"])))
    tab.evaluate(
        """html => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            document.querySelector("textarea[data-paste]").dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        "<table><tr><td>Agency</td></tr></table>\n\0",
    )
    assert tab.locator("[name=html]").input_value() == "<table><tr><td>Agency</td></tr></table>\n"


def test_without_a_script_each_button_is_a_page(browser, site, plan):
    from django.conf import settings

    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": plan.cookie, "url": site.address}])
    tab = context.new_page()
    tab.goto(plan.path)
    tab.locator("[id^=aim-][id$=-edit]").first.click()
    tab.locator("[name=words]").fill("Written without a script")
    tab.get_by_role("button", name="Save").click()
    assert "#aim-" in tab.url
    assert "Saved: Written without a script" in tab.locator(".message").inner_text()
    context.close()


def test_sums_follow_the_typing_and_leave_the_focus_where_it_is(open_page, manager_page):
    tab = open_page(manager_page(reverse("office-budget", kwargs={"key": "2016-17"})))
    tab.locator("[id^=contribution-][id$=-edit]").first.click()
    tab.locator(".running p").first.wait_for()
    amount = tab.locator("form.editor [name=amount]")
    amount.fill("")
    amount.type("22,620.50")
    until(tab, "document.querySelector('.running').textContent.includes('.50.')")
    assert tab.evaluate("() => document.activeElement.name") == "amount"
    sums = tab.locator(".running p").first.inner_text()
    amount.fill("much")
    until(tab, "document.querySelector('#running-problem').textContent.includes('Write an amount')")
    assert tab.locator(".running p").first.inner_text() == sums
    tab.locator("[data-cancels]").click()
    assert tab.complaints == []
