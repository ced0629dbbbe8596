"""Goals, how they went, the figures behind them, and what the board found."""

from msgspec.structs import replace

from kit import periods
from kit.grouping import grouped
from kit.wording import VERDICTS, opening, plain
from publications.blocks import List, Prose, Table, TableGroup, TableRow
from publications.content.codes import GOAL_KINDS, GOAL_WORDS, by_code

from . import charts
from .actions import actions_table
from .figures import beside_words, figures, figures_table
from .levels import in_levels, ref
from .words import Cells, anchor, beside, cells, headed, in_use, own_words, said, span

OUTCOME = "Projected Outcome/Impact Measurement"
KINDS = {"done": "Done", "difference-made": "Difference made"}


def outcomes(goal, told=frozenset()):
    """The aims of a goal, each with the figure to reach but for those that are `told` beside their measure."""
    return said(*(aim_words(aim, aim.measured and aim.measured.identity in told) for aim in goal.aims))


def outcome_columns(goals):
    """A column for what is wanted; beside or in place of it one for each sort of aim that some goal has: done, and
    the difference that it made.
    """
    sorts = [kind for kind in KINDS if any(aim.kind == kind for goal in goals for aim in goal.aims)]
    if not sorts:
        return [Cells(heading=OUTCOME, width=50, of=outcomes)]
    return [
        Cells(heading=OUTCOME, width=50, of=of_sort(""), rare=True),
        *(Cells(heading=KINDS[kind], width=40, of=of_sort(kind), rare=True) for kind in sorts),
    ]


def of_sort(kind):
    """The aims of a goal of one sort; its column says which."""
    known = kind if kind in KINDS else ""
    return lambda goal: said(
        *(aim_words(aim, sort=False) for aim in goal.aims if (aim.kind if aim.kind in KINDS else "") == known)
    )


def aim_words(aim, is_told=False, *, sort=True):
    words = f"{KINDS[aim.kind]}: {aim.words}" if sort and aim.kind in KINDS else aim.words
    return said(words, "" if is_told else to_reach(aim), *beside(aim))


def to_reach(aim):
    """The figure that an aim is to reach: Measured by … Baseline 12, target 8, give or take 1, by 31 March 2017."""
    measured = f"Measured by {aim.measured.name}." if aim.measured else ""
    figure = figure_to_reach(aim)
    return " ".join(filter(None, (measured, f"{opening(figure)}." if figure else "")))


def figure_to_reach(aim):
    show = aim.measured.in_words if aim.measured else plain
    numbers = ("baseline", aim.baseline), ("target", aim.target), ("give or take", aim.tolerance)
    parts = [f"wanted {aim.wanted}" if aim.wanted else ""]
    parts += [f"{word} {show(number)}" for word, number in numbers if number is not None]
    by_when = f"by {periods.day(aim.by_when)}" if aim.by_when else ""
    parts += [f"by when: {aim.by_when_in_words}" if aim.by_when_in_words else by_when]
    return ", ".join(filter(None, parts))


def background(goal):
    """Why there is a goal, when it is worked on, and which goals it is related to."""
    when = goal.when_in_words or span(goal.starts, goal.ends)
    return said(
        goal.rationale,
        opening(when),
        *beside(goal),
    )


def goals(section, records):
    one, many, running = GOAL_WORDS.get(records.kind, GOAL_WORDS["priority"])
    if records.one:
        one, many, running = records.one, records.many, records.one[:1].lower() + records.one[1:]
    if records.part:
        yield from own_words(records.part.lead_in)
        if when := span(records.part.starts, records.part.ends):
            yield Prose(html=f"<p>{many}, {when}.</p>")
    yield Prose(
        html=f"<p>How to read the table: each row names one {running} and, beside it, the outcome or impact "
        "that is projected for it and how it will be measured.</p>"
    )
    columns = in_use(
        (
            ref(records.goals),
            Cells(heading=one, width=45, of=lambda goal: goal.title),
            Cells(heading="Kind", width=15, of=lambda goal: GOAL_KINDS.get(goal.kind, goal.kind), rare=True),
            Cells(heading="Background", width=30, of=background, rare=True, absent=""),
            Cells(heading="Led by", width=20, of=lambda goal: goal.led_by, rare=True),
            *outcome_columns(records.goals),
        ),
        records.goals,
    )
    yield Table(
        key=section.key,
        of="goal",
        caption=f"{many} and their projected outcomes",
        row_header=1,
        columns=headed(columns),
        groups=in_levels(section, columns, [(goal, goal) for goal in records.goals]),
    )
    yield from actions_table(section, records.goals)


MEANING = (
    Cells(heading="Principle", width=30, of=lambda principle: principle.name),
    Cells(heading="What it means", width=70, of=lambda principle: said(principle.words, *beside(principle))),
)


