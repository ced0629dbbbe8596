"""Starting the next plan, and taking the whole start back: plan and document in one transaction."""

from django.db import transaction

from kit.together import Together, take_back
from lscb.office.places import MODELS
from priorities import succession as goals
from priorities.models import Plan
from publications import succession as documents


@transaction.atomic
def start_next_plan(old: Plan, plan: Plan, fates, *, by, answers=None, decided="", reading="", document=None):
    """Start the next plan from the old one: its goals, where each came from, and the draft of its document.

    `plan` is the new plan, not saved yet; `fates` has one for each goal of the old plan; `answers` are findings, each
    with the goal of the old plan whose successor answers it; `document` is the one whose sections are taken over, None
    for none. Returns the new plan. Raises ValidationError if a rule forbids it, and then nothing was written.
    """
    together = Together(f"{Plan.STARTED}{old}"[:100], by)
    made = goals.next_plan(old, plan, fates, together, decided=decided, reading=reading)
    goals.answer(answers or {}, made, together)
    if document:
        documents.next_document(document, made.plan, made.parts, together)
    return made.plan


def take_start_back(plan: Plan, *, by):
    """Remove all that starting a plan added. Returns how many rows.

    Raises CannotChange, in sentences, if something of it was changed, added to or frozen in a version since.
    """
    return take_back(plan.beginning.history_date, MODELS, Plan.STARTED, by=by)
