"""Attendance as offices keep it: the signed sheet's matrix, seats down and meetings across, a letter in each cell.

Which letters mean what differs from office to office. Words and letters that can mean one thing only are a table; the
others are settled by what else the table holds, by its own key ("A = Apologies"), or by a question.
"""

import re
from difflib import get_close_matches

from kit import clock
from kit.grouping import grouped
from kit.intake.lists import tokens
from kit.intake.rows import SAVE
from kit.intake.taking import Problems, Sentence
from kit.intake.types import NAME, ORGANISATION, ROLE

from . import attending
from .headings import when
from .models import Attendance, Meeting

Mark = Attendance.Mark
# What a cell may say, folded. The first word of each is what the page offers.
WORDS = {
    Mark.PRESENT: (
        "present",
        "attended",
        "in attendance",
        "att",
        "yes",
        "y",
        "p",
        "pr",
        "✓",
        "✔",
        "☑",
        "✅",
        "√",
        "ü",
        "þ",
        "1",
    ),
    Mark.ONLINE: (
        *("online", "by phone", "phone", "telephone", "by telephone", "tel", "teleconference", "t/c", "virtual"),
        *(
            "virtually",
            "remote",
            "remotely",
            "teams",
            "zoom",
            "ms teams",
            "dialled in",
            "via teams",
            "video",
            "online / phone",
        ),
    ),
    Mark.DEPUTY: (
        *("deputy", "d", "dep", "sub", "substitute", "representative", "rep", "represented", "ra", "deputised"),
        *("deputy attended", "representative attended", "rep attended", "proxy", "alternate"),
    ),
    Mark.APOLOGIES: (
        "apologies",
        "ap",
        "apol",
        "apols",
        "apology",
        "apologies given",
        "apologies received",
        "apologies sent",
    ),
    Mark.NO_APOLOGIES: (
        *("absent", "ab", "abs", "nc", "no contact", "dna", "did not attend", "not attended", "not present"),
        *(
            "no apologies",
            "no apology",
            "apologies not received",
            "anr",
            "nil",
            "no",
            "0",
            "✗",
            "✘",
            "☒",
            "❌",
            "×",
            "û",
        ),
        *("non attendance", "no response", "not in attendance"),
    ),
    Mark.NOT_IN_POST: (
        "vacant",
        "v",
        "vac",
        "vacancy",
        "post vacant",
        "position vacant",
        "not in post",
        "nobody in post",
    ),
    Mark.NOT_YET: (
        *(
            "not a member",
            "nm",
            "n/a",
            "not yet a member",
            "not applicable",
            "not member",
            "not yet in post",
            "not required",
        ),
        *("-", "–", "—", "left", "no longer a member", "not a member at the time"),
    ),
}
SURE = {word: mark for mark, words in WORDS.items() for word in words}
# Letters that mean one of several things, with what the page offers for each.
OPEN = {
    "a": ("Apologies", "Attended", "Absent"),
    "x": ("Attended", "Absent"),
    "n": ("No contact", "Not a member"),
    "na": ("Not a member", "Not attended"),
    "o": ("Online", "Absent"),
    "r": ("Representative", "Remote"),
    "s": ("Substitute", "Apologies"),
    "t": ("Teams", "Telephone"),
    "e": ("Apologies", "Absent"),
}
DEPUTISED = re.compile(r"^(?P<mark>[^\s(:–-]+(?: attended)?)\s*(?:[(:–-]|by\b|for\b)\s*(?P<role>.{3,}?)\)?$", re.DOTALL)
KEY = re.compile(r"(?<![\w])(?P<letter>[A-Za-z]{1,3}|[✓✔✗✘x×√-])\s*(?:=|:| - | – )\s*(?P<words>[A-Za-z][A-Za-z /]+)")
# What is said of deputies beside the roles that members have.
POST = re.compile(
    r"\b(?:inspector|sergeant|superintendent|detective|d[ci]i|worker|practitioner|consultant|assistant|associate|acting"
    r"|interim|named|designated|business|team|service|senior|gp|clerk|governor|solicitor|partner|probation|police)\b",
    re.IGNORECASE,
)
CLOSE = 0.8


