"""The page on which a meeting's attendance is marked, seat by seat, with the keyboard."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from forwardplan import attending, marking, models, reckoning, wording
from forwardplan.attending import MEMBERS
from kit import clock, periods
from kit.access import Permitted
from kit.drafts.keeping import Keeping, put_back
from kit.drafts.keeping import number as number_of
from kit.fields import WordsField
from kit.forms import AskingForm
from kit.grouping import grouped
from kit.history import CannotChange
from kit.together import heard, spoken
from kit.wording import counted, going_on
from membership.models import Appointment, Organisation, Seat
from membership.pages import InOffice
from membership.roles import May

Mark = models.Attendance.Mark
# The letters of the page. They are the keys, too.
LETTERS = {
    "P": Mark.PRESENT,
    "O": Mark.ONLINE,
    "D": Mark.DEPUTY,
    "A": Mark.APOLOGIES,
    "N": Mark.NO_APOLOGIES,
    "V": Mark.NOT_IN_POST,
    "Y": Mark.NOT_YET,
}
LETTER_OF = {mark: letter for letter, mark in LETTERS.items()}
# How many there are of each, as the page's script says it too.
COUNTED = {
    Mark.PRESENT: "present",
    Mark.ONLINE: "online",
    Mark.DEPUTY: "with a deputy",
    Mark.APOLOGIES: "apologies",
    Mark.NO_APOLOGIES: "no apologies",
    Mark.NOT_IN_POST: "nobody in post",
    Mark.NOT_YET: "not yet members",
}
NOT_MARKED = ("-", "Not marked")
BLANK_VISITORS, MOST_VISITORS = 2, 30
EARLIER = 3  # meetings that are seen beside the marks
YEAR = timedelta(days=365)
GROUPS = {
    Seat.Capacity.MEMBER: "Members",
    Seat.Capacity.LAY_MEMBER: "Lay members",
    Seat.Capacity.OBSERVER: "Participant observers",
    Seat.Capacity.ADVISER: "Advisers",
    Seat.Capacity.IN_ATTENDANCE: "In attendance",
}


class MarksForm(AskingForm):
    """The marks of a meeting: a letter for each place and the role of a deputy; who came without a seat."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, meeting, seats, rows, may_be_held):
        super().__init__(data)
        self.meeting = meeting
        self.by_place = {(row.seat_id, row.place): row for row in rows if row.seat_id}
        self.visitors = [row for row in rows if row.seat_id is None]
        self.places = [
            (seat, place)
            for seat in seats
            for place in attending.places_of(seat, [row.place for row in rows if row.seat_id == seat.pk])
        ]
        self.initial["seen"] = self.as_seen()
        for seat, place in self.places:
            row = self.by_place.get((seat.pk, place))
            self.fields[named("m", seat, place)] = forms.ChoiceField(
                choices=[(letter, mark.label) for letter, mark in LETTERS.items()] + [NOT_MARKED],
                required=False,
                initial=LETTER_OF[row.mark] if row else vacant(seat),
                error_messages={"invalid_choice": "Choose one of the letters."},
            )
            self.fields[named("r", seat, place)] = WordsField(
                max_length=200, required=False, initial=row.role if row else ""
            )
        for number in self.visitor_numbers(data):
            row = self.visitors[number] if number < len(self.visitors) else None
            self.fields[f"v{number}-role"] = WordsField(max_length=200, required=False, initial=row.role if row else "")
            self.fields[f"v{number}-why"] = WordsField(max_length=200, required=False, initial=row.why if row else "")
            self.fields[f"v{number}-online"] = forms.BooleanField(
                required=False, initial=bool(row and row.mark == Mark.ONLINE)
            )
        if may_be_held:
            # Apologies are noted before the day: that it took place is offered as said once the day is over.
            over = meeting.at_latest < clock.today()
            self.fields["held"] = forms.BooleanField(required=False, initial=over)

    def visitor_numbers(self, data):
        sent = [number_of(name[1:-5]) for name in data or () if name.startswith("v")]
        least = len(self.visitors) + BLANK_VISITORS - 1
        return range(min(max([least, *(each for each in sent if each is not None)]) + 1, MOST_VISITORS))

    def as_seen(self):
        """What the page was made from: of each mark its place, letter and version, and of each visitor the version."""
        marks = [f"{seat}.{place}{LETTER_OF[row.mark]}{row.version}" for (seat, place), row in self.by_place.items()]
        return " ".join([*marks, *(f"v{row.pk}.{row.version}" for row in self.visitors)])

    def was_seen(self):
        """The marks that the page was made from, and its visitors in their order; a word that can't be read is none."""
        marks, visitors = {}, []
        for word in self.cleaned_data["seen"].split():
            place, _, rest = word.partition(".")
            letter = next((each for each in LETTERS if each in rest), "")
            turn, _, version = rest.partition(letter) if letter else (rest, "", "")
            mark = tuple(map(number_of, (place, turn, version)))
            visitor = number_of(place[1:]), number_of(rest)
            if None not in mark:
                marks[mark[:2]] = (LETTERS[letter], mark[2])
            elif None not in visitor:
                visitors.append(visitor)
        return marks, visitors

    def wanted(self):
        """The mark of each place and its deputy's role."""
        found = {}
        for seat, place in self.places:
            mark = LETTERS.get(self.cleaned_data.get(named("m", seat, place), ""), "")
            role = self.cleaned_data.get(named("r", seat, place), "") if mark == Mark.DEPUTY else ""
            found[seat.pk, place] = (mark, role)
        return found

    def came(self):
        """The visitors as they are typed; one that is recorded and whose role was emptied goes."""
        _, seen = self.was_seen()
        for number in self.visitor_numbers(self.data):
            role, why, online = (self.cleaned_data.get(f"v{number}-{name}") for name in ("role", "why", "online"))
            pk, version = seen[number] if number < len(seen) else (None, None)
            if role or pk:
                yield marking.Visitor(role or "", why or "", Mark.ONLINE if online else Mark.PRESENT, pk, version)

    def clean(self):
        cleaned = super().clean()
        for number in self.visitor_numbers(self.data):
            if cleaned.get(f"v{number}-why") and not cleaned.get(f"v{number}-role"):
                self.add_error(f"v{number}-role", "Say in which role the visitor came.")
        return cleaned


