"""The page that lays out next year's meetings in one step, and the one that takes them back."""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import View

from forwardplan import models, next_year
from forwardplan.office import MEETING
from kit import clock, history, wording
from kit.access import Permitted
from kit.drafts import once
from kit.drafts.keeping import Keeping, put_back
from kit.fields import TextField
from kit.forms import AskingForm
from kit.reading import days
from kit.reading.answers import Question, Value
from kit.together import added, take_back
from membership.models import Body
from membership.roles import May

MOST = 40  # meetings at once
BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
MADE = (models.Meeting, models.AgendaItem)


class NextYearForm(AskingForm):
    """When the meetings are, a line each."""

    meetings = TextField(
        label="When it meets",
        max_length=2_000,
        help_text="A line for each meeting: March 2017, or 14 March 2017 where the day is fixed.",
    )

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, **kwargs)
        self.body = body

    def clean_meetings(self):
        lines = [line.strip(" -•\t") for line in self.cleaned_data["meetings"].splitlines() if line.strip(" -•\t")]
        if len(lines) > MOST:
            raise ValidationError(f"These are {len(lines)} meetings. At most {MOST} can be laid out at once.")
        wrong, found = [], []
        for line in lines:
            try:
                found.append(planned(line))
            except ValidationError as sentence:
                wrong += sentence.messages
        known = {(row.year, row.month, row.day) for row in self.body.meeting_set.all()}
        again = sorted({words(each) for each in found if tuple(each) in known or found.count(each) > 1})
        wrong += [f"{each} stands in the plan already, or twice here. Take the line out." for each in again]
        if wrong:
            raise ValidationError(wrong)
        return found


def planned(line):
    """A meeting as a line says when it is. Raises ValidationError, in a sentence."""
    answer = days.read(line)
    if isinstance(answer, Question):
        raise ValidationError(answer.sentence)
    value = getattr(answer, "value", None)
    kind = getattr(value, "kind", "day")
    if not isinstance(answer, Value) or answer.left or kind not in ("day", "month"):
        raise ValidationError(f"“{line}” names no day and no month with its year. Write it as March 2017.")
    on = getattr(value, "starts", value)
    return next_year.Planned(on.year, on.month, None if kind == "month" else on.day)


def words(each):
    return models.Meeting(**each._asdict()).when


class NextYear(Permitted, Keeping):
    """Lays out the meetings of a body with their agendas."""

    permission_required = May.EDIT
    kept_as = "next year’s meetings"

    @cached_property
    def body(self):
        return get_object_or_404(Body, key=self.kwargs["key"])

    def get(self, request, key):
        known = list(self.body.meeting_set.all())
        lines = [words(each) for each in next_year.proposed(known) if each.month]
        form = NextYearForm(body=self.body, initial={"meetings": "\n".join(lines)})
        return self.page(put_back(form, self.draft) if self.puts_back else form)

    def post(self, request, key):
        form = NextYearForm(request.POST, body=self.body)
        if not form.is_valid():
            return self.page(form)
        try:
            moment = self.lay_out(form.cleaned_data["meetings"])
        except once.AlreadySent:
            return redirect("office-meetings")
        except ValidationError as refusal:
            form.add_error("meetings", refusal.messages)
            return self.page(form)
        self.throw_away()
        return redirect("laid-out", moment=in_figures(moment))

    @transaction.atomic
    def lay_out(self, meetings):
        """Lay them out once, however often the form arrives."""
        once.take(self.request.POST, self.request.user)
        return next_year.lay_out(self.body, meetings, by=self.request.user).moment

    def page(self, form):
        context = {
            "body": self.body,
            "form": form,
            "standing": self.body.standingitem_set.all(),
            "deferred": next_year.still_deferred(self.body),
            "once": self.request.POST.get(once.FIELD) or once.word(),
            "keeping": self.keeping(),
        }
        return render(self.request, "office/next_year.html", context)


class LaidOut(Permitted, View):
    """What was laid out, and one button that takes all of it back."""

    permission_required = May.EDIT

    def lines(self):
        lines = added(self.moment, MADE, next_year.LAID_OUT)
        if not lines:
            raise Http404
        return lines

    @cached_property
    def moment(self):
        try:
            return BEGAN + timedelta(microseconds=self.kwargs["moment"])
        except OverflowError:
            raise Http404 from None

    def get(self, request, moment, sentences=()):
        lines = self.lines()
        numbers = [line.id for line in lines if line.instance_type is models.Meeting]
        rows = list(models.Meeting.objects.filter(pk__in=numbers).select_related("body").with_agenda())
        context = {
            "what": lines[0].history_change_reason,
            "counted": history.in_numbers(line.instance_type for line in lines),
            "when": clock.in_words(lines[0].history_date),
            "meetings": [(MEETING.address(row), row, row.agendaitem_set.all()) for row in rows],
            "sentences": sentences,
        }
        return render(request, "office/laid_out.html", context, status=409 if sentences else 200)

    def post(self, request, moment):
        self.lines()
        try:
            number = take_back(self.moment, MADE, next_year.LAID_OUT, by=request.user)
        except history.CannotChange as refusal:
            return self.get(request, moment, sentences=refusal.sentences)
        messages.success(request, f"The meetings were taken back: {wording.counted(number, 'record')}.")
        return redirect("office-meetings")


def in_figures(moment):
    """A moment as an address has it."""
    return (moment - BEGAN) // timedelta(microseconds=1)
