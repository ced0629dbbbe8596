"""Judges a finished PDF: is a blind board member told what the others see, and does every page number hold?

`check(data)` returns what is wrong, in sentences for the person who answers for the document; nothing found means that
each of `CHECKS` was asked. It looks at the file alone, never at the records it was made from, so it judges a file from
anywhere. It goes beyond the standard PDF/UA-1, which is content with a contents page that names wrong pages.

What no program can judge stays with people: whether a chart's description is true, and how it all sounds.
"""

import re
from collections import Counter
from itertools import groupby, pairwise

import pikepdf
from msgspec import Struct

from kit.grouping import grouped
from kit.wording import cut
from publications.files.pdf_tree import UNKNOWN, PdfTree, one_line, packed

STANDARD_KINDS = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private H H1 H2 H3 H4 H5 H6 P "
    "L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot "
    "Ruby RB RT RP Warichu WT WP Figure Formula Form".split()
)
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
LISTS = ("TOC", "L")
IN_TABLE = {"Caption", "THead", "TBody", "TFoot", "TR"}
IN_LIST = {"LI", "L", "Caption"}
IN_LIST_ITEM = {"Lbl", "LBody"}
SCOPES = {"/Row", "/Column", "/Both"}
LEAVES_THE_FILE = {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition"}
ADDRESS = re.compile(r"(https?://|mailto:|tel:)\S+")
WORDS = re.compile(r"[^\W\d_]{2,}")
SAYS_NOTHING = re.compile(r".{0,11}|.*\.(png|svg|jpe?g)|(image|chart|figure|graph|diagram)\s*\d*", re.I)
# How the words of a chart of figures begin: those of a structure begin otherwise.
OF_FIGURES = re.compile(r"(Bar|Line|XmR) chart: |Stacked bars, ")
TYPEFACE = re.compile(r"/?([A-Z]{6}\+)?Source-?Sans-?3\b")
# A sentence with a gap in it: the words that were to be put there are missing.
GAP = re.compile(r" [,.;:]|[,;:]$|\b(for|of|the)$")
PDF_UA = "{http://www.aiim.org/pdfua/ns/id/}part"


class Fault(Struct, frozen=True):
    """One thing that is wrong: the short name of the rule, the page it is on (0: the whole file), and the sentence."""

    rule: str
    where: int
    words: str


class Unreadable(Exception):
    """The bytes are no PDF. The message is for the person who gave them."""


def check(data: bytes) -> tuple[Fault, ...]:
    """All that is wrong with a PDF, or nothing. Raises `Unreadable` for a file that is no PDF."""
    try:
        tree = PdfTree(data)
    except pikepdf.PasswordError:
        return (Fault("encrypted", 0, "The file can't be opened without a password."),)
    except pikepdf.PdfError as error:
        raise Unreadable("This is no PDF, or a damaged one.") from error
    return tuple(fault for ask in CHECKS.values() for fault in ask(tree))


def quoted(text, longest=60):
    return f"“{cut(one_line(text), longest)}”"


def on(page):
    return f"on page {page}" if page else "on a page that is not in the file"


# The file as a whole


def says_what_it_is(tree):
    """What a screen reader says first: the document's title, in the right language, and not the name of a file."""
    about = tree.pdf.open_metadata()
    title = one_line(str(about.get("dc:title", "")))
    if not title:
        yield Fault("title", 0, "The file has no title.")
    elif title != one_line(str(tree.pdf.docinfo.get("/Title", ""))):
        yield Fault("title", 0, f"The file says its title twice, and not alike: once it is {quoted(title)}.")
    for name, words in (("title", title), ("subject", one_line(str(tree.pdf.docinfo.get("/Subject", ""))))):
        if GAP.search(words):
            yield Fault("title", 0, f"Something is missing in the {name} of the file: {quoted(words, 120)}.")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", str(tree.root.get("/Lang", ""))):
        yield Fault(
            "language", 0, "The file doesn't say which language it is in, so it may be read out in a wrong one."
        )
    if not tree.root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False):
        yield Fault("shown-title", 0, "The window shows the name of the file where the title should stand.")
    if str(about.get(PDF_UA, "")) != "1":
        yield Fault("standard", 0, "The file doesn't claim to follow the standard for accessible documents, PDF/UA-1.")


