"""Words as the board writes them, made into safe HTML. Knows no Django.

There are two forms. A narrative is HTML of a few elements, cleaned on the way in and again on the way out. A cell
is plain text, in which an empty line parts paragraphs and "- " at the start of a line opens a bullet.
"""

import re
from html import escape
from html.parser import HTMLParser

import nh3

ELEMENTS = {"p", "h3", "strong", "em", "ul", "ol", "li", "a", "br"}
SCHEMES = {"https", "http", "mailto"}


# What Word and older pages call these; cleaning alone would keep the words and lose what they look like.
OTHER_NAMES = ((r"<(/?)b(?=[\s>])", "strong"), (r"<(/?)i(?=[\s>])", "em"), (r"<(/?)h[12456](?=[\s>])", "h3"))


def _keep_safe_address(element, attribute, value):
    """Only whole addresses with a scheme we know: nh3 lets `#x` and `//host` pass."""
    return value if value.partition(":")[0].lower() in SCHEMES and ":" in value else None


def clean(html):
    """The narrative with nothing left but paragraphs, sub-headings, bold, italics, lists and links."""
    return nh3.clean(
        html,
        tags=ELEMENTS,
        attributes={"a": {"href"}},
        attribute_filter=_keep_safe_address,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def narrative(text):
    """What was typed as a narrative, cleaned. Text without any element was typed without script, as a cell is."""
    if not text.strip():
        return ""
    if not re.search(r"<[a-z/]", text, re.IGNORECASE):
        return in_elements(text)
    for pattern, name in OTHER_NAMES:
        text = re.sub(pattern, rf"<\1{name}", text, flags=re.IGNORECASE)
    # The editor puts a paragraph into every bullet; the board's documents have none there.
    return re.sub(r"<li><p>((?:(?!</?p>).)*)</p></li>", r"<li>\1</li>", clean(text), flags=re.DOTALL).strip()


def pieces(html):
    """A narrative taken apart at its outermost elements: pairs of an element's name and its HTML.

    Words that stand outside of any element are a paragraph; what holds no words is left out.
    """
    reader = _Pieces()
    reader.feed(clean(html))
    reader.close()
    return [(element, html) for element, html, words in reader.pieces if words.strip()]


class _Pieces(HTMLParser):
    """Collects the outermost blocks. It is fed cleaned HTML, in which every element is closed."""

    BLOCKS = {"p", "h3", "ul", "ol"}

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.pieces = []
        self.depth = 0
        self.loose = False

    def handle_starttag(self, tag, attrs):
        if tag in self.BLOCKS and not self.depth:
            self.end_loose()
            self.pieces.append([tag, "", ""])
        self.depth += tag in self.BLOCKS
        self.add(self.get_starttag_text())

    def handle_endtag(self, tag):
        self.add(f"</{tag}>")
        self.depth -= tag in self.BLOCKS

    def handle_data(self, data):
        self.add(data, data)

    def handle_entityref(self, name):
        self.add(f"&{name};", "&" if name != "nbsp" else " ")

    def handle_charref(self, name):
        self.add(f"&#{name};", "&")

    def add(self, html, words=""):
        if not self.depth and not self.loose:
            self.pieces.append(["p", "<p>", ""])
            self.loose = True
        self.pieces[-1][1] += html
        self.pieces[-1][2] += words

    def close(self):
        super().close()
        self.end_loose()

    def end_loose(self):
        if self.loose:
            self.pieces[-1][1] += "</p>"
            self.loose = False


def paragraphs(text):
    """A cell's plain text as a list of paragraphs (strings) and bullet lists (lists of strings)."""
    parts = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        for line in (line.strip() for line in chunk.splitlines()):
            if line.startswith("- "):
                if not (parts and isinstance(parts[-1], list)):
                    parts.append([])
                parts[-1].append(line[2:].strip())
            elif line:
                parts.append(line)
    return parts


def cell(text):
    """A cell's plain text as safe HTML; a single paragraph stays without an element of its own."""
    parts = paragraphs(text)
    if len(parts) == 1 and isinstance(parts[0], str):
        return escape(parts[0])
    return in_elements(text)


def in_elements(text):
    """A cell's plain text as safe HTML, each paragraph in an element of its own."""
    return "".join(
        f"<p>{escape(part)}</p>"
        if isinstance(part, str)
        else "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in part) + "</ul>"
        for part in paragraphs(text)
    )
