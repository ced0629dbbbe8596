"""How each field of content is called, how its value is shown, and by which name a thing goes. Tables, and no walk.

A field without an entry here is a test's failure: nothing that is frozen may change without a word for it.
"""

from typing import NamedTuple

from kit import periods
from kit.called import say
from kit.wording import DIRECTIONS, STATES, left, per_cent, plain, pounds, summed_shares
from publications.content import base, earlier
from publications.content import document as content
from publications.content import site as site_content
from publications.sections import GOAL_WORDS, money
from publications.sections import board as seats
from publications.sections import goals as figures
from publications.sections.lineage import GAPS, LINEAGE
from publications.sections.words import NOT_STATED

FEW = 8  # words by which a thing without a name is called


# How values are shown


def spaced(code, thing, parents):
    """A code that nobody prints, as words: own-words becomes own words."""
    return code.replace("-", " ")


def in_pounds(amount, thing, parents):
    return NOT_STATED if amount is None else pounds(amount)


def in_per_cent(share, thing, parents):
    return NOT_STATED if share is None else per_cent(share)


def in_sum(name):
    return lambda amount, thing, parents: money.in_words(thing, name)


def total_share(share, thing, parents):
    return summed_shares(share, thing.shares_not_given)


def if_any(number, thing, parents):
    return str(number) if number else ""


def in_unit(value, thing, parents):
    """A figure's value in the unit of the indicator that it stands under."""
    if value is None:
        return ""
    indicator = above(content.Indicator, parents)
    bare = content.Observation(key="", period=base.Period(words=""), timing="", value=value)
    return figures.figure(bare, indicator) if indicator else plain(value)


def from_table(words):
    """A code as the table words it; one that the table doesn't know, as it is."""
    return lambda code, thing, parents: say(words[code]) if code in words else code


def yes_or_no(yes, no):
    return lambda value, thing, parents: yes if value else no


def month(number, thing, parents):
    return NOT_STATED if number is None else periods.MONTHS[number - 1] if 1 <= number <= 12 else str(number)


def above(kind, parents):
    """The nearest of the things that this one stands in that is of a kind, or None."""
    return next((parent for parent in reversed(parents) if isinstance(parent, kind)), None)


class Says(NamedTuple):
    """What a field is called after the name of its thing, and how its value is shown; HTML is compared as words.

    `plainly`: the value speaks for itself where a whole thing is told, such as a title. `alone`: what a thing without a
    name is called where it was added or left out whole. `echoes`: the field that this one mostly repeats; a change of
    both in the same words is listed once.
    """

    words: str
    show: object = None
    html: bool = False
    plainly: bool = False
    alone: str = ""
    echoes: str = ""

    @property
    def said(self):
        """What it is called in the words of the law in force."""
        return say(self.words)


def tells(words, **how):
    return Says(words, plainly=True, **how)


GOAL_KINDS = {kind: words[0] for kind, words in GOAL_WORDS.items()}
READABLE = {"yes": "Yes", "no": "No", "unknown": "Nobody has checked"}
EVIDENCE = {"found": "Found", "planned": "Planned", "none": "None"}
MEETING_STATES = {"planned": "Planned", "held": "Held", "cancelled": "Cancelled"}

