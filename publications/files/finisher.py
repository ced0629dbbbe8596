"""Puts right what WeasyPrint 70 leaves wrong in the structure of a PDF, just before the file is written.

A screen reader follows the structure tree, not the drawing. WeasyPrint's tree passes the validators and still reads
badly: a table over four pages is announced as four tables, its repeated headings are read out each time, running
heads count as text, links announce their target's name. Here the tree is mended in memory:

- what one HTML element became on several pages is one element again;
- repeated table headings, running heads and pictures without words are artifacts, which means decoration;
- header cells say what they head, cells name their header cells, and row headings name the group they stand in;
- what is in another language than the document says in which;
- lists say how they are numbered, links say their words;
- where a space stands between two words, there is one: at the end of a line WeasyPrint draws none;
- contents are a table of contents, in which the dots are decoration too;
- headings step down one level at a time, wherever a writer's sub-heading stands.

WeasyPrint doesn't tell which HTML element a structure element comes from, so its private `_build_box_tree` is watched
while the tree is built, and so is `split_text_box`, which alone knows whether a space was left out where a line ends.
The version is pinned, and `InternalsMoved` is raised when a later one no longer fits.
Knows pydyf's objects and no Django; WeasyPrint itself is handed in by `publications.files.pdf`.
"""

from contextlib import contextmanager
from typing import Any, NamedTuple

import pydyf

# Structure types whose fragments on following pages are continuations of the first.
JOINED_OVER_PAGES = {
    "Part", "Art", "Sect", "Div", "BlockQuote", "P", "L", "LI", "LBody",
    "Table", "Caption", "TBody", "TFoot", "TR", "TH", "TD", "NonStruct",
}  # fmt: skip
# What stands in a line of text: the words around it go on.
IN_A_LINE = {"Span", "NonStruct", "Link", "Quote", "Reference"}
# A line that ends with one of these goes on without a space.
JOINING = ("-", "\u2010", "\u2013", "\u2014", "/")
# On one line there is a space where one can be seen: so much of the size of the letters.
A_SPACE = 0.15
# Pieces stand on one line if their feet are no further apart than so much of the size of their letters.
ONE_LINE = 0.6
# What WeasyPrint writes for a line of text or an element without a meaning in PDF.
WITHOUT_MEANING = {"Span", "NonStruct"}
PLAIN_KEYS = {"Type", "S", "K", "Pg", "P"}
HEADINGS = {"H1", "H2", "H3", "H4", "H5", "H6"}
SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}
NUMBERINGS = {"ol": "/Decimal", "ul": "/Disc"}
CONTENTS = "toc"  # the class of a list that is a table of contents
NOBODY = "null"  # who owns what is decoration
PRINTED = 4  # the annotation flag "print this"


class InternalsMoved(Exception):
    """WeasyPrint no longer builds its structure tree in the way this module knows."""


class Origin(NamedTuple):
    """Where a structure element comes from: its HTML element, which part of it (`a::after`), the number of its page.

    A leader is the row of dots between the words and the page number in a table of contents.
    """

    element: Any
    part: str | None
    page: int
    leader: bool = False


class Cell(NamedTuple):
    """A table cell and the first row and column it covers, with how many of each."""

    element: pydyf.Dictionary
    row: int
    column: int
    rows: int
    columns: int

    def places(self):
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                yield row, column


class PieceOfText(NamedTuple):
    """A piece of a line of text: its page, the number of its content there, and WeasyPrint's box for it."""

    page: int
    number: int
    box: Any

    @property
    def lost_its_space(self):
        return getattr(self.box, "lost_its_space", False)

    def meets(self, after):
        """Whether there is a space between this piece and the one after it, which neither of them draws."""
        if self.lost_its_space or getattr(after.box, "follows_a_space", False):
            return True
        before, latter = self.box, after.box
        if latter.text[0].isspace():
            return False
        size = latter.style["font_size"]
        apart = before.position_y + before.baseline - latter.position_y - latter.baseline
        if self.page == after.page and abs(apart) < ONE_LINE * size:
            return latter.position_x - before.position_x - before.width > A_SPACE * size
        other = before.element is not latter.element or before.element_tag != latter.element_tag
        return other and not before.text.endswith(JOINING)


