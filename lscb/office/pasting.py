"""Any list of the office filled with a table from Word, Excel or a file: pasted, looked at row by row, saved as one."""

import hashlib

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

import finance.pasting
import forwardplan.challenge_pasting
import forwardplan.pasting
import membership.inspections_pasting
import membership.pasting
import priorities.action_pasting
import priorities.learning_pasting
import priorities.pasting
import priorities.recommendations_pasting
import publications.pasting
from kit import changes, drafts, history, long_work, wording
from kit.access import Permitted
from kit.drafts import once
from kit.drafts.keeping import Keeping, put_back
from kit.intake import looking, rows, understanding
from kit.intake.lists import known
from kit.intake.rows import ALONE, JOIN, OUT, ROLES, SAVE
from kit.intake.table import arrange
from kit.intake.taking import PASTED, Intake, Outcome, ToBeMade
from kit.pasting import MOST_BYTES, NoTable, read
from kit.signs import tidy
from kit.together import heard, lines, spoken, take_back
from kit.uploads import UploadField
from lscb.office import brought, places
from lscb.office.history import standing
from membership.roles import May

# In the order in which they are saved together: what others stand in comes first.
KNOWN = {
    each.slug: each
    for app in (
        membership.pasting,
        priorities.pasting,
        priorities.action_pasting,
        finance.pasting,
        forwardplan.pasting,
        forwardplan.challenge_pasting,
        priorities.learning_pasting,
        priorities.recommendations_pasting,
        membership.inspections_pasting,
        publications.pasting,
    )
    for each in app.LISTS
}
LISTS = {slug: each for slug, each in KNOWN.items() if each.take}
EVERYTHING = "tables, pasted or in a file"  # as what all that is brought at once is kept
SHOWN = 50  # rows on a page
MOST_TRIED = 400  # rows of a table that are all tried at each look
FAR = 4  # points by which another list reads a table better than the chosen one
MOST_WRONG = 20  # things that the summary names
SAVING = "pasting"
LONG = 1_500  # filled cells that are saved: they take a processor one to two seconds, by what their list makes of them
CHANGED = "Nothing is saved: the table was changed, or thrown away, after you asked for it to be saved."
NOT_ALLOWED = "Nothing is saved: your role doesn’t let you save rows of this list any more."
KEPT = "All that you typed is kept."
KEPT_BESIDE = " What you changed in the table meanwhile is not saved; it is still kept."


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


class Source(forms.Form):
    """A table, pasted or as a file. `html` is what a browser's script kept of the clipboard beside the plain text."""

    use_required_attribute = False

    pasted = forms.CharField(
        label="The table",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "data-paste": "html"}),
        help_text="Select the whole table in Word or Excel, copy it (Ctrl and C), and paste it here (Ctrl and V).",
    )
    file = UploadField(
        label="Or a file",
        required=False,
        help_text="A workbook (XLSX, XLS or ODS), a Word file (DOCX or ODT) or CSV, at most 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt,.docx,.odt"}),
    )
    sheet = forms.CharField(
        label="Its sheet",
        required=False,
        max_length=100,
        help_text="The name of a workbook’s sheet, if it isn’t the first with a table.",
    )
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args, several=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.several = several

    def clean(self):
        cleaned = super().clean()
        self.brought = None
        if self.errors:
            return cleaned
        try:
            file = cleaned.get("file")
            given = file.read(MOST_BYTES + 1) if file else cleaned["html"] or cleaned["pasted"]
            found = brought.of(read(given, cleaned["sheet"] or None), file.name if file else "")
            self.several = self.several or sum(piece.sort == brought.TABLE for piece in found.pieces) > 1
            self.brought = brought.several(found) if self.several else brought.single(found)
        except NoTable as reason:
            self.add_error("file" if cleaned.get("file") else "pasted", str(reason))
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


def take_in(look, kept):
    """Save the rows of a table, all or none, and forget with that what was `kept` of it. Whether they were saved."""
    if look.parents is None:
        return False
    with transaction.atomic():
        look.outcome = look.run(save=True)
        if look.is_sound:
            kept.delete()
    return look.is_sound


def ask_for_saving(look, draft):
    """The row of the saving of a large table, which is read off the draft in a process of its own."""
    told = {"draft": draft.pk, "mark": mark_of(draft), "slug": look.into.slug}
    key = saving_key(look.person, look.into, draft.word)
    return long_work.start(SAVING, key, f"Saving a pasted table: {look.into.title}", by=look.person, told=told)


def saving_key(person, into, word=""):
    return f"{person.pk} {into.slug} {word}"


def mark_of(draft):
    return hashlib.sha256(draft.fields.encode()).hexdigest()


