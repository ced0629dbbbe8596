"""Goals, how they went, the figures behind them, and what the board found."""

from publications.blocks import Column, Group, List, Prose, Row, Table
from publications.content.codes import GOAL_KINDS, GOAL_WORDS, NOT_STATED

from .figures import figure_rows, figures_table
from .levels import in_levels
from .words import anchor

OUTCOME = "Projected Outcome/Impact Measurement"


def outcomes(goal):
    return "\n\n".join(aim.words for aim in goal.aims) or NOT_STATED


def goals(section, records):
    one, many, running = GOAL_WORDS.get(records.kind, GOAL_WORDS["priority"])
    yield Prose(
        html=f"<p>How to read the table: each row names one {running} and, beside it, the outcome or impact "
        "that is projected for it and how it will be measured.</p>"
    )
    led, is_mixed = any(goal.led_by for goal in records.goals), any(goal.kind for goal in records.goals)
    yield Table(
        key=section.key,
        caption=f"{many} and their projected outcomes",
        row_header=1,
        columns=(
            Column(heading="Ref", holds="code", width=5),
            Column(heading=one, width=35 if led else 45),
            *((Column(heading="Kind", width=15),) if is_mixed else ()),
            *((Column(heading="Led by", width=20),) if led else ()),
            Column(heading=OUTCOME, width=(40 if led else 50) - 15 * is_mixed),
        ),
        groups=in_levels(
            [
                (
                    goal,
                    Row(
                        key=goal.key,
                        anchor=anchor(section, goal.key),
                        cells=(
                            goal.code,
                            goal.title,
                            *((GOAL_KINDS.get(goal.kind, goal.kind),) if is_mixed else ()),
                            *((goal.led_by or NOT_STATED,) if led else ()),
                            outcomes(goal),
                        ),
                    ),
                )
                for goal in records.goals
            ]
        ),
    )


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
        groups=in_levels(
            [
                (
                    row.goal,
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
                    ),
                )
                for row in records.goals
            ]
        ),
    )
    yield figures_table(
        f"{section.key}-figures",
        "Figures named in this section",
        tuple(
            Group(heading=f"Priority {row.goal.code}".strip(), rows=figure_rows(section, row.indicators))
            for row in records.goals
            if row.indicators
        ),
        anchor=f"{section.key}-figures",
    )


def evidence_words(evidence):
    return "None" if evidence.state == "none" else evidence.words


def findings(section, records):
    yield List(
        items=tuple(
            Row(key=finding.key, anchor=anchor(section, finding.key), cells=(finding.words,))
            for finding in records.findings
        )
    )