def can_be_opened_by_everybody(tree):
    """A locked file may shut out the program that reads it aloud."""
    if tree.pdf.is_encrypted:
        yield Fault("encrypted", 0, "The file is encrypted, which can keep a screen reader out.")


def does_nothing_by_itself(tree):
    """A document of the board is to be read: it runs no program, opens no other file and carries none."""
    found, carries = set(), False
    for item in tree.dictionaries(*LEAVES_THE_FILE, "/EF", "/FileAttachment"):
        found.add(str(item.get("/S")))
        carries = carries or "/EF" in item or item.get("/Subtype") == "/FileAttachment"
    found &= LEAVES_THE_FILE
    if "/JavaScript" in tree.root.get("/Names", pikepdf.Dictionary()):
        found.add("/JavaScript")
    for action in sorted(found):
        yield Fault("action", 0, f"The file can act by itself ({action[1:]}); a document should only be read.")
    if carries:
        yield Fault("attachment", 0, "Another file is attached, which nobody sees in print.")


def letters_are_its_own(tree):
    """The letters travel with the file, so that every machine shows the same, and each can be read aloud."""
    for font in tree.pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Type") != "/Font" or "/DescendantFonts" in font:
            continue
        page = tree.fonts_on.get(font.objgen, 0)
        name = str(font.get("/BaseFont", "/without a name"))[1:]
        used = f"The typeface {name}, used {on(page)}," if page else f"The typeface {name}"
        descriptor = font.get("/FontDescriptor", pikepdf.Dictionary())
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield Fault("typeface", page, f"{used} is not carried in the file, so another may be shown for it.")
        if not TYPEFACE.match(name):
            yield Fault("typeface", page, f"{used} is not Source Sans 3.")
    for page in sorted({content.page for content, text in tree.texts.items() if UNKNOWN in text}):
        yield Fault("signs", page, f"Some signs on page {page} can't be read aloud or copied.")


# What is announced


def everything_is_marked(tree):
    """All that is printed is either announced or marked as decoration; nothing is announced twice or left over."""
    if not tree.root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False) or not tree.top:
        yield Fault("marked", 0, "The file is not marked up for screen readers.")
    for page in sorted(tree.unmarked):
        yield Fault("marked", page, f"Something printed on page {page} is neither announced nor marked as decoration.")
    for page in sorted(tree.crossed):
        yield Fault("marked", page, f"Text and decoration are mixed up on page {page}.")
    announced = list(tree.contents())
    known = set(announced)
    for page, left in groupby((content for content in tree.texts if content not in known), lambda left: left.page):
        if text := one_line(" ".join(tree.texts[content] for content in left)):
            yield Fault("unannounced", page, f"{quoted(text)} on page {page} is printed and never announced.")
    if tree.reached_twice or len(known) < len(announced):
        yield Fault("announced-twice", 0, "Some of the text is announced twice.")


def everything_is_there(tree):
    """What is announced stands on a page of this file: nobody has taken a page out."""
    missing = [content for content in tree.contents() if content not in tree.texts]
    if any(content.page == 0 for content in missing):
        yield Fault(
            "page-missing", 0, "Text is announced that stands on no page of the file: a page has been taken out."
        )
    for page in sorted({content.page for content in missing} - {0}):
        yield Fault("text-missing", page, f"Text is announced for page {page} that is not printed there.")


def kinds_are_known(tree):
    """Every part is of a kind that screen readers know: heading, paragraph, list, table."""
    for element in tree.elements:
        if element.kind not in STANDARD_KINDS:
            yield Fault("kind", element.page, f"A part {on(element.page)} is of no known kind ({element.kind}).")


