"""Content laid out in blocks: headings, words, tables, lists, a chart of the structure. Pure.

Here and in the templates stand the house words: the few that the program adds to the board's own.
"""

from msgspec.structs import replace

from kit import periods, wording
from kit.wording import counted, listed, per_cent, plain, pounds
from publications.blocks import Block, Column, Group, Heading, List, Node, Page, Prose, Row, Table, Tree
from publications.content import document as content

NOT_STATED = "Not stated"
OWN_WORDS = "own-words"
NOTHING = Prose(html="<p>Nothing is recorded here.</p>")

GOAL_WORDS = {
    "priority": ("Priority", "Priorities", "priority"),
    "objective": ("Objective", "Objectives", "objective"),
    "duty": ("Duty", "Duties", "duty"),
}
OUTCOME = "Projected Outcome/Impact Measurement"

OFFICES = {"chair": "Chair", "vice-chair": "Vice Chair"}
STATUSES = {"proposed": "Proposed", "agreed": "Agreed"}


def pages(document: content.Document) -> tuple[Page, ...]:
    """The document as pages: one for each section, with the sections inside it under headings of their own."""
    return tuple(
        Page(
            key=section.key,
            heading=section.heading,
            contents_heading=section.contents_heading,
            label=section.label,
            blocks=tuple(section_blocks(section)),
        )
        for section in document.sections
    )


def section_blocks(section, level=2):
    """The blocks of a section: words before, records, words after, then the sections inside it."""
    if section.before:
        yield Prose(html=section.before)
    if section.records is not None:
        yield from map(or_nothing, RECORDS[type(section.records)](section, section.records))
    elif section.place != OWN_WORDS:
        yield NOTHING
    if section.after:
        yield Prose(html=section.after)
    for inner in section.sections:
        if inner.heading:
            yield Heading(text=inner.heading, level=level, anchor=inner.key)
        yield from section_blocks(inner, level + 1)


def placed(document: content.Document, places: set[str]):
    """The outermost sections that are in these places, each with the top section on whose page it stands."""

    def inside(sections, top=None):
        for section in sections:
            if section.place in places:
                yield top or section, section
            else:
                yield from inside(section.sections, top or section)

    return inside(document.sections)


def extract(document: content.Document, places: set[str]) -> tuple[Block, ...]:
    """The sections in these places, each under its heading, for a page of their own."""
    return tuple(
        block
        for _, section in placed(document, places)
        for block in (Heading(text=section.heading, anchor=section.key), *section_blocks(section, level=3))
    )


def or_nothing(block):
    """The block, or words that say so where its table or list is empty."""
    rows = {Table: lambda: any(group.rows for group in block.groups), List: lambda: block.items}
    return block if rows.get(type(block), lambda: True)() else NOTHING


def deeper(page: Page) -> Page:
    """A page whose headings stand one level deeper, for where its own heading is not the first of the web page."""
    lowered = tuple(
        replace(block, level=block.level + 1) if isinstance(block, Heading) else block for block in page.blocks
    )
    return replace(page, blocks=lowered)


def anchor(section, key):
    """Where a row can be linked to: #progress-bullying."""
    return f"{section.key}-{key}"


def outcomes(goal):
    return "\n\n".join(aim.words for aim in goal.aims) or NOT_STATED


def progress(section, records):
    """Two tables: the goals with the board's sentences, and the figures that stand behind them."""
    yield Table(
        key=section.key,
        caption=f"Progress against the priorities for {records.period.words}",
        wide=True,
        row_header=1,
        columns=(
            Column(heading="Ref", holds="code", width=5),
            Column(heading="Priority", width=20),
            Column(heading=OUTCOME, width=25),
            Column(heading="Quantitative Data", width=25),
            Column(heading="Qualitative Data", width=25),
        ),
        groups=(
            Group(
                rows=tuple(
                    Row(
                        key=row.goal.key,
                        anchor=anchor(section, row.goal.key),
                        cells=(
                            row.goal.code,
                            row.goal.title,
                            outcomes(row.goal),
                            row.figures_in_words or NOT_STATED,
                            "\n\n".join(evidence_words(found) for found in row.evidence) or NOT_STATED,
                        ),
                    )
                    for row in records.goals
                )
            ),
        ),
    )
    yield Table(
        key=f"{section.key}-figures",
        anchor=f"{section.key}-figures",
        caption=f"Figures recorded for {records.period.words}",
        columns=(
            Column(heading="Measure", width=50),
            Column(heading="Period", width=25),
            Column(heading="Figure", holds="figure", width=25),
        ),
        groups=tuple(
            Group(
                heading=f"Priority {row.goal.code}".strip(),
                rows=tuple(figure for indicator in row.indicators for figure in figures(section, indicator)),
            )
            for row in records.goals
            if row.indicators
        ),
    )


def evidence_words(evidence):
    return "None" if evidence.state == "none" else evidence.words


