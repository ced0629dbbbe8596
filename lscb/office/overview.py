"""The board of sections of a plan or report: what feeds each, how far it is, who is writing, and how long is left."""

from collections import Counter

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from editions.models import Edition
from editions.needs import report_day
from kit import clock, history, periods
from kit.access import Permitted
from kit.models import Draft
from kit.together import take_back
from kit.wording import counted
from lscb.office import places
from membership import due, law
from membership.models import Requirement
from membership.pages import InOffice
from membership.roles import May
from publications import comments, reports
from publications import former as formerly
from publications.asking import statements_page
from publications.compose import asked_once, compose, wanted
from publications.compose.wanted import LISTS
from publications.content.section_types import OWN_WORDS
from publications.models import Publication, PublicationKind
from publications.passages import sections as every_section
from publications.readiness import Readiness, State, readiness

# The shape of each state: classes of the stylesheet.
SHAPES = {State.READY: "got", State.PARTLY: "owed", State.NOTHING: "missing", State.NO_WORDS: "missing"}
# Where the records of a section are entered: the name of the page. Others are reached from the bar.
ENTERED = {
    "progress": "office-periods",
    "key-successes": "office-periods",
    "areas-for-development": "office-periods",
    "further-priorities": "office-periods",
    "goals": "office-plans",
    "principles": "office-plans",
    "lineage": "office-plans",
    "other-figures": "office-figures",
    "gaps": "office-figures",
    "contributions": "office-budgets",
    "budget": "office-budgets",
    "forward-plan": "office-meetings",
    "coverage": "office-meetings",
    "attendance": "office-meetings",
    "decisions": "office-decided",
    "challenges": "office-challenges",
    "learning": "office-learning",
    "training": "office-training",
    "inspections": "office-inspections",
    "policies": "office-policies",
    "structure": "office-members",
    "members": "office-members",
    "chairs": "office-members",
    "glossary": "office-publications",
}


class SectionsBoard(InOffice, TemplateView):
    """Every section of a document in its order; and what the law wants that none of them answers."""

    template_name = "office/overview.html"

    def get_context_data(self, kind, slug, sentences=()):
        documents = Publication.objects.documents().with_records()
        publication = get_object_or_404(documents, kind=kind, slug=slug)
        today = clock.today()
        with asked_once():
            content = compose(publication, on=today)
            items = list(wanted(publication, content, on=today))
        rows = list(section_rows(publication, content, items, self.request.user))
        states = [row["state"] for row in rows if row["state"] != State.LEFT_OUT]
        line = reports.beginning(publication)
        return super().get_context_data(
            publication=publication,
            rows=rows,
            told=[(state, SHAPES[state], states.count(state)) for state in SHAPES if state in states],
            missing=[item.requirement for item in items if item.is_missing],
            due=due_in_words(publication, today),
            former=formerly.before(publication),
            started=line and {"who": line.history_user, "when": clock.in_words(line.history_date)},
            can_undo=bool(line) and is_untouched(publication) and self.request.user.has_perm(May.EDIT),
            may=self.request.user.has_perm(May.EDIT),
            sentences=sentences,
            preview=reverse("preview", args=[kind, slug]),
        )


def section_rows(publication, content, items, person):
    """A line for each section in the order of the document, those inside another behind it."""
    narratives = list(publication.narrative_set.all())
    composed = {section.key: section for section, _ in every_section(content)}
    former, writing = formerly.words_before(publication), who_writes(narratives, person)
    answers, said = answered(items), Counter(comments.sections_of_open(publication))

    def inside(parent, depth):
        for narrative in narratives:
            if narrative.parent_id == parent:
                yield row(narrative, depth)
                yield from inside(narrative.pk, depth + 1)

    def row(narrative, depth):
        section = composed.get(narrative.key)
        found = readiness(section) if section else Readiness(State.LEFT_OUT)
        old, written = former.get(narrative.pk), bool(narrative.before or narrative.after)
        return {
            "heading": str(narrative),
            "key": narrative.key,
            "depth": depth,
            "state": found.state,
            "shape": SHAPES.get(found.state, ""),
            "lacks": found.lacks,
            "feeds": "" if narrative.place == OWN_WORDS else narrative.get_place_display(),
            "entered": entered(narrative.place, publication),
            "comments": said[narrative.key],
            "chooses": narrative.place == "summary",
            "answers": answers.get(narrative.key, ()),
            "writing": writing.get(narrative.pk, ()),
            "former": "" if old is None or written else old.before + old.after,
            "former_from": "" if old is None else str(old.publication),
            "edit": places.KIND_OF[type(narrative)].edit_address(narrative.pk, then="preview"),
            "is_out": section is None,
        }

    return inside(None, 0)