def order_is_the_printed_one(tree):
    """The ear is told in the order in which the eye reads."""
    place = {content: number for number, content in enumerate(tree.texts)}
    latest, jumped = {}, set()
    for content in (content for element in tree.top for content in in_drawing_order(element)):
        before = latest.get(content.page)
        if content in place and content.page not in jumped:
            if before is not None and place[content] < place[before]:
                jumped.add(content.page)
                yield Fault(
                    "reading-order",
                    content.page,
                    f"Page {content.page} is read out in another order than it is printed: "
                    f"{quoted(tree.texts[content])} comes too late.",
                )
            latest[content.page] = content
    beginnings = [element for top in tree.top for element in without_table_rows(top) if element.page]
    for former, element in pairwise(beginnings):
        if element.page < former.page:
            yield Fault(
                "reading-order",
                element.page,
                f"What stands on page {element.page} is read out after what stands on page {former.page}.",
            )


def in_drawing_order(element):
    """An element's content without the bullets of lists and the lines of charts, which are drawn apart from words."""
    for kid in element.kids:
        if not hasattr(kid, "kids"):
            yield kid
        elif kid.kind not in ("Lbl", "Figure"):
            yield from in_drawing_order(kid)


def without_table_rows(element):
    """All elements below this one but those in table rows, where cells stand side by side over the same pages."""
    for child in element.children:
        if child.kind != "TR":
            yield child
            yield from without_table_rows(child)


# Headings, bookmarks and the contents page


def headings_are_in_order(tree):
    """Readers who can't see go from heading to heading: none is empty, skips a level or stands apart from its text."""
    headings = tree.every(*HEADINGS)
    if not headings:
        yield Fault("heading-order", 0, "The document has no headings.")
    elif headings[0].kind != "H1":
        yield Fault(
            "heading-order",
            headings[0].page,
            f"The first heading, {quoted(headings[0].text)} {on(headings[0].page)}, is not of the first level.",
        )
    for former, heading in pairwise(headings):
        if int(heading.kind[1]) > int(former.kind[1]) + 1:
            yield Fault(
                "heading-order",
                heading.page,
                f"The heading {quoted(heading.text)} {on(heading.page)} skips a level below {quoted(former.text)}.",
            )
    for heading in headings:
        if not heading.text:
            yield Fault("heading-empty", heading.page, f"A heading {on(heading.page)} has no words.")
    following = dict(pairwise(tree.contents()))
    for heading in headings:
        *_, last = [None, *heading.contents()]
        if last in following and following[last].page > last.page:
            yield Fault(
                "heading-alone",
                last.page,
                f"The heading {quoted(heading.text)} stands alone at the foot of page {last.page}.",
            )


def levels(tree):
    """The kinds of headings of sections and of their parts: one lower where the first heading is the file's title."""
    first, *others = tree.every("H1") or [None]
    title = packed(str(tree.pdf.open_metadata().get("dc:title", "")))
    if first is not None and not others and first is tree.every(*HEADINGS)[0] and title.startswith(packed(first.text)):
        return "H2", "H3"
    return "H1", "H2"


def bookmarks_lead_to_headings(tree):
    """The list beside the pages holds each section and its parts, and leads to where they stand."""
    pages = grouped((packed(bookmark.words), bookmark.page) for bookmark in tree.bookmarks)
    for heading in tree.every(*levels(tree)):
        named = f"The heading {quoted(heading.text)} {on(heading.page)}"
        leads_to = pages.get(packed(heading.text))
        if leads_to is None:
            yield Fault("bookmark", heading.page, f"{named} has no bookmark.")
        elif heading.page not in leads_to:
            yield Fault("bookmark", heading.page, f"{named} has a bookmark that leads elsewhere.")