def figures(section, indicator):
    """The rows of one indicator: a row for each figure, and one that says so where there is none."""
    for series in indicator.series:
        measure = f"{indicator.name}: {series.name}" if len(indicator.series) > 1 else indicator.name
        key = f"{indicator.key}-{series.key}"
        for seen in series.observations:
            yield Row(
                key=f"{key}-{seen.key}",
                anchor=anchor(section, f"{key}-{seen.key}"),
                cells=(measure, period(seen) or NOT_STATED, figure(seen, indicator)),
            )
        if not series.observations:
            yield Row(key=key, anchor=anchor(section, key), cells=(measure, NOT_STATED, "No figure recorded"))


def period(seen):
    """The period of a figure as the board prints it, or else its dates."""
    return wording.period(seen.period.words, seen.period.starts, seen.period.ends, seen.timing)


def figure(seen, indicator):
    """A figure as it is read out, or why there is none."""
    return wording.figure(seen, indicator.unit, indicator.decimals)


def findings(section, records):
    yield List(
        items=tuple(
            Row(key=finding.key, anchor=anchor(section, finding.key), cells=(finding.words,))
            for finding in records.findings
        )
    )


def goals(section, records):
    one, many, running = GOAL_WORDS.get(records.kind, GOAL_WORDS["priority"])
    yield Prose(
        html=f"<p>Each row names one {running} and, beside it, the outcome or impact "
        "by which the Board will know that it made a difference.</p>"
    )
    yield Table(
        key=section.key,
        caption=f"{many} and their projected outcomes",
        row_header=1,
        columns=(
            Column(heading="Ref", holds="code", width=5),
            Column(heading=one, width=45),
            Column(heading=OUTCOME, width=50),
        ),
        groups=(
            Group(
                rows=tuple(
                    Row(key=goal.key, anchor=anchor(section, goal.key), cells=(goal.code, goal.title, outcomes(goal)))
                    for goal in records.goals
                )
            ),
        ),
    )


def contributions(section, records):
    statuses = {row.status for row in records.contributions}
    status = STATUSES.get(statuses.pop(), "") if len(statuses) == 1 else ""
    yield Table(
        key=section.key,
        caption=f"Who pays what in {records.financial_year}",
        columns=(
            Column(heading="Agency", width=50),
            Column(heading=f"{status} %age".strip(), holds="figure", width=20),
            Column(heading=f"{status} Contributions for {records.financial_year}".strip(), holds="figure", width=30),
        ),
        groups=(
            Group(
                rows=tuple(
                    Row(
                        key=row.key,
                        anchor=anchor(section, row.key),
                        cells=(
                            row.payer or "No payer named",
                            NOT_STATED if row.share is None else per_cent(row.share),
                            NOT_STATED if row.amount is None else pounds(row.amount),
                        ),
                    )
                    for row in records.contributions
                )
            ),
        ),
        totals=(Row(cells=("Total", per_cent(records.total_share), pounds(records.total))),),
    )


def budget(section, records):
    """Income and spending, each with its total; what is left stands below the spending."""
    sides = (
        ("income", "Estimated Income", "Income", records.income, (("Total Estimated Income", records.total_income),)),
        (
            "expenditure",
            "Estimated Expenditure",
            "Expenditure",
            records.expenditure,
            (
                ("Total Estimated Expenditure", records.total_expenditure),
                ("Balance: income less expenditure", records.balance),
            ),
        ),
    )
    for key, caption, heading, headings, sums in sides:
        yield Table(
            key=f"{section.key}-{key}",
            anchor=f"{section.key}-{key}",
            caption=caption,
            columns=(Column(heading=heading, width=75), Column(heading="Estimate", holds="figure", width=25)),
            groups=tuple(
                Group(
                    heading=under.heading,
                    rows=tuple(
                        Row(
                            key=line.key,
                            anchor=anchor(section, line.key),
                            cells=(
                                line_words(line),
                                NOT_STATED if line.estimate is None else pounds(line.estimate),
                            ),
                        )
                        for line in under.lines
                    ),
                )
                for under in headings
            ),
            totals=tuple(Row(cells=(words, pounds(amount))) for words, amount in sums),
        )


def line_words(line):
    """A budget line with what qualifies it: a share of a post, that it isn't confirmed yet."""
    notes = []
    if line.post_share is not None:
        notes.append(plain(line.post_share))
    if not line.confirmed:
        notes.append("subject to confirmation")
    return " ".join([line.description, *(f"({note})" for note in notes)])


def forward_plan(section, records):
    yield Table(
        key=section.key,
        caption=f"Meetings of the {records.body}",
        columns=(Column(heading="Meeting", width=25), Column(heading="What the Board will consider", width=75)),
        groups=(
            Group(
                rows=tuple(
                    Row(
                        key=meeting.key,
                        anchor=anchor(section, meeting.key),
                        cells=(
                            f"{meeting.label} (cancelled)" if meeting.state == "cancelled" else meeting.label,
                            "\n".join(f"- {item.title}" for item in meeting.items) or NOT_STATED,
                        ),
                    )
                    for meeting in records.meetings
                )
            ),
        ),
    )