@contextmanager
def noting_spaces(inline):
    """While pages are laid out, each piece of text notes a space that is left out where its line ends or begins."""
    split = getattr(inline, "split_text_box", None)
    if split is None:
        raise InternalsMoved("weasyprint.layout.inline has no split_text_box")

    ended = [False]  # whether the line was ended by a sign that is no piece itself

    def splitting(context, box, width, skip, *rest, **named):
        # The third answer is False if nothing stood between two lines, "" if a space did, else the sign for a new line.
        piece, resume, between = split(context, box, width, skip, *rest, **named)
        if piece is None:
            ended[0] = ended[0] or bool(between)
            return piece, resume, between
        if ended[0] and not skip:
            box.begins_a_line = True  # noted at what is split: a line may be tried more than once
        ended[0] = False
        before = box.text.encode()[skip - 1 : skip] if skip else b""
        piece.lost_its_space = between is not False
        piece.follows_a_space = before == b" " or (not skip and getattr(box, "begins_a_line", False))
        return piece, resume, between

    inline.split_text_box = splitting
    try:
        yield
    finally:
        inline.split_text_box = split


@contextmanager
def finishing(tags):
    """A `Finisher` for `write_pdf`, which watches WeasyPrint's module `tags` until the file is written."""
    build = getattr(tags, "_build_box_tree", None)
    if build is None:
        raise InternalsMoved("weasyprint.pdf.tags has no _build_box_tree")
    finisher = Finisher()

    def watched(box, parent, pdf, page_number, *rest):
        finisher.note_pieces(page_number, rest[-1])
        source = getattr(box, "_box", box)  # absolutely positioned boxes are wrapped in a placeholder
        for element in build(box, parent, pdf, page_number, *rest):
            finisher.record(element, source, page_number)
            yield element

    tags._build_box_tree = watched
    references = pydyf.PDF.page_references
    pydyf.PDF.page_references = property(_page_references(references.fget))
    try:
        yield finisher
    finally:
        tags._build_box_tree = build
        pydyf.PDF.page_references = references


def _page_references(make):
    """pydyf's list of all pages, which WeasyPrint asks for with each box, made anew only when there are more pages."""
    known = {}

    def page_references(pdf):
        pages = len(pdf.pages["Kids"])
        if known.get("pages") != (pdf, pages):
            known["pages"], known["references"] = (pdf, pages), make(pdf)
        return known["references"]

    return page_references


class Finisher:
    """Called by WeasyPrint with the document and its PDF when everything is drawn and nothing is written."""

    def __init__(self):
        self.origins, self.links = {}, {}
        self.pieces = {}  # page to the text boxes on it, each with the number of its marked content

    def note_pieces(self, page, marked):
        """Note which piece of text is which marked content of a page, while that is still known."""
        if page not in self.pieces:
            self.pieces[page] = {said["mcid"]: box for box, said in marked.items() if hasattr(box, "text")}

    def record(self, element, box, page):
        """Note where a structure element comes from. An outer box hands on its children's elements: the first wins."""
        self.origins.setdefault(id(element), Origin(box.element, box.element_tag, page, box.is_leader))
        if box.link_annotation is not None and box.element is not None:
            self.links[id(box.link_annotation)] = (box.link_annotation, box.element)

    def __call__(self, document, pdf):
        if not self.origins:
            raise InternalsMoved("WeasyPrint built a structure tree without calling _build_box_tree")
        tree = StructureTree(pdf, self.origins, self.pieces)
        tree.join_over_pages(tree.document)
        tree.leave_out_decoration()
        tree.say_languages(tree.document)
        tree.lift_text(tree.document)
        tree.give_items_a_body()
        tree.leave_one_annotation_to_each_link()
        tree.part_words(document.fonts)
        tree.call_contents_by_their_name()
        owned = tree.claim_content()
        for number, stream in enumerate(tree.page_streams()):
            tree.turn_unowned_into_artifacts(number, stream, owned)
        tree.close_gaps_between_headings()
        tree.describe_lists_and_headers()
        tree.name_header_cells()
        tree.list_identifiers()
        tree.write_owners()
        self.name_links()
        tree.empty_discarded()
        pdf.catalog["PageMode"] = "/UseOutlines"

    def name_links(self):
        """A link's contents are what is read out for it; WeasyPrint puts its target there."""
        for annotation, element in self.links.values():
            annotation["F"] = PRINTED
            if words := " ".join("".join(element.itertext()).split()):
                annotation["Contents"] = pydyf.String(words)


