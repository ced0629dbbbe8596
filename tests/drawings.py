"""The two pictures of docs/approval, drawn from the tables here: the parts and what connects them, and where data goes.

.venv/bin/python -m tests.drawings       draws them anew; tests/test_approval.py fails if they say anything else
"""

from html import escape
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "approval"
WIDTH, LINE = 200, 18
INK, PAPER, OURS, OUTSIDE = "#1d2b2c", "#ffffff", "#dceeee", "#f3efe4"


class Box(NamedTuple):
    """Something with a name and a line or two on what it is; its left upper corner, and whether it is ours."""

    name: str
    x: int
    y: int
    words: tuple[str, ...]
    colour: str = OURS

    @property
    def height(self):
        return 34 + LINE * len(self.words)

    def edge(self, other):
        """Where a line to another box leaves this one."""
        middle = self.x + WIDTH / 2, self.y + self.height / 2
        across = other.x + WIDTH / 2 - middle[0], other.y + other.height / 2 - middle[1]
        scale = min(*(side / 2 / abs(way) for side, way in zip((WIDTH, self.height), across, strict=True) if way), 1.0)
        return middle[0] + across[0] * scale, middle[1] + across[1] * scale


ARCHITECTURE = (
    "What runs where, and what speaks to what",
    (920, 470),
    [
        Box("Readers", 20, 40, ("browsers, search engines", "no sign-in, no cookie"), OUTSIDE),
        Box("Office and members", 20, 250, ("browsers", "signed in, second factor"), OUTSIDE),
        Box("nginx", 360, 40, ("TLS 1.2 and 1.3", "public files from disk")),
        Box("Public tree", 700, 40, ("plain files, one folder", "0644, read by nginx")),
        Box("Program", 360, 250, ("gunicorn, user lscb-BOARD", "a socket, no port")),
        Box("Database", 700, 170, ("PostgreSQL or SQLite", "in the board's own name")),
        Box("Scanner for malware", 700, 265, ("a command, if set",)),
        Box("Mail server", 20, 385, ("if EMAIL_HOST is set",), OUTSIDE),
        Box("Council's sign-in", 360, 385, ("Microsoft Entra, if set",), OUTSIDE),
        Box("Timers of systemd", 700, 360, ("nightly: verify, write, tidy", "health: every five minutes")),
    ],
    [
        ("Readers", "nginx", "https"),
        ("Office and members", "nginx", "https"),
        ("nginx", "Public tree", "reads"),
        ("nginx", "Program", "socket"),
        ("Program", "Public tree", "writes"),
        ("Program", "Database", "TLS, or a socket"),
        ("Program", "Scanner for malware", "each upload"),
        ("Program", "Mail server", "SMTP"),
        ("Program", "Council's sign-in", "https"),
        ("Timers of systemd", "Program", "commands"),
    ],
)
DATA_FLOW = (
    "Where what is entered goes, and where it ends",
    (920, 400),
    [
        Box("Manager and colleagues", 20, 40, ("type, paste, upload",), OUTSIDE),
        Box("Partners", 20, 150, ("figures and statements", "by a signed link"), OUTSIDE),
        Box("Records", 360, 40, ("with the history of each", "seen by role")),
        Box("Held until accepted", 360, 150, ("what came by a link",)),
        Box("Editions", 700, 40, ("frozen, sealed, digest", "erased by two people")),
        Box("Public pages and files", 700, 180, ("what was decided to publish", "small numbers held back")),
        Box("The public", 700, 310, ("reads for good",), OUTSIDE),
        Box("Record of access", 20, 290, ("login, deed, address", "two years, managers only")),
        Box("Log", 360, 290, ("numbers and events", "no names, no addresses")),
    ],
    [
        ("Manager and colleagues", "Records", "form"),
        ("Partners", "Held until accepted", "form"),
        ("Held until accepted", "Records", "accepted"),
        ("Records", "Editions", "approved, frozen"),
        ("Editions", "Public pages and files", "published"),
        ("Public pages and files", "The public", "https"),
        ("Partners", "Record of access", "each use"),
        ("Record of access", "Log", "without address"),
    ],
)
PICTURES = {"architecture.svg": ARCHITECTURE, "data-flow.svg": DATA_FLOW}


def draw(title, size, boxes, arrows):
    """A picture as SVG, the same bytes each time. Whoever can't see it has its arrows as words."""
    found = {box.name: box for box in boxes}
    told = "; ".join(f"{one} to {other}: {words}" for one, other, words in arrows)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" role="img" '
        f'aria-labelledby="t d" font-family="sans-serif" font-size="13">',
        f'<title id="t">{escape(title)}</title>',
        f'<desc id="d">{escape(told)}.</desc>',
        '<defs><marker id="a" markerWidth="9" markerHeight="9" refX="8" refY="4" orient="auto">',
        f'<path d="M0 0L9 4L0 8z" fill="{INK}"/></marker></defs>',
        f'<rect width="{size[0]}" height="{size[1]}" fill="{PAPER}"/>',
        f'<text x="20" y="24" font-size="16" font-weight="bold" fill="{INK}">{escape(title)}</text>',
    ]
    for one, other, words in arrows:
        (x1, y1), (x2, y2) = found[one].edge(found[other]), found[other].edge(found[one])
        lines.append(
            f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" stroke="{INK}" marker-end="url(#a)"/>'
        )
        x, y, room = (x1 + x2) / 2, (y1 + y2) / 2, len(words) * 6.6 + 8
        lines.append(f'<rect x="{x - room / 2:.0f}" y="{y - 9:.0f}" width="{room:.0f}" height="18" fill="{PAPER}"/>')
        lines.append(f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle" fill="{INK}">{escape(words)}</text>')
    for box in boxes:
        place = f'x="{box.x}" y="{box.y}" width="{WIDTH}" height="{box.height}"'
        lines.append(f'<rect {place} rx="6" fill="{box.colour}" stroke="{INK}"/>')
        lines.append(
            f'<text x="{box.x + 12}" y="{box.y + 22}" font-weight="bold" fill="{INK}">{escape(box.name)}</text>'
        )
        for number, words in enumerate(box.words, start=1):
            lines.append(f'<text x="{box.x + 12}" y="{box.y + 22 + LINE * number}" fill="{INK}">{escape(words)}</text>')
    return "\n".join([*lines, "</svg>", ""])


if __name__ == "__main__":
    for name, picture in PICTURES.items():
        (FOLDER / name).write_text(draw(*picture))