FIELDS = {
    base.BoardName: {
        "name": tells("name of the board"),
        "short_name": Says("short name of the board"),
        "abbreviation": Says("abbreviation"),
    },
    base.Logo: {
        "digest": Says("picture of the logo"),
        "words": tells("what the logo shows"),
        "width": Says("width of the logo"),
        "height": Says("height of the logo"),
    },
    base.Period: {"words": tells("period"), "starts": Says("start of the period"), "ends": Says("end of the period")},
    earlier.EarlierDocuments: {"documents": tells("")},
    earlier.EarlierDocument: {
        "title": tells("title"),
        "period": Says("period"),
        "published": Says("published"),
        "accessible": Says("whether a screen reader can read it", from_table(READABLE)),
        "other_format": Says("how to ask for another format"),
        "digest": Says("check code of the file"),
        "size": Says("size of the file in bytes"),
        "pages": Says("pages of the file"),
    },
    content.Document: {
        "kind": Says("kind of document", spaced),
        "slug": Says("end of the address"),
        "board": tells(""),
        "title": tells("title"),
        "period": tells(""),
        "cover_note": tells("note on the cover"),
        "sections": tells(""),
        "logo": tells("logo"),
        "colour": Says("colour"),
        "called": tells(""),
    },
    base.Called: {"body": Says("what the body is called"), "report": Says("what its report is called")},
    content.Section: {
        "place": Says("what the section is for", spaced),
        "heading": tells("heading"),
        "contents_heading": Says("heading in the contents", echoes="heading"),
        "label": Says("number of the section"),
        "before": tells("opening words", html=True),
        "records": tells("", alone="what it shows"),
        "after": tells("closing words", html=True),
        "sections": tells(""),
    },
    content.Observation: {
        "period": tells(""),
        "timing": Says("timing", spaced),
        "value": tells("figure", show=in_unit),
        "qualifier": Says("over, under or about", spaced),
        "state": tells("why there is no figure", show=from_table(STATES)),
        "reason": Says("reason why there is no figure"),
        "direction": Says("direction", from_table(DIRECTIONS)),
        "as_printed": Says("figure as printed"),
        "provisional": Says("provisional or final", yes_or_no("Provisional", "")),
    },
    content.Series: {"name": tells("name of the breakdown"), "observations": tells("")},
    content.Indicator: {
        "name": tells("name of the measure"),
        "unit": Says("unit", spaced),
        "decimals": Says("decimal places"),
        "owed_by": Says("who supplies the figure"),
        "series": tells(""),
    },
    content.Aim: {"words": tells("outcome"), "wanted": Says("outcome as direction", spaced)},
    content.Evidence: {"state": Says("state", from_table(EVIDENCE)), "words": tells("")},
    content.Goal: {
        "code": Says("reference"),
        "title": tells("wording"),
        "aims": tells("outcome"),
        "led_by": Says("who leads it"),
    },
    content.GoalProgress: {
        "goal": tells(""),
        "figures_in_words": tells("figures in words"),
        "commentary": Says("commentary"),
        "difference_made": Says("difference made to children"),
        "evidence": tells("evidence"),
        "indicators": tells(""),
    },
    content.Progress: {"period": tells(""), "goals": tells("")},
    content.Finding: {"words": tells("")},
    content.Findings: {"kind": Says("kind of finding", spaced), "findings": tells("")},
    content.Goals: {"kind": Says("kind of goal", from_table(GOAL_KINDS)), "goals": tells("")},
    content.Contribution: {
        "payer": tells("who pays"),
        "share": Says("share", in_per_cent),
        "amount": tells("", show=in_pounds),
        "status": Says("proposed or agreed", from_table(money.STATUSES)),
    },
    content.Contributions: {
        "financial_year": Says("financial year"),
        "contributions": tells(""),
        "total_share": Says("Total share", total_share),
        "total": Says("Total of the contributions", in_sum("total")),
        "shares_not_given": Says("shares not given", if_any),
        "total_partly": tells("Total of the contributions"),
    },
    content.Partly: {
        "at_least": Says("at least", lambda amount, thing, parents: "" if amount is None else pounds(amount)),
        "not_given": Says("amounts not given"),
    },
    content.BudgetLine: {
        "description": tells("wording"),
        "estimate": tells("estimate", show=in_sum("estimate")),
        "estimate_partly": tells("estimate"),
        "outturn": Says("outturn", lambda amount, thing, parents: "" if amount is None else pounds(amount)),
        "confirmed": Says("confirmed or not", yes_or_no("Confirmed", "Subject to confirmation")),
        "recurrence": Says("recurrence", spaced),
        "post_share": Says("share of a post", lambda share, thing, parents: "" if share is None else plain(share)),
    },
    content.BudgetHeading: {"heading": tells("heading"), "lines": tells("")},
    content.Budget: {
        "financial_year": Says("financial year"),
        "income": tells("Income"),
        "expenditure": tells("Expenditure"),
        "total_income": Says("Total estimated income", in_sum("total_income")),
        "total_expenditure": Says("Total estimated expenditure", in_sum("total_expenditure")),
        "balance": Says("Balance: income less expenditure", lambda amount, thing, parents: left(amount)),
        "total_income_partly": tells("Total estimated income"),
        "total_expenditure_partly": tells("Total estimated expenditure"),
    },
    content.AgendaItem: {
        "title": tells("wording"),
        "standing": Says("standing item or not", yes_or_no("Standing item", "")),
    },
    content.Meeting: {
        "label": tells("name of the meeting"),
        "year": Says("year"),
        "month": Says("month", month),
        "day": Says("day"),
        "state": Says("planned, held or cancelled", from_table(MEETING_STATES)),
        "items": tells("to consider"),
        "starts_at": Says("start"),
        "ends_at": Says("end"),
    },
    content.ForwardPlan: {"body": Says("whose meetings"), "meetings": tells("")},
    content.Body: {"name": tells("name"), "bodies": tells("")},
    content.Structure: {"root": tells("")},
    content.Seat: {
        "role": tells("role"),
        "note": tells("note"),
        "organisation": tells("organisation"),
        "office": Says("office", from_table(seats.OFFICES)),
        "capacity": Says("capacity", spaced),
        "vacant": Says("filled or vacant", yes_or_no("Position vacant", "")),
    },
    content.Members: {"body": Says("whose members"), "as_at": Says("members as at"), "seats": tells("")},
    content.ChairedBody: {"name": tells("name"), "seats": tells("")},
    content.Chairs: {"bodies": tells("")},
    content.GoalName: {
        "kind": Says("kind of goal", from_table(GOAL_KINDS)),
        "code": Says("reference"),
        "title": tells("wording"),
    },
    content.LineageStep: {
        "kind": tells("what became of it", show=from_table(LINEAGE)),
        "from_goal": tells("before"),
        "to_goal": tells("now"),
        "reason": Says("reason"),
        "decided": Says("where it was decided"),
        "reading": Says("whose reading", from_table({"board": "The Board's", "ours": "A reader's"})),
    },
    content.Lineage: {
        "past_plan": Says("former plan"),
        "plan": Says("plan"),
        "past_goals": Says("goals of the former plan"),
        "goals": Says("goals of the plan"),
        "steps": tells(""),
    },
    content.Gap: {
        "kind": Says("what sort of thing", from_table(GAPS)),
        "about": tells("about"),
        "reason": Says("reason"),
    },
    content.NotRecorded: {"period": tells(""), "gaps": tells("")},
    content.Term: {"term": tells("term"), "meaning": tells("meaning")},
    content.Glossary: {"terms": tells("")},
    site_content.Concern: {
        "words": tells("what is said"),
        "daytime": Says("in the daytime"),
        "out_of_hours": Says("out of hours"),
    },
    site_content.Contact: {
        "email": Says("e-mail"),
        "telephone": Says("telephone"),
        "address": Says("postal address"),
        "website": Says("website"),
    },
    site_content.Accessibility: {
        "other_formats": Says("how to ask for another format"),
        "tested_on": Says("tested on"),
        "tested_by": Says("tested by"),
        "faults": Says("what is known not to be accessible"),
        "prepared_on": Says("statement prepared on"),
    },
    site_content.Regime: {
        "body_called": tells("what the law calls the body"),
        "report_called": Says("what the law calls its report"),
        "law": Says("law"),
        "since": Says("since"),
        "partners": Says("partners that the law requires"),
    },
    site_content.Site: {
        "board": tells(""),
        "area": Says("area"),
        "notice": tells("notice on every page"),
        "search_engines": Says("search engines", yes_or_no("May list the site", "Are asked not to list the site")),
        "concern": tells(""),
        "contact": tells(""),
        "key": Says("key of the board"),
        "logo": tells("logo"),
        "colour": Says("colour"),
        "regime": tells("law the board works under"),
        "responsible_body": Says("who answers for the site in law"),
        "accessibility": tells(""),
    },
}


