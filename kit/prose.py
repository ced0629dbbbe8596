"""Words as the board writes them, made into safe HTML. Knows no Django.

There are two forms. A narrative is HTML of a few elements, cleaned on the way in and again on the way out. A cell
is plain text, in which an empty line parts paragraphs and "- " at the start of a line opens a bullet.
"""

import re
from html import escape

import nh3

ELEMENTS = {"p", "h3", "strong", "em", "ul", "ol", "li", "a", "br"}
SCHEMES = {"https", "http", "mailto"}


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
    return "".join(
        f"<p>{escape(part)}</p>"
        if isinstance(part, str)
        else "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in part) + "</ul>"
        for part in parts
    )
