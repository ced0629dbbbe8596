"""What the office keeps of what was agreed: the action log, the decisions of a meeting, challenges and risks."""

from dataclasses import replace
from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import path, reverse, reverse_lazy

from forwardplan import log_forms as forms
from forwardplan import models
from forwardplan.office import AGENDA
from kit import clock, wording
from kit.grouping import grouped
from kit.kinds import Kind, Listing, RowColumn, page_with
from kit.wording import counted
from membership.models import Body
from membership.pages import OfficePage, Shelf
from membership.roles import May
from priorities import log
from priorities.actions import ACTION, ACTION_LEAD, ACTION_UPDATE, RECOMMENDATION
from priorities.models import Action, Recommendation

SOON = timedelta(days=56)  # what is due so far ahead is due soon, if no meeting is planned


def of_meeting(row):
    """The page of the meeting at which something was decided."""
    return reverse("office-decisions", args=[row.item.meeting_id])


def concerns(decision):
    """The goal, the step between two plans and the budget that a decision concerns."""
    budget = f"budget {decision.budget}" if decision.budget else ""
    return "; ".join(str(each) for each in (decision.goal, decision.lineage, budget) if each)


def answer_due(challenge):
    """By when the answer is wanted, and how far that is away."""
    today, on = clock.today(), challenge.response_due
    if on is None:
        return ""
    return f"{wording.SHOWN[type(on)](on)} (overdue)" if challenge.is_overdue(today) else on


def last_heard(challenge):
    updates = list(challenge.challengeupdate_set.all())
    if not updates:
        return ""
    last = updates[-1]
    return f"{wording.SHOWN[type(last.on)](last.on)}: {last}" if last.on else str(last)


# The log knows more of an action than its own app: how often it was put off.
LOGGED = replace(
    ACTION,
    columns=(
        *ACTION.columns,
        RowColumn("Carried over", lambda row: counted(row.carried, "time") if row.carried else ""),
    ),
)
DECISION = Kind(
    form=forms.DecisionForm,
    place=of_meeting,
    may=May.EDIT,
    found_by=("item.meeting.when",),
    columns=(
        RowColumn("Decision", "words"),
        RowColumn("Number in the minutes", "minute"),
        RowColumn("Concerns", concerns),
        RowColumn("Printed", lambda row: "in the section on decisions" if row.printed else ""),
    ),
)
MENTION = Kind(
    form=forms.MentionForm,
    place=of_meeting,
    may=May.EDIT,
    columns=(
        RowColumn("Action or challenge", lambda row: numbered(row.thing)),
        RowColumn("What became of it", "what"),
    ),
)
CHALLENGE = Kind(
    form=forms.ChallengeForm,
    place=page_with("office-challenges"),
    may=May.EDIT,
    found_by=("register_number",),
    known_by={
        "issue": ("issue", "challenge", "risk", "concern", "description", "nature of challenge", "challenge or risk"),
        "response": ("response", "answer", "reply", "action taken", "response received"),
        "effect": ("effect", "effect seen", "outcome", "impact", "difference made"),
    },
    columns=(
        RowColumn("No.", lambda row: row.register_number, "code"),
        RowColumn("Challenge or risk", "issue"),
        RowColumn("Kind", lambda row: row.get_kind_display() if row.kind == models.Challenge.Kind.RISK else ""),
        RowColumn("Raised by", lambda row: str(row.raised_by or "")),
        RowColumn("To whom", lambda row: str(row.to or "")),
        RowColumn("Raised on", "raised_on"),
        RowColumn("Concerns", lambda row: wording.cut(row.goal or "")),
        RowColumn("State", "state"),
        RowColumn("Answer due", answer_due, sorted_by=lambda row: row.response_due),
        RowColumn("Answer", "response"),
        RowColumn("Effect seen", "effect"),
        RowColumn("Last heard", last_heard),
        RowColumn("Printed", lambda row: "in the section on challenges and risks" if row.printed else ""),
    ),
)
CHALLENGE_UPDATE = Kind(
    form=forms.ChallengeUpdateForm,
    place=page_with("office-challenges", "challenge"),
    may=May.EDIT,
    columns=(RowColumn("What happened", "words"), RowColumn("On", "on")),
)
REMEDY = Kind(
    form=forms.RemedyForm,
    place=page_with("office-challenges", "challenge"),
    may=May.EDIT,
    columns=(RowColumn("Action", lambda row: numbered(row.action)),),
)
KINDS = (DECISION, MENTION, CHALLENGE, CHALLENGE_UPDATE, REMEDY)


def numbered(thing):
    """An action by its number in the log, a challenge by its number in the register."""
    return forms.numbered(thing) if isinstance(thing, Action) else str(thing)


PER_PAGE = 25