# What isn't a matter of words: amounts, figures, dates, and who pays, sits, leads or supplies. No slip of the pen is
# one of these.
FACTS = {
    base.Period: {"starts", "ends"},
    content.Observation: set(FIELDS[content.Observation]),
    content.Indicator: {"unit", "decimals", "owed_by"},
    content.Aim: {"wanted"},
    content.Evidence: {"state"},
    content.Goal: {"led_by"},
    content.GoalProgress: {"figures_in_words"},
    content.Findings: {"kind"},
    content.Goals: {"kind"},
    content.Contribution: set(FIELDS[content.Contribution]),
    content.Contributions: set(FIELDS[content.Contributions]),
    content.BudgetLine: set(FIELDS[content.BudgetLine]) - {"description"},
    content.Budget: set(FIELDS[content.Budget]),
    content.AgendaItem: {"standing"},
    content.Meeting: set(FIELDS[content.Meeting]),
    content.ForwardPlan: {"body"},
    content.Seat: set(FIELDS[content.Seat]) - {"note"},
    content.Members: set(FIELDS[content.Members]),
    content.LineageStep: {"kind", "decided", "reading"},
    content.Lineage: set(FIELDS[content.Lineage]),
    earlier.EarlierDocument: set(FIELDS[earlier.EarlierDocument]) - {"title"},
}


