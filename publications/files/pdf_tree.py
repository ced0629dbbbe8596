"""A finished PDF, taken apart for judging: its structure tree, the text of its pages, its links and its bookmarks.

A screen reader follows the structure tree and never sees the page. `PdfTree` holds both side by side, so that
`publications.files.checker` can ask whether what is announced to a blind board member is what is printed for the
others. Nothing is judged here, and nothing of the file is changed.
"""

import re
from collections import defaultdict
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

SHOWS_TEXT = {"Tj", "TJ", "'", '"'}
PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI", "INLINE IMAGE"}
SHOWS = SHOWS_TEXT | PAINTS
# Of all that a page says these are looked at; half of it is where lines begin and in which colour.
LOOKED_AT = " ".join([*sorted(SHOWS), "BI ID BDC BMC EMC Tf"])
UNKNOWN = "\ufffd"  # stands for a sign of which the file doesn't say what it is
DECORATION = "/Artifact"


class Content(NamedTuple):
    """A marked piece of a page: the number of its page (0 if that page is not in the file) and its own number there."""

    page: int
    number: int


class Mark(NamedTuple):
    """What the drawing says about all it paints until further notice: that it is content, decoration or neither."""

    content: Content | None
    decoration: bool


class LinkAnnotation(NamedTuple):
    """A place on a page that leads elsewhere: within the file (to a page, 0 if it leads nowhere) or to an address."""

    page: int
    element: Any  # the structure element that holds it, or None
    spoken: str  # what is read out for it
    name: str  # the name of its target inside the file, if it goes by name
    target: int | None  # the page it leads to, None if it leads out of the file
    address: str


class Bookmark(NamedTuple):
    """An entry of the list that a reader shows beside the pages, and the page it leads to (0 if to none)."""

    words: str
    page: int


class Element:
    """One element of the structure tree: its kind, what it stands in, and its kids in the order they are announced.

    A kid is another element or a `Content`.
    """

    def __init__(self, tree, node, kind, parent):
        self.tree, self.node, self.kind, self.parent = tree, node, kind, parent
        self.kids = []
        self._attributes = None

    @property
    def children(self):
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def contents(self):
        """All content that is announced for this element, in order."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.contents()
            else:
                yield kid

    @property
    def text(self):
        """All that is announced for this element, with single spaces."""
        return one_line(" ".join(self.tree.texts.get(content, "") for content in self.contents()))

    @property
    def page(self):
        """The page on which it begins, 0 if none is known."""
        first = next(self.contents(), None)
        return first.page if first else self.tree.number_of(self.node.get("/Pg"))

    @property
    def pages(self):
        """The numbers of all pages it stands on, in order."""
        return sorted({content.page for content in self.contents()} - {0})

    @property
    def description(self):
        """The words that stand in for it where it can't be seen."""
        return one_line(str(self.node.get("/Alt", "")) or str(self.node.get("/ActualText", "")))

    @property
    def identifier(self):
        return bytes(self.node["/ID"]) if "/ID" in self.node else None

    def attribute(self, name):
        if self._attributes is None:
            found = self.node.get("/A", Dictionary())
            several = list(found) if isinstance(found, Array) else [found]
            several = [each for each in several if isinstance(each, Dictionary)]
            # Of what is said twice the first counts.
            self._attributes = {name: value for each in reversed(several) for name, value in each.items()}
        return self._attributes.get(name)

    @property
    def headers(self):
        """The identifiers of the header cells this cell names, None if it names none at all."""
        named = self.attribute("/Headers")
        return None if named is None else {bytes(identifier) for identifier in named}

    def find(self, *kinds):
        """All elements of these kinds below this one, in the order they are announced."""
        for child in self.children:
            if child.kind in kinds:
                yield child
            yield from child.find(*kinds)

    def within(self, *kinds):
        """The nearest elements of these kinds below this one, without those of a table inside."""
        for child in self.children:
            if child.kind in kinds:
                yield child
            elif child.kind != "Table":
                yield from child.within(*kinds)


