"""A whole file, or all that was selected at once: each table and list with what it seems to be, saved together.

What is tables and lists goes into the lists of the board, what is words becomes the sections of a plan's document. None
is saved where it isn't sure what it is, and one undo takes all of it back.
"""

import re
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from kit import drafts, prose
from kit.access import Permitted
from kit.drafts import once
from kit.drafts.keeping import put_back
from kit.fields import DayField
from kit.intake import understanding
from kit.intake.taking import PASTED, Intake, Problems, ToBeMade
from kit.together import Together, spoken
from kit.wording import counted, cut
from lscb.office import brought
from lscb.office.brought import WORDS
from lscb.office.guessing import FRAME, OTHERS, before, guess, in_years, join
from lscb.office.looked_at import LookedAt, Where, corrected, first_row, look_context
from lscb.office.outline import GOES_ON, NOT_TAKEN, SAVED, outline
from lscb.office.pasted_lists import KNOWN, LISTS
from lscb.office.pasting import EVERYTHING, KeepingBrought, Source
from membership.roles import May
from priorities.office import PART
from publications.models import Narrative, Publication, PublicationKind


class DocumentForm(Where):
    """What the document is, for whose words the sections are made; and what the rows of all pieces stand in."""

    title = forms.CharField(label="Title of the document", required=False, max_length=200)
    printed = forms.CharField(
        label="Its period, as printed", required=False, max_length=60, help_text="As on the cover: 2016 - 2019."
    )
    starts = DayField(label="From", required=False)
    ends = DayField(label="To", required=False)
    told_from = DayField(label="The reporting period begins on", required=False)
    told_to = DayField(label="and ends on", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, into=FRAME, may_be_new=True, **kwargs)
        names = [name for name in self.fields if not name.startswith("told_")]
        after = names.index("new-period") + 1
        self.order_fields([*names[:after], "told_from", "told_to", *names[after:]])

    def clean(self):
        """What is made new begins and ends with the document, or as it is said of the reporting period.

        The plan whose progress is told is of the years in its name.
        """
        cleaned = super().clean()
        for name, (starts, ends) in {"plan": ("starts", "ends"), "period": ("told_from", "told_to")}.items():
            if isinstance(row := cleaned.get(name), ToBeMade):
                days_of = {"starts": cleaned.get(starts) or "", "ends": cleaned.get(ends) or ""}
                cleaned[name] = replace(row, values=row.values | days_of)
        past = cleaned.get("past")
        if isinstance(past, ToBeMade) and len(understanding.years_in(past.words)) == 1:
            cleaned["past"] = replace(past, values=past.values | {"period_as_printed": in_years(past.words)})
        return cleaned


# Judged and saved together


def parents_of(piece, frame_parents):
    """The parents of a piece's rows, out of what all pieces stand in; None if one that is needed wasn't named."""
    found = {}
    for parent in KNOWN[piece.into].parents:
        if parent.name == "part":
            found["part"] = ToBeMade(PART, piece.name) if piece.name else None
        else:
            found[parent.name] = frame_parents.get(OTHERS.get((piece.into, parent.name), parent.name))
            if parent.required and not found[parent.name]:
                return None
    return found


def in_order(found):
    """The pieces that go into lists, what others stand in first."""
    order = list(LISTS)
    return sorted((piece for piece in found.pieces if piece.into in LISTS), key=lambda piece: order.index(piece.into))


def judge(found, parents, person, moment, *, only=None):
    """What becomes of each piece, all taken in one after the other; call it in a transaction."""
    made, looks = {}, {}
    for piece in in_order(found):
        if only is not None and piece not in only:
            continue
        look = LookedAt(piece, parents_of(piece, parents), person)
        look.keep()
        if look.parents is not None:
            look.outcome = Intake(look.into, look.parents, person, moment=moment, why=WHY, made=made).run(
                look.table, save=True
            )
        looks[id(piece)] = look
    return looks, made


WHY = "all of a file"


def looked_at(found, form, person):
    """What would become of each piece, by its number; nothing of it is saved."""
    parents = form.cleaned_data if form.is_valid() else {}
    with transaction.atomic():
        looks, _ = judge(found, parents, person, timezone.now())
        transaction.set_rollback(True)
    return {number: looks.get(id(piece)) for number, piece in enumerate(found.pieces)}


def is_sure(look):
    return look is not None and look.is_sound and look.is_looked_at


@transaction.atomic
def save(found, form, person):
    """Save all pieces that are sure, and the words as a document; gives the moment. Raises Problems."""
    moment = timezone.now()
    sure = [found.pieces[number] for number, look in looked_at(found, form, person).items() if is_sure(look)]
    if not sure:
        raise Problems({"": ["Nothing of it waits to be saved: it is saved already, or is to be looked at first."]})
    looks, made = judge(found, form.cleaned_data, person, moment, only=sure)
    if not all(look.is_sound for look in looks.values()):
        raise Problems({"": ["Some of it can’t be saved without what isn’t sure yet. Look at that first."]})
    document(found, form.cleaned_data, made, person, moment)
    for piece in sure:
        piece.into = SAVED
    return moment


