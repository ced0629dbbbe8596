"""Any list of the office filled with a table from Word, Excel or a file: pasted, looked at row by row, saved as one."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

import finance.pasting
import forwardplan.pasting
import membership.pasting
import priorities.pasting
from kit import changes, drafts, history, wording
from kit.access import Permitted
from kit.drafts.keeping import Keeping, put_back
from kit.intake import ALONE, OUT, PASTED, ROLES, SAVE, Intake
from kit.pasting import MOST_BYTES, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, NoTable, checked, read, rows
from kit.together import added, take_back
from kit.uploads import UploadField
from lscb.office import places
from lscb.office.history import standing
from membership.roles import May

LISTS = {
    each.slug: each
    for app in (priorities.pasting, finance.pasting, forwardplan.pasting, membership.pasting)
    for each in app.LISTS
}


class Where(forms.Form):
    """Where the rows of a list go. If there is only one likely place, it is chosen already."""

    use_required_attribute = False

    def __init__(self, *args, into, **kwargs):
        super().__init__(*args, **kwargs)
        for parent in into.parents:
            rows = parent.rows()
            likely = rows.filter(**parent.likely)[:2] if parent.required else []
            self.fields[parent.name] = forms.ModelChoiceField(
                rows,
                label=parent.label,
                required=parent.required,
                initial=likely[0] if len(likely) == 1 else None,
                empty_label="Choose",
            )


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
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        self.table = None
        if self.errors:
            return cleaned
        try:
            file = cleaned.get("file")
            self.table = rows(read(file.read(MOST_BYTES + 1) if file else cleaned["html"] or cleaned["pasted"]))
        except NoTable as reason:
            self.add_error("file" if cleaned.get("file") else "pasted", str(reason))
        return cleaned


class SizeForm(forms.Form):
    """How large the table is that a page sends back: at most as large as one that is pasted."""

    rows = forms.IntegerField(min_value=1, max_value=MOST_ROWS)
    columns = forms.IntegerField(min_value=1, max_value=MOST_COLUMNS)

    def clean(self):
        size = super().clean()
        if not self.errors and size["rows"] * size["columns"] > MOST_CELLS:
            raise forms.ValidationError("The table has too many cells.")
        return size


class Grid:
    """A table on its way: its cells, the name of each column and the role of each row, as the page carries them."""

    def __init__(self, table, names, roles):
        self.table, self.names, self.roles = table, names, roles

    @classmethod
    def recognised(cls, table, into):
        table, above = into.arranged(table)
        names, has_headings = into.recognised(table)
        return cls(table, names, into.roles(table, names, has_headings, above))

    @classmethod
    def posted(cls, data, into):
        """The table as the page sent it back; None if it sent none, or none that the page could have made."""
        size = SizeForm(data)
        if not size.is_valid():
            return None
        rows, columns = range(size.cleaned_data["rows"]), range(size.cleaned_data["columns"])
        table = [[data.get(f"c-{row}-{column}", "") for column in columns] for row in rows]
        if any("\x00" in cell for row in table for cell in row):
            return None
        known, roles = {column.name for column in into.columns}, set(allowed_roles(into))
        names = [data.get(f"column-{column}", "") for column in columns]
        chosen = [data.get(f"row-{row}", SAVE) for row in rows]
        return cls(
            [[checked([[cell]])[0][0] if cell.strip() else "" for cell in row] for row in table],
            [name if name in known else "" for name in names],
            [role if role in roles else SAVE for role in chosen],
        )

    def columns(self, into):
        """Each column as the page needs it: what it holds, and the first words in it."""
        labels = {column.name: column.label for column in into.columns}
        return [
            {
                "id": f"column-{place}",
                "number": place + 1,
                "name": name,
                "label": labels.get(name) or f"Column {place + 1}: not saved",
                "sample": next((row[place] for row in self.table if row[place]), ""),
            }
            for place, name in enumerate(self.names)
        ]

    def shown(self, into, outcome):
        """The table as the page needs it: each cell with its name and what is wrong with it."""
        labels = {column.name: column.label for column in into.columns}
        rows = []
        for number, (row, role) in enumerate(zip(self.table, self.roles, strict=True)):
            problems = dict(outcome.problems.get(number, {}))
            cells = [
                {
                    "id": f"c-{number}-{place}",
                    "words": cell,
                    "lines": min(12, max(1, cell.count("\n") + 1, len(cell) // 28)),
                    "label": f"Row {number + 1}, {labels.get(name) or f'column {place + 1}'}",
                    "column": labels.get(name) or f"Column {place + 1}",
                    "problems": problems.pop(name, []) if name else [],
                }
                for place, (name, cell) in enumerate(zip(self.names, row, strict=True))
            ]
            # What belongs to a column that the table doesn't have is said of the row.
            of_row = [
                f"{labels[name]}: {sentence}" if name in labels else sentence
                for name, sentences in problems.items()
                for sentence in sentences
            ]
            rows.append(
                {
                    "number": number + 1,
                    "id": f"row-{number}",
                    "role": role,
                    "roles": named_roles(into, role, outcome.headings.get(number)),
                    "cells": cells,
                    "problems": of_row,
                    "saved": [in_short(each) for each in outcome.saved.get(number, [])],
                }
            )
        return rows


def allowed_roles(into):
    return [role for role in ROLES if into.has_headings or role in (SAVE, OUT)]


def named_roles(into, role, heading):
    """What may become of a row, in words that name the heading it is saved under; None if that isn't known yet."""
    words = {each: ROLES[each] for each in allowed_roles(into)}
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