def contents_are_right(tree):
    """The contents page names each section with the page it is really on, and its lines lead there."""
    found = next((entries for listed in tree.every("TOC", "L") if (entries := contents_entries(tree, listed))), None)
    if found is None:
        yield Fault("contents", 0, "There is no contents page with lines that lead to the sections.")
        return
    for words, link, _ in found:
        line = f"The contents {on(link.page)} "
        number = re.search(r"(\d+)$", words)
        if number is None or words == link.spoken:
            yield Fault("contents", link.page, f"{line}name no page for {quoted(link.spoken)}.")
        elif link.target and int(number[1]) != link.target:
            named = f"{line}name page {number[1]} for {quoted(link.spoken)}; the line leads to page {link.target}."
            yield Fault("contents", link.page, named)
    # Several sections may begin on one page, so each wants a line of its own; the contents' own heading wants none.
    listed = [link for _, link, level in found if level == 1]
    known, lines = {packed(link.spoken) for link in listed}, Counter(link.target for link in listed)
    lines[listed[0].page] += 1
    for page, headings in grouped((heading.page, heading) for heading in tree.every(levels(tree)[0])).items():
        if lines[page] < len(headings):
            heading = min(headings, key=lambda heading: packed(heading.text) in known)
            yield Fault(
                "contents",
                page,
                f"The contents have no line that leads to {quoted(heading.text)} {on(page)}.",
            )


def contents_entries(tree, element, level=1):
    """Of each item of a list, and of those below it, the words, the link and the level.

    None if an item is anything but a link in the file.

    A link that goes over two lines is two links, to one place.
    """
    links = {link.element: link for link in tree.links if link.target is not None}
    entries = []
    for item in element.children:
        lists = [item] if item.kind in LISTS else list(item.within(*LISTS))
        below = {content for listed in lists for content in listed.contents()}
        own = [content for content in item.contents() if content not in below]
        inner = [link for link in item.find("Link") if link in links and below.isdisjoint(link.contents())]
        if own:
            led = {links[link].target for link in inner}
            if len(led) != 1 or own != [content for link in inner for content in link.contents()]:
                return []
            words = one_line(" ".join(tree.texts.get(content, "") for content in own))
            entries.append((words, links[inner[0]], level))
        for listed in lists:
            entries += contents_entries(tree, listed, level + (listed is not item))
    return entries


def pages_are_numbered(tree):
    """Whoever holds one sheet knows which it is and of how many; whoever listens isn't told on every page."""
    for page in range(2, len(tree) + 1):
        found = re.search(r"Page (\d+) of (\d+)", tree.decoration[page])
        if found is None:
            yield Fault(
                "page-number",
                page,
                f"Page {page} doesn't say “Page {page} of {len(tree)}” at its edge, as decoration.",
            )
        elif (int(found[1]), int(found[2])) != (page, len(tree)):
            yield Fault("page-number", page, f"Page {page} of {len(tree)} says “{found[0]}”.")


# Tables, lists, charts and links


def name_of(table):
    """How a sentence calls a table: by its caption and its page."""
    caption = next((child.text for child in table.children if child.kind == "Caption"), "")
    return f"table {quoted(caption)} {on(table.page)}" if caption else f"table {on(table.page)}"


def tables_are_whole(tree):
    """A table is announced once, as a grid with one cell in each place, and shows its headings on each of its pages."""
    before = None
    for table in tree.every("Table"):
        where, name = table.page, name_of(table)
        kinds = [child.kind for child in table.children]
        if not set(kinds) <= IN_TABLE or "Caption" in kinds[1:-1]:
            yield Fault(
                "table-parts", where, f"The {name} holds something that is no row, or its caption amid its rows."
            )
        _, irregular = grid_of(table)
        if irregular:
            yield Fault("table-grid", where, f"The rows of the {name} don't all have the same number of cells.")
        headings = [cell.text for row in list(table.within("TR"))[:1] for cell in row.children]
        if before and before == headings and "Caption" not in kinds:
            yield Fault("table-split", where, f"The {name} is announced as a new one and continues the one before it.")
        before = headings
        repeated = [cell.text for head in table.within("THead") for cell in head.find("TH")]
        for page in table.pages[1:]:
            if missing := [words for words in repeated if packed(words) not in packed(tree.decoration[page])]:
                yield Fault(
                    "table-heading-repeated",
                    page,
                    f"The heading {quoted(missing[0])} of the {name} is not repeated on page {page} as decoration.",
                )