class StructureTree:
    """The structure tree of a PDF that is held in memory as pydyf's dictionaries."""

    def __init__(self, pdf, origins, pieces):
        self.pdf, self.origins, self.pieces = pdf, origins, pieces
        self.known = {}  # what a reference refers to
        self.page_numbers = {reference: number for number, reference in enumerate(pdf.page_references)}
        self.root = self.resolve(pdf.catalog["StructTreeRoot"])
        self.document = self.resolve(self.root["K"][0])
        self.numbers = numbers = self.resolve(self.root["ParentTree"])["Nums"]
        # Number of a page (or, after the pages, of an annotation) to the owners of its content.
        self.owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
        self.discarded = []
        self.settled = None

    # Reading

    def resolve(self, reference):
        found = self.known.get(reference)
        if found is None:
            found = self.known[reference] = self.pdf.objects[int(reference.split()[0])]
        return found

    def element(self, kid):
        """The structure element a kid refers to; None for content and for links to annotations."""
        if isinstance(kid, bytes):
            target = self.resolve(kid)
            if target.get("Type") == "/StructElem":
                return target
        return None

    def children(self, parent):
        return [child for child in map(self.element, parent["K"]) if child is not None]

    def descendants(self, parent):
        """All elements below one, in reading order; what changes below them meanwhile is not seen."""
        found, left = [], self.children(parent)[::-1]
        while left:
            element = left.pop()
            found.append(element)
            left += self.children(element)[::-1]
        return found

    def every(self, *types):
        """All elements of the document, or those of these types, once none of them is moved any more."""
        if self.settled is None:
            self.settled = self.descendants(self.document)
        return [element for element in self.settled if type_of(element) in types] if types else self.settled

    def content(self, element):
        """What an element itself owns, as pairs of page number and number of the marked content on it."""
        for kid in element["K"]:
            if isinstance(kid, int):
                yield self.page_numbers[element["Pg"]], kid
            elif isinstance(kid, dict):
                yield self.page_numbers[kid["Pg"]], kid["MCID"]

    def origin(self, element):
        return self.origins.get(id(element))

    def page_streams(self):
        for reference in self.pdf.page_references:
            yield self.resolve(self.resolve(reference)["Contents"]).stream

    # One element for what stands on several pages

    def join_over_pages(self, parent):
        kept, latest = [], None
        for kid in parent["K"]:
            child = self.element(kid)
            if child is not None and self.continues(child, latest):
                self.append_fragment(latest, child)
                continue
            kept.append(kid)
            latest = child
        parent["K"][:] = kept
        for child in self.children(parent):
            self.join_over_pages(child)

    def leave_out_decoration(self):
        """A picture without words is decoration; what holds nothing else goes out of the tree with it."""
        for element in self.descendants(self.document):
            origin = self.origin(element)
            if type_of(element) != "Figure" or origin is None or origin.element.get("alt", "words").strip():
                continue
            while element is not self.document:
                parent = self.resolve(element["P"])
                parent["K"].remove(element.reference)
                self.discard(element)
                if parent["K"]:
                    break
                element = parent

    def continues(self, element, former):
        """Whether an element is the same HTML element as the one before it, on a later page."""
        if former is None or type_of(element) != type_of(former) or type_of(element) not in JOINED_OVER_PAGES:
            return False
        here, before = self.origin(element), self.origin(former)
        return (
            here is not None
            and before is not None
            and here.element is not None
            and here.element is before.element
            and here.part == before.part
            and here.page > before.page
        )

    def append_fragment(self, first, fragment):
        """Move a fragment's kids behind those of the first one, without the heading a table repeats on each page."""
        for child in self.children(fragment):
            if type_of(fragment) == "Table" and type_of(child) in {"THead", "Caption"}:
                fragment["K"].remove(child.reference)
                self.discard(child)
        if type_of(fragment) == "TR":
            self.go_on_in_each_cell(first, fragment)
        first["K"].extend(self.moved(kid, fragment, first) for kid in fragment["K"])
        self.origins[id(first)] = self.origin(first)._replace(page=self.origin(fragment).page)
        fragment["K"].clear()
        self.discarded.append(fragment)

    def go_on_in_each_cell(self, row, fragment):
        """A row that is broken over two pages has as many cells as before: each goes on in its own."""
        begun = {id(self.origin(cell).element): cell for cell in self.children(row)}
        for cell in self.children(fragment):
            if former := begun.get(id(self.origin(cell).element)):
                fragment["K"].remove(cell.reference)
                self.append_fragment(former, cell)

    def moved(self, kid, source, target):
        """A kid as it has to be written under its new parent: content must name its page when the parent's differs."""
        if isinstance(kid, int) and source["Pg"] != target["Pg"]:
            return pydyf.Dictionary({"Type": "/MCR", "Pg": source["Pg"], "MCID": kid})
        child = self.element(kid)
        if child is not None:
            child["P"] = target.reference
        return kid

    def discard(self, element):
        """Take an element out with all below it; its text is left to become decoration."""
        for gone in [element, *self.descendants(element)]:
            for kid in filter(self.is_object_reference, gone["K"]):
                self.discard_annotation(kid)
            self.discarded.append(gone)

    # What is in another language than the document

    def say_languages(self, parent):
        """Say the language of each element whose HTML says it; WeasyPrint tells that of the whole file only."""
        for child in self.children(parent):
            here, above = (each and each.element for each in (self.origin(child), self.origin(parent)))
            if here is not None and here is not above and here.tag != "html" and "lang" in here.attrib:
                child["Lang"] = pydyf.String(here.get("lang"))
            self.say_languages(child)

    # Text belongs to its paragraph, not to a span for each line

    def lift_text(self, parent):
        kids = []
        for kid in parent["K"]:
            child = self.element(kid)
            if child is None:
                kids.append(kid)
            elif self.is_leader(child):
                self.discard(child)
            else:
                self.lift_text(child)
                if self.is_wrapping(child, parent):
                    kids.extend(self.moved(grandchild, child, parent) for grandchild in child["K"])
                    self.discarded.append(child)
                else:
                    kids.append(kid)
        parent["K"][:] = kids

    def is_leader(self, element):
        origin = self.origin(element)
        return origin is not None and origin.leader

    def is_wrapping(self, child, parent):
        """Whether an element adds nothing: it has no meaning, or it is its parent again (`a::after` inside `a`)."""
        if not set(child) <= PLAIN_KEYS:
            return False
        if type_of(child) in WITHOUT_MEANING:
            return True
        inner, outer = self.origin(child), self.origin(parent)
        return (
            type_of(child) == type_of(parent)
            and inner is not None
            and outer is not None
            and inner.element is outer.element
        )

    # A list item of several paragraphs

    def give_items_a_body(self):
        """Put the paragraphs of a list item into one body; WeasyPrint gives it one only if it holds a line of words."""
        for item in self.descendants(self.document):
            kinds = {type_of(child) for child in self.children(item)}
            if type_of(item) == "LI" and "LBody" not in kinds and kinds - {"Lbl"}:
                body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": item["Pg"], "P": item.reference})
                self.pdf.add_object(body)
                signs = [kid for kid in item["K"] if self.is_sign(kid)]
                words = [self.moved(kid, item, body) for kid in item["K"] if not self.is_sign(kid)]
                body["K"] = pydyf.Array(words)
                item["K"][:] = [*signs, body.reference]

    def is_sign(self, kid):
        child = self.element(kid)
        return child is not None and type_of(child) == "Lbl"

    # Where two words meet, a space

    def part_words(self, fonts):
        """Draw a space behind each piece of text that lost it: nothing moves, and who knows no geometry reads words.

        A piece that is nothing but a space becomes decoration: the piece before it has it.
        """
        spaces = {font.hash: glyph for font in fonts.values() for glyph, sign in font.to_unicode.items() if sign == " "}
        streams = [MarkedStream(stream, spaces) for stream in self.page_streams()]
        for block in [self.document, *self.descendants(self.document)]:
            if type_of(block) not in IN_A_LINE:
                self.part_words_of(block, streams)

    def part_words_of(self, block, streams):
        former, parted = None, True  # the last piece that has words, and whether there is a space behind it
        for owner, kid, page, number in list(self.in_lines(block)):
            piece = self.pieces.get(page, {}).get(number)
            if piece is None:  # a picture, or a block inside this one: what follows begins anew
                former, parted = None, True
                continue
            here = PieceOfText(page, number, piece)
            blank = not piece.text.strip()
            if not parted and (blank or former.meets(here)):
                streams[former.page].add_space(former)
            if blank:
                owner["K"].remove(kid)
                self.owners[page][number] = NOBODY
                parted = True
            else:
                former = here
                parted = piece.text[-1].isspace() and not here.lost_its_space

    def in_lines(self, block):
        """The content of a block as it is read out: owner, kid, page and number; for a block inside it, no number."""
        for kid in block["K"]:
            child = self.element(kid)
            if isinstance(kid, int):
                yield block, kid, self.page_numbers[block["Pg"]], kid
            elif isinstance(kid, dict):
                yield block, kid, self.page_numbers[kid["Pg"]], kid["MCID"]
            elif child is not None and type_of(child) in IN_A_LINE:
                yield from self.in_lines(child)
            elif child is not None:
                yield block, kid, None, None

    # Contents

    def call_contents_by_their_name(self):
        """A list of class "toc" is a table of contents, and each of its entries refers to what its link leads to."""
        for listed in [element for element in self.descendants(self.document) if self.is_contents(element)]:
            listed["S"] = "/TOC"
            for item in self.children(listed):
                if type_of(item) == "LI":
                    item["S"] = "/TOCI"
                    kids = [(part, kid) for part in self.children(item) for kid in part["K"]]
                    self.discarded += self.children(item)
                    item["K"].clear()
                    self.refer(item, kids)

    def is_contents(self, element):
        origin = self.origin(element)
        named = origin is not None and origin.element is not None and origin.element.get("class")
        return type_of(element) == "L" and bool(named) and CONTENTS in named.split()

    def refer(self, item, kids):
        """Put the kids of an entry into a reference; a link on two lines is two links in one. A list below it stays."""
        reference = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/Reference", "K": pydyf.Array(), "Pg": item["Pg"], "P": item.reference}
        )
        self.pdf.add_object(reference)
        item["K"].append(reference.reference)
        for part, kid in kids:
            child = self.element(kid)
            target = item if child is not None and type_of(child) in {"L", "TOC"} else reference
            target["K"].append(self.moved(kid, part, target))

    # Links

    def leave_one_annotation_to_each_link(self):
        """Every box inside a link has become a link of its own on the page: only the outermost stays."""
        for link in [element for element in self.descendants(self.document) if type_of(element) == "Link"]:
            inside = [link, *self.descendants(link)]
            references = [(element, kid) for element in inside for kid in element["K"] if self.is_object_reference(kid)]
            for element, superfluous in references[1:]:
                element["K"].remove(superfluous)
                self.discard_annotation(superfluous)

    def discard_annotation(self, kid):
        reference = self.resolve(kid)
        annotation = self.resolve(reference["Obj"])
        self.resolve(reference["Pg"])["Annots"].remove(annotation.reference)
        del self.owners[annotation["StructParent"]]
        self.discarded.extend([reference, annotation])

    def is_object_reference(self, kid):
        return isinstance(kid, bytes) and self.resolve(kid).get("Type") == "/OBJR"

    # Content and its owners

    def claim_content(self):
        """Note for the parent tree which element owns which content, and return all content that is owned."""
        owned = set()
        for element in self.every():
            for page, number in self.content(element):
                self.owners[page][number] = element.reference
                owned.add((page, number))
        return owned

    def turn_unowned_into_artifacts(self, page, stream, owned):
        """Running heads and repeated table headings are in no element: they are decoration, and say so."""
        for place in range(1, len(stream) - 1):
            properties = stream[place]
            if stream[place + 1] != b"BDC" or not isinstance(properties, dict) or "MCID" not in properties:
                continue
            number = properties["MCID"]
            if (page, number) not in owned:
                stream[place - 1] = "/Artifact"
                stream[place] = pydyf.Dictionary({"Type": "/Pagination"})
                if self.owners[page][number] != NOBODY:
                    self.discarded.append(self.resolve(self.owners[page][number]))
                self.owners[page][number] = NOBODY

    # Headings, lists and tables

    def close_gaps_between_headings(self):
        """A sub-heading inside a narrative is always an h3: straight below a section's h1 it is on the second level."""
        outline = []
        for heading in self.every(*HEADINGS):
            level = int(type_of(heading)[1])
            outline = [higher for higher in outline if higher < level] + [level]
            heading["S"] = f"/H{len(outline)}"

    def describe_lists_and_headers(self):
        for element in self.every("L", "TH"):
            origin = self.origin(element)
            if type_of(element) == "L":
                numbering = NUMBERINGS.get(origin.part if origin else None, "/None")
                element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
            elif type_of(element) == "TH":
                if origin is None or "ID" not in element:
                    raise InternalsMoved("a header cell has no identifier, or comes from no HTML element")
                element["A"]["Scope"] = SCOPES.get(origin.element.get("scope"), "/Column")

    def name_header_cells(self):
        for table in self.every("Table"):
            cells = self.cells(table)
            grid = {place: cell.element for cell in cells for place in cell.places()}
            group = None
            for cell in cells:
                if self.heads_group(cell.element):
                    group = cell.element
                elif type_of(cell.element) == "TD":
                    cell.element["A"]["Headers"] = pydyf.Array([header["ID"] for header in header_cells(cell, grid)])
                elif group is not None and self.body(group) is self.body(cell.element):
                    cell.element["A"]["Headers"] = pydyf.Array([group["ID"]])

    def heads_group(self, element):
        origin = self.origin(element)
        return type_of(element) == "TH" and origin.element.get("scope") == "rowgroup"

    def body(self, cell):
        """The group of rows that a cell stands in: its row's parent."""
        return self.resolve(self.resolve(cell["P"])["P"])

    def cells(self, table):
        """The cells of a table with their places, spans taken into account."""
        cells, taken = [], set()
        for row, element in enumerate(self.within(table, "TR")):
            column = 0
            for child in self.within(element, "TH", "TD"):
                while (row, column) in taken:
                    column += 1
                spans = child["A"]
                cell = Cell(child, row, column, spans.get("RowSpan", 1), spans.get("ColSpan", 1))
                taken.update(cell.places())
                cells.append(cell)
                column += cell.columns
        return cells

    def within(self, parent, *types):
        """The nearest descendants of the given types, without those of a table inside."""
        for child in self.children(parent):
            if type_of(child) in types:
                yield child
            elif type_of(child) != "Table":
                yield from self.within(child, *types)

    # Closing

    def list_identifiers(self):
        """Elements with identifiers need a sorted register of them."""
        named = [element for element in self.every() if "ID" in element]
        if not named:
            return
        named.sort(key=lambda element: element["ID"].data)
        names = pydyf.Array()
        for element in named:
            names.extend((element["ID"], element.reference))
        leaf = pydyf.Dictionary({"Limits": pydyf.Array((named[0]["ID"], named[-1]["ID"])), "Names": names})
        self.pdf.add_object(leaf)
        self.root["IDTree"] = pydyf.Dictionary({"Kids": pydyf.Array((leaf.reference,))})

    def write_owners(self):
        self.numbers[:] = [part for pair in sorted(self.owners.items()) for part in pair]
        self.root["ParentTreeNextKey"] = max(self.owners) + 1

    def empty_discarded(self):
        """pydyf can't take objects out of a file again, but an empty one costs next to nothing."""
        for element in self.discarded:
            element.clear()