def list_or_404(slug):
    if slug not in LISTS:
        raise Http404
    return LISTS[slug]


class Lists(Permitted, TemplateView):
    """Which lists can be filled by pasting."""

    permission_required = May.EDIT
    template_name = "office/paste_lists.html"

    def get_context_data(self, **kwargs):
        lists = [
            {"title": each.title, "hint": each.hint, "address": reverse("paste", args=[slug])}
            for slug, each in LISTS.items()
        ]
        return super().get_context_data(lists=lists, **kwargs)


class Paste(Permitted, Keeping):
    """One list: paste, look, correct, save. The address may say where its rows go."""

    permission_required = May.EDIT

    @cached_property
    def into(self):
        return list_or_404(self.kwargs["slug"])

    @property
    def kept_as(self):
        return f"a pasted table, {self.into.title}"

    def get(self, request, slug):
        if not self.puts_back:
            return self.ask(Where(into=self.into, initial=self.request.GET.dict()), Source())
        typed = drafts.as_posted(self.draft)
        where, grid = put_back(Where(into=self.into), self.draft), Grid.posted(typed, self.into)
        if grid is None:
            return self.ask(where, put_back(Source(), self.draft))
        return self.judge(Where(typed, into=self.into), grid)

    def post(self, request, slug):
        where = Where(request.POST, into=self.into)
        grid = Grid.posted(request.POST, self.into)
        if grid is None:
            source = Source(request.POST, request.FILES)
            # Each is asked, so that all errors are shown at once.
            if not all([where.is_valid(), source.is_valid()]):
                return self.ask(where, source)
            grid = Grid.recognised(source.table, self.into)
        return self.judge(where, grid, wants_save=request.POST.get("do") == "save")

    def judge(self, where, grid, *, wants_save=False):
        """Every row as it would be saved, with what is wrong with it; saved if that is wanted and nothing is wrong."""
        if not where.is_valid():
            return self.look(where, grid, None)
        intake = Intake(self.into, where.cleaned_data, self.request.user)
        outcome = intake.run(grid.table, grid.names, grid.roles, save=wants_save)
        if wants_save and outcome.is_sound:
            self.throw_away()
            return redirect("pasted", moment=spoken(outcome.moment))
        return self.look(where, grid, outcome)

    def ask(self, where, source):
        context = {"into": self.into, "where": where, "source": source, "keeping": self.keeping()}
        return render(self.request, "office/paste.html", context)

    def look(self, where, grid, outcome):
        rows = grid.shown(self.into, outcome or Nothing)
        return render(
            self.request,
            "office/paste_look.html",
            {
                "into": self.into,
                "keeping": self.keeping(),
                "where": where,
                "rows": rows,
                "columns": grid.columns(self.into),
                "choices": self.into.columns,
                "size": {"rows": len(grid.table), "columns": len(grid.names)},
                "general": outcome.general if outcome else [],
                "wrong": [
                    {"id": cell["id"], "words": f"{cell['label']}: {sentence}"}
                    for row in rows
                    for cell in row["cells"]
                    for sentence in cell["problems"]
                ]
                + [
                    {"id": row["id"], "words": f"Row {row['number']}: {sentence}"}
                    for row in rows
                    for sentence in row["problems"]
                ],
                "is_sound": outcome is not None and outcome.is_sound,
                "will_be": sum(bool(row["saved"]) for row in rows),
            },
        )


class Nothing:
    """Stands for an outcome if nothing could be tried yet."""

    problems, saved, headings = {}, {}, {}


def spoken(moment):
    """The moment of a paste as its address names it."""
    return f"{moment:%Y%m%d%H%M%S%f}"


class Pasted(Permitted, View):
    """What a paste added, and one button that takes all of it back."""

    permission_required = May.EDIT

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        try:
            self.moment = datetime.strptime(f"{kwargs['moment']}+0000", "%Y%m%d%H%M%S%f%z")
        except ValueError:
            raise Http404 from None

    def get(self, request, moment, sentences=()):
        lines = added(self.moment, places.MODELS, PASTED)
        if not lines:
            raise Http404
        entries = changes.in_order([(line.instance_type, line.history_id) for line in lines])
        there = standing(entries)
        context = {
            "what": lines[0].history_change_reason,
            "counted": history.in_numbers(line.instance_type for line in lines),
            "entries": [self.shown(entry, there) for entry in entries],
            "place": self.place(entries[0]),
            "sentences": sentences,
        }
        return render(request, "office/pasted.html", context, status=409 if sentences else 200)

    def shown(self, entry, there):
        """An added row with the way to its form or, if it was deleted since, to its history."""
        kind = places.KIND_OF[entry.model]
        is_there = (entry.model, entry.pk) in there
        address = kind.edit_address(entry.pk) if is_there else reverse("history-record", args=[kind.name, entry.pk])
        return {"kind": wording.opening(kind.noun), "name": entry.name, "address": address}

    def place(self, entry):
        """The page on which an added row stands; nothing if the row is gone."""
        row = entry.model._base_manager.filter(pk=entry.pk).first()
        return places.KIND_OF[entry.model].place(row) if row else ""

    def post(self, request, moment):
        try:
            number = take_back(self.moment, places.MODELS, PASTED, by=request.user)
        except history.CannotChange as refusal:
            return self.get(request, moment, sentences=refusal.sentences)
        messages.success(request, f"The whole paste was taken back: {wording.counted(number, 'record')}.")
        return redirect("paste-lists")