def named(of, seat, place):
    return f"{of}{seat.pk}-{place}"


def vacant(seat):
    """What is offered for a seat without a mark: nobody in post, where the members' list says so."""
    states = {row.state for row in seat.current}
    return "V" if states == {Appointment.State.VACANT} else ""


class MarkingPage(InOffice, Keeping):
    """Who was at a meeting: a letter for each seat."""

    kept_as = "marks of attendance"

    def may_keep(self, person):
        return person.has_perm(May.EDIT)

    @cached_property
    def meeting(self):
        return get_object_or_404(models.Meeting.objects.select_related("body"), pk=self.kwargs["pk"])

    @cached_property
    def rule(self):
        return attending.rule_of(self.meeting.body)

    @cached_property
    def day(self):
        """The day for which seats and holders are asked."""
        return self.meeting.at_latest

    def form(self, data=None):
        self.rows = list(self.meeting.attendance_set.select_related("seat"))
        marked = {row.seat_id for row in self.rows}
        seats = self.meeting.body.seat_set.with_holders(self.day).order_by("position", "pk")
        self.seats = [seat for seat in seats if seat.pk in marked or attending.lives(seat, self.day)]
        began = self.meeting.state == models.Meeting.State.PLANNED and begins(self.meeting) <= clock.today()
        return MarksForm(data, meeting=self.meeting, seats=self.seats, rows=self.rows, may_be_held=began)

    def get(self, request, pk):
        form = self.form()
        return self.page(put_back(form, self.draft) if self.puts_back else form)

    def post(self, request, pk):
        if not request.user.has_perm(May.EDIT):
            raise PermissionDenied
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form)
        seen, _ = form.was_seen()
        try:
            number, moment = marking.record(
                self.meeting,
                form.wanted(),
                seen,
                list(form.came()),
                by=request.user,
                held=form.cleaned_data.get("held", False),
            )
        except marking.Clash as clash:
            return self.page(self.clashing(form, clash), status=409)
        self.throw_away()
        if moment is None:
            messages.success(request, f"Nothing was changed.{self.still_kept()}")
        else:
            request.session["undo"] = {
                "words": f"Saved: {counted(number, 'change')} of marks.{self.still_kept()}",
                "address": reverse("attendance-back", args=[pk, spoken(moment)]),
                "place": request.path,
            }
        return redirect("attendance", pk=pk)

    def clashing(self, form, clash):
        """The form with what was typed, and beside each place what somebody else marked there meanwhile."""
        fresh = self.form(self.request.POST.copy())
        fresh.is_valid()
        for seat, place in fresh.places:
            if (seat.pk, place) in clash.places:
                row = fresh.by_place[seat.pk, place]
                now = f"{going_on(row.get_mark_display())}{f', {row.role}' if row.role else ''}"
                fresh.add_error(
                    named("m", seat, place), f"Somebody marked this meanwhile: {now}. Yours is chosen here."
                )
        if clash.visitors:
            fresh.add_error(None, "Somebody changed the visitors meanwhile. Look at them, then save again.")
        # Saved again, it is this page's word that holds.
        fresh.data["seen"] = fresh.as_seen()
        return fresh

    def page(self, form, status=200):
        earlier = self.earlier()
        context = {
            "meeting": self.meeting,
            "may": self.request.user.has_perm(May.EDIT),
            "form": form,
            "letters": [(letter, mark.label, mark.value) for letter, mark in LETTERS.items()],
            "earlier": [in_short(meeting) for meeting in self.shown(earlier)],
            "groups": self.groups(form, earlier),
            "visitors": [
                {"role": form[f"v{n}-role"], "why": form[f"v{n}-why"], "online": form[f"v{n}-online"], "number": n + 1}
                for n in form.visitor_numbers(form.data)
            ],
            "held": form["held"] if "held" in form.fields else None,
            "told": self.told(form),
            "wrong": list(wrong(form)),
            "general": form.non_field_errors(),
            "keeping": self.keeping(),
            "rule": self.rule,
            "report": reverse("print-attendance-report", args=[self.meeting.body.key]),
            "undo": self.request.session.pop("undo", None),
        }
        return render(self.request, "office/attendance.html", context, status=status)

    def earlier(self):
        """The register of the year up to this meeting."""
        known = self.meeting.body.meeting_set.filter(year__gte=self.day.year - 1)
        first = self.day - YEAR
        return attending.register(self.meeting.body, [row for row in known if first < row.at_latest <= self.day])

    def shown(self, earlier):
        """The meetings whose marks stand beside this one's."""
        return [line.meeting for line in earlier.meetings if line.meeting.pk != self.meeting.pk][-EARLIER:]

    def groups(self, form, earlier):
        lines = {line.seat.pk: line for line in earlier.seats}
        shown = self.shown(earlier)
        rows = grouped((seat.capacity, self.row(form, seat, place, lines, shown)) for seat, place in form.places)
        return [{"heading": words, "rows": rows[capacity]} for capacity, words in GROUPS.items() if capacity in rows]

    def row(self, form, seat, place, lines, shown):
        several = sum(each.pk == seat.pk for each, _ in form.places) > 1
        line = lines.get(seat.pk)
        mark = form[named("m", seat, place)]
        row = form.by_place.get((seat.pk, place))
        return {
            "name": f"{seat}, {place}" if several else str(seat),
            "organisation": attending.beside(seat),
            "mark": mark,
            "value": mark.value() or "",
            "counts": seat.capacity in MEMBERS,
            "role": form[named("r", seat, place)],
            "anchor": f"attendance-{row.pk}" if row else "",
            "earlier": [(in_short(meeting), letters(line, meeting)) for meeting in shown],
            "rates": rates(line) if line and place == 1 else "",
        }

    def told(self, form):
        """What the saved marks come to: how many there are of each, and whether they make a quorum."""
        marks = [row.mark for row in form.by_place.values()]
        if not marks:
            return ""
        found = reckoning.quorate(attending.places(self.meeting, self.rows, self.seats), self.rule)
        names = {each.pk: each.full_name for each in Organisation.objects.filter(pk__in=found.missing)}
        counts = ", ".join(f"{marks.count(mark)} {words}" for mark, words in COUNTED.items() if mark in marks)
        without = sum(row.mark == Mark.DEPUTY and not row.role for row in form.by_place.values())
        return {
            "marked": f"{len(marks)} of {len(form.places)} marked: {counts}.",
            "quorum": wording.quorum(found, [names[pk] for pk in found.missing]),
            "expected": self.meeting.state == models.Meeting.State.PLANNED,
            "without_role": f"{counted(without, 'deputy has', 'deputies have')} no role yet." if without else "",
        }