def cells_know_their_headings(tree):
    """In a table, a screen reader says with each figure what it is a figure of."""
    for table in tree.every("Table"):
        where, name = table.page, name_of(table)
        heads = {cell.identifier: cell for cell in table.within("TH") if cell.identifier is not None}
        if not list(table.within("TH")):
            yield Fault("table-headings", where, f"The {name} has no heading cells.")
        elif any(cell.kind == "TD" for head in table.within("THead") for cell in head.find("TH", "TD")):
            yield Fault("table-headings", where, f"A cell in the top row of the {name} is not a heading cell.")
        if any(str(cell.attribute("/Scope")) not in SCOPES for cell in table.within("TH")):
            yield Fault("scope", where, f"The {name} has a heading cell that says neither row nor column.")
        if not all(cell.text for cell in table.within("TH")):
            yield Fault("table-headings", where, f"The {name} has a heading cell without words.")
        if any(not cell.headers <= set(heads) for cell in table.within("TH", "TD") if cell.headers is not None):
            yield Fault("headers", where, f"The {name} has a cell that names a heading cell which isn't there.")
            continue
        grid, _ = grid_of(table)
        expected = headings_over(grid)
        for cell in table.within("TD"):
            if cell.headers is not None and cell.headers != expected[cell]:
                yield Fault(
                    "headers",
                    cell.page or where,
                    f"The cell {quoted(cell.text, 30)} {on(cell.page or where)} names the wrong heading cells.",
                )


def grid_of(table):
    """Which cell stands in which place, as (row, column), and whether cells overlap or rows differ in length."""
    grid, irregular = {}, False
    for row, line in enumerate(table.within("TR")):
        column = 0
        for cell in line.children:
            while (row, column) in grid:
                column += 1
            rows, columns = int(cell.attribute("/RowSpan") or 1), int(cell.attribute("/ColSpan") or 1)
            places = {(row + down, column + along) for down in range(rows) for along in range(columns)}
            irregular = irregular or cell.kind not in ("TH", "TD") or not places.isdisjoint(grid)
            grid.update(dict.fromkeys(places, cell))
            column += columns
    lengths = [len(list(places)) for _, places in groupby(sorted(grid), lambda place: place[0])]
    return grid, irregular or len(set(lengths)) > 1


def headings_over(grid):
    """For each cell the identifiers of the heading cells to its left that head rows, and of those above for columns."""
    places = grouped((cell, place) for place, cell in sorted(grid.items(), key=lambda item: item[0]))
    heads = [
        (*place, cell.identifier, str(cell.attribute("/Scope")))
        for cell, own in places.items()
        for place in own
        if cell.kind == "TH"
    ]
    to_the_left = grouped((row, (column, head)) for row, column, head, scope in heads if scope != "/Column")
    above = grouped((column, (row, head)) for row, column, head, scope in heads if scope != "/Row")
    expected = {}
    for cell, own in places.items():
        first_row, first_column = own[0]
        beside = {head for row, _ in own for column, head in to_the_left.get(row, ()) if column < first_column}
        over = {head for _, column in own for row, head in above.get(column, ()) if row < first_row}
        expected[cell] = beside | over
    return expected