def save_large(work, told):
    """Save a large table as it was when somebody asked for it: what is said of that, and where its rows are seen."""
    back = reverse("paste", args=[told["slug"]])
    if not work.by.has_perm(LISTS[told["slug"]].permission):
        raise long_work.WorkFailed(NOT_ALLOWED)
    draft = drafts.Draft.objects.filter(pk=told["draft"], person=work.by).first()
    if draft is None or mark_of(draft) != told["mark"]:
        raise long_work.WorkFailed(CHANGED, f"{back}?draft={draft.pk}" if draft else back)
    found = brought.kept(draft)
    look = look_at(found, work.by)
    long_work.far(f"Saving {wording.counted(look.will_be, 'row')}.")
    as_it_was = drafts.Draft.objects.filter(pk=draft.pk, fields=draft.fields)
    if not take_in(look, as_it_was):
        wrong = wrong_with(look)
        found.refused = [*look.outcome.general, *(in_words(row, *said) for row, _, *said in wrong)][:MOST_WRONG]
        with transaction.atomic():
            if there := as_it_was.select_for_update().first():
                brought.keep(work.by_id, there.form, there.key, there.word, found)
        rows_wrong = sorted({row for row, *_ in wrong}) or [0]
        words = f"Nothing is saved. {need_a_look(rows_wrong) if wrong else 'The table needs a look.'} {KEPT}"
        raise long_work.WorkFailed(words, f"{back}?draft={draft.pk}&page={rows_wrong[0] // SHOWN + 1}")
    words = f"Saved: {wording.counted(sum(map(len, look.outcome.saved.values())), 'record')}."
    is_kept = drafts.Draft.objects.filter(pk=draft.pk).exists()
    return words + (KEPT_BESIDE if is_kept else ""), reverse("pasted", args=[spoken(look.outcome.moment)])


def need_a_look(numbers):
    """That rows need a look, without their words: whoever works in the office may read this sentence."""
    first = numbers[0] + 1
    return (
        f"{len(numbers)} rows need a look, the first is row {first}." if numbers[1:] else f"Row {first} needs a look."
    )


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


REASONS = {
    rows.HEADINGS: "Headings of the columns",
    rows.TITLE: "Title: not saved",
    rows.AGAIN: "Headings again: not saved",
    rows.TOTAL: "Total: compared, not saved",
    rows.DIFFERENCE: "Difference: compared, not saved",
}


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


def list_or_404(slug):
    if slug not in LISTS:
        raise Http404
    return LISTS[slug]


class KeepingBrought(Keeping):
    """A page on what was brought: what it sends back are corrections of what is kept."""

    def keep(self, person):
        """Keep the corrections in what is kept for a person, or, before anything was brought, what they typed."""
        found = self.brought_for(person)
        if found is None:
            return super().keep(person)
        self.correct(found)
        return self.store(found, person)

    def brought_for(self, person):
        if "look" not in self.request.POST:
            return None
        draft = drafts.Draft.objects.of(person, self.draft_form, self.draft_key).filter(word=self.word).first()
        return brought.kept(draft)

    def store(self, found, person):
        return brought.keep(person.pk, self.draft_form, self.draft_key, self.word, found)

    def correct(self, found):
        raise NotImplementedError


