"""What is asked of every page: nothing for axe to find, nothing cut off, nothing that leads nowhere."""

from axe_playwright_python.base import AXE_SCRIPT

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What another scheme at the same width can change: it is colours, and nothing else.
COLOURS = ["color-contrast", "link-in-text-block"]

LOOKS = [(1280, "light", WCAG), (1280, "dark", COLOURS), (320, "dark", WCAG), (320, "light", COLOURS)]
# Widths at which nothing but the words on the buttons and sideways scrolling is looked at: a phone, a small tablet, and
# a wide screen.
BETWEEN = [390, 768, 1920]
OVER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

# How much wider than a small phone a page is when its reader has the text shown at twice its size.
ENLARGED = """() => {
    document.documentElement.style.fontSize = "200%";
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return over;
}"""

# Where the reader's own colours are forced, backgrounds are gone: what is pressed keeps a border or a line below it.
UNSEEN = """() => [...document.querySelectorAll("button:not(.term), .button")].filter((each) => {
    const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    return box.width > 1 && box.height > 1 && parseFloat(style.borderTopWidth) === 0
        && !style.textDecorationLine.includes("underline");
}).map((each) => `nothing shows what is pressed: ${each.outerHTML.slice(0, 100)}`)"""

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

# No word is broken on what is pressed, none stands out of it, and where there is room all stand in one line: but for a
# term among running words, and a number below the words that say whose it is.
BUTTONS = """() => {
    const found = new Set();
    const inOneLine = innerWidth >= 768;
    const closed = document.querySelectorAll("details:not([open])");
    for (const each of closed) each.open = true;
    for (const button of document.querySelectorAll("button, summary, .button, .edit, .views a, nav a, .act a")) {
        const box = button.getBoundingClientRect();
        if (box.width < 2 || box.height < 2) continue;
        const whole = "button:not(.term), .button:not(.ring), .edit, .views a, .more > summary";
        const mayWrap = !inOneLine || !button.matches(whole);
        const lines = [];
        const texts = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const text = texts.currentNode;
            if (text.parentElement.closest(".hidden")) continue;
            for (const word of text.data.matchAll(/[^\\s-]+-?/g)) {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                const boxes = [...range.getClientRects()].filter((each) => each.width > 0);
                const [first] = boxes;
                if (!first) continue;
                const say = (what) => found.add(`“${word[0]}” ${what}: ${button.outerHTML.slice(0, 100)}`);
                if (boxes.some((each) => each.top >= first.bottom - 1)) say("is broken on a button");
                else if (first.left < box.left - 0.5 || first.right > box.right + 0.5) say("stands out of its button");
                lines.push(...boxes);
            }
        }
        if (!mayWrap && lines.some((each) => each.top >= lines[0].bottom - 1))
            found.add(`the words of a button stand in several lines: ${button.outerHTML.slice(0, 100)}`);
    }
    for (const each of closed) each.open = false;
    return [...found];
}"""


def faults(tab, rules=WCAG):
    """All that is wrong with the page in this tab."""
    # The complaints first: axe works inside the page and may cause some of its own.
    found = [*tab.complaints, *tab.evaluate(LOOK), *tab.evaluate(BUTTONS)]
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
    for width in BETWEEN:
        tab.set_viewport_size({"width": width, "height": 900})
        yield from (f"at {width} px: {fault}" for fault in tab.evaluate(BUTTONS))
        if (over := tab.evaluate(OVER)) > 0:
            yield f"at {width} px: {over} px wider than the window"
    tab.emulate_media(forced_colors="active")
    yield from (f"in forced colours: {fault}" for fault in tab.evaluate(UNSEEN))
    tab.emulate_media(forced_colors="none")


def faults_with_large_text(tab):
    """On a small phone, and at a desk."""
    for width in (320, 1280):
        tab.set_viewport_size({"width": width, "height": 900})
        over = tab.evaluate(ENLARGED)
        if over > 0:
            yield f"with text of twice the size at {width} px: {over} px wider than the window"