# By which name a thing goes


def goal_name(goal, parents):
    goals = above(content.Goals, parents)
    kind = GOAL_KINDS.get(goals.kind if goals else "priority", GOAL_KINDS["priority"])
    return f"{kind} {goal.code}" if goal.code else f"{kind} {quoted(goal.title)}"


def observation_name(seen, parents):
    return figures.period(seen)


def step_name(step, parents):
    goal = step.from_goal or step.to_goal
    return f"{GOAL_KINDS.get(goal.kind, goal.kind)} {goal.code}" if goal else LINEAGE.get(step.kind, step.kind)


def quoted(text):
    """A text without a name of its own, by its first words."""
    words = text.split()
    return f"“{' '.join(words[:FEW])}{' …' if len(words) > FEW else ''}”" if words else ""


def seat_name(seat, parents):
    office = seats.OFFICES.get(seat.office, "") if above(content.ChairedBody, parents) else ""
    return office or seat.role or seat.organisation or quoted(seat.note) or "Seat"


# Things without an entry have no name: what changes in them is named by the thing they stand in, or by its field.
NAMES = {
    content.Goal: goal_name,
    content.GoalProgress: lambda row, parents: goal_name(row.goal, parents),
    content.Finding: lambda finding, parents: quoted(finding.words),
    content.Indicator: lambda indicator, parents: indicator.name,
    content.Series: lambda series, parents: series.name,
    content.Observation: observation_name,
    content.Contribution: lambda row, parents: f"{row.payer or 'Unnamed payer'} contribution",
    content.BudgetHeading: lambda heading, parents: heading.heading,
    content.BudgetLine: lambda line, parents: line.description,
    content.Meeting: lambda meeting, parents: meeting.label,
    content.AgendaItem: lambda item, parents: quoted(item.title),
    content.Body: lambda body, parents: body.name,
    content.Seat: seat_name,
    content.ChairedBody: lambda body, parents: body.name,
    content.LineageStep: step_name,
    content.Gap: lambda gap, parents: gap.about,
    content.Term: lambda term, parents: term.term,
    earlier.EarlierDocument: lambda document, parents: document.name,
}

# By what a thing is recognised in the other content: its key, but for these.
IDENTITIES = {
    content.GoalProgress: lambda row: row.goal.key,
    content.BudgetHeading: lambda heading: heading.heading,
    content.Gap: lambda gap: f"{gap.kind} {gap.about}",
}
IDENTITY = "key"
