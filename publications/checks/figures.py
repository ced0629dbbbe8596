"""Figures: those that must not be read, and those that the sentences beside them tell otherwise."""

import re
from decimal import Decimal
from itertools import combinations

from msgspec.structs import replace

from kit.grouping import grouped
from kit.wording import counted, figure, is_share, listed, per_cent, plain
from publications.content.figures import OtherFigures
from publications.content.goals import Progress
from publications.passages import Place, Record, coded, observation_record, passages, progress_record, records_of
from publications.sections.words import anchor

from .finding import STOPS, CheckFinding, found
from .numbers import agrees, numbers

HIDDEN = {"suppressed", "withheld"}
TOTAL = re.compile(r"(all|total|overall|whole|everybody|everyone|sum)\b", re.IGNORECASE)
# Words that say nothing of what a measure is about.
COMMON = set(
    "number percentage proportion share rate figure figures total child children young people person who have been "
    "with from that this they their which were was has had are and the for not data been report reports".split()
)


def at_goal(section, row, words=""):
    """The place of a goal's progress."""
    return Place(words=words or coded(row.goal), anchor=anchor(section, row.goal.key), record=progress_record(row.goal))


def goal_rows(document):
    for section, records in records_of(document, Progress):
        for row in records.goals:
            yield section, row


def holders(document):
    """Whatever holds indicators, a goal or a section of figures, with its section and its anchor."""
    for section, row in goal_rows(document):
        yield section, row, anchor(section, row.goal.key)
    for section, records in records_of(document, OtherFigures):
        yield section, records, section.key


def seen_of(row):
    """Every observation of what holds indicators, with its series and its indicator."""
    for indicator in row.indicators:
        for series in indicator.series:
            for seen in series.observations:
                yield indicator, series, seen


def exact(seen):
    """Whether the figure is there for everybody to reckon with."""
    return seen.value is not None and not seen.qualifier and seen.state not in HIDDEN


def at_figure(section, indicator, series, seen):
    return Place(
        words=f"{indicator.name}: {series.name}" if len(indicator.series) > 1 else indicator.name,
        anchor=anchor(section, f"{indicator.key}-{series.key}-{seen.key}"),
        record=observation_record(indicator, series, seen),
    )


# A figure to be withheld would be readable. No sentence here repeats the figure.


def withheld_figures(document, today):
    """A suppressed or withheld figure that stands there all the same, or can be reckoned from what stands beside it."""
    for section, row, _ in holders(document):
        for indicator, series, seen in seen_of(row):
            if seen.state in HIDDEN and (seen.value is not None or numbers(seen.as_printed) or gives_away(seen.reason)):
                yield CheckFinding(
                    check="withheld",
                    severity=STOPS,
                    words=f"A figure of “{indicator.name}” is not to be shown, and stands there all the same: "
                    "in the figure, as printed, or in the reason.",
                    places=(at_figure(section, indicator, series, seen),),
                )
        for indicator in row.indicators:
            for hidden in reckonable(indicator):
                yield CheckFinding(
                    check="withheld",
                    severity=STOPS,
                    words=f"A figure of “{indicator.name}” is not to be shown, but can be reckoned from the others for "
                    "the same period. Suppress a second one, or leave out the total.",
                    places=(at_figure(section, indicator, *hidden),),
                )


def gives_away(words, names=()):
    """The numbers that say how many, if only about; “fewer than 5” and “1 to 5” don't."""
    return [told for told in numbers(words, names) if told.qualifier not in ("under", "within")]


def reckonable(indicator):
    """The hidden observations of an indicator that follow from the others, each with its series."""
    by_period = grouped(
        ((seen.period.starts, seen.period.ends) if seen.period.ends else seen.period.words.casefold(), (series, seen))
        for series in indicator.series
        for seen in series.observations
    )
    for together in by_period.values():
        hidden = [each for each in together if each[1].state in HIDDEN]
        if hidden and len(together) > 2 and follows(indicator, together, hidden):
            yield hidden[0]


def follows(indicator, together, hidden):
    """Whether what is hidden is what remains of a total, or of a hundred per cent, when what is shown is taken off."""
    shown = [each for each in together if each[1] not in {seen for _, seen in hidden}]
    if not all(exact(seen) or seen.state == "not-applicable" for _, seen in shown):
        return False
    totals = [(series, seen) for series, seen in together if TOTAL.match(series.name)]
    if indicator.unit == "per-cent":
        return not totals and len(hidden) == 1 and are_parts_of_a_hundred(indicator)
    if len(totals) != 1 or indicator.unit not in ("number", "pounds"):
        return False
    [(_, total)] = totals
    if total.state in HIDDEN:
        return len(hidden) == 1
    if total.value is None:
        return False
    parts = sum((seen.value for _, seen in shown if seen is not total and seen.value is not None), Decimal())
    return len(hidden) == 1 or parts == total.value


def are_parts_of_a_hundred(indicator):
    """Whether the shares of some period add up to a hundred, so that those of the others may be taken to."""
    sums = grouped(
        ((seen.period.words, seen.period.ends), seen.value)
        for series in indicator.series
        for seen in series.observations
    )
    whole = [values for values in sums.values() if None not in values and len(values) == len(indicator.series)]
    return not whole or any(abs(sum(values) - 100) <= 1 for values in whole)