# The words


def document(found, told, made, person, moment):
    """A document of the words between the tables, with a section that opens each list; nothing without a title."""
    sections = list(outline(found))
    if not told.get("title") or not sections:
        return
    together = Together(f"{PASTED}{WHY}", person, moment)
    stands = {name: made.get(row, row) for name, row in told.items() if name in {p.name for p in FRAME.parents}}
    stands = {name: None if isinstance(row, ToBeMade) else row for name, row in stands.items()}
    years = [meeting.year for meeting in stands["body"].meeting_set.all()] if stands.get("body") else []
    try:
        publication = together.add(
            Publication(
                kind=PublicationKind.BUSINESS_PLAN,
                title=told["title"],
                slug=slugify(told["printed"] or told["title"])[:40].strip("-") or "plan",
                period_as_printed=told["printed"],
                starts=told["starts"],
                ends=told["ends"],
                plan=stands.get("plan"),
                past_plan=stands.get("past"),
                reporting_period=stands.get("period"),
                budget=stands.get("budget"),
                body=stands.get("body"),
                meetings_from=min(years) and f"{min(years)}-01-01" if years else None,
                meetings_to=f"{max(years)}-12-31" if years else None,
            )
        )
        rows = {}
        for position, section in enumerate(sections, start=1):
            part = made.get(ToBeMade(PART, section.part)) if section.part else None
            rows[id(section)] = together.add(
                Narrative(
                    publication=publication,
                    position=position,
                    parent=rows.get(id(section.inside)),
                    place=section.place,
                    part=part,
                    heading=section.heading,
                    appendix=section.appendix,
                    before=prose.narrative(section.before),
                    after=prose.narrative(section.after),
                )
            )
    except ValidationError as wrong:
        raise Problems({"": wrong.messages}) from wrong


# The pages


class Everything(Permitted, KeepingBrought):
    """The pages of all that was brought at once share one kept text."""

    permission_required = May.EDIT
    kept_as = EVERYTHING

    @property
    def draft_key(self):
        return reverse("paste-lists")

    def address(self, name="paste-all", *args):
        """An address of these pages that knows the kept text."""
        draft = drafts.Draft.objects.of(self.request.user, self.draft_form, self.draft_key).filter(word=self.word)
        return f"{reverse(name, args=args)}?draft={draft.values_list('pk', flat=True).first()}"

    def keeping(self):
        # What was brought is kept from its first moment, and is nothing that was put back.
        return super().keeping() | {"put_back": None, "offered": []}

    def found(self):
        """What is kept; None if it is gone. What each piece is is guessed when they are looked at first."""
        if self.request.method != "GET":
            return self.brought_for(self.request.user)
        found = brought.kept(self.draft)
        if found and not any(piece.into for piece in found.pieces):
            guess(found)
            self.store(found, self.request.user)
        return found

    def gone(self):
        messages.error(self.request, "This isn’t kept any more: it was saved, or thrown away. Bring it again.")
        return redirect("paste-lists")


class Lists(Everything):
    """Which lists can be filled by pasting, and a place for all of it at once."""

    def get(self, request):
        if self.puts_back and brought.kept(self.draft):
            return redirect(f"{reverse('paste-all')}?draft={self.draft.pk}")
        source = Source(several=True)
        return self.page(put_back(source, self.draft) if self.puts_back else source)

    def post(self, request):
        source = Source(request.POST, request.FILES, several=True)
        if not source.is_valid():
            return self.page(source)
        self.word = self.word or once.word()[:20]
        self.store(source.brought, request.user)
        return redirect(self.address())

    def page(self, source):
        lists = [
            {"title": each.title, "hint": each.hint, "address": reverse("paste", args=[slug])}
            for slug, each in LISTS.items()
            if self.request.user.has_perm(each.permission)
        ]
        context = {"lists": lists, "source": source, "keeping": KeepingBrought.keeping(self)}
        return render(self.request, "office/paste_lists.html", context)