def entered(place, publication):
    """Where the records of a section are entered; empty if they are words of the document itself, or have no page."""
    if place == "statements":
        return statements_page(publication)
    return reverse(ENTERED[place]) if place in ENTERED else ""


def answered(items):
    """By the key of a section, what the law wants that it answers."""
    found = {}
    for item in items:
        for section in (*item.by_records, *item.by_words):
            found.setdefault(section.key, []).append(item.requirement)
    return found


def who_writes(narratives, person):
    """By the number of a section, who has text for it that isn't saved, and since when."""
    drafts = Draft.objects.filter(form="edit narrative", key__in=[str(each.pk) for each in narratives])
    found = {}
    for draft in drafts.select_related("person"):
        who = "You have" if draft.person_id == person.pk else f"{draft.person} has"
        found.setdefault(int(draft.key), []).append(f"{who} text not saved yet, {clock.in_words(draft.saved)}")
    return found


def due_in_words(publication, today):
    """How long is left until a document is due, or since when it is late: day and words; None if nothing says so."""
    if publication.kind not in LISTS or Edition.objects.live().filter(publication=publication).exists():
        return None
    day, words = due_day(publication, today)
    if day is None:
        return {"left": "No day is named", "day": "", "words": words, "is_late": False} if words else None
    days = (day - today).days
    left = f"{counted(days, 'day')} left" if days >= 0 else f"{counted(-days, 'day')} late"
    return {"left": left, "day": f"{day:%A} {periods.day(day)}", "words": words, "is_late": days < 0}


def due_day(publication, today):
    """The last day for a plan or report, and the words of the law that say so."""
    about = {
        PublicationKind.ANNUAL_REPORT: Requirement.About.REPORT_DUE,
        PublicationKind.BUSINESS_PLAN: Requirement.About.PLAN_DUE,
    }[publication.kind]
    regime = law.in_force(today).first()
    rule = regime.requirement_set.filter(about=about).first() if regime else None
    words = rule.whole if rule else ""
    live = Edition.objects.live().filter(publication__kind=publication.kind)
    last = live.order_by("-published_on").values_list("published_on", flat=True).first()
    if publication.kind == PublicationKind.ANNUAL_REPORT:
        period = publication.reporting_period
        return (report_day(period, words, last) if period else None), words
    return due.last_day(words, starts=publication.starts, ends=publication.ends, last=last), words


def is_untouched(publication):
    """Whether nothing of a start was changed since, as far as its sections say."""
    sections = publication.narrative_set.prefetch_related("highlight_set", "narrativechart_set")
    return publication.version == 1 and not any(
        each.version != 1 or each.highlight_set.all() or each.narrativechart_set.all() for each in sections
    )


class TakeReportBack(Permitted, View):
    """Takes the whole start of a report back, as long as nothing of it was changed."""

    permission_required = May.EDIT
    http_method_names = ("post",)

    def post(self, request, kind, slug):
        publication = get_object_or_404(Publication, kind=kind, slug=slug)
        line = reports.beginning(publication)
        if line is None:
            raise Http404
        try:
            with transaction.atomic():
                number = take_back(line.history_date, places.MODELS, reports.STARTED, by=request.user)
        except history.CannotChange as refusal:
            page = SectionsBoard()
            page.setup(request, kind=kind, slug=slug)
            return page.render_to_response(
                page.get_context_data(kind=kind, slug=slug, sentences=refusal.sentences), status=409
            )
        messages.success(request, f"The start was taken back: {counted(number, 'record')}.")
        return redirect("office")
