"""What the office edits of actions: the action, who leads it, and what is heard of it."""

from django.urls import reverse

from kit import clock, periods, wording
from kit.kinds import Kind, RowColumn, page_with
from kit.wording import listed
from membership.roles import May
from priorities import action_forms as forms
from priorities import log

in_the_log, below_its_action = page_with("office-actions"), page_with("office-actions", "action")


def became(action):
    """Its state, the day and why, if it is no longer open."""
    closed = "" if action.is_open else action.get_state_display()
    day = periods.day(action.closed_on) if action.closed_on else ""
    return ": ".join(filter(None, [", ".join(filter(None, [closed, day])), action.reason]))


def updating(action):
    """The form for what happened with it."""
    return f"{reverse('row-add', args=['actionupdate'])}?action={action.pk}", "Update"


ACTION = Kind(
    form=forms.ActionForm,
    place=in_the_log,
    may=May.EDIT,
    paper=updating,
    found_by=("number",),
    known_by={
        "code": ("ref", "reference", "no", "number", "#", "code"),
        "words": (
            "action",
            "actions",
            "what will we do",
            "what we will do",
            "what we need to do",
            "task",
            "recommendation",
            "how",
            "key actions",
            "agreed action",
        ),
        "origin": ("origin", "source", "where it comes from", "meeting", "agenda item", "item"),
        "reason": ("why or to whom", "reason"),
    },
    columns=(
        RowColumn("No.", lambda row: row.number, "code"),
        RowColumn("Action", str, tells=("words", "code")),
        RowColumn("Serves", lambda row: wording.cut(row.goal or "")),
        RowColumn("Finding", lambda row: wording.cut(row.finding) if row.finding else ""),
        RowColumn("Recommendation", lambda row: wording.cut(row.recommendation) if row.recommendation else ""),
        RowColumn("Who leads", lambda row: listed(log.leads(row)) or ("nobody named" if row.is_open else "")),
        RowColumn(
            "By when", lambda row: log.due(row, clock.today()), tells=("due_in_words",), sorted_by=lambda row: row.due
        ),
        RowColumn("What became of it", became, tells=("reason",)),
        RowColumn("Rating", lambda row: log.rating(row, clock.today()) or ("not rated" if row.is_open else "")),
        RowColumn("Last heard", log.heard, sortable=False),
        RowColumn("Comes from", "origin"),
        RowColumn("Part of", lambda row: wording.cut(row.parent) if row.parent else ""),
        RowColumn("Looked at again", "review_on"),
        RowColumn("Printed", lambda row: "below its goal" if row.printed else ""),
    ),
)
ACTION_LEAD = Kind(form=forms.ActionLeadForm, place=below_its_action, may=May.EDIT, columns=(RowColumn("Led by", str),))
ACTION_UPDATE = Kind(
    form=forms.ActionUpdateForm,
    place=below_its_action,
    may=May.EDIT,
    columns=(
        RowColumn("What happened", str, tells=("words",)),
        RowColumn("On", "on"),
        RowColumn("Rating", lambda row: row.get_rating_display() if row.rating and row.words else ""),
    ),
)
RECOMMENDATION = Kind(
    form=forms.RecommendationForm,
    place=page_with("office-recommendations"),
    may=May.EDIT,
    columns=(
        RowColumn("Recommendation", "words"),
        RowColumn("Made by", lambda row: wording.cut(row.learning) if row.learning else ""),
        RowColumn("Comes from", "source"),
        RowColumn("Published at", "address"),
        RowColumn("Made on", "made_on"),
        RowColumn("Concerns", lambda row: wording.cut(row.goal or "")),
        RowColumn("Answer", lambda row: row.get_answer_display(), sorted_by=lambda row: row.answer),
        RowColumn("Why", "reason"),
        RowColumn("What came of it", "outcome"),
    ),
)
KINDS = (ACTION, ACTION_LEAD, ACTION_UPDATE, RECOMMENDATION)
