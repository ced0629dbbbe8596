"""Words as the board writes them, made into safe HTML. Knows no Django.

There are two forms. A narrative is HTML of a few elements, cleaned on the way in and again on the way out. A cell
is plain text, in which an empty line parts paragraphs and "- " at the start of a line opens a bullet.
"""

import re
from html import escape, unescape

import nh3

from kit import signs
from kit.incoming import clean as incoming

ELEMENTS = {"p", "h3", "strong", "em", "ul", "ol", "li", "a", "br"}
SCHEMES = {"https", "http", "mailto"}
COUNTS = {"a", "A", "i", "I"}  # how a list counts, if not 1, 2, 3
# What the editor writes for itself.
OF_THE_EDITOR = re.compile(' (?:data-type|target|rel)="[^"]*"')
LONGEST = 100_000  # signs of mark-up that is read in the server; what is longer is pasted


def _keep_safe(element, attribute, value):
    """Only whole addresses with a scheme we know, and where a list begins: nh3 lets `#x` and `//host` pass."""
    if attribute == "href":
        return value if value.partition(":")[0].lower() in SCHEMES and ":" in value else None
    if attribute == "start":
        return value if re.fullmatch("[1-9][0-9]{0,3}", value) and value != "1" else None
    return value if value in COUNTS else None


def clean(html):
    """The narrative with nothing left but paragraphs, sub-headings, bold, italics, lists and links."""
    return nh3.clean(
        html,
        tags=ELEMENTS,
        attributes={"a": {"href"}, "ol": {"start", "type"}},
        attribute_filter=_keep_safe,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def narrative(text):
    """What was typed as a narrative, cleaned; what is said of it is left out. Raises `incoming.clean.TooMuch`."""
    return read(text)[0]


def read(text):
    """What was typed as a narrative, cleaned, and a sentence for each sort of thing that was left out.

    Text without any element was typed without script, as a cell is. The editor's own is clean; anything else is read as
    what is pasted is.
    """
    text = signs.seen(text)
    if not re.search(r"<[a-z/]", text, re.IGNORECASE):
        return in_elements(text), []
    said = []
    if (html := signs.seen(clean(text))) != OF_THE_EDITOR.sub("", text):
        if len(text) > LONGEST:
            raise incoming.TooMuch(incoming.TOO_MUCH)
        came = incoming.read(text)
        html, said = clean(incoming.narrative(came.blocks)), incoming.told(came)
    # The editor puts a paragraph into every bullet; the board's documents have none there.
    return re.sub(r"<li><p>((?:(?!</?p>).)*)</p>(?=</li>|<[uo]l\b)", r"<li>\1", html, flags=re.DOTALL).strip(), said


# In cleaned HTML: a tag, one that begins a line, and a link with its address.
TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
BREAK = re.compile(r"(</?(?:p|h3|ul|ol|li|br))(?: [^>]*)?>")
OUTERMOST = {"<p", "<h3", "<ul", "<ol"}
LINK = re.compile(r'<a(?: href="([^"]*)")?>(.*?)</a>', re.DOTALL)


def levelled(html, level):
    """Cleaned HTML whose sub-headings are of another level than the third."""
    return re.sub(r"(</?h)3>", rf"\g<1>{level}>", html) if level != 3 else html


def on_one_line(html):
    """Cleaned HTML in which no line ends that isn't a tag."""
    return clean(html).replace("\n", " ")


def plain(html):
    """Cleaned HTML without its tags."""
    return unescape(TAG.sub("", html))


def unmarked(html):
    """A narrative as plain words, a line to each paragraph, heading and item."""
    lines = (" ".join(plain(line).split()) for line in BREAK.sub("\n", on_one_line(html)).split("\n"))
    return "\n".join(line for line in lines if line)


def links(html):
    """The links of a narrative, each as its words and its address."""
    return [(plain(words), unescape(address)) for address, words in LINK.findall(on_one_line(html))]


def pieces(html):
    """A narrative taken apart at its outermost elements: pairs of an element's name and its HTML.

    Words that stand outside of any element are a paragraph; what holds no words is left out.
    """
    found, depth = [], 0
    for token in re.split(r"(</?(?:p|h3|ul|ol)(?: [^>]*)?>)", clean(html)):
        name = token.rstrip(">").partition(" ")[0]
        opens, closes = name in OUTERMOST, name.startswith("</") and f"<{name[2:]}" in OUTERMOST
        if opens and not depth:
            found.append([name[1:], ""])
        if depth or opens:
            found[-1][1] += token
        else:
            found.append(["p", f"<p>{token}</p>"])
        depth += opens - closes
    return [(element, html) for element, html in found if plain(html).strip()]


def before_bullets(html):
    """A narrative cut before the words of each bullet of its outermost lists: one piece more than there are bullets.

    An item of a list that counts has its own number and is none.
    """
    found, lists = [""], []
    for piece in re.split(r"(</?(?:ul|ol|li)(?: [^>]*)?>)", clean(html)):
        found[-1] += piece
        if piece == "<li>" and lists == ["ul"]:
            found.append("")
        elif piece.startswith(("</ul", "</ol")):
            lists.pop()
        elif piece.startswith(("<ul", "<ol")):
            lists.append(piece[1:3])
    return found


def paragraphs(text):
    """A cell's plain text as a list of paragraphs (strings) and bullet lists (lists of strings)."""
    parts = []
    for line in map(str.strip, text.splitlines()):
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