class All(Everything):
    """All that was brought: every table and list with what it seems to be, each correctable; saved together."""

    def get(self, request):
        found = self.found()
        return self.show(found) if found else self.gone()

    @transaction.atomic
    def post(self, request):
        # Of two presses in a moment the second waits here, and reads what the first has left.
        self.kept.filter(word=self.word).select_for_update().values_list("pk").first()
        found = self.brought_for(request.user)
        if found is None:
            return self.gone()
        self.correct(found)
        self.store(found, request.user)
        deed = request.POST.get("do", "")
        if re.fullmatch("piece-[0-9]{1,6}", deed):
            return redirect(self.address("paste-piece", int(deed[6:])))
        if deed == "save":
            return self.save(found)
        return self.show(found)

    def save(self, found):
        form = DocumentForm(found.where)
        if not form.is_valid():
            return self.show(found)
        try:
            moment = save(found, form, self.request.user)
        except Problems as problems:
            return self.show(found, problems.by_column[""])
        if any(piece.into in ("", *LISTS) for piece in found.pieces):
            self.store(found, self.request.user)
        else:
            self.throw_away()
        return redirect("pasted", moment=spoken(moment))

    def correct(self, found):
        data = self.request.POST
        found.where |= {name: data[name] for name in DocumentForm().fields if name in data and "\x00" not in data[name]}
        for number, piece in enumerate(found.pieces):
            chosen = data.get(f"into-{number}")
            if chosen in choices(found, piece) and chosen != piece.into:
                piece.into, piece.columns, piece.roles, piece.looked = chosen, [], [], ""
        for piece in [piece for piece in found.pieces if piece.into == GOES_ON]:
            join(found, piece)

    def show(self, found, sentences=()):
        form = DocumentForm(found.where)
        looks = looked_at(found, form, self.request.user)
        rows = [row_of(found, number, looks[number]) for number in range(len(found.pieces))]
        rows = [row for row in rows if row]
        open_ = [row for row in rows if row["state"] == "look"]
        sure = [row for row in rows if row["state"] == "sure"]
        return render(
            self.request,
            "office/paste_all.html",
            {
                "name": found.name,
                "form": form,
                "rows": rows,
                "left": found.left,
                "open": open_,
                "sure": sure,
                "sentences": sentences,
                "will_be": sum(row["count"] for row in sure),
                "keeping": self.keeping(),
            },
        )


def choices(found, piece):
    """What a piece may be said to be."""
    lists = {slug: each.title if each.take else f"{each.title} (no list yet)" for slug, each in KNOWN.items()}
    on = {GOES_ON: "More of the table before it"} if before(found, piece) else {}
    return {"": "Choose"} | on | lists | {WORDS: "Words of the document", NOT_TAKEN: "Not taken"}


def row_of(found, number, look):
    """One line of the page of all that was brought; None for a heading, which the pieces below it name."""
    piece = found.pieces[number]
    if not piece.cells.rows or piece.into == SAVED:
        return None
    count, remarks = len(look.outcome.saved) if look else len(piece.cells.rows), []
    if piece.into in KNOWN and piece.into not in LISTS:
        state, remarks = "left", ["There is no list for these yet: they are not saved."]
    elif piece.into == NOT_TAKEN:
        state = "left"
    elif piece.into == WORDS and not found.where.get("title"):
        state, remarks = "left", ["Not saved: below, the document has no title."]
    elif piece.into == WORDS:
        state, remarks = "words", [counted(len(piece.cells.rows), "paragraph")]
    elif look is None or look.parents is None:
        state, remarks = "look", ["Say what it is." if look is None else "Say below what its rows stand in."]
        remarks += ["It may go on with the table before it."] if look is None and before(found, piece) else []
    else:
        state = "sure" if is_sure(look) else "look"
        wrong = sum(len(each) for problems in look.outcome.problems.values() for each in problems.values())
        remarks = [counted(wrong, "question")] if wrong else []
        remarks += [str(each) for each in look.outcome.general]
        remarks += [each.words for each in look.looks if each.is_open and not look.is_looked_at]
    return {
        "number": number,
        "id": f"into-{number}",
        "name": piece.name or "Before the first heading",
        "words": cut(
            " ".join(
                filter(
                    None,
                    (
                        piece.cells.rows[0]
                        if piece.sort != brought.TABLE
                        else piece.cells.rows[min(1, len(piece.cells.rows) - 1)]
                    ),
                )
            ),
            70,
        ),
        "into": piece.into,
        "choices": choices(found, piece).items(),
        "count": count,
        "state": state,
        "remarks": remarks[:3],
        "opens": piece.into in LISTS and look and look.parents is not None,
    }


class OnePiece(Everything):
    """One table or list of all that was brought, looked at and corrected like a table that is pasted by itself."""

    def piece(self, found):
        number = self.kwargs["number"]
        known = found and number < len(found.pieces) and found.pieces[number].into in LISTS
        return found.pieces[number] if known else None

    def get(self, request, number):
        found = self.found()
        return self.show(found) if self.piece(found) else self.gone()

    def post(self, request, number):
        found = self.brought_for(request.user)
        if not self.piece(found):
            return self.gone()
        self.correct(found)
        self.store(found, request.user)
        return redirect(self.address()) if request.POST.get("do") == "back" else self.show(found)

    def correct(self, found):
        if piece := self.piece(found):
            corrected(piece, self.request.POST)

    def show(self, found):
        look = looked_at(found, DocumentForm(found.where), self.request.user)[self.kwargs["number"]]
        look.first = first_row(self.request.POST, look.piece)
        self.store(found, self.request.user)
        context = look_context(look) | {"keeping": self.keeping(), "piece": {"back": self.address()}}
        return render(self.request, "office/paste_look.html", context)