def lists_are_lists(tree):
    """A listener is told how many items a list has, and where each begins."""
    for element in tree.elements:
        kinds = {child.kind for child in element.children}
        if element.kind == "L" and not kinds <= IN_LIST:
            yield Fault("list", element.page, f"The list {on(element.page)} holds something that is no item.")
        if element.kind == "L" and element.attribute("/ListNumbering") is None:
            yield Fault(
                "list", element.page, f"The list {on(element.page)} doesn't say whether its items are numbered."
            )
        if element.kind == "LI" and (element.parent is None or element.parent.kind != "L"):
            yield Fault("list", element.page, f"The list item {quoted(element.text)} {on(element.page)} is in no list.")
        if element.kind == "LI" and not (kinds and kinds <= IN_LIST_ITEM):
            yield Fault("list", element.page, f"A list item {on(element.page)} holds something besides sign and words.")


def charts_are_described(tree):
    """Who can't see a chart is told in words what it shows. Whether the words are true is for a person to say."""
    for figure in tree.every("Figure", "Formula"):
        if not figure.description:
            yield Fault("description", figure.page, f"The chart {on(figure.page)} has no description.")
        elif SAYS_NOTHING.fullmatch(figure.description):
            yield Fault(
                "description",
                figure.page,
                f"The description of the chart {on(figure.page)} says nothing: {quoted(figure.description)}.",
            )


def charts_have_their_figures(tree):
    """Whoever can't see a chart of figures, or wants to reckon on, has them in a table right behind it."""
    waiting = None
    for element in tree.elements:
        if element.kind == "Figure" and OF_FIGURES.match(element.description):
            if waiting:
                yield without_figures(waiting)
            waiting = element
        elif element.kind == "Table":
            waiting = None
        elif waiting and element.kind in HEADINGS:
            yield without_figures(waiting)
            waiting = None
    if waiting:
        yield without_figures(waiting)


def without_figures(chart):
    words = f"The chart {quoted(chart.description)} {on(chart.page)} has no table with its figures behind it."
    return Fault("figures", chart.page, words)


def links_lead_somewhere(tree):
    """Every link says in words where it goes, and goes there."""
    for link in tree.links:
        words = (link.element.text if link.element else "") or link.spoken
        named = f"The link {quoted(words)} {on(link.page)}" if words else f"A link {on(link.page)}"
        if link.element is None or link.element.kind != "Link":
            yield Fault("link-marked", link.page, f"{named} is not announced as a link.")
        elif not link.element.text and not link.element.description:
            yield Fault("link-words", link.page, f"{named} has no words.")
        rings = link.address.startswith("tel:")
        if (not WORDS.search(link.spoken) and not rings) or (link.name and link.spoken == link.name):
            yield Fault("link-words", link.page, f"{named} is read out as {quoted(link.spoken)}, which says nothing.")
        if link.target == 0:
            yield Fault("link-target", link.page, f"{named} leads nowhere.")
        elif link.address and not ADDRESS.fullmatch(link.address):
            yield Fault("link-target", link.page, f"{named} leads to no public address: {quoted(link.address)}.")
    for number, page in enumerate(tree.pdf.pages, 1):
        if "/Annots" in page and page.get("/Tabs") != "/S":
            yield Fault("link-order", number, f"With the keyboard, the links on page {number} come in no sure order.")


# What is looked at, and the function that does it: each takes a `PdfTree` and yields its faults.
CHECKS = {
    "title, language and mark of PDF/UA-1": says_what_it_is,
    "encryption": can_be_opened_by_everybody,
    "scripts and attachments": does_nothing_by_itself,
    "typeface": letters_are_its_own,
    "what is announced and what is decoration": everything_is_marked,
    "missing pages": everything_is_there,
    "kinds of parts": kinds_are_known,
    "reading order": order_is_the_printed_one,
    "headings": headings_are_in_order,
    "bookmarks": bookmarks_lead_to_headings,
    "contents page": contents_are_right,
    "page numbers": pages_are_numbered,
    "tables": tables_are_whole,
    "heading cells": cells_know_their_headings,
    "lists": lists_are_lists,
    "descriptions of charts": charts_are_described,
    "figures of charts": charts_have_their_figures,
    "links": links_lead_somewhere,
}