def principles(section, records):
    """What each principle means, where that is said; and the goals that serve each, a row to a goal."""
    if any(each.words for each in records.principles):
        rows = tuple(TableRow(key=f"{each.key}-meaning", cells=cells(MEANING, each)) for each in records.principles)
        yield Table(
            key=f"{section.key}-meaning",
            of="principle",
            caption="What each principle means",
            columns=headed(MEANING),
            groups=(TableGroup(rows=rows),),
        )
    goals = [goal for each in records.principles for goal in each.served_by]
    columns = in_use(
        (
            ref(goals, below_headings=True),
            Cells(heading="Goal that serves it", width=80, of=lambda goal: goal.title),
        ),
        goals,
    )
    yield Table(
        key=section.key,
        of="goal",
        caption="Principles, and the goals that serve each",
        row_header=1,
        columns=headed(columns),
        groups=tuple(
            TableGroup(heading=each.name, anchor=anchor(section, each.key), rows=tuple(serving(each, columns)))
            for each in records.principles
        ),
    )


def serving(principle, columns):
    """A row to each goal that serves a principle; that none does stands in a row of its own."""
    for goal in principle.served_by:
        yield TableRow(key=f"{principle.key}-{goal.key}", cells=cells(columns, goal))
    if not principle.served_by:
        yield TableRow(key=f"{principle.key}-none", cells=("", "No goal of this plan"))


# Of what the past plan brought: a row for each goal, behind its code.
PROGRESS = (
    Cells(heading="Priority", width=20, of=lambda row: row.goal.title),
    Cells(heading=OUTCOME, width=25, of=lambda row: outcomes(row.goal, measures(row))),
    Cells(heading="Quantitative Data", width=25, of=lambda row: row.figures_in_words),
    Cells(heading="Qualitative Data", width=25, of=lambda row: told_in_words(row)),
    Cells(heading="Difference made to {people}", width=20, of=lambda row: row.difference_made, rare=True),
    Cells(heading="What the figures show", width=20, of=lambda row: said(*tests(row)), rare=True, absent=""),
)


def measures(row):
    """The lines of indicators whose figures stand in the second table, where what is wanted of them is told."""
    return {f"{indicator.key} {series.key}" for indicator in row.indicators for series in indicator.series}


def tests(row):
    """What the figures show of the aims of a goal, in the program's sentences."""
    return [test.words for test in row.tests]


def progress(section, records):
    """Two tables: the goals with the board's sentences, and the figures that stand behind them."""
    codes = ref([row.goal for row in records.goals], lambda row: row.goal.code)
    columns = in_use((codes, *PROGRESS), records.goals)
    when = ", ".join(filter(None, (records.period.words, span(records.period.starts, records.period.ends))))
    # Goals of two plans may have one letter: it never stands without the years of its plan.
    of_plan = f" of {records.plan}" if records.plan else ""
    yield Table(
        key=section.key,
        of="goal",
        caption=f"Progress against the priorities{'' if records.plan == records.period.words else of_plan} for {when}",
        row_header=1,
        columns=headed(columns),
        groups=in_levels(section, columns, [(row.goal, row) for row in records.goals]),
    )
    yield from actions_table(section, [row.goal for row in records.goals])
    if section.charts:
        for row in records.goals:
            for each in row.indicators:
                for chart in charts.of_indicator(section, each, row.goal.aims):
                    yield replace(chart, caption=f"{by_code('Priority', row.goal.code)}: {chart.caption}")
    yield figures_table(
        section,
        f"{section.key}-figures",
        "Figures of the measures",
        [
            (
                f"{by_code('Priority', row.goal.code)}{of_plan}",
                [line for each in row.indicators for line in figures(each, wanted(row.goal), moved(row))],
            )
            for row in records.goals
            if row.indicators
        ],
        anchored=f"{section.key}-figures",
    )


def wanted(goal):
    """What the aims of a goal want of each line of an indicator, in words."""
    told = grouped(
        (aim.measured.identity, figure_to_reach(aim).removeprefix("wanted "))
        for aim in goal.aims
        if aim.measured and figure_to_reach(aim)
    )
    return {line: "; ".join(words) for line, words in told.items()}


def moved(row):
    """How each line of an indicator went that an aim is measured by: up, against what was wanted."""
    lines = {aim.key: aim.measured.identity for aim in row.goal.aims if aim.measured}
    told = grouped((lines[test.key], in_short(test)) for test in row.tests)
    return {line: "; ".join(filter(None, words)) for line, words in told.items()}


def in_short(test):
    return ", ".join(filter(None, [test.moved, VERDICTS.get(test.verdict, "")]))


def told_in_words(row):
    """What audits and people told, and below it the board's own commentary."""
    return said(*(evidence_words(found) for found in row.evidence), *beside(row))


def evidence_words(evidence):
    """What was found or is planned and, below it, how and when it came about."""
    how = (
        "Planned" if evidence.state == "planned" else "",
        evidence.source,
        evidence.method,
        evidence.on and periods.day(evidence.on),
    )
    return said("None" if evidence.state == "none" else evidence.words, "; ".join(filter(None, how)), *beside(evidence))


def findings(section, records):
    yield List(
        items=tuple(
            TableRow(key=finding.key, anchor=anchor(section, finding.key), cells=(finding_words(finding),))
            for finding in records.findings
        )
    )


def finding_words(finding):
    words = f"{finding.words} (answered by {finding.answered_by})" if finding.answered_by else finding.words
    return said(words, *beside_words(finding.figures), *beside(finding))
