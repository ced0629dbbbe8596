"""What is asked of every page: nothing for axe to find, nothing cut off, nothing that leads nowhere."""

from axe_playwright_python.base import AXE_SCRIPT

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What another scheme at the same width can change: it is colours, and nothing else.
COLOURS = ["color-contrast", "link-in-text-block"]

LOOKS = [(1280, "light", WCAG), (1280, "dark", COLOURS), (320, "dark", WCAG), (320, "light", COLOURS)]

# How much wider than a small phone a page is when its reader has the text shown at twice its size.
ENLARGED = """() => {
    document.documentElement.style.fontSize = "200%";
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return over;
}"""

# A colour may be on its way from one scheme to the other.
SETTLED = """() => Promise.all(document.getAnimations()
    .filter((each) => each instanceof CSSTransition).map((each) => each.finished.catch(() => {})))"""

AXE = """async (rules) => (await axe.run({ runOnly: rules, resultTypes: ["violations"] })).violations.map(
    ({ id, impact, nodes }) => `axe ${id} (${impact}), ${nodes.length} times: ${nodes[0].html.slice(0, 120)}`)"""

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


def faults(tab, rules=WCAG):
    """All that is wrong with the page in this tab."""
    # The complaints first: axe works inside the page and may cause some of its own.
    found = [*tab.complaints, *tab.evaluate(LOOK)]
    if not tab.evaluate("() => 'axe' in window"):
        tab.evaluate(AXE_SCRIPT)
    tab.evaluate(SETTLED)
    return found + tab.evaluate(AXE, rules)


def faults_in_every_look(tab):
    for width, scheme, rules in LOOKS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        yield from (f"at {width} px, {scheme}: {fault}" for fault in faults(tab, rules))
        tab.complaints.clear()


def faults_with_large_text(tab):
    """Asked of a tab that is as narrow as a small phone."""
    over = tab.evaluate(ENLARGED)
    if over > 0:
        yield f"with text of twice the size: {over} px wider than the window"
