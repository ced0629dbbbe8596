"""The brief: what a member wants to know before a meeting, on two pages of A4, to be read in ten minutes and handed on.

It says what the members' page says, in fewer rows. How many find room is found by making it: a page that overflows is
made again with fewer rows and shorter words, and each list says how many it leaves to the page.
"""

from io import BytesIO

import pikepdf
from msgspec import Struct

from kit.called import say
from kit.wording import counted, cut
from membership.models import Board
from publications.files import pdf
from publications.render import page


class BriefRoom(Struct, frozen=True):
    """How much a list may hold: so many rows, of so many letters; agenda and priorities are short and hold `more`."""

    rows: int
    letters: int
    more: int


ROOMS = tuple(
    BriefRoom(*each)
    for each in (
        (8, 140, 6),
        (6, 110, 4),
        (4, 100, 4),
        (4, 90, 3),
        (3, 80, 3),
        (3, 80, 2),
        (2, 80, 1),
        (1, 60, 0),
    )
)
PAGES, SMALLEST = 2, len(ROOMS) - 1


class BriefList(Struct, frozen=True):
    """The rows of a list that find room, and how many don't, in words."""

    rows: tuple = ()
    left: str = ""


def make(facts, address=""):
    """The brief as a PDF of two pages, or `PdfFailed`. Takes seconds: never call it inside a transaction.

    Of each page by itself the most is kept that finds room: all is tried first, then the middle of what is left to try.
    """
    most, fits, tried, made = [0, 0], [SMALLEST, SMALLEST], (0, 0), {}
    while tried not in made:
        made[tried] = pdf.make(html(facts, *(ROOMS[each] for each in tried), address), patient=False)
        for side, pages in enumerate(pages_of_each(made[tried], facts["since"])):
            if pages > 1:
                most[side] = tried[side] + 1
            else:
                fits[side] = tried[side]
        if max(most) > SMALLEST:
            raise pdf.PdfFailed(f"The brief could not be made: its shortest form has {made[tried].pages} pages.")
        tried = tuple((first + last) // 2 for first, last in zip(most, fits, strict=True))
    return made[tried]


def pages_of_each(made, heading):
    """How many pages that takes which belongs on the first, and how many that from a heading on on the second."""
    if made.pages <= PAGES:  # the second begins by itself
        return [1, 1]
    with pikepdf.open(BytesIO(made.data)) as file, file.open_outline() as outline:
        headings = {item.title: item.destination for item in outline.root}
        second = file.pages.index(pikepdf.Page(headings[heading][0]))
    return [second, made.pages - second]


def html(facts, front, back, address=""):
    """The brief as HTML for the PDF, in so much room on each page."""
    board = Board.objects.first()
    words = {"facts": facts, "board": board, "address": address}
    return page("members/brief.html", words | told(facts, front, back))


def told(facts, room, back):
    """What the brief says of all that the page says."""
    owed = [
        f"{group['owner'] or 'Nobody named'}: {counted(group['number'], 'figure')} "
        f"({short(', '.join(row['what'] for row in group['rows']), room)})"
        for group in facts["owed_told"]
    ]
    meeting = facts["meeting"]
    return {
        "overdue": some(facts["actions"]["overdue"], room, short=lambda row: cut(row["words"], room.letters)),
        "due": some(
            [row for row in facts["actions"]["others"] if row["soon"]],
            room,
            short=lambda row: cut(row["words"], room.letters),
        ),
        "moved": some(facts["moved"], room, of=facts["moved_all"], short=lambda row: cut(row["what"], room.letters)),
        "owed": some(owed, room),
        "vacant": some([f"{each['place']}, {each['body']}" for each in facts["vacancies"]], room),
        "happened": some(
            facts["happened"], back, more=back.more // 2, short=lambda row: cut(row["words"], back.letters)
        ),
        "agenda": some(
            meeting["items"] if meeting else (), back, more=back.more, short=lambda row: cut(row["title"], 90)
        ),
        "priorities": some([in_a_line(card, facts) for card in facts.get("priorities", ())], back, more=back.more),
        "uncertain": some(facts["money"]["uncertain"] if facts["money"] else (), back),
        "own": [of_its_own(each, back) for each in facts["own"][:1]],
        "own_left": len(facts["own"]) - 1 if len(facts["own"]) > 1 else 0,
        "for_whom": say("For members of the {body}; not published."),
    }


def short(words, room):
    return cut(words, room.letters)


def some(rows, room, *, more=0, of=None, short=None):
    """As many rows as find room; `of` is how many there are in all, if these are only some of them.

    A row that is a dictionary has in `short` what `short` makes of it.
    """
    rows = list(rows)
    most = room.rows + more
    left = (len(rows) if of is None else of) - min(len(rows), most)
    kept = tuple(row | {"short": short(row)} if short else row for row in rows[:most])
    return BriefList(kept, f"and {left} more on the page for members" if left > 0 else "")


def in_a_line(card, facts):
    """A priority with the one figure that says most, and how many of its actions are overdue."""
    measures = sorted(card.measures, key=lambda shown: not any(shown.aims))
    figures = [(shown, line) for shown in measures for line in aimed_first(shown) if line.figures]
    return {
        "code": card.goal.code,
        "title": cut(card.goal.title, 70),
        "figure": in_words(*figures[0]) if figures else missing(measures),
        "overdue": sum(row["goal_pk"] == card.goal.pk for row in facts["actions"]["overdue"]),
        "open": sum(row["goal_pk"] == card.goal.pk for row in facts["actions"]["others"]),
    }


def aimed_first(shown):
    """The lines of a measure, those of which something was wanted first."""
    aimed = [line for line, aims in zip(shown.lines, shown.aims, strict=False) if aims]
    return [*aimed, *(line for line in shown.lines if line not in aimed)]


def in_words(shown, line):
    name = cut(": ".join(filter(None, [line.measure, line.name])), 60)
    before = f", before {line.say(line.before)}" if line.before else ""
    return f"{name}: {line.say(line.latest)}{before}"


def missing(measures):
    """Why there is no figure."""
    return measures[0].lines[0].why if measures else "No measure is recorded"


def of_its_own(facts, room):
    """What waits for the reader's own organisation, and what it pays: sentences with their names."""
    seats = ", ".join(f"{each['seat']} ({each['body']})" for each in facts.seats) or "none recorded"
    paying = facts.paid[0] if facts.paid else None
    doing = [
        f"{row['number']}. {cut(row['words'], 60)} ({row['due'] or 'no time given'})"
        for row in (*facts.overdue, *facts.actions)
    ]
    asked = [f"{row['number']}, {row['direction']}: {cut(row['words'], 60)}" for row in facts.challenges]
    return {
        "name": facts.organisation.full_name,
        "lines": [
            ("Seats", short(seats, BriefRoom(1, 220, 0))),
            ("Attendance", facts.attendance or "nothing to count from yet"),
            ("Figures owed", listed_short([cut(row["what"], 80) for row in facts.owed], room) or "none"),
            ("Actions led", listed_short(doing, room) or "none"),
            ("Challenges", listed_short(asked, room) or "none open"),
            (
                "Contribution",
                f"{paying['amount']} in {paying['year']}, {paying['status'].lower()}" if paying else "none recorded",
            ),
        ],
    }


def listed_short(rows, room):
    kept = some(rows, room)
    return "; ".join([*kept.rows, *([kept.left] if kept.left else [])])