class MarkedStream:
    """What is drawn on a page, and where in it each marked content stands."""

    def __init__(self, stream, spaces):
        self.stream, self.spaces = stream, spaces
        self.places, opened = {}, []
        for place, operator in enumerate(stream):
            if operator in (b"BDC", b"BMC"):
                opened.append(place)
            elif operator == b"EMC":
                begun = opened.pop()
                properties = stream[begun - 1]
                if isinstance(properties, dict) and "MCID" in properties:
                    self.places[properties["MCID"]] = begun, place

    def add_space(self, piece):
        """Show a space behind the last word of a piece, in its typeface or else in another one that has a space."""
        begun, ended = self.places[piece.number]
        font = size = shown = None
        for place in range(begun, ended):
            operator = self.stream[place]
            if isinstance(operator, bytes) and operator.endswith(b" Tf"):
                font, size, _ = operator.decode().split()
            elif isinstance(operator, bytes) and operator.endswith(b"] TJ"):
                shown = place
        if shown is None or not self.spaces:
            self.stream[begun - 1]["ActualText"] = pydyf.String(f"{piece.box.text} ")
            return
        words, font = self.stream[shown].removesuffix(b"] TJ"), font.lstrip("/")
        if font not in self.spaces:
            font = min(self.spaces)
            words += b"] TJ\n/%s %s Tf\n[" % (font.encode(), size.encode())
        self.stream[shown] = words + b"<%04x>] TJ" % self.spaces[font]


def type_of(element):
    return element["S"][1:]


def header_cells(cell, grid):
    """The header cells of a cell: those of its rows to the left of it, then those of its columns above it."""
    row_places = [(row, column) for row in range(cell.row, cell.row + cell.rows) for column in range(cell.column)]
    column_places = [
        (row, column) for column in range(cell.column, cell.column + cell.columns) for row in range(cell.row)
    ]
    found = {}
    for places, scope in ((row_places, "/Row"), (column_places, "/Column")):
        for place in places:
            header = grid.get(place)
            if header is not None and type_of(header) == "TH" and header["A"].get("Scope") == scope:
                found[id(header)] = header
    return list(found.values())