class Paste(Permitted, KeepingBrought):
    """One list: paste, look, correct, save. The address may say where its rows go."""

    @cached_property
    def into(self):
        return list_or_404(self.kwargs["slug"])

    def get_permission_required(self):
        return (self.into.permission,)

    @property
    def kept_as(self):
        return f"a pasted table, {self.into.title}"

    def get(self, request, slug):
        if not self.puts_back:
            return self.ask(Where(into=self.into, initial=self.request.GET.dict()), Source())
        if work := self.being_saved():
            return redirect("long-work", work.pk)
        if found := brought.kept(self.draft):
            return self.judge(found)
        return self.ask(put_back(Where(into=self.into), self.draft), put_back(Source(), self.draft))

    def post(self, request, slug):
        if "look" in request.POST:
            found = self.brought_for(request.user)
            if found is None:
                return self.gone()
            self.correct(found)
            found.refused = []
            if work := self.being_saved():
                self.store(found, request.user)
                return redirect("long-work", work.pk)
            return self.judge(found, wants_save=request.POST.get("do") == "save")
        where, source = Where(request.POST, into=self.into), Source(request.POST, request.FILES)
        # Each is asked, so that all errors are shown at once.
        if not all([where.is_valid(), source.is_valid()]):
            return self.ask(where, source)
        found = source.brought
        if source.several:
            found.where = {name: request.POST.get(name, "") for name in where.fields}
            draft = brought.keep(request.user.pk, EVERYTHING, reverse("paste-lists"), once.word()[:20], found)
            return redirect(f"{reverse('paste-all')}?draft={draft.pk}")
        for piece in found.pieces:
            piece.into, piece.where = self.into.slug, {name: request.POST.get(name, "") for name in where.fields}
        return self.judge(found)

    def gone(self):
        """The answer to a form that isn't kept: the row of its saving if it was large, or that it is gone."""
        if work := self.last_saving():
            return redirect("long-work", work.pk)
        messages.error(self.request, "This table isn’t kept any more: it was saved, or thrown away. Paste it again.")
        return redirect(self.own_address())

    def last_saving(self):
        """The row of the saving of this form as a large table, if somebody asked for it within a day."""
        return long_work.latest(SAVING, saving_key(self.request.user, self.into, self.word))

    def being_saved(self):
        """The same while it is under way."""
        work = self.last_saving()
        return work if work and work.is_under_way else None

    def correct(self, found):
        corrected(found.pieces[0], self.request.POST)

    def judge(self, found, *, wants_save=False):
        """Every row as it would be saved, with what is wrong with it; saved if that is wanted and nothing is wrong."""
        look = self.look_at(found)
        look.keep()
        if (deed := self.request.POST.get("do", "")).startswith("all-"):
            answer_all(look, deed)
            look = self.look_at(found)
        if wants_save and look.is_sound and look.is_looked_at:
            if look.is_large and (draft := self.store(found, self.request.user)):
                return redirect("long-work", ask_for_saving(look, draft).pk)
            if take_in(look, self.kept.filter(word=self.word)):
                return redirect("pasted", moment=spoken(look.outcome.moment))
        self.store(found, self.request.user)
        return self.look(look, found, wants_save)

    def look_at(self, found):
        asked_for = self.request.POST or self.request.GET
        return look_at(found, self.request.user, first_row(asked_for, found.pieces[0]))

    def ask(self, where, source):
        work = long_work.recent(self.request.user).filter(
            what=SAVING, key__startswith=saving_key(self.request.user, self.into)
        )
        context = {
            "into": self.into,
            "where": where,
            "source": source,
            "keeping": self.keeping(),
            "work": next(map(long_work.notice, work[:1]), None),
        }
        return render(self.request, "office/paste.html", context)

    def look(self, look, found, wants_save):
        context = look_context(look, wants_save, found.refused)
        context |= {"where": where_of(found.pieces[0]), "keeping": self.keeping()}
        return render(self.request, "office/paste_look.html", context)


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


class Pasted(Permitted, View):
    """What a paste added or changed, and one button that takes all of it back; for whoever pasted it.

    It is also for who may edit all of these kinds. Whoever may paste figures may add breakdowns by it and no others.
    """

    permission_required = May.SEE_DRAFTS

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.moment = heard(kwargs["moment"])

    def may_edit(self, model):
        return self.request.user.has_perm(places.KIND_OF[model].may)

    def get(self, request, moment, sentences=()):
        found = lines(self.moment, places.MODELS, PASTED, "+", "~")
        if not found:
            raise Http404
        if not all(line.history_user_id == request.user.pk or self.may_edit(line.instance_type) for line in found):
            raise PermissionDenied
        entries = changes.in_order([(line.instance_type, line.history_id) for line in found])
        there = standing(entries)
        context = {
            "what": found[0].history_change_reason,
            "counted": history.in_numbers(line.instance_type for line in found),
            "entries": [self.shown(entry, there) for entry in entries],
            "place": self.place(entries[0]),
            "sentences": sentences,
        }
        return render(request, "office/pasted.html", context, status=409 if sentences else 200)

    def shown(self, entry, there):
        """An added row with the way to its form or, if that is gone or somebody else's to edit, to its history."""
        kind = places.KIND_OF[entry.model]
        is_open = (entry.model, entry.pk) in there and self.may_edit(entry.model)
        address = kind.edit_address(entry.pk) if is_open else reverse("history-record", args=[kind.name, entry.pk])
        return {"kind": wording.opening(kind.noun), "name": entry.name, "address": address}

    def place(self, entry):
        """The page on which an added row stands; nothing if the row is gone."""
        row = entry.model._base_manager.filter(pk=entry.pk).first()
        return places.KIND_OF[entry.model].place(row) if row else ""

    def post(self, request, moment):
        found = lines(self.moment, places.MODELS, PASTED, "+", "~")
        if not all(line.history_user_id == request.user.pk or self.may_edit(line.instance_type) for line in found):
            raise PermissionDenied
        try:
            number = take_back(self.moment, places.MODELS, PASTED, by=request.user)
        except history.CannotChange as refusal:
            return self.get(request, moment, sentences=refusal.sentences)
        messages.success(request, f"The whole paste was taken back: {wording.counted(number, 'record')}.")
        return redirect("paste-lists")