def take(intake, cells):
    """The marks of one row of the matrix: a seat, and a mark for each meeting that heads a column."""
    headings = {place: intake.headings.get(place, "") for place in cells if isinstance(place, int)}
    columns = [place for place, name in enumerate(intake.table.columns) if name == "mark"]
    if not columns:
        sentence = "No meeting stands above the marks. Say which columns are meetings; a rate alone can’t be saved."
        raise Problems({"who": [sentence]})
    seat = seat_of(intake, cells)
    intake.read(cells.get("rate", ""))
    if cells.get("rate"):
        intake.say("Rates aren’t saved: they are reckoned from the marks.")
    place = next_place(intake, seat)
    for column in columns:
        words = cells.get(column, "")
        if not words:
            continue
        on = intake.remembered(f"column {column}", lambda words=headings[column]: when(intake, words, "mark"))
        meeting = meeting_of(intake, on)
        mark, role = mark_of(intake, words)
        keep(intake, meeting, seat, place, mark, role)
        intake.read(words if not role else words.replace(role, "", 1))


def keep(intake, meeting, seat, place, mark, role):
    """Keep one mark. One that stands there already in the same way is read and left."""
    there = intake.remembered(
        f"marks {meeting.pk}",
        lambda: {(row.seat_id, row.place): row for row in meeting.attendance_set.of_seats()},
    )
    before = there.get((seat.pk, place))
    if before is None:
        values = {"mark": mark, "role": role, "place": str(place)}
        there[seat.pk, place] = intake.keep(
            Attendance, values, columns=dict.fromkeys(values, "mark"), meeting=meeting, seat=seat
        )
    elif before.mark != mark:
        raise Problems(
            {
                "mark": [
                    f"{meeting.when} has another mark already: {before.get_mark_display().lower()}. Change it on the "
                    "meeting’s own page, and empty the cell here."
                ]
            }
        )
    else:
        intake.read(role)


def meeting_of(intake, on):
    """The meeting that heads a column: that of the day or, if only the month is named, the one in it."""
    year, month, day, _ = on
    body = intake.parents["body"]
    known = intake.remembered("meetings", lambda: list(body.meeting_set.all()))
    same = [row for row in known if (row.year, row.month) == (year, month) and (not day or row.day in (day, None))]
    exact = [row for row in same if row.day == day]
    found = exact or same
    if len(found) > 1:
        offers = [row.when for row in found if row.on]
        raise Problems(
            {"mark": [Sentence(f"Several meetings were in {found[0].when}. Write the day in the heading.", offers)]}
        )
    if found:
        if found[0].state != Meeting.State.HELD:
            intake.say(f"{found[0].when} isn’t recorded as held; its marks count once it is.")
        return found[0]
    held = (
        Meeting.State.HELD
        if Meeting(year=year, month=month, day=day).at_latest <= clock.today()
        else Meeting.State.PLANNED
    )
    made = intake.keep(
        Meeting,
        {"year": year, "month": month, "day": day or "", "state": held},
        columns=dict.fromkeys(("year", "month", "day", "state"), "mark"),
        body=body,
    )
    known.append(made)
    return made


# Seats


def seat_of(intake, cells):
    """The seat that a row is about: by its role, its organisation, both, or who holds it. Asks where several may be."""
    known = intake.remembered("seats", lambda: names_of_seats(intake.parents["body"]))
    told = [cells.get(name, "") for name in ("who", "role", "organisation", "name")]
    who, *others = told
    wanted = [
        " ".join(filter(None, each))
        for each in ([who, *others[:2]], [who, others[1], others[0]], others[:2], others[1::-1])
    ]
    for words in [*wanted, who, *others]:
        seats = known.get(plainly(words), []) if words else []
        if len(seats) == 1:
            intake.read(*(each for each in told if each))
            return seats[0]
    several = next(
        (seats for words in [*wanted, who, *others] if words and len(seats := known.get(plainly(words), [])) > 1), []
    )
    if several:
        raise Problems({"who": [Sentence(f"“{who}” may be several seats. Which is it?", map(in_full, several))]})
    near = get_close_matches(plainly(who), known, 3, CLOSE) if who else []
    offers = dict.fromkeys(in_full(seat) for each in near for seat in known[each])
    raise Problems({"who": [Sentence(f"“{who}” is no seat of {intake.parents['body']}.", offers)]})


def names_of_seats(body):
    """The seats by all that a row may call them."""
    seats = list(body.seat_set.with_holders(clock.today()).order_by("position", "pk"))
    return {
        name: list(dict.fromkeys(each))
        for name, each in grouped(
            (plainly(name), seat) for seat in seats for name in names(seat) if plainly(name)
        ).items()
    }


