"""Every page there is, from the two places that know: the URL patterns and the public tree.

Nobody keeps a list by hand: a new page is looked at by the browser tests and by `make look` the day it appears.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from editions import steps
from editions.models import Edition
from finance.models import Budget, CostSplit
from forwardplan.models import AgendaItem, Meeting
from lscb.office import places
from lscb.office.pasted_lists import LISTS
from membership.models import Body, Organisation, ReportingPeriod
from membership.roles import Role
from priorities.models import Asking, Collection, Goal, Indicator, Plan
from publications.models import NEEDS_APPROVAL, NO_DOCUMENT, Publication

# Patterns that lead to no page, and why.
NO_PAGE = {
    "history-restore": "shows a record that is deleted, and the demonstration deletes none",
    "plan-started": "shows what was made of a plan, and in the demonstration none was made so",
    "paste-all": "shows what was brought, and into the demonstration nothing was",
    "paste-piece": "shows what was brought, and into the demonstration nothing was",
    "leave-file": "a file, not a page",
    "office-picture": "a picture, not a page",
    "long-work": "appears while something is made: tests/kit/test_long_work.py reads it",
    "pasted": "shows what was pasted, and into the demonstration nothing was",
    "write-again": "takes a form only, and leads back to the office",
    "earlier-file-erase": "takes a form only, from the page of earlier documents",
    "colour": "a stylesheet, not a page",
    "logo-picture": "a picture, not a page",
    "budget-next": "takes a form only, from a budget's page",
    "report-start": "leads on once there is a report on the period: tests/office/test_annual_report.py reads it",
    "covering-docx": "a file, not a page",
    "covering-txt": "a file, not a page",
    "report-start-back": "takes a form only, from the board of sections",
    "budget-start-back": "takes a form only, from a budget's page",
    "budget-agreed": "takes a form only, from a budget's page",
    "budget-running": "a sentence in a form, and no page",
    "row-move": "takes a form only, and leads back to the row",
    "figures-back": "takes a form only, and leads back to the indicator",
    "coverage-back": "takes a form only, and leads back to what the agendas cover",
    "attendance-back": "takes a form only, and leads back to the marks",
    **dict.fromkeys(
        ("request-came", "request-chased", "request-link-revoke"), "takes a form only, and leads back to the request"
    ),
    "request-link": "takes a form only, and shows a link once: tests/membership/test_links.py makes some",
    "request-template": "a file, not a page",
    "round-back": "takes a form only, and leads back to the round",
    "owing-leave-out": "takes a form only, and leads back to who owes what",
    **dict.fromkeys(
        ("small-numbers-allow", "small-numbers-rules"), "takes a form only, and leads back to small numbers"
    ),
    **dict.fromkeys(
        ("statement-came", "statement-link-revoke", "statements-back"),
        "takes a form only, and leads back to the statements",
    ),
    "statement-link": "takes a form only, and shows a link once: tests/publications/test_asking.py makes some",
    "statement-word": "a file, not a page",
    **dict.fromkeys(("copy-paragraph", "copy-whole"), "takes a form only, and leads back to the Word copies"),
    "section-word": "a file, not a page",
    "not-this-figure": "takes a form only, and leads back to the checks",
    "comment-settle": "takes a form only, and leads back to the comments",
    "given-draft": "stands behind a link, and the demonstration sends none out",
    "given-picture": "stands behind a link, and the demonstration sends none out",
    "given-statement": "stands behind a link, and the demonstration sends none out",
    "given-figures": "stands behind a link, and the demonstration sends none out",
    "row-put-back": "takes a form only, and leads back to the row",
    # These appear only on the way through a sign-in: tests/browser/test_sign_in.py walks it.
    "account_confirm_login_code": "appears after a code was asked for",
    "council-sign-in": "appears where a council's sign-in is set up",
    "council-answer": "takes the answer of a council's sign-in and leads on",
    "mfa_authenticate": "appears after a password, to whom has a second factor",
    "mfa_reauthenticate": "appears to whom has a second factor",
    "mfa_reauthenticate_webauthn": "appears to whom has a passkey",
    "mfa_activate_totp": "appears to whom has just given their password",
    "mfa_add_webauthn": "appears to whom has just given their password",
    "mfa_generate_recovery_codes": "appears to whom has just given their password",
    "mfa_view_recovery_codes": "appears to whom has recovery codes",
    "mfa_deactivate_totp": "appears to whom has an app",
    "mfa_remove_webauthn": "appears to whom has a passkey",
    "app-picture": "a picture, not a page",
    "cover-end": "appears while somebody covers; the page is that of ending access",
    "extract": "a file, where one was brought",
    "health-live": "a line of plain text for what watches the server",
    "health-ready": "a line of plain text for what watches the server",
    "home": "shown until something is published; of the demonstration it is a file of the public tree",
    "csp-reports": "takes what browsers report, and says nothing",
    "security-txt": "a few lines of plain text for whoever found a weakness",
    "health-findings": "a line of plain text for what watches the server",
    "first-day-hide": "takes a form only, from the office's first page",
    "first-day-documents": "takes a form only, from the office's first page",
    "plan-principles": "takes a form only, from a plan's page",
    "succeeded-undo": "takes a form only, and leads back to the members",
    "laid-out": "appears once a year was laid out in one step",
    "unsaved": "appears while a colleague has text that isn't saved",
    "hold-lift": "takes a form only, from the page of how long things are kept",
}


def documents():
    return Publication.objects.documents().values("kind", "slug")


def a_change():
    """One change of a record that can be undone: the demonstration's notice."""
    for model in places.MODELS:
        if line := model.history.filter(history_type="~").first():
            return [{"kind": model._meta.model_name, "pk": line.id, "number": line.history_id}]
    return []