def withheld_in_sentences(document, today):
    """A sentence that gives the number of what is hidden: beside the figure it stops, elsewhere it is a guess."""
    hidden = []
    for section, row, _ in holders(document):
        own = [each for each in seen_of(row) if each[2].state in HIDDEN]
        hidden += [indicator for indicator, _, _ in own]
        if own and not isinstance(row, OtherFigures):
            yield from beside_hidden(section, row, [indicator for indicator, _, _ in own])
    if hidden:
        yield from elsewhere(document, hidden)


def beside_hidden(section, row, hidden):
    names, values = known(row)
    others = [indicator for indicator in row.indicators if indicator not in hidden]
    evidence = [found.words for found in row.evidence]
    for place, words in enumerate((row.figures_in_words, row.commentary, row.difference_made, *evidence)):
        for sentence in re.split(r"(?<=[.;])\s+|\n+", words):
            strange = [told for told in gives_away(sentence, names) if not said_by(told, values)]
            meant = [indicator for indicator in hidden if speaks_of(sentence, indicator, 2)]
            if not strange or not (meant or (not others and place == 0)):
                continue
            yield CheckFinding(
                check="withheld",
                severity=STOPS,
                words=f"The words beside “{(meant or hidden)[0].name}” give a number, and its figure is not to be "
                "shown. Say it without the number, such as “fewer than ten”, or record the figure it is.",
                places=(at_goal(section, row),),
            )
            break


def elsewhere(document, hidden):
    names = [indicator.name for indicator in hidden]
    places = tuple(
        passage.place
        for passage in passages(document)
        if not passage.progress
        and any(
            gives_away(sentence, names) and speaks_of(sentence, indicator, 3)
            for sentence in passage.sentences
            for indicator in hidden
        )
    )
    yield from found(
        "withheld elsewhere",
        places,
        f"{counted(len(places), 'passage')} may give a figure that is not to be shown. "
        "This is a guess by the words; please look.",
    )


def speaks_of(sentence, indicator, least):
    """Whether a sentence shares words with an indicator's name: at least so many, and half of those that count."""
    said, name = telling(sentence), telling(indicator.name)
    return len(said & name) >= min(least, len(name) or least) and len(said & name) * 2 >= len(name)


def telling(words):
    return {word for word in re.findall(r"[a-z]{3,}", words.casefold()) if word not in COMMON}


# A number in a sentence that no figure beside it bears out.


def numbers_in_sentences(document, today):
    """The board's sentences stay as it wrote them; where they and the figures differ, one of the two is wrong."""
    places = []
    for section, row in goal_rows(document):
        names, values = known(row)
        for words in (row.figures_in_words, row.commentary, row.difference_made):
            if strange := [told.written for told in numbers(words, names) if not said_by(told, values)]:
                beside = figures_beside(row)
                places.append(
                    at_goal(
                        section,
                        row,
                        f"{coded(row.goal)}: the words say {listed(strange)}; the figures beside them say "
                        f"{listed(beside) if beside else 'nothing'}",
                    )
                )
    yield from found(
        "numbers in sentences", places, "Numbers in the words on progress differ from the figures beside them."
    )


def known(row):
    """The names that may hold numbers, and every value that a sentence about the goal may tell."""
    names = {name for indicator, series, _ in seen_of(row) for name in (indicator.name, series.name)}
    names |= {seen.period.words for _, _, seen in seen_of(row)} | {row.goal.title}
    names |= {aim.words for aim in row.goal.aims}
    values = {seen.value for _, _, seen in seen_of(row) if seen.value is not None and seen.state not in HIDDEN}
    values |= {
        told.value for _, _, seen in seen_of(row) if seen.state not in HIDDEN for told in numbers(seen.as_printed)
    }
    for indicator in row.indicators:
        for series in indicator.series:
            shown = [seen.value for seen in series.observations if seen.value is not None and seen.state not in HIDDEN]
            values |= {abs(one - other) for one, other in combinations(shown, 2)}  # rose by 25
    return names, values


def said_by(told, values):
    return any(agrees(told, value) for value in values)


def figures_beside(row):
    return [
        figure(seen, indicator.unit, indicator.decimals) if indicator.unit != "number" else plain(seen.value)
        for indicator, _, seen in seen_of(row)
        if seen.value is not None and seen.state not in HIDDEN
    ]


# Shares that no whole has.


def shares_of_a_whole(document, today):
    """A figure in per cent above 100 or below 0: right for a change, and otherwise a slip such as 1250 for 12.50."""
    places = tuple(
        replace(place, words=f"{place.words}: {per_cent(seen.value, indicator.decimals)}")
        for section, row, _ in holders(document)
        for indicator, series, seen in seen_of(row)
        if indicator.unit == "per-cent" and seen.state not in HIDDEN and not is_share(seen.value)
        for place in [at_figure(section, indicator, series, seen)]
    )
    yield from found(
        "shares of a whole",
        places,
        f"{counted(len(places), 'figure')} in per cent {'is' if len(places) == 1 else 'are'} above 100 or "
        "below 0. That may be right for a change; a share of a whole can’t be.",
    )


# Whose figures they are.


def owners(document, today):
    """Each indicator has somebody who owes its figure."""
    without = {
        indicator.key: Place(
            words=indicator.name,
            anchor=at,
            record=Record("priorities.indicator", (indicator.key,)),
        )
        for _, row, at in holders(document)
        for indicator in row.indicators
        if not indicator.owed_by
    }
    yield from found(
        "owners",
        without.values(),
        f"For {counted(len(without), 'measure')} nobody is recorded who supplies the figure.",
    )
