"""Every passage of words in a document, with the place it stands at and the record that it comes from."""

import re
from html.parser import HTMLParser

from msgspec import Struct

from publications.content import document as content
from publications.sections.words import anchor

PARTS = {"p", "h3", "li", "ul", "ol", "br"}


class Record(Struct, frozen=True):
    """A record by its kind and natural key.

    `of` names what the publication has that holds it (plan, past_plan, budget, body, reporting_period, publication),
    or is empty where the record stands by itself; `keys` are its keys below that, parents first. No keys: the thing
    itself, or the whole list.
    """

    model: str
    keys: tuple[str, ...] = ()
    of: str = ""


class Place(Struct, frozen=True, kw_only=True):
    """One place to look at: in words, its anchor in the document, and the record to mend where one is known."""

    words: str = ""
    anchor: str = ""
    record: Record | None = None


class Passage(Struct, frozen=True, kw_only=True):
    """Plain words; `source` is the HTML of a narrative, `progress` says whether they tell how a goal went."""

    words: str
    place: Place
    source: str = ""
    progress: bool = False

    @property
    def sentences(self):
        """The sentences, parted at line ends and after a full stop before a capital letter or a figure."""
        return [
            sentence
            for line in self.words.splitlines()
            for sentence in re.split(r"(?<=[.?!;])\s+(?=[A-Z\d(])", line.strip())
            if sentence
        ]


class Text(HTMLParser):
    """The words of a narrative, a line to each paragraph, heading and item; and its links, as words and address."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.pieces, self.links = [], []
        self._inside = False
        self.feed(html)
        self.close()

    @property
    def words(self):
        lines = (" ".join(line.split()) for line in "".join(self.pieces).splitlines())
        return "\n".join(line for line in lines if line)

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.links.append(["", dict(attributes).get("href") or ""])
            self._inside = True
        if tag in PARTS:
            self.pieces.append("\n")

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "a"
        if tag in PARTS:
            self.pieces.append("\n")

    def handle_data(self, data):
        self.pieces.append(data.replace("\n", " "))
        if self._inside:
            self.links[-1][0] += data


def sections(document):
    """Each section with the anchor that leads to it: its own where it has a heading or a page, else its parent's."""

    def inside(found, above):
        for section in found:
            at = section.key if section.heading or not above else above
            yield section, at
            yield from inside(section.sections, at)

    return inside(document.sections, "")


def passages(document):
    """Every passage of the document in its order, headings first; empty ones are left out."""
    cover = Record("publications.publication", of="publication")
    yield from told("The cover", "", cover, document.title, document.cover_note)
    for section, at in sections(document):
        own = narrative(section)
        name = section.heading or section.contents_heading or at
        yield from told(name, at, own, section.heading)
        for html in (section.before, section.after):
            words = Text(html).words
            if words:
                yield Passage(words=words, source=html, place=Place(words=name, anchor=at, record=own))
        if section.records is not None:
            yield from RECORDS[type(section.records)](section, section.records)


def narrative(section):
    """The record of a section's heading and own words."""
    return Record("publications.narrative", (section.key,), "publication")


def told(name, at, record, *texts, progress=False):
    for words in texts:
        if words:
            yield Passage(words=words, place=Place(words=name, anchor=at, record=record), progress=progress)


# Each kind of records and the passages in it.


def coded(goal):
    """How a goal is called in a sentence: A, Reduce incidents of self-harm."""
    title = goal.title if len(goal.title) <= 70 else f"{goal.title[:70].rpartition(' ')[0]} …"
    return f"{goal.code}, {title}" if goal.code else title


def goal_passages(section, goal, of):
    at, name = anchor(section, goal.key), coded(goal)
    yield from told(name, at, Record("priorities.goal", (goal.key,), of), goal.title)
    for aim in goal.aims:
        yield from told(name, at, Record("priorities.aim", (goal.key, aim.key), of), aim.words)


def goals(section, records):
    for goal in records.goals:
        yield from goal_passages(section, goal, "plan")


def progress_record(goal):
    """The goal's own page: what was told of its progress is kept there."""
    return Record("priorities.goal", (goal.key,), "past_plan")


