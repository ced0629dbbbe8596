"""A table as somebody brought it for a list: where its rows go, what would be saved of it, and what is wrong."""

from django import forms
from django.utils.functional import cached_property

from kit import wording
from kit.intake import looking, rows, understanding
from kit.intake.lists import known
from kit.intake.rows import ALONE, JOIN, OUT, ROLES, SAVE
from kit.intake.table import arrange
from kit.intake.taking import Intake, Outcome, ToBeMade
from kit.signs import tidy
from lscb.office import places
from lscb.office.pasted_lists import KNOWN

SHOWN = 50  # rows on a page
MOST_TRIED = 400  # rows of a table that are all tried at each look
FAR = 4  # points by which another list reads a table better than the chosen one
MOST_WRONG = 20  # things that the summary names
LONG = 1_500  # filled cells that are saved: they take a processor one to two seconds, by what their list makes of them
REASONS = {
    rows.HEADINGS: "Headings of the columns",
    rows.TITLE: "Title: not saved",
    rows.AGAIN: "Headings again: not saved",
    rows.TOTAL: "Total: compared, not saved",
    rows.DIFFERENCE: "Difference: compared, not saved",
}


class Where(forms.Form):
    """Where the rows of a list go. If there is only one likely place, it is chosen already.

    What isn't there yet can be named, and is made with the rows: it is offered if there is none.
    """

    use_required_attribute = False

    def __init__(self, *args, into, may_be_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.into = into
        for parent in into.parents:
            found = parent.rows()
            likely = found.filter(**parent.likely)[:2] if parent.required else []
            new = f"new-{parent.name}"
            may_add = parent.adds and (may_be_new or self.data.get(new) or not found.exists())
            self.fields[parent.name] = forms.ModelChoiceField(
                found,
                label=parent.label,
                required=parent.required and not may_add,
                initial=likely[0] if len(likely) == 1 else None,
                empty_label="Choose",
            )
            if may_add:
                self.fields[new] = forms.CharField(
                    label=f"Or a new one: {parent.adds.noun}",
                    required=False,
                    max_length=60,
                    help_text=parent.adds.form.base_fields[parent.adds.model.goes_by].help_text,
                )

    def clean(self):
        cleaned = super().clean()
        for parent in self.into.parents:
            words = cleaned.pop(f"new-{parent.name}", "")
            if words and not cleaned.get(parent.name):
                cleaned[parent.name] = ToBeMade(parent.adds, words, parent.likely)
            elif parent.required and not cleaned.get(parent.name) and not self.has_error(parent.name):
                self.add_error(parent.name, "Choose one, or name a new one.")
        return cleaned


class LookedAt:
    """A piece that somebody looks at: its table as a list takes it, what would become of it, and what to look at.

    `parents` are the rows that its own will stand in; None if nobody said yet which.
    """

    def __init__(self, piece, parents, person, left=(), first=0):
        self.piece, self.into, self.parents, self.person, self.left = piece, KNOWN[piece.into], parents, person, left
        self.years, self.first = looking.years_of(self.into, parents or {}), first
        self.table = arrange(piece.cells, self.into, self.years)
        if piece.columns:
            self.table.columns, self.table.roles, self.table.sure = piece.columns, piece.roles, piece.sure

    def keep(self):
        """Put what was found into the piece, so that it is what was chosen from now on."""
        self.piece.columns, self.piece.roles = self.table.columns, self.table.roles

    @cached_property
    def outcome(self):
        """What would become of it; an empty one if nobody said yet where the rows go."""
        if self.parents is None:
            return Outcome()
        shown = range(self.first, self.first + SHOWN)
        return self.run(save=False, only=shown if len(self.table.roles) > MOST_TRIED else None)

    @property
    def will_be(self):
        """How many rows will be saved once nothing is wrong; of a large table those not shown haven't been tried."""
        if len(self.table.roles) <= MOST_TRIED:
            return len(self.outcome.saved | self.outcome.problems)  # all or none
        return sum(role in (SAVE, ALONE) for role in self.table.roles)

    @property
    def is_large(self):
        """Whether saving it takes longer than a person waits."""
        table = self.table
        saved = (row for row, role in zip(table.own, table.roles, strict=True) if role in (SAVE, ALONE))
        return sum(bool(name and cell) for row in saved for name, cell in zip(table.columns, row, strict=True)) > LONG

    def run(self, *, save, only=None):
        return Intake(self.into, self.parents, self.person).run(self.table, save=save, only=only)

    @cached_property
    def looks(self):
        return [*self.another_list(), *looking.looks(self.table, self.outcome, self.years, self.left)]

    def another_list(self):
        """That the table looks like one of another list, if it does and isn't one of this."""
        best = understanding.chosen(understanding.readings(self.piece.cells, KNOWN.values()))
        is_other = best and best.into is not self.into and best.points - self.table.reading.points >= FAR
        if is_other and not self.has_years_side_by_side(best):
            yield looking.ToLook(words=f"This looks like another list: “{best.into.title}” ({'; '.join(best.why)}).")

    def has_years_side_by_side(self, best):
        """Whether years head the columns of a table, and a heading of this list of years says what its rows are of."""
        if not (best.matrix and self.into.yearly):
            return False
        across = [head for head, name in zip(best.headings, best.columns, strict=True) if name == best.into.across]
        names_rows = any(known(head, self.into)[0] == self.into.columns[0].name for head in best.headings)
        return names_rows and all(understanding.YEARS.fullmatch(head.strip()) for head in across)

    @property
    def sign(self):
        return looking.sign_of(self.looks)

    @property
    def is_looked_at(self):
        return self.sign in ("", self.piece.looked)

    @property
    def is_sound(self):
        return self.parents is not None and self.outcome.is_sound

    def asked(self):
        """The questions about cells: row, column, and the sentence with its offers."""
        for row, problems in self.outcome.problems.items():
            for name, sentences in problems.items():
                place = place_of(self.table, name)
                for sentence in sentences:
                    if place is not None and getattr(sentence, "offers", ()):
                        yield row, place, sentence


def look_at(found, person, first=0):
    """The one table that somebody brought for a list, as they chose it."""
    piece = found.pieces[0]
    where = where_of(piece)
    return LookedAt(piece, where.cleaned_data if where.is_valid() else None, person, found.left, first)


def where_of(piece):
    return Where(piece.where, into=KNOWN[piece.into])


def place_of(table, name):
    """The place of a column by its name, or by its place itself; None if the table has no such column."""
    if isinstance(name, int):
        return name
    return table.columns.index(name) if name in table.columns else None


def label_of(look, name):
    """What a column is called: that of a place by its own heading."""
    if isinstance(name, int):
        return look.table.headings[name]
    return look.into.label(name)


def corrected(piece, data):
    """Put what a page sent back into a piece: columns, rows, and the cells that it showed."""
    into = KNOWN[piece.into]
    roles = set(allowed_roles(into))
    piece.where |= {name: value for name, value in data.items() if name in parents_of(into) and "\x00" not in value}
    for place in range(len(piece.columns)):
        name = data.get(f"column-{place}")
        if name is not None:
            piece.columns[place] = name if into.has(name) else ""
    for number, row in enumerate(piece.cells.rows):
        if data.get(f"row-{number}") in roles:
            piece.roles[number] = data[f"row-{number}"]
        for place in range(len(row)):
            words = data.get(f"c-{number}-{place}")
            if words is not None and "\x00" not in words and tidy(words) != row[place]:
                row[place] = tidy(words)
                piece.cells.troubles.pop((number, place), None)
                piece.sure.discard((number, place))
    if "looked-shown" in data:
        piece.looked = data.get("looked", "")
    do(piece, data.get("do", ""), into, roles)


def parents_of(into):
    return {name for parent in into.parents for name in (parent.name, f"new-{parent.name}")}


def do(piece, deed, into, roles):
    """What a button does at once: `column-3=note`, `row-7=join`, `cell-2-1=49.5%`, `sure-2-1=`."""
    what, _, value = deed.partition("=")
    sort, *at = what.split("-")
    if not at or not all(each.isascii() and each.isdigit() and len(each) < 7 for each in at):
        return
    at = tuple(map(int, at))
    height, width = len(piece.cells.rows), piece.cells.width
    if sort == "column" and len(at) == 1 and at[0] < width and into.has(value):
        piece.columns[at[0]] = value
    elif sort == "row" and len(at) == 1 and at[0] < height and value in roles:
        piece.roles[at[0]] = value
    elif len(at) == 2 and at[0] < height and at[1] < width:
        if sort == "cell":
            piece.cells.rows[at[0]][at[1]] = tidy(value)
        elif sort == "sure":
            piece.sure.add(at)


def same_question(sentence):
    """A question without the figures in it: what is asked of several cells of a column is asked once."""
    return "".join(sign for sign in sentence if sign not in "0123456789.,£%")


def answer_all(look, deed):
    """Answer a question for all cells of a column: `all-2-1-0` takes for each what the first offer of row 2 is."""
    at = [int(each) for each in deed.split("-")[1:] if each.isascii() and each.isdigit() and len(each) < 7]
    if not deed.startswith("all-") or len(at) != 3:
        return
    asked = {(row, place): sentence for row, place, sentence in look.asked()}
    like = asked.get((at[0], at[1]))
    for (row, place), sentence in asked.items():
        if like and place == at[1] and same_question(sentence) == same_question(like) and at[2] < len(sentence.offers):
            look.piece.cells.rows[row][place] = sentence.offers[at[2]]


def allowed_roles(into):
    return [role for role in ROLES if into.has_headings or role not in (rows.HEADING, ALONE)]


def named_roles(look, number):
    """What may become of a row, in words that name the heading it is saved under or why it isn't saved."""
    heading, role, reason = look.outcome.headings.get(number), look.table.roles[number], look.table.told.why.get(number)
    words = {each: ROLES[each] for each in allowed_roles(look.into) if each != JOIN or number}
    words[OUT] = REASONS.get(reason, words[OUT])
    if heading:
        words[SAVE] = f"Under “{heading}”"
    elif heading == "" and role != ALONE:
        words.pop(ALONE, None)
    return words


def in_short(row):
    """What will be saved: the kind of row, and what was read off the words."""
    kind = places.KIND_OF[type(row)]
    said = kind.brought(row)
    return wording.opening(f"{kind.noun} ({', '.join(said)})" if said else kind.noun)


def shown(look, first):
    """The rows of one page as its template needs them: each cell with its words, whether it is saved, what is wrong."""
    table, found = look.table, []
    figures = table.as_chosen.figures
    alike = {}
    for row, place, sentence in look.asked():
        alike.setdefault((place, same_question(sentence)), []).append(row)
    for number in range(first, min(first + SHOWN, len(table.cells.rows))):
        role, problems = table.roles[number], dict(look.outcome.problems.get(number, {}))
        cells = []
        for place, words in enumerate(table.cells.rows[number]):
            name = table.columns[place]
            wrong = (problems.pop(name, []) if name else []) + problems.pop(place, [])
            cells.append(
                {
                    "id": f"c-{number}-{place}",
                    "words": words,
                    "is_saved": bool(name) and role != OUT,
                    "is_heading": table.told.why.get(number) == rows.HEADINGS and role == OUT,
                    "is_figure": place in figures,
                    "lines": min(12, max(1, words.count("\n") + 1, len(words) // 28)),
                    "label": f"Row {number + 1}, {look.into.label(name) or f'column {place + 1}'}",
                    "column": look.into.label(name) or table.headings[place] or f"Column {place + 1}",
                    "problems": [asked(sentence, number, place, alike) for sentence in wrong],
                }
            )
        # What belongs to a column that the table doesn't have is said of the row.
        of_row = [
            f"{look.into.label(name)}: {sentence}" if look.into.label(name) else sentence
            for name, sentences in problems.items()
            for sentence in sentences
        ]
        found.append(
            {
                "number": number + 1,
                "id": f"row-{number}",
                "role": role,
                "roles": named_roles(look, number),
                "cells": cells,
                "problems": of_row,
                "saved": [in_short(each) for each in look.outcome.saved.get(number, [])],
                "said": look.outcome.said.get(number, []),
            }
        )
    return found


def asked(sentence, number, place, alike):
    """What is wrong with a cell, with a button for each thing that may be meant."""
    several = alike.get((place, same_question(sentence)), [])
    offers = getattr(sentence, "offers", ())
    return {
        "words": sentence,
        "offers": [(offer or "Leave it empty", f"cell-{number}-{place}={offer}") for offer in offers],
        "keep": f"sure-{number}-{place}=" if getattr(sentence, "may_stay", False) else "",
        "all": [(offer or "Leave it empty", f"all-{number}-{place}-{which}") for which, offer in enumerate(offers)]
        if several[:1] == [number] and len(several) > 1
        else [],
        "how_many": len(several),
    }


def columns_shown(look):
    """Each column as the page needs it: its heading as it came, and what it holds."""
    table = look.table
    return [
        {
            "id": f"column-{place}",
            "number": place + 1,
            "name": name,
            "heading": table.headings[place] if table.headings else "",
            "label": look.into.label(name) or f"Column {place + 1}",
            "sample": next((row[place] for row in table.cells.rows if row[place]), ""),
        }
        for place, name in enumerate(table.columns)
    ]


def wrong_with(look):
    """What is wrong with the rows of a table: row, where that is on its page, the column, the sentence."""
    return [
        (
            row,
            f"row-{row}" if place_of(look.table, name) is None else f"c-{row}-{place_of(look.table, name)}",
            label_of(look, name),
            sentence,
        )
        for row, problems in look.outcome.problems.items()
        for name, sentences in problems.items()
        for sentence in sentences
    ]


def in_words(row, label, sentence):
    return f"Row {row + 1}, {label}: {sentence}" if label else f"Row {row + 1}: {sentence}"


def look_context(look, wants_save=False, refused=()):
    """All that the page with a table needs: the rows of one page, what is wrong, what to look at, how much is saved.

    `refused` are the sentences of a saving that was tried: what is wrong need not show in the rows of one page.
    """
    height = len(look.table.cells.rows)
    first = look.first
    page = first // SHOWN + 1
    is_ready = look.is_sound and look.is_looked_at
    named = [
        {"id": at if first <= row < first + SHOWN else "", "words": in_words(row, label, sentence)}
        for row, at, label, sentence in wrong_with(look)
    ]
    said_already = {each["words"] for each in named} | set(look.outcome.general)
    named += [{"id": "", "words": words} for words in refused if words not in said_already]
    return {
        "into": look.into,
        "rows": shown(look, first),
        "columns": columns_shown(look),
        "choices": look.table.choices,
        "height": height,
        "page": page,
        "pages": pages_around(page, -(-height // SHOWN)),
        "general": look.outcome.general,
        "wrong": named[:MOST_WRONG],
        "more_wrong": max(0, len(named) - MOST_WRONG),
        "open": [each for each in look.looks if each.is_open],
        "told": [each for each in look.looks if not each.is_open],
        "sign": look.sign,
        "is_looked_at": look.is_looked_at,
        "asks_to_look": wants_save and look.is_sound and not look.is_looked_at,
        "is_sound": look.is_sound and not refused,
        "is_ready": is_ready,
        "will_be": look.will_be,
    }


def pages_around(page, last):
    """The pages that one can go to: the first, the last, and those around the one that is open."""
    near = {1, last, *range(max(1, page - 3), min(last, page + 3) + 1)}
    return sorted(near) if last > 1 else []


def first_row(data, piece):
    """The first row of the page that was asked for, or of the one that was open."""
    deed = data.get("do", "")
    words = deed.removeprefix("page-") if deed.startswith("page-") else data.get("page", "")
    number = int(words) if words.isascii() and words.isdigit() and len(words) < 7 else 1
    return (min(max(1, number), max(1, -(-len(piece.cells.rows) // SHOWN))) - 1) * SHOWN
