"""The words of a published plan as blocks of text: those of a web page, and those a PDF announces."""

from html.parser import HTMLParser


def page_blocks(html):
    """The words of the page's <main>, block by block."""
    reader = _Main()
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces).split("\n")


def pdf_blocks(tree):
    """What the PDF's structure tree announces, block by block. Bullets and the page numbers of links are not words."""
    return "".join(_announced(tree)).split("\n")


def _announced(element):
    if element.kind == "Lbl":
        return
    edge = "" if element.kind in {"Span", "Em", "Strong"} else "\n"
    yield f"{edge}{element.alternative}{edge}"
    for kid in element.kids:
        if not isinstance(kid, str):
            yield from _announced(kid)
        elif element.kind == "Link":
            yield "" if kid.strip().isdigit() else f"{kid}\n"
        else:
            yield f"{kid} "
    yield edge


class _Main(HTMLParser):
    """Collects the text inside <main>; a block's start and end are line ends."""

    INLINE = {"a", "abbr", "b", "code", "em", "i", "small", "strong", "wbr"}
    SILENT = {"script", "style", "template"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces, self.inside, self.silent = [], False, 0

    def handle_starttag(self, tag, attributes):
        self.inside = self.inside or tag == "main"
        self.silent += tag in self.SILENT
        if tag not in self.INLINE:
            self.pieces.append("\n")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "main"
        self.silent -= tag in self.SILENT
        if tag not in self.INLINE:
            self.pieces.append("\n")

    def handle_data(self, data):
        if self.inside and not self.silent:
            self.pieces.append(data.replace("\n", " "))