class PdfTree:
    """A PDF that has been taken apart. Raises `pikepdf.PdfError` for bytes that are no PDF."""

    def __init__(self, data):
        self.pdf = pikepdf.open(BytesIO(data))
        self.root = self.pdf.Root
        self.page_numbers = {page.objgen: number for number, page in enumerate(self.pdf.pages, 1)}
        self.texts = {}  # Content to its text, in the order it is drawn
        self.decoration = {}  # page to the text of its decoration
        self.unmarked = defaultdict(int)  # page to how often it is painted on without saying what for
        self.crossed = set()  # pages on which decoration and content stand inside one another
        self.fonts_on = {}  # font to the first page it is used on
        self._known_letters = {}
        for number, page in enumerate(self.pdf.pages, 1):
            self._read_page(number, page)
        self.elements = []  # in the order they are announced
        self.holders = {}  # annotation to the element that holds it
        self.reached_twice = False
        self.top = self._read_structure()
        self.destinations = self._read_destinations()  # name to where it leads
        self.links = self._read_links()
        self.bookmarks = self._read_bookmarks()

    def __len__(self):
        return len(self.pdf.pages)

    def every(self, *kinds):
        return [element for element in self.elements if element.kind in kinds]

    def contents(self):
        """All content that is announced, in order."""
        for element in self.top:
            yield from element.contents()

    def number_of(self, page):
        """The number of a page, 0 for one that the file doesn't have."""
        return self.page_numbers.get(page.objgen, 0) if isinstance(page, Dictionary | pikepdf.Page) else 0

    # Pages

    def _read_page(self, number, page):
        """Note what is drawn on a page as content, as decoration, or as neither."""
        resources = page.get("/Resources", Dictionary())
        fonts = resources.get("/Font", Dictionary())
        marks, letters, decoration = [], None, []
        replaced = set()  # content that says itself which words it stands for
        for said in pikepdf.parse_content_stream(page, LOOKED_AT):
            operands = said.operands
            match str(said.operator):
                case "BDC" | "BMC":
                    mark = self._mark(number, operands, resources, replaced)
                    around = {"content" if outer.content else "decoration" for outer in marks if any(outer)}
                    if (mark.content and "decoration" in around) or (mark.decoration and "content" in around):
                        self.crossed.add(number)
                    marks.append(mark)
                case "EMC":
                    del marks[-1:]
                case "Tf":
                    letters = self._letters(fonts.get(str(operands[0])), number)
                case shown if shown in SHOWS:
                    inner = next((mark for mark in reversed(marks) if any(mark)), None)
                    if inner is None:
                        self.unmarked[number] += 1
                    if shown in PAINTS:
                        continue
                    text = letters.read(operands[-1]) if letters else UNKNOWN
                    if inner is not None and inner.decoration:
                        decoration.append(text)
                    elif inner is not None and inner.content not in replaced:
                        self.texts[inner.content] += text
        self.decoration[number] = one_line(" ".join(decoration))

    def _mark(self, page, operands, resources, replaced):
        properties = operands[1] if len(operands) > 1 else Dictionary()
        if isinstance(properties, Name):
            properties = resources.get("/Properties", Dictionary()).get(str(properties), Dictionary())
        content = None
        if "/MCID" in properties:
            content = Content(page, int(properties["/MCID"]))
            self.texts.setdefault(content, "")
            if "/ActualText" in properties:
                self.texts[content] = str(properties["/ActualText"])
                replaced.add(content)
        return Mark(content, str(operands[0]) == DECORATION)

    def _letters(self, font, page):
        if font is None:
            return None
        for used in (font, *font.get("/DescendantFonts", [])):
            self.fonts_on.setdefault(used.objgen, page)
        if not font.is_indirect:
            return Letters(font)
        if font.objgen not in self._known_letters:
            self._known_letters[font.objgen] = Letters(font)
        return self._known_letters[font.objgen]

    # Structure

    def _read_structure(self):
        root = self.root.get("/StructTreeRoot", Dictionary())
        # Kinds of parts that the file explains by a standard one.
        self._roles = root.get("/RoleMap", Dictionary())
        self._seen = set()
        tops = [kid for kid in kids_of(root) if isinstance(kid, Dictionary)]
        return [element for kid in tops if (element := self._element(kid, None, None)) is not None]

    def _element(self, node, parent, page):
        if node.is_indirect:
            if node.objgen in self._seen:
                self.reached_twice = True
                return None
            self._seen.add(node.objgen)
        kind = str(node.get("/S", "/?"))
        element = Element(self, node, str(self._roles.get(kind, kind))[1:], parent)
        self.elements.append(element)
        page = node.get("/Pg", page)
        for kid in kids_of(node):
            if isinstance(kid, int):
                element.kids.append(Content(self.number_of(page), kid))
            elif not isinstance(kid, Dictionary):
                continue  # a null left behind by another program
            elif "/MCID" in kid:
                element.kids.append(Content(self.number_of(kid.get("/Pg", page)), int(kid["/MCID"])))
            elif "/Obj" in kid:
                self.holders[kid["/Obj"].objgen] = element
            elif (child := self._element(kid, element, page)) is not None:
                element.kids.append(child)
        return element

    # Links and bookmarks

    def _read_links(self):
        return [
            self._link(number, annotation)
            for number, page in enumerate(self.pdf.pages, 1)
            for annotation in page.get("/Annots", [])
            if annotation.get("/Subtype") == Name.Link
        ]

    def _link(self, page, annotation):
        action = annotation.get("/A", Dictionary())
        destination = annotation.get("/Dest", action.get("/D"))
        address = str(action.get("/URI", ""))
        return LinkAnnotation(
            page=page,
            element=self.holders.get(annotation.objgen),
            spoken=one_line(str(annotation.get("/Contents", ""))),
            name=str(destination) if isinstance(destination, pikepdf.String | Name) else "",
            target=None if address else self.target_page(destination),
            address=address,
        )

    def target_page(self, destination):
        """The page that a destination, or the name of one, leads to; 0 if to none."""
        if isinstance(destination, pikepdf.String | Name):
            destination = self.destinations.get(str(destination).lstrip("/"))
        if isinstance(destination, Dictionary):
            destination = destination.get("/D")
        if isinstance(destination, Array) and len(destination):
            return self.number_of(destination[0])
        return 0

    def _read_destinations(self):
        names = self.root.get("/Names", Dictionary())
        found = {key.lstrip("/"): value for key, value in self.root.get("/Dests", Dictionary()).items()}
        if "/Dests" in names:
            found |= {str(key): value for key, value in pikepdf.NameTree(names["/Dests"]).items()}
        return found

    def _read_bookmarks(self):
        with self.pdf.open_outline() as outline:
            return list(self._bookmarks(outline.root))

    def _bookmarks(self, items):
        for item in items:
            destination = item.destination
            if destination is None and item.action is not None:
                destination = item.action.get("/D")
            yield Bookmark(one_line(item.title), self.target_page(destination))
            yield from self._bookmarks(item.children)

    # Everything

    def dictionaries(self, *names):
        """Every dictionary of the file, or those in which one of some names may stand; those inside others included.

        Each object is searched as it is written, names without escapes; only one that has such a name is taken apart.
        """
        sought = re.compile("|".join(map(re.escape, names)).encode())
        pending = [each.stream_dict if isinstance(each, pikepdf.Stream) else each for each in self.pdf.objects]
        pending = [each for each in pending if sought.search(each.unparse(resolved=True))]
        while pending:
            item = pending.pop()
            if isinstance(item, Dictionary):
                yield item
                inner = [value for _, value in item.items()]
            elif isinstance(item, Array):
                inner = list(item)
            else:
                continue
            pending += [value for value in inner if isinstance(value, Dictionary | Array) and not value.is_indirect]