def place_of(number, rows):
    """The place of a row among others, a list or a question to the database; None if it isn't among them."""
    numbers = (row.pk for row in rows) if isinstance(rows, list) else rows.values_list("pk", flat=True)
    return next((place for place, pk in enumerate(numbers) if str(pk) == number), None)


class ViewsPage(OfficePage):
    """A list that is looked at in several ways, each a link with its number, and by pages.

    An address that names a row shows the page on which it is. A file for a spreadsheet has all rows.
    """

    template_name = "office/log.html"
    views = {}

    def ways(self, found):
        """The ways to look at it, and the rows of the one that the address asks for; one without rows is left out.

        `found` are the rows of each way: a list, or what asks the database for them, of which it then gives one page.
        """
        numbers = {name: len(rows) if isinstance(rows, list) else rows.count() for name, rows in found.items()}
        asked = self.request.GET.get("show", "")
        asked = asked if asked in found else ""
        number = self.request.GET.get("page")
        if named := self.request.GET.get("with"):
            for name, place in [(name, place_of(named, of_it)) for name, of_it in found.items()]:
                if place is not None:
                    asked, number = name, place // PER_PAGE + 1
                    break
        self.page, self.asked = Paginator(found[asked], PER_PAGE).get_page(number), asked
        shown = found[asked] if "csv" in self.request.GET else self.page.object_list
        return shown, [
            {
                "address": f"?show={name}" if name else self.request.path,
                "words": self.views[name],
                "number": number,
                "current": name == asked,
            }
            for name, number in numbers.items()
            if number or name in ("", asked)
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        query = f"show={self.asked}&" if self.asked else ""
        return context | {"views": self.found, "page": self.page, "query": query}


class ActionLog(ViewsPage):
    """All actions: what is overdue first, then by day, then those that have their time in words."""

    heading = "Actions"
    lead = (
        "What was agreed to be done, whoever agreed it. Words in place of a day are never overdue until there is a day."
    )
    paper = (reverse_lazy("print-actions"), "Print the log")
    views = {name: words for name, (words, _) in log.VIEWS.items()}
    beside = (
        (reverse_lazy("office-decided"), "Decisions of meetings"),
        (reverse_lazy("office-challenges"), "Challenges and risks"),
        (reverse_lazy("office-recommendations"), "Recommendations"),
        (reverse_lazy("owing"), "Who owes what, in words to copy"),
    )

    def listings(self):
        today = clock.today()
        until = next_meeting_day(today)
        still_open = log.in_order(Action.objects.still_open().to_judge(), today)
        found = {
            name: [row for row in still_open if is_meant(row, today, until)]
            for name, (_, is_meant) in log.VIEWS.items()
        }
        # What is no longer open grows with the years: it is counted, and read page by page.
        found[log.CLOSED] = Action.objects.no_longer_open()
        page, self.found = self.ways(found)
        chosen = [row.pk for row in page]
        rows = {row.pk: row for row in carried(Action.objects.filter(pk__in=chosen).with_all())}
        shown = [rows[pk] for pk in chosen if pk in rows]
        mentions = models.Mention.objects.filter(action__in=chosen)
        named = grouped((each.action_id, each) for each in mentions.select_related("item__meeting__body"))

        def below(action):
            known, name = {"action": action}, wording.cut(action, 60)
            return [
                Listing(ACTION_LEAD, action.actionlead_set.all(), "Led by", known, level=5, to=name),
                Listing(ACTION_UPDATE, action.actionupdate_set.all(), "Updates", known, level=5, to=name),
                Listing(ON_AGENDAS, named.get(action.pk, []), "On agendas", None, level=5, read_only=True),
            ]

        yield Listing(LOGGED, shown, "", {}, below, level=3, pasted="actions", folded=True)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"beside": self.beside}


# In the log an agenda item is named by its meeting.
ON_AGENDAS = replace(
    MENTION,
    columns=(
        RowColumn("Meeting", lambda row: f"{row.item.meeting.body}, {row.item.meeting.named}: {row.item}"),
        RowColumn("What became of it", "what"),
    ),
)


def carried(actions):
    """The actions, each with how often a meeting reviewed it and left it open."""
    times, rows = models.Mention.objects.carried_over(), list(actions)
    for row in rows:
        row.carried = times.get(row.pk, 0)
    return rows


def next_meeting_day(today):
    """The day of the next meeting of the board, or its last possible one; eight weeks ahead if none is planned."""
    row = models.Meeting.objects.ahead(today).filter(body__kind=Body.Kind.BOARD).first()
    return row.at_latest if row else today + SOON


