"""Reads a PDF as assistive technology does: what its structure tree announces, in order, element by element."""

import re
from collections import Counter
from io import BytesIO

import pikepdf


class Element:
    """One element of the structure tree: its type, its attributes, and its kids in reading order.

    A kid is another element or a string of announced text.
    """

    def __init__(self, file, node, kids, pages):
        self.file = file  # kept, because a node is empty once its file is gone
        self.node = node
        self.kind = str(node.S)[1:]
        self.kids = kids
        self.pages = pages

    def __repr__(self):
        return f"<{self.kind} {self.text[:40]!r}>"

    @property
    def children(self):
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def text(self):
        """All that is announced for this element, with single spaces."""
        return " ".join(" ".join(self.pieces()).split())

    def pieces(self):
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.pieces()
            else:
                yield kid

    @property
    def as_it_stands(self):
        """What a reader says who knows no geometry: blocks part words, and in a line nothing does but a space."""
        in_a_line = {"Span", "NonStruct", "Link", "Quote", "Reference"}
        said = "".join(
            kid
            if isinstance(kid, str)
            else kid.as_it_stands
            if kid.kind in in_a_line
            else ""
            if kid.kind == "Figure"  # its description is read out in its place
            else f"\n{kid.as_it_stands}\n"
            for kid in self.kids
        )
        return said

    @property
    def alternative(self):
        return str(self.node.get("/Alt", ""))

    @property
    def identifier(self):
        return bytes(self.node["/ID"]) if "/ID" in self.node else None

    def attribute(self, name):
        return self.node.get("/A", pikepdf.Dictionary()).get(f"/{name}")

    @property
    def headers(self):
        """The identifiers of the header cells that this cell names."""
        return [bytes(header) for header in self.attribute("Headers") or []]

    def find(self, *kinds):
        """All elements below this one, or those of these kinds, in reading order."""
        for child in self.children:
            if not kinds or child.kind in kinds:
                yield child
            yield from child.find(*kinds)


class Reading:
    """A PDF that has been read: its announced tree, its decoration page by page, its links and its fonts."""

    def __init__(self, data):
        self.file = pikepdf.open(BytesIO(data))
        self.numbers = {page.objgen: number for number, page in enumerate(self.file.pages, 1)}
        self.marked = {}  # (page, number of the content) to its text
        self.artifacts = {}  # page to the text of its decoration
        for number, page in enumerate(self.file.pages, 1):
            self.artifacts[number] = self._read_page(number, page)
        self.tree = self._element(self.file.Root.StructTreeRoot.K[0], None)

    def every(self, *kinds):
        return list(self.tree.find(*kinds))

    def only(self, kind):
        (found,) = self.every(kind)
        return found

    def table(self, caption):
        """The one table with this caption."""
        (found,) = [table for table in self.every("Table") if table.children[0].text == caption]
        return found

    def is_landscape(self, page):
        left, bottom, right, top = map(float, self.file.pages[page - 1].MediaBox)
        return right - left > top - bottom

    @property
    def links(self):
        return [annotation for page in self.file.pages for annotation in page.get("/Annots", [])]

    @property
    def fonts(self):
        """The names of all fonts in the file, without the prefix of a subset."""
        fonts = (item for item in self.file.objects if isinstance(item, pikepdf.Dictionary))
        descriptors = [item for item in fonts if item.get("/Type") == pikepdf.Name.FontDescriptor]
        return {re.sub(r"^/([A-Z]{6}\+)?", "", str(item.FontName)) for item in descriptors}

    @property
    def attachments(self):
        return list(self.file.attachments)

    def header_texts(self, cell):
        """The words of the header cells that a cell names."""
        by_identifier = {header.identifier: header.text for header in self.every("TH")}
        return [by_identifier[header] for header in cell.headers]

    def _element(self, node, page):
        page = node.get("/Pg", page)
        kids, pages = [], set()
        for kid in self._kids(node):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                child = self._element(kid, page)
                kids.append(child)
                pages |= child.pages
            elif not isinstance(kid, pikepdf.Dictionary) or "/MCID" in kid:
                content = int(kid.MCID) if isinstance(kid, pikepdf.Dictionary) else int(kid)
                holder = kid.get("/Pg", page) if isinstance(kid, pikepdf.Dictionary) else page
                number = self.numbers[holder.objgen]
                kids.append(self.marked[number, content])
                pages.add(number)
        return Element(self.file, node, kids, pages)

    @staticmethod
    def _kids(node):
        kids = node.get("/K", [])
        return list(kids) if isinstance(kids, pikepdf.Array) else [kids]

    def _read_page(self, number, page):
        """Note the text of each marked content on a page, and return the text of the artifacts."""
        fonts = {name: Letters(font) for name, font in page.Resources.get("/Font", {}).items()}
        open_marks, letters, decoration = [], None, []
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC" | "BMC":
                    properties = operands[1] if len(operands) > 1 else {}
                    mark = properties.get("/MCID", str(operands[0]))
                    open_marks.append(mark)
                    if isinstance(mark, int):
                        self.marked[number, mark] = str(properties.get("/ActualText", ""))
                case "EMC":
                    open_marks.pop()
                case "Tf":
                    letters = fonts[str(operands[0])]
                case "Tj" | "TJ":
                    text = letters.read(operands[0])
                    mark = next((mark for mark in reversed(open_marks) if isinstance(mark, int)), None)
                    if mark is not None:
                        self.marked[number, mark] += text
                    elif "/Artifact" in open_marks:
                        decoration.append(text)
                    else:
                        raise AssertionError(f"page {number}: {text!r} is neither in the tree nor decoration")
        return " ".join(" ".join(decoration).split())