def observation_record(indicator, series, seen):
    return Record("priorities.observation", (indicator.key, series.key, seen.key))


def progress(section, records):
    for row in records.goals:
        at, name = anchor(section, row.goal.key), coded(row.goal)
        yield from goal_passages(section, row.goal, "past_plan")
        texts = row.figures_in_words, row.commentary, row.difference_made
        yield from told(name, at, progress_record(row.goal), *texts, progress=True)
        for found in row.evidence:
            record = Record("priorities.evidence", (row.goal.key, found.key), "past_plan")
            yield from told(name, at, record, found.words)
        for indicator in row.indicators:
            yield from told(indicator.name, at, Record("priorities.indicator", (indicator.key,)), indicator.name)
            for series in indicator.series:
                for seen in series.observations:
                    figure = f"{section.key}-{indicator.key}-{series.key}-{seen.key}"
                    record = observation_record(indicator, series, seen)
                    texts = seen.period.words, seen.reason, seen.as_printed
                    yield from told(indicator.name, figure, record, *texts)


def findings(section, records):
    for finding in records.findings:
        record = Record("priorities.finding", (finding.key,), "reporting_period")
        name = finding.words if len(finding.words) <= 70 else f"{finding.words[:70].rpartition(' ')[0]} …"
        yield from told(name, anchor(section, finding.key), record, finding.words)


def contributions(section, records):
    for row in records.contributions:
        record = Record("finance.contribution", (row.key,), "budget")
        yield from told(row.payer, anchor(section, row.key), record, row.payer)


def budget(section, records):
    for under in (*records.income, *records.expenditure):
        for line in under.lines:
            record = Record("finance.budgetline", (line.key,), "budget")
            yield from told(line.description, anchor(section, line.key), record, under.heading, line.description)


def forward_plan(section, records):
    for meeting in records.meetings:
        at = anchor(section, meeting.key)
        yield from told(meeting.label, at, Record("forwardplan.meeting", (meeting.key,), "body"), meeting.label)
        for item in meeting.items:
            record = Record("forwardplan.agendaitem", (meeting.key, item.key), "body")
            yield from told(meeting.label, at, record, item.title)


def structure(section, records):
    def inside(body):
        yield from told(body.name, section.key, Record("membership.body", (body.key,)), body.name)
        for below in body.bodies:
            yield from inside(below)

    return inside(records.root)


def members(section, records):
    for seat in records.seats:
        record = Record("membership.seat", (seat.key,), "body")
        texts = seat.role, seat.note, seat.organisation
        yield from told(seat.role, anchor(section, seat.key), record, *texts)


def chairs(section, records):
    for body in records.bodies:
        yield from told(body.name, section.key, Record("membership.body", (body.key,)), body.name)
        for seat in body.seats:
            record = Record("membership.seat", (body.key, seat.key))
            texts = seat.role, seat.note, seat.organisation
            yield from told(body.name, anchor(section, f"{body.key}-{seat.key}"), record, *texts)


def lineage(section, records):
    for step in records.steps:
        record = Record("priorities.lineage", (step.key,), "plan")
        at = anchor(section, step.key)
        for goal, of in ((step.from_goal, "past_plan"), (step.to_goal, "plan")):
            if goal:
                yield from told(coded(goal), at, Record("priorities.goal", (goal.key,), of), goal.title)
        yield from told(section.heading, at, record, step.reason, step.decided)


def glossary(section, records):
    for term in records.terms:
        record = Record("publications.term", (term.key,))
        yield from told(term.term, anchor(section, term.key), record, term.meaning)


def nothing(section, records):
    """What the program itself lists holds no words of the board that don't stand elsewhere."""
    return ()


RECORDS = {
    content.Progress: progress,
    content.Findings: findings,
    content.Goals: goals,
    content.Contributions: contributions,
    content.Budget: budget,
    content.ForwardPlan: forward_plan,
    content.Structure: structure,
    content.Members: members,
    content.Chairs: chairs,
    content.Lineage: lineage,
    content.NotRecorded: nothing,
    content.Glossary: glossary,
}


def records_of(document, kind):
    """The sections that draw on records of one kind, each with the records."""
    for section, _ in sections(document):
        if isinstance(section.records, kind):
            yield section, section.records