def structure(section, records):
    def node(body):
        return Node(text=body.name, children=tuple(node(below) for below in body.bodies))

    number = len(records.root.bodies)
    yield Tree(
        caption=f"The {records.root.name} and the {counted(number, 'group')} that stand below it",
        root=node(records.root),
    )


def members(section, records):
    as_at = f", as at {periods.day(records.as_at)}" if records.as_at else ""
    yield Table(
        key=section.key,
        caption=f"Members of the {records.body}{as_at}",
        columns=(Column(heading="Role", width=50), Column(heading="Organisation", width=50)),
        groups=(
            Group(
                rows=tuple(
                    Row(
                        key=seat.key,
                        anchor=anchor(section, seat.key),
                        cells=(role(seat), seat.organisation or NOT_STATED),
                    )
                    for seat in records.seats
                )
            ),
        ),
    )


def role(seat):
    """A seat's role with its note; where nobody holds it, that is said too."""
    words = f"{seat.role} ({seat.note})" if seat.note else seat.role
    if seat.vacant:
        return f"{words}: Position Vacant" if words else "Position Vacant"
    return words or NOT_STATED


def chairs(section, records):
    yield Table(
        key=section.key,
        caption="Chairs and vice chairs, by sub group",
        columns=(
            Column(heading="Chair & Vice Chair", width=20),
            Column(heading="Role", width=40),
            Column(heading="Organisation", width=40),
        ),
        groups=tuple(
            Group(
                heading=body.name,
                rows=tuple(
                    Row(
                        key=f"{body.key}-{seat.key}",
                        anchor=anchor(section, f"{body.key}-{seat.key}"),
                        cells=(OFFICES[seat.office], role(seat), seat.organisation or NOT_STATED),
                    )
                    for seat in body.seats
                ),
            )
            for body in records.bodies
        ),
    )


LINEAGE = {
    "kept": "Kept",
    "reworded": "Reworded",
    "merged": "Merged",
    "split": "Split",
    "closed": "Closed",
    "new": "New",
}


def lineage(section, records):
    """What became of each goal: one row a step, the steps of one goal together, new goals at the end."""
    yield Prose(html=f"<p>{goal_counts(records.past_goals)} became {goal_counts(records.goals)}.</p>")
    if any(step.reading == "ours" for step in records.steps):
        yield Prose(
            html="<p>This is a reader's comparison of the two plans. "
            "The Board did not print how one became the other.</p>"
        )
    yield Table(
        key=section.key,
        caption=f"From “{records.past_plan}” to “{records.plan}”",
        columns=(
            Column(heading="Before", width=35),
            Column(heading="What became of it", width=25),
            Column(heading="Now", width=40),
        ),
        groups=(
            Group(
                rows=tuple(
                    Row(
                        key=step.key,
                        anchor=anchor(section, step.key),
                        cells=(
                            goal_words(step.from_goal) or "Not among the goals before",
                            what_became(step),
                            goal_words(step.to_goal) or "No goal of its own",
                        ),
                    )
                    for step in records.steps
                )
            ),
        ),
    )


def goal_counts(kinds):
    """How many goals of each kind, in words: 6 priorities and 12 objectives."""
    counts = [
        counted(number, GOAL_WORDS[kind][2], GOAL_WORDS[kind][1].lower())
        for kind, number in sorted(kinds.items(), key=lambda item: list(GOAL_WORDS).index(item[0]))
    ]
    return listed(counts) or "No goal"


def goal_words(goal):
    return f"{GOAL_WORDS[goal.kind][0]} {goal.code}: {goal.title}" if goal else ""


def what_became(step):
    """The step in words, its reason and where it was decided; a goal that was closed without a reason says so."""
    reason = step.reason or ("No reason was printed" if step.kind == "closed" else "")
    return "\n\n".join(words for words in (LINEAGE[step.kind], reason, step.decided) if words)


GAPS = {
    "figure": "Measures without a figure",
    "figure-in-words": "Measures told in words only",
    "evidence": "Priorities without evidence from audits or people",
    "evidence-planned": "Priorities for which evidence was planned and none is recorded yet",
    "difference": "Priorities without a word on the difference made to children",
    "meetings": "Meetings and attendance",
    "outturn": "Income and spending",
}
GAPS_IN_WORDS = {
    "meetings": "No meeting of the {about} in this period is recorded, and no attendance",
    "outturn": "What was really received and spent is not recorded",
}


def not_recorded(section, records):
    """One table of what is missing, each kind under its own heading, with the reason where one was given."""
    yield Table(
        key=section.key,
        caption=f"What is not recorded for {records.period.words}",
        columns=(Column(heading="What is missing", width=70), Column(heading="Reason given", width=30)),
        groups=tuple(
            Group(
                heading=heading,
                rows=tuple(
                    Row(cells=(GAPS_IN_WORDS.get(kind, "{about}").format(about=gap.about), gap.reason or "None given"))
                    for gap in records.gaps
                    if gap.kind == kind
                ),
            )
            for kind, heading in GAPS.items()
            if any(gap.kind == kind for gap in records.gaps)
        ),
    )


# Which records are laid out by which function.
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
    content.NotRecorded: not_recorded,
}