def a_record():
    return [{"kind": "goal", "pk": Goal.objects.values_list("pk", flat=True)[0]}]


def lists():
    return [{"slug": slug} for slug in LISTS]


def a_row_of_each_kind():
    for kind in places.KINDS:
        row = kind.model._base_manager.order_by("pk").first()
        if row:
            yield {"kind": kind.name, "pk": row.pk}


def publications():
    return Publication.objects.values("kind", "slug")


def approved_kinds():
    return [row for row in publications() if row["kind"] in NEEDS_APPROVAL]


def everyday_kinds():
    return [row for row in publications() if row["kind"] not in NEEDS_APPROVAL]


def editions():
    """The live versions of what people read."""
    return [{"number": number} for number in Edition.objects.live().documents().values_list("pk", flat=True)]


def papers():
    """Those of them that are a document of their own; the list of earlier documents is none."""
    return set(Edition.objects.exclude(publication__kind__in=NO_DOCUMENT).values_list("pk", flat=True))


def people():
    """Somebody with a role who holds seats."""
    return get_user_model().objects.filter(duty__role=Role.APPROVER).values("pk")[:1]


def a_board_meeting_that_was_held():
    return Meeting.objects.filter(body__kind=Body.Kind.BOARD, state=Meeting.State.HELD).values("pk")[:1]


# Arguments for the patterns that ask for some: the pattern's name, and what gives a list of them.
SAMPLES = {
    "preview": documents,
    "preview-pdf": documents,
    "history-record": a_record,
    "history-undo": a_change,
    "paste": lists,
    "office-sections": documents,
    "office-statements": documents,
    "office-copies": documents,
    "office-readers": documents,
    "office-comments": documents,
    "plan-next": lambda: Plan.objects.values("key"),
    "office-plan": lambda: Plan.objects.values("key"),
    "office-goal": lambda: [
        {"plan": goal.plan.key, "key": goal.key} for goal in Goal.objects.select_related("plan")[:1]
    ],
    "office-budget": lambda: Budget.objects.values("key"),
    "print-split": lambda: CostSplit.objects.values("pk"),
    **dict.fromkeys(("print-budget", "budget-beside", "print-beside"), lambda: Budget.objects.values("key")),
    "office-decisions": lambda: Meeting.objects.values("pk")[:1],
    **dict.fromkeys(("print-attendance", "print-agenda", "attendance"), lambda: Meeting.objects.values("pk")[:1]),
    **dict.fromkeys(
        ("print-attendance-report", "coverage", "coverage-goals", "next-year"),
        lambda: Body.objects.filter(meeting__isnull=False).order_by("pk").values("key")[:1],
    ),
    "item-move": lambda: AgendaItem.objects.values("pk")[:1],
    "print-request": lambda: [
        {"party": pk} for pk in Indicator.objects.filter(owed_by__isnull=False).values_list("owed_by", flat=True)[:1]
    ],
    "office-indicator": lambda: Indicator.objects.values("key"),
    "figures-new-start": lambda: Indicator.objects.values("key")[:3],
    "office-round": lambda: Collection.objects.values("key")[:1],
    "office-request": lambda: [
        {"key": asking.collection.key, "pk": asking.pk} for asking in Asking.objects.select_related("collection")[:1]
    ],
    **dict.fromkeys(("welcome-then", "brief-then"), a_board_meeting_that_was_held),
    **dict.fromkeys(("organisation", "organisation-reply"), lambda: Organisation.objects.values("key")[:1]),
    "office-evidence": lambda: ReportingPeriod.objects.values("key"),
    "row-add": lambda: [{"kind": name} for name in ("plan", "body", "recipient", "publication", "earlierdocument")],
    "row-edit": a_row_of_each_kind,
    "row-remove": lambda: [row for row in a_row_of_each_kind() if row["kind"] in ("goal", "organisation", "aim")],
    "comment-pdf": documents,
    "comment-word": documents,
    "checks": documents,
    "wanted": documents,
    "document-overview": documents,
    "summary-choose": documents,
    "approval": publications,
    "send": approved_kinds,
    "update": everyday_kinds,
    "version": editions,
    "version-pdf": lambda: [row for row in editions() if row["number"] in papers()],
    "presented": editions,
    **dict.fromkeys((step.name for step in steps.STEPS), editions),
    **dict.fromkeys(
        (
            "person",
            "invitation",
            "person-roles",
            "person-seats",
            "person-cover",
            "person-end",
            "person-bring-back",
            "person-remove-details",
            "person-second-factor",
        ),
        people,
    ),
    "account_reset_password_from_key": lambda: [{"uidb36": "1", "key": "made-up"}],
}


