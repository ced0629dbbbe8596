"""What became of the goals of one plan in the next, and what is not recorded."""

from kit.called import say
from kit.wording import counted, listed
from publications.blocks import Prose, Table, TableColumn, TableGroup, TableRow
from publications.content.codes import GAPS, GOAL_WORDS, LINEAGE

from .words import anchor

NOT_BEFORE, NO_LONGER = "Not among the goals before", "No goal of its own"


def lineage(section, records):
    """What became of each goal: one row a step, the steps of one goal together, new goals at the end."""
    yield Prose(html=f"<p>{goal_counts(records.past_goals)} became {goal_counts(records.goals)}.</p>")
    ours = [step.reading == "ours" for step in records.steps]
    if any(ours):
        these = "This is" if all(ours) else "Some of this is"
        yield Prose(
            html=say("<p>{these} a reader's comparison of the two plans, not the {Body}'s own.</p>", these=these)
        )
    yield Table(
        key=section.key,
        of="step",
        caption=f"From “{records.past_plan}” to “{records.plan}”",
        columns=(
            TableColumn(heading=f"Before: {records.past_plan}", width=35),
            TableColumn(heading="What became of it", width=25),
            TableColumn(heading=f"Now: {records.plan}", width=40),
        ),
        groups=(
            TableGroup(
                rows=tuple(
                    TableRow(
                        key=step.key,
                        anchor=anchor(section, step.key),
                        cells=(
                            goal_words(step.from_goal) or NOT_BEFORE,
                            what_became(step),
                            goal_words(step.to_goal) or NO_LONGER,
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
    reason = step.reason or ("No reason is recorded" if step.kind == "closed" else "")
    return "\n\n".join(words for words in (LINEAGE[step.kind], reason, step.decided) if words)


GAPS_IN_WORDS = {
    "meetings": "No meeting of the {about} in this period is recorded, and no attendance",
    "outturn": "What was really received and spent is not recorded",
}


def not_recorded(section, records):
    """One table of what is missing, each kind under its own heading, with the reason where one was given."""
    yield Table(
        key=section.key,
        caption=f"What is not recorded for {records.period.words}"
        + (f"; letters are those of the plan {records.plan}" if records.plan else ""),
        columns=(TableColumn(heading="What is missing", width=70), TableColumn(heading="Reason given", width=30)),
        groups=tuple(
            TableGroup(
                heading=say(heading),
                rows=tuple(
                    TableRow(
                        cells=(say(GAPS_IN_WORDS.get(kind, "{about}"), about=gap.about), gap.reason or "None given")
                    )
                    for gap in records.gaps
                    if gap.kind == kind
                ),
            )
            for kind, heading in GAPS.items()
            if any(gap.kind == kind for gap in records.gaps)
        ),
    )