class Letters:
    """Which text the codes of one font stand for, by the table that the font brings along for reading aloud."""

    def __init__(self, font):
        self.width = 2 if font.get("/Subtype") == Name.Type0 else 1
        self.table = {}
        # Most pieces are one letter, moved a little: a page has few that differ.
        self.piece = cache(self._piece)
        if "/ToUnicode" not in font:
            return
        source = font.ToUnicode.read_bytes().decode("latin-1")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.S):
            for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
                self.table[int(code, 16)] = utf_16(text)
        for block in re.findall(r"beginbfrange(.*?)endbfrange", source, re.S):
            for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*(<\w+>|\[.*?\])", block, re.S):
                self._read_range(int(first, 16), int(last, 16), text)

    def _read_range(self, first, last, text):
        if text.startswith("["):
            texts = [utf_16(one) for one in re.findall(r"<(\w+)>", text)]
        else:
            start = utf_16(text[1:-1])
            texts = [start[:-1] + chr(ord(start[-1]) + step) for step in range(last - first + 1)]
        self.table.update(zip(range(first, last + 1), texts, strict=False))

    def read(self, shown):
        parts = shown.as_list() if isinstance(shown, Array) else [shown]
        return "".join([self.piece(bytes(part)) for part in parts if isinstance(part, pikepdf.String)])

    def _piece(self, raw):
        codes = [raw[place : place + self.width] for place in range(0, len(raw), self.width)]
        return "".join(self.table.get(int.from_bytes(code, "big"), UNKNOWN) for code in codes)


def kids_of(node):
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]


def utf_16(digits):
    return bytes.fromhex(digits).decode("utf-16-be", "replace")


def one_line(text):
    """Text with single spaces and without the signs that only tell where a word may be broken."""
    return " ".join(text.replace("\u00ad", "").split())


def packed(text):
    """Text without any space, for comparing: where a line breaks, a space may be drawn or not."""
    return "".join(one_line(text).split())