class MarksBack(Permitted, View):
    """Takes back what was marked of a meeting in one moment."""

    permission_required = May.EDIT

    def post(self, request, pk, moment):
        at = heard(moment)
        get_object_or_404(models.Meeting, pk=pk)
        try:
            done = marking.take_marks_back(at, by=request.user)
        except CannotChange as refusal:
            messages.error(request, " ".join(refusal.sentences))
        else:
            messages.success(request, f"Taken back: {counted(done, 'change')}. All is as it was before.")
        return redirect("attendance", pk=pk)


def letters(line, meeting):
    """The marks of a seat at an earlier meeting."""
    return "".join(LETTER_OF[mark] for mark in line.marks.get(meeting.pk, ())) if line else ""


def in_short(meeting):
    """When a meeting was, for the head of a narrow column: Sep 15."""
    month = f"{periods.MONTHS[meeting.month - 1][:3]} " if meeting.month else ""
    return f"{month}{meeting.year % 100:02}" if month else str(meeting.year)


def begins(meeting):
    """The first day on which a meeting may have been."""
    return meeting.on or meeting.at_latest.replace(day=1, month=meeting.month or 1)


def rates(line):
    """Own and with deputies, with the base beside."""
    own, both = line.tally.own, line.tally.with_deputy
    return f"{own.share}% / {wording.rate(both)}" if own.base else wording.rate(own)


def wrong(form):
    """What is wrong, in the order of the page, each with the field it is wrong in."""
    for seat, place in form.places:
        for of in "mr":
            for sentence in form.errors.get(named(of, seat, place), ()):
                field = f"id_{named(of, seat, place)}"
                yield {"id": f"{field}_0" if of == "m" else field, "words": f"{seat}: {sentence}"}
    for name, sentences in form.errors.items():
        if name.startswith("v") and name in form.fields:
            yield from ({"id": form[name].id_for_label, "words": sentence} for sentence in sentences)
