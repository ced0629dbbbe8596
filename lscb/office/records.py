"""What the office calls each kind of record, who may change it, and where one is looked at."""

from typing import NamedTuple

from django.http import Http404
from django.urls import reverse

from finance.models import Budget, BudgetLine, Contribution
from forwardplan.models import AgendaItem, Meeting, StandingItem
from kit.labels import called
from membership.models import Appointment, Board, Body, Organisation, Regime, ReportingPeriod, RequiredPartner, Seat
from membership.roles import May
from priorities import models as priorities
from publications.models import EarlierDocument, LinkedPlan, Narrative, Publication, Recipient, Term


class Kind(NamedTuple):
    """A kind of record in the board's words, and what somebody needs to be allowed to change it."""

    one: str
    many: str
    may: May = May.EDIT


KINDS = {
    priorities.Goal: Kind("Goal", "Goals"),
    priorities.Aim: Kind("Outcome wanted", "Outcomes wanted"),
    priorities.Progress: Kind("Progress", "Progress"),
    priorities.Evidence: Kind("What people and audits told us", "What people and audits told us"),
    priorities.Finding: Kind("Finding", "Findings"),
    priorities.Indicator: Kind("Indicator", "Indicators"),
    priorities.Series: Kind("Breakdown", "Breakdowns"),
    priorities.Observation: Kind("Figure", "Figures", May.ENTER_FIGURES),
    priorities.Measure: Kind("Indicator of a goal", "Indicators of goals"),
    priorities.Lead: Kind("Lead of a goal", "Leads of goals"),
    priorities.Related: Kind("Related goal", "Related goals"),
    priorities.Answer: Kind("Answer to a finding", "Answers to findings"),
    priorities.Lineage: Kind("Where a goal came from", "Where goals came from"),
    priorities.Plan: Kind("Plan", "Plans"),
    priorities.Part: Kind("Part of a plan", "Parts of plans"),
    Budget: Kind("Budget", "Budgets"),
    BudgetLine: Kind("Budget line", "Budget lines"),
    Contribution: Kind("Contribution", "Contributions"),
    Meeting: Kind("Meeting", "Meetings"),
    AgendaItem: Kind("Agenda item", "Agenda items"),
    StandingItem: Kind("Standing item", "Standing items"),
    Seat: Kind("Seat", "Seats"),
    Appointment: Kind("Holder of a seat", "Holders of seats"),
    Body: Kind(called("Board or group"), called("Boards and groups")),
    Organisation: Kind("Organisation", "Organisations"),
    ReportingPeriod: Kind("Reporting period", "Reporting periods"),
    Publication: Kind("Publication", "Publications"),
    Narrative: Kind("Section", "Sections"),
    LinkedPlan: Kind("Linked plan", "Linked plans"),
    Recipient: Kind("Recipient", "Recipients"),
    Term: Kind("Term of the glossary", "Terms of the glossary"),
    EarlierDocument: Kind("Earlier document", "Earlier documents"),
    Regime: Kind(called("Law the board works under"), called("Laws the board works under"), May.CHANGE_SETTINGS),
    RequiredPartner: Kind("Partner that the law requires", "Partners that the law requires", May.CHANGE_SETTINGS),
    Board: Kind(called("Settings of the board"), called("Settings of the board"), May.CHANGE_SETTINGS),
}
BY_NAME = {model._meta.model_name: model for model in KINDS}

# Where a record of a kind is read or edited, and what its address is made from. All others show their history.
PAGES = {
    Publication: ("preview", lambda row: {"kind": row.kind, "slug": row.slug}),
}


def address(row):
    """Where a record is looked at in the office."""
    if type(row) in PAGES and not (isinstance(row, Publication) and not row.is_document):
        name, arguments = PAGES[type(row)]
        return reverse(name, kwargs=arguments(row))
    return history_address(type(row), row.pk)


def history_address(model, pk):
    return reverse("history-record", args=[model._meta.model_name, pk])


def may_change(user, model):
    """Whether somebody's role allows changing records of a kind."""
    return user.has_perm(KINDS[model].may)


def kind_or_404(name):
    if name not in BY_NAME:
        raise Http404
    return BY_NAME[name]
