"""The words of a published plan as blocks of text: those of a web page, and those a PDF announces."""

from html.parser import HTMLParser


def page_blocks(html):
    """The words of the page's <main>, block by block."""
    reader = _Main()
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces).split("\n")


def pdf_blocks(tree):
    """What the PDF's structure tree announces, block by block. Bullets and the contents' page numbers are not words."""
    return "".join(_announced(tree)).split("\n")


def _announced(element, in_contents=False):
    if element.kind == "Lbl":
        return
    in_contents = in_contents or element.kind == "TOC"
    edge = "" if element.kind in {"Span", "Em", "Strong"} or (element.kind == "Link" and not in_contents) else "\n"
    yield f"{edge}{element.alternative}{edge}"
    for kid in element.kids:
        if not isinstance(kid, str):
            yield from _announced(kid, in_contents)
        elif element.kind == "Link" and in_contents:
            yield "" if kid.strip().isdigit() else f"{kid}\n"
        else:
            yield f"{kid} "
    yield edge


class _Main(HTMLParser):
    """Collects the text inside <main>; the start and end of a block, or of what it is quoted by, are line ends."""

    INLINE = {"a", "abbr", "b", "code", "em", "i", "small", "strong", "wbr"}
    SILENT = {"script", "style", "template"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces, self.inside, self.silent, self.is_apart = [], False, 0, False

    def handle_starttag(self, tag, attributes):
        self.inside = self.inside or tag == "main"
        self.silent += tag in self.SILENT
        self.is_apart = self.is_apart or (tag == "a" and dict(attributes).get("class") == "reference")
        if self.is_apart or tag not in self.INLINE:
            self.pieces.append("\n")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "main"
        self.silent -= tag in self.SILENT
        if self.is_apart or tag not in self.INLINE:
            self.pieces.append("\n")
        self.is_apart = self.is_apart and tag != "a"

    def handle_data(self, data):
        if self.inside and not self.silent:
            self.pieces.append(data.replace("\n", " "))