def names(seat):
    yield str(seat)
    yield in_full(seat)
    of = attending.organisation_of(seat)
    yield from (of, f"{seat} {of}", f"{of} {seat}", seat.represents)
    organisation = seat.organisation
    while organisation:
        for name in (organisation.name, organisation.short_name):
            yield from (name, f"{name} {seat}", f"{seat} {name}")
        organisation = organisation.parent
    if seat.office != seat.Office.NONE:
        yield from (seat.get_office_display(), f"{seat.get_office_display()} {of}")
    yield from (row.name for row in seat.current)


def in_full(seat):
    """A seat so that no other is meant: Essex Police: Head of CAIU."""
    return ": ".join(filter(None, (attending.organisation_of(seat), str(seat))))


def plainly(words):
    """Words as they are compared: without signs, plurals, and a number at the end that counts several of a kind."""
    return re.sub(r" [0-9]+$", "", tokens(words.replace("’", "").replace("'", "")))


def next_place(intake, seat):
    """Which of several places of a seat a row is about: the first row the first one, and so on."""
    used = intake.memory.setdefault("places", {})
    used[seat.pk] = used.get(seat.pk, 0) + 1
    if used[seat.pk] > len(attending.places_of(seat)):
        sentence = (
            f"A row above is about this seat already. If there are several “{seat}”, say so in the members’ list."
        )
        raise Problems({"who": [sentence]})
    return used[seat.pk]


# Marks


def mark_of(intake, words):
    """What a cell says: a mark, and a deputy's role if it gives one. Asks where a letter may mean several things."""
    said = " ".join(words.casefold().replace(".", "").split())
    key = intake.remembered("key", lambda: key_of(intake))
    others = intake.remembered(
        "others", lambda: {" ".join(each.casefold().replace(".", "").split()) for each in intake.column("mark")}
    )
    if found := key.get(said) or SURE.get(said) or settled(said, others):
        return found, ""
    if said in OPEN:
        offers = OPEN[said]
        raise Problems(
            {"mark": [Sentence(f"“{words}” may mean {' or '.join(map(str.lower, offers))}. Which is it?", offers)]}
        )
    deputised = DEPUTISED.match(words.strip())
    if deputised:
        letter = deputised["mark"].casefold().rstrip(".")
        if (key.get(letter) or SURE.get(letter)) == Mark.DEPUTY:
            return Mark.DEPUTY, no_name(intake, words, deputised["role"].strip())
    raise Problems(
        {
            "mark": [
                Sentence(f"“{words}” is no mark. Choose one.", ("Present", "Online", "Deputy", "Apologies", "Absent"))
            ]
        }
    )


def settled(said, others):
    """What an open letter means by the others that stand in the table; nothing if they don't tell."""
    marks = {SURE[each] for each in others if each in SURE}
    if said == "a" and Mark.APOLOGIES in marks and Mark.PRESENT in marks:
        return Mark.NO_APOLOGIES
    if said == "a" and Mark.PRESENT in marks:
        return Mark.APOLOGIES
    if said == "x" and Mark.PRESENT in marks:
        return Mark.NO_APOLOGIES
    if said == "n" and marks & {Mark.NOT_YET, Mark.NOT_IN_POST} and Mark.PRESENT in marks:
        return Mark.NO_APOLOGIES
    return None


def key_of(intake):
    """What the table's own key says of its letters, A = Apologies: above the table, or in a row of its own."""
    table = intake.table
    said = [
        table.above,
        *(cell for row, role in zip(table.cells.rows, table.roles, strict=True) if role != SAVE for cell in row),
    ]
    found = {}
    for match in KEY.finditer("\n".join(said)):
        words = match["words"].casefold().strip()
        mark = SURE.get(words) or next(
            (
                mark
                for phrase, mark in sorted(SURE.items(), key=lambda each: -len(each[0]))
                if len(phrase) > 3 and phrase in words
            ),
            None,
        )
        if mark:
            found[match["letter"].casefold()] = mark
    return found


def no_name(intake, words, role):
    """A deputy's role; what looks like somebody's name is asked about."""
    is_post = any(words_of.search(role) for words_of in (POST, ROLE, ORGANISATION))
    if NAME.fullmatch(role) and not is_post and not intake.is_sure("mark"):
        sentence = f"“{role}” looks like a name. Only the deputy’s role is kept."
        raise Problems({"mark": [Sentence(sentence, ("Deputy",), may_stay=True)]})
    return role