class Letters:
    """Which text the codes of one font stand for, by its ToUnicode table."""

    def __init__(self, font):
        self.table = {}
        self.width = 2 if font.Subtype == pikepdf.Name.Type0 else 1
        source = font.ToUnicode.read_bytes().decode("latin-1")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.S):
            for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
                self.table[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")

    def read(self, shown):
        parts = list(shown) if isinstance(shown, pikepdf.Array) else [shown]
        text = ""
        for raw in [bytes(part) for part in parts if isinstance(part, pikepdf.String)]:
            codes = [raw[place : place + self.width] for place in range(0, len(raw), self.width)]
            text += "".join(self.table[int.from_bytes(code, "big")] for code in codes)
        return text


def sizes_of(data):
    """How many letters are printed in each size, in tenths of a point, and the sizes of those in drawings apart."""
    words, drawn = Counter(), Counter()

    def look(stream, resources, matrix, found):
        stack, size, text = [], 0, pikepdf.Matrix()
        for operands, operator in pikepdf.parse_content_stream(stream):
            match str(operator):
                case "q":
                    stack.append(matrix)
                case "Q":
                    matrix = stack.pop()
                case "cm":
                    matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
                case "BT":
                    text = pikepdf.Matrix()
                case "Tm":
                    text = pikepdf.Matrix(*map(float, operands))
                case "Tf":
                    size = float(operands[1])
                case "Tj" | "TJ":
                    parts = list(operands[0]) if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                    letters = sum(len(bytes(part)) for part in parts if isinstance(part, pikepdf.String)) // 2
                    found[round(10 * size * abs((text @ matrix).d))] += letters
                case "Do":
                    inner = resources.get("/XObject", {})[str(operands[0])]
                    if inner.get("/Subtype") == "/Form":
                        own = pikepdf.Matrix(*map(float, inner.get("/Matrix", [1, 0, 0, 1, 0, 0])))
                        look(inner, inner.get("/Resources", resources), own @ matrix, drawn)

    with pikepdf.open(BytesIO(data)) as file:
        for page in file.pages:
            look(page, page.obj.get("/Resources", {}), pikepdf.Matrix(), words)
    return words, drawn


def colours_of(data):
    """Every colour that anything is painted in, as three numbers of a byte each."""
    found = set()

    def look(stream, resources):
        for operands, operator in pikepdf.parse_content_stream(stream):
            if str(operator) in ("rg", "RG", "sc", "SC", "scn", "SCN") and len(operands) == 3:
                found.add(tuple(round(float(part) * 255) for part in operands))
        for inner in resources.get("/XObject", {}).values():
            if inner.get("/Subtype") == "/Form":
                look(inner, inner.get("/Resources", {}))

    with pikepdf.open(BytesIO(data)) as file:
        for page in file.pages:
            look(page, page.obj.get("/Resources", {}))
    return found
