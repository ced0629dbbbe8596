"""The pages that start the next plan: what becomes of every goal, what was made of it, and the way back."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from kit import clock, history, wording
from kit.access import Permitted
from kit.called import say
from kit.drafts import once
from kit.drafts.keeping import Keeping, put_back
from kit.fields import DayField, TextField, WordsField
from kit.forms import AskingForm
from kit.later import say_later
from kit.together import added
from lscb.office import places
from lscb.office.succession import start_next_plan, take_start_back
from membership.roles import May
from priorities.models import Finding, Lineage, Plan
from priorities.succession import Fate, whole
from publications.models import Publication, PublicationKind
from publications.succession import address, document_of

BECOMES = (
    ("kept", "Kept as it is"),
    ("reworded", "Reworded"),
    ("merged", "Merged into another goal"),
    ("split", "Split into several goals"),
    ("closed", "Closed"),
)


class NextPlanForm(AskingForm):
    """The next plan itself. Its dates may come later; what it is called and for when may not."""

    title = WordsField(max_length=200)
    period = WordsField(label="Period", max_length=40, help_text=say_later("As the {body} writes it: 2019 – 2022."))
    starts = DayField(label="First day", required=False)
    ends = DayField(label="Last day", required=False)
    decided = WordsField(
        label="Where it was decided",
        max_length=200,
        required=False,
        help_text="A meeting or a minute. It may come later.",
    )
    reading = forms.ChoiceField(
        label="Who says what became of the goals",
        choices=Lineage.Reading.choices,
        initial=Lineage.Reading.BOARD,
        widget=forms.RadioSelect,
        help_text="Readers of the document see which it is.",
    )
    document = forms.BooleanField(
        label="Make the draft of its document too",
        required=False,
        initial=True,
        help_text="With the sections of the one before and their words, for you to revise.",
    )

    def __init__(self, *args, source, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source
        if source is None:
            del self.fields["document"]

    def clean(self):
        asked = super().clean()
        if asked.get("starts") and asked.get("ends") and asked["ends"] < asked["starts"]:
            self.add_error("ends", "The end lies before the start.")
        title, period = asked.get("title"), asked.get("period")
        if title and period and Plan.objects.filter(title=title, period_as_printed=period).exists():
            self.add_error("period", "There is a plan with this title for this period already.")
        if period and self.wants_document:
            end = address(period)
            if not end:
                self.add_error("period", "The document’s web address is made of this. Write it with a year.")
            elif Publication.objects.filter(kind=PublicationKind.BUSINESS_PLAN, slug=end).exists():
                self.add_error("period", say("There is a {plan} at the address {end} already.", end=end))
        return asked

    @property
    def wants_document(self):
        return bool(self.source and self.cleaned_data.get("document"))

    def plan(self):
        """The new plan, not saved yet."""
        asked = self.cleaned_data
        return Plan(title=asked["title"], period_as_printed=asked["period"], starts=asked["starts"], ends=asked["ends"])


class NextGoalForm(AskingForm):
    """What becomes of one goal."""

    becomes = forms.ChoiceField(label="What becomes of it", choices=BECOMES, initial="kept")
    words = TextField(
        label="New wording",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Where it is reworded; where it is split, each new goal on a line of its own.",
    )
    into = forms.ChoiceField(label="Merged into", required=False)
    reason = TextField(
        label="Reason",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=say_later("It may come later. No names of {people}, no cases."),
    )

    def __init__(self, *args, goal, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.goal, self.goals = goal, goals
        self.fields["into"].choices = choices(goals, but=goal)

    @property
    def is_told(self):
        """Whether more is said of the goal than that it is kept: its fields then stand open."""
        return bool(self.errors) or any(
            self[name].value() not in ("", None, "kept") for name in ("becomes", "words", "into", "reason")
        )

    def clean(self):
        asked = super().clean()
        becomes, words, into = asked.get("becomes"), self.lines(), asked.get("into")
        if becomes == "reworded" and not words:
            self.add_error("words", "Write the new wording.")
        elif becomes == "split" and len(words) < 2:
            self.add_error("words", "Write each of the new goals on a line of its own, two at least.")
        elif becomes in ("kept", "merged", "closed") and words:
            self.add_error(
                "words", "A new wording is for a goal that is reworded or split. Choose that, or clear this."
            )
        if becomes == "merged" and not into and "into" not in self.errors:
            self.add_error("into", "Choose the goal that takes it in.")
        elif into and becomes and becomes != "merged":
            self.add_error("into", "Only a merged goal goes into another. Choose “Merged”, or “Not said” here.")
        return asked

    def lines(self):
        return [line.strip() for line in self.cleaned_data.get("words", "").splitlines() if line.strip()]

    def fate(self):
        asked = self.cleaned_data
        lines = self.lines()
        titles = ("\n".join(lines),) if lines and asked["becomes"] == "reworded" else tuple(lines)
        into = self.goals[int(asked["into"])] if asked["into"] else None
        return Fate(goal=self.goal, kind=asked["becomes"], titles=titles, into=into, reason=asked["reason"])


class NextAnswerForm(AskingForm):
    """Which goal answers what the board found."""

    goal = forms.ChoiceField(label="Answered by", required=False)

    def __init__(self, *args, finding, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.finding, self.goals = finding, goals
        self.fields["goal"].choices = choices(goals)

    def answer(self):
        chosen = self.cleaned_data["goal"]
        return self.goals[int(chosen)] if chosen else None


def choices(goals, but=None):
    """Goals to choose from, by their numbers; none is the first choice."""
    return [("", "Not said"), *((str(pk), wording.cut(goal, 90)) for pk, goal in goals.items() if goal != but)]


def to_answer(old):
    """What the board found last that wants an answer: the areas for development of the latest period that has some.

    A goal of the old plan that answers one already stands in `answered_by`.
    """
    found = Finding.objects.exclude(kind=Finding.Kind.SUCCESS)
    latest = found.order_by("period__starts", "period__label").last()
    if latest is None:
        return []
    rows = list(found.filter(period=latest.period).select_related("period").prefetch_related("answer_set"))
    own = set(old.goal_set.values_list("pk", flat=True))
    for row in rows:
        row.answered_by = next((each.goal_id for each in row.answer_set.all() if each.goal_id in own), "")
    return rows


class NextPlan(Permitted, Keeping):
    """Starts the next plan from this one. Nothing of this one changes."""

    permission_required = May.EDIT
    kept_as = "the next plan"

    @cached_property
    def old(self):
        return get_object_or_404(Plan, key=self.kwargs["key"])

    @cached_property
    def source(self):
        return document_of(self.old)

    def forms(self, data=None):
        goals = {goal.pk: goal for goal in self.old.goal_set.select_related("part")}
        head = NextPlanForm(data, source=self.source, initial={"title": self.old.title})
        of_goals = [NextGoalForm(data, prefix=f"goal-{pk}", goal=goal, goals=goals) for pk, goal in goals.items()]
        of_findings = [
            NextAnswerForm(
                data, prefix=f"finding-{row.pk}", finding=row, goals=goals, initial={"goal": row.answered_by}
            )
            for row in to_answer(self.old)
        ]
        return head, of_goals, of_findings

    def get(self, request, key):
        head, of_goals, of_findings = self.forms()
        if self.puts_back:
            for form in (head, *of_goals, *of_findings):
                put_back(form, self.draft)
        return self.page(head, of_goals, of_findings)

    def post(self, request, key):
        head, of_goals, of_findings = self.forms(request.POST)
        # Each is asked, so that all errors are shown at once.
        sound = [form.is_valid() for form in (head, *of_goals, *of_findings)]
        if not all(sound) or not self.fit_together(of_goals):
            return self.page(head, of_goals, of_findings)
        try:
            plan = self.start(head, of_goals, of_findings)
        except once.AlreadySent as before:
            return redirect("plan-started", key=get_object_or_404(Plan, pk=before.row).key)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                head.add_error(None, sentence)
            return self.page(head, of_goals, of_findings)
        self.throw_away()
        messages.success(request, f"Started: {plan} {plan.period_as_printed}.")
        return redirect("plan-started", key=plan.key)

    @transaction.atomic
    def start(self, head, of_goals, of_findings):
        """Start the plan once, however often the form arrives."""
        sent = once.take(self.request.POST, self.request.user)
        plan = start_next_plan(
            self.old,
            head.plan(),
            [form.fate() for form in of_goals],
            by=self.request.user,
            answers={form.finding: goal for form in of_findings if (goal := form.answer())},
            decided=head.cleaned_data["decided"],
            reading=head.cleaned_data["reading"],
            document=self.source if head.wants_document else None,
        )
        sent.row = plan.pk
        sent.save()
        return plan

    def fit_together(self, of_goals):
        by_goal = {form.goal.pk: form for form in of_goals}
        problems = list(whole([form.fate() for form in of_goals]))
        for pk, sentence in problems:
            by_goal[pk].add_error("into", sentence)
        return not problems

    def page(self, head, of_goals, of_findings):
        wrong = [
            {"id": form[name].id_for_label or f"{form[name].auto_id}_0", "words": f"{about}{sentence}"}
            for form, about in (
                (head, ""),
                *((form, f"{wording.cut(form.goal, 90)}: ") for form in of_goals),
                *((form, f"{form.finding}: ") for form in of_findings),
            )
            for name, sentences in form.errors.items()
            if name in form.fields
            for sentence in sentences
        ]
        context = {
            "plan": self.old,
            "later": Plan.objects.filter(lineage__from_goal__plan=self.old).distinct(),
            "head": head,
            "of_goals": of_goals,
            "of_findings": of_findings,
            "source": self.source,
            "wrong": wrong,
            "general": head.non_field_errors(),
            "once": self.request.POST.get(once.FIELD) or once.word(),
            "keeping": self.keeping(),
        }
        return render(self.request, "office/next_plan.html", context)


class PlanStarted(Permitted, View):
    """What was made when a plan was started from the one before, and one button that takes all of it back."""

    permission_required = May.EDIT

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.plan = get_object_or_404(Plan, key=kwargs["key"])
        self.line = self.plan.beginning
        if self.line is None:
            raise Http404

    def get(self, request, key, sentences=()):
        lines = added(self.line.history_date, places.MODELS, Plan.STARTED)
        document = document_of(self.plan)
        context = {
            "plan": self.plan,
            "counted": history.in_numbers(line.instance_type for line in lines),
            "who": self.line.history_user,
            "when": clock.in_words(self.line.history_date),
            "document": document,
            "sentences": sentences,
        }
        return render(request, "office/plan_started.html", context, status=409 if sentences else 200)

    def post(self, request, key):
        old = Lineage.objects.filter(plan=self.plan, from_goal__isnull=False).first()
        try:
            number = take_start_back(self.plan, by=request.user)
        except history.CannotChange as refusal:
            return self.get(request, key, sentences=refusal.sentences)
        messages.success(request, f"The start was taken back: {wording.counted(number, 'record')}.")
        return redirect(reverse("office-plan", args=[old.from_goal.plan.key]) if old else reverse("office-plans"))