@dataclass(frozen=True)
class Page:
    path: str
    cookie: str = ""  # the session of the person who may see it; empty for anybody

    @property
    def name(self):
        """The address as the name of a file."""
        return self.path.strip("/").replace("/", "-") or "home"


def patterns(resolver=None, before=""):
    """Each pattern of ours with its name, whatever it is included by; the admin is Django's."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield before + (pattern.name or ""), pattern
        elif pattern.app_name != "admin":
            yield from patterns(pattern, before + (f"{pattern.namespace}:" if pattern.namespace else ""))


def visitors():
    """A client for each kind of person, the least trusted first."""
    users = get_user_model().objects.filter(is_active=True, is_superuser=False).order_by("pk")
    yield Client(SERVER_NAME="localhost")
    for user in (users.filter(duty__role=role).first() for role in (Role.MEMBER, Role.MANAGER)):
        if user:
            client = Client(SERVER_NAME="localhost")
            client.force_login(user)
            yield client


def addresses():
    """Where the pages behind the patterns lie; of a pattern that asks for some, one for each sample."""
    for name, pattern in patterns():
        if name in NO_PAGE:
            continue
        if pattern.pattern.converters and name not in SAMPLES:
            raise LookupError(f"Which {name or pattern.pattern} shall be looked at? Say so in tests/pages.py, SAMPLES.")
        for arguments in SAMPLES[name]() if name in SAMPLES else [{}]:
            yield reverse(name, kwargs=arguments) if name else f"/{pattern.pattern}"


def of_patterns():
    """The pages behind the patterns, each seen by the least trusted person who may; the office with all its buttons."""
    clients = list(visitors())
    for path in addresses():
        yield from seen(path, clients)


def seen(path, clients):
    for client in reversed(clients) if path.startswith("/office/") else clients:
        answer = client.get(path)
        if answer.status_code == 200:
            if answer["Content-Type"].startswith("text/html"):
                session = client.cookies.get(settings.SESSION_COOKIE_NAME)
                yield Page(path, session.value if session else "")
            return
    raise LookupError(f"Nobody gets to see {path}. If it is no page, say why in tests/pages.py, NO_PAGE.")


def of_tree():
    """The pages of the public tree."""
    root = settings.PUBLIC_ROOT / "current"
    for file in sorted(root.rglob("index.html")):
        folder = file.parent.relative_to(root).as_posix()
        yield Page("/" if folder == "." else f"/{folder}/")


def everything():
    """All of them, once each."""
    found = {page.path: page for page in (*of_patterns(), *of_tree())}
    return [found[path] for path in sorted(found)]


def pdfs():
    """The PDF files of the public tree, their names and where they lie."""
    root = settings.PUBLIC_ROOT / "current"
    return [(f"/{file.relative_to(root).as_posix()}", file) for file in sorted(root.rglob("*.pdf"))]