class Decided(Shelf):
    """The meetings, each with a page of what it decided."""

    heading = "Decisions"
    lead = "What each meeting decided, and which actions and challenges it dealt with."
    back = (reverse_lazy("office-actions"), "Actions")

    def shelf(self):
        for row in models.Meeting.objects.exclude(state=models.Meeting.State.CANCELLED).select_related("body"):
            yield reverse("office-decisions", args=[row.pk]), f"{row.body}, {row.named}"


class Decisions(OfficePage):
    """What a meeting decided on each item of its agenda, and which actions and challenges it dealt with."""

    back = (reverse_lazy("office-decided"), "Decisions")

    def get(self, request, *args, **kwargs):
        self.meeting = get_object_or_404(models.Meeting.objects.select_related("body"), pk=kwargs["pk"])
        self.heading = f"Decisions: {self.meeting.body}, {self.meeting.named}"
        return super().get(request, *args, **kwargs)

    def listings(self):
        decisions = models.Decision.objects.select_related("goal", "lineage__from_goal", "lineage__to_goal", "budget")
        mentions = models.Mention.objects.select_related("action", "challenge")
        items = self.meeting.agendaitem_set.select_related(*models.WITH_NAMES).prefetch_related(
            Prefetch("decision_set", decisions), Prefetch("mention_set", mentions)
        )

        def below(item):
            known, name = {"item": item}, str(item)
            return [
                Listing(DECISION, item.decision_set.all(), "Decided", known, level=5, to=name),
                Listing(MENTION, item.mention_set.all(), "Actions and challenges", known, level=5, to=name),
            ]

        yield Listing(AGENDA, items, "Agenda", {"meeting": self.meeting}, below, to=str(self.meeting))


class RecommendationsPage(ViewsPage):
    """What was recommended to the board: what it says to each, and what is done about it."""

    heading = "Recommendations"
    lead = "What reviews, audits and inspections recommended, what the answer was, and the actions that follow from it."
    back = (reverse_lazy("office-actions"), "Actions")
    views = {"": "All", "open": "Not answered", "undone": "Accepted, and nothing follows", "refused": "Not accepted"}

    def listings(self):
        answers = Recommendation.Answer
        actions = Prefetch("action_set", Action.objects.with_all())
        rows = list(Recommendation.objects.select_related("goal__plan", "learning").prefetch_related(actions))
        meant = {
            "": lambda row: True,
            "open": lambda row: not row.answer,
            "undone": lambda row: row.answer in (answers.ACCEPTED, answers.IN_PART) and not row.action_set.all(),
            "refused": lambda row: row.answer == answers.NOT_ACCEPTED,
        }
        shown, self.found = self.ways({name: list(filter(of_it, rows)) for name, of_it in meant.items()})

        def below(row):
            known, name = {"recommendation": row}, wording.cut(row, 60)
            return [Listing(ACTION, row.action_set.all(), "Actions", known, level=5, to=name)]

        yield Listing(RECOMMENDATION, shown, "", {}, below, pasted="recommendations", level=3, folded=True)


class RegisterPage(ViewsPage):
    """Challenges and risks, year by year."""

    heading = "Challenges and risks"
    lead = "What one partner asked of another, and what may happen; with the answer and the effect that was seen."
    back = (reverse_lazy("office-actions"), "Actions")
    views = {"": "Open", "overdue": "Answer overdue", "risks": "Risks", "closed": "Closed or withdrawn"}

    def listings(self):
        today = clock.today()
        meant = {
            "": lambda row: not row.is_over,
            "overdue": lambda row: row.is_overdue(today),
            "risks": lambda row: row.kind == models.Challenge.Kind.RISK and not row.is_over,
            "closed": lambda row: row.is_over,
        }
        remedies = models.Remedy.objects.select_related("action")
        rows = list(models.Challenge.objects.with_all().prefetch_related(Prefetch("remedy_set", remedies)))
        shown, self.found = self.ways({name: list(filter(of_it, rows)) for name, of_it in meant.items()})

        def below(row):
            known, name = {"challenge": row}, row.register_number
            return [
                Listing(CHALLENGE_UPDATE, row.challengeupdate_set.all(), "Updates", known, level=5, to=name),
                Listing(REMEDY, row.remedy_set.all(), "Actions on it", known, level=5, to=name),
            ]

        yield Listing(CHALLENGE, shown, "", {}, below, level=3, pasted="challenges", folded=True)


urlpatterns = [
    path("actions/", ActionLog.as_view(), name="office-actions"),
    path("actions/decisions/", Decided.as_view(), name="office-decided"),
    path("actions/decisions/<int:pk>/", Decisions.as_view(), name="office-decisions"),
    path("actions/recommendations/", RecommendationsPage.as_view(), name="office-recommendations"),
    path("actions/challenges/", RegisterPage.as_view(), name="office-challenges"),
]
