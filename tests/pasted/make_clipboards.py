"""Records what Chromium puts on the clipboard for the pages below, as HTML and as plain text. README.md says how."""

from pathlib import Path

from playwright.sync_api import sync_playwright

KINDS = Path(__file__).parent / "kinds"
# Each with what is selected: an element, or the beginning and the end of the selection.
PAGES = {
    "a-table-with-spans": (
        "table",
        "<table><caption>Money</caption><thead><tr><th rowspan=2>Agency<th colspan=2>2016/17<tr><th>Share<th>Amount</thead>"
        "<tr><td rowspan=2>Council<td>50%<td>£100<tr><td>10%<td>£20</table>",
    ),
    "a-list-in-a-list": ("ul", "<ul><li>one<ol><li>first<li>second<ul><li>deep</ul></ol><li>two</ul>"),
    "a-list-that-counts-from-three": ("ol", "<ol start=3 type=a><li>third<li value=7>seventh<li>eighth</ol>"),
    "headings-and-words": (
        "main",
        "<main><h2>Plan</h2><p>What we <b>will</b> <i>do</i>.<br>And when.<h3>Part</h3><p>More.</main>",
    ),
    "words-for-screen-readers": (
        "table",
        "<style>.visually-hidden{position:absolute!important;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)}</style>"
        "<table><tr><th>Goal<th>Rating<tr><td>Safe<td><span class=visually-hidden>Rated </span>Green</table>",
    ),
    "what-css-hides": (
        "div",
        "<div>Seen <span style='display:none'>unseen</span><span style='visibility:hidden'>unseen too</span> seen again</div>",
    ),
    "notes-of-an-encyclopaedia": (
        "div",
        "<div><p>The amount is £43,065<sup id=cite_ref-1><a href='#cite_note-1'>[1]</a></sup> a year, 12 m<sup>2</sup>."
        "<ol><li id=cite_note-1><a href='#cite_ref-1'>^</a> As agreed.</ol></div>",
    ),
    "links-of-all-sorts": (
        "p",
        "<p><a href='https://example.org/plan'>plan</a> <a href='mailto:a@example.org'>mail</a> <a href='#here'>here</a> "
        "<a href='https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&data=04'>wrapped</a>",
    ),
    "a-table-in-a-table": (
        "table",
        "<table><tr><td>Goal<td>Detail<tr><td>Safe<td><p>before<table><tr><td>Measure<td>Twelve</table><p>after</table>",
    ),
    "words-struck-and-replaced": ("p", "<p>Rent of <s>old</s> <del>older</del> <ins>new</ins> premises"),
    "pictures-and-buttons": (
        "div",
        "<div>Words <img alt='Our logo' src='data:,'> more <button>Print this</button></div>",
    ),
    "a-form-in-a-table": (
        "table",
        "<table><tr><th>Line<th>Estimate<tr><td>Rent<td><input value='100'><tr><td>Paid<td><input type=checkbox checked> yes</table>",
    ),
    "rows-of-boxes": (
        "div",
        "<div style='display:table'><div style='display:table-row'><div style='display:table-cell'>Line</div>"
        "<div style='display:table-cell'>Estimate</div></div><div style='display:table-row'>"
        "<div style='display:table-cell'>Rent</div><div style='display:table-cell'>£100</div></div></div>",
    ),
    "terms-and-what-they-mean": ("dl", "<dl><dt>Priority<dd>What matters most<dt>Aim<dd>What we want</dl>"),
    "lines-of-a-program": ("pre", "<pre>Council  £100\nPolice   £20</pre>"),
    "a-part-of-a-table": (
        ("#from", "#to"),
        "<table><tr><td>Line<td>Estimate<tr><td id=from>Rent<td>£100<tr><td>Post<td id=to>£50<tr><td>Sum<td>£150</table>",
    ),
    "two-tables-and-words": (
        "main",
        "<main><p>First.<table><tr><td>a<td>b</table><p>Between.<table><tr><td>c<td>d<tr><td>e<td>f</table><p>Last.</main>",
    ),
    "odd-spaces-and-hyphens": (
        "table",
        "<table><tr><td>no&nbsp;break<td>soft&shy;hyphen<tr><td>Zoe\u0308<td>zero\u200bwidth</table>",
    ),
    "letters-of-two-weights": (
        "div",
        "<div style='font-weight:bold'>All bold <span style='font-weight:normal'>but this</span></div>",
    ),
}
AS_TEXT = ("a-table-with-spans", "a-list-in-a-list", "rows-of-boxes", "two-tables-and-words")
SELECT = """([first, last]) => {
    const range = document.createRange();
    range.setStart(document.querySelector(first), 0);
    const end = document.querySelector(last);
    range.setEnd(end, end.childNodes.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""
CATCH = """() => {
    document.body.innerHTML = "<textarea></textarea>";
    document.addEventListener("paste", (event) => {
        window.caught = ["text/html", "text/plain"].map((kind) => event.clipboardData.getData(kind));
    });
    document.querySelector("textarea").focus();
}"""


def record():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page()
        for name, (selected, html) in PAGES.items():
            page.set_content(html)
            first, last = selected if isinstance(selected, tuple) else (selected, selected)
            if first == last:
                page.evaluate(
                    "(what) => getSelection().selectAllChildren(document.querySelector(what).parentNode)", first
                )
            else:
                page.evaluate(SELECT, [first, last])
            page.keyboard.press("Control+c")
            page.evaluate(CATCH)
            page.keyboard.press("Control+v")
            for ending, words in zip(("html", "txt"), page.evaluate("window.caught"), strict=True):
                if ending == "html" or name in AS_TEXT:
                    (KINDS / f"chromium-{name}.{ending}").write_bytes(words.encode())
            page.reload()
        browser.close()


if __name__ == "__main__":
    record()
