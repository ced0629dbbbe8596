"""Figures: those that must not be read, and those that the sentences beside them tell otherwise."""

import re
from decimal import Decimal
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from kit.grouping import grouped
from kit.wording import counted, figure, is_share, listed, per_cent, plain
from priorities.disclosure import CellTable
from priorities.small_cells import HIDDEN, TOTAL, LineOf, whole
from priorities.small_sums import of_one_time, time_as
from publications.content.document import Section
from publications.content.figures import Indicator, OtherFigures, PlacedChart
from publications.content.gaps import Gaps
from publications.content.goals import Finding, Findings, GoalProgress, Progress
from publications.passages import (
    Place,
    Record,
    coded,
    observation_record,
    passages,
    progress_record,
    records_of,
    sections,
    shortened,
)
from publications.sections import charts
from publications.sections.words import anchor

from .finding import STOPS, CheckFinding, found
from .numbers import agrees, numbers

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


class Holder(Struct, frozen=True, kw_only=True):
    """What holds indicators: a goal's progress, a section of figures, or a finding or a chart that the office placed,
    which stand at an anchor of their own while the figures of the others stand in a table.
    """

    section: Section
    anchor: str
    indicators: tuple[Indicator, ...]
    progress: GoalProgress | None = None
    finding: Finding | None = None
    is_placed_chart: bool = False


def holders(document):
    """Whatever holds indicators."""
    for section, row in goal_rows(document):
        yield Holder(section=section, anchor=anchor(section, row.goal.key), indicators=row.indicators, progress=row)
    for section, records in records_of(document, OtherFigures):
        yield Holder(section=section, anchor=section.key, indicators=records.indicators)
    for section, records in records_of(document, Gaps):
        yield Holder(section=section, anchor=section.key, indicators=records.indicators)
    for section, records in records_of(document, Findings):
        for row in records.findings:
            yield Holder(section=section, anchor=anchor(section, row.key), indicators=row.figures, finding=row)
    for section, chart in placed_charts(document):
        yield Holder(
            section=section, anchor=anchor(section, chart.key), indicators=chart.indicators, is_placed_chart=True
        )


def placed_charts(document):
    for section, _ in sections(document):
        put_in = (*section.placed, *section.closing)
        yield from ((section, chart) for chart in put_in if isinstance(chart, PlacedChart))


def seen_of(row):
    """Every observation of what holds indicators, with its series and its indicator."""
    for indicator in row.indicators:
        for series in indicator.series:
            for seen in series.observations:
                yield indicator, series, seen


def exact(seen):
    """Whether the figure is there for everybody to reckon with."""
    return seen.value is not None and not seen.qualifier and seen.state not in HIDDEN


def at_figure(holder, indicator, series, seen):
    own = anchor(holder.section, f"{indicator.key}-{series.key}-{seen.key}")
    return Place(
        words=f"{indicator.name}: {series.name}" if len(indicator.series) > 1 else indicator.name,
        anchor=holder.anchor if holder.finding or holder.is_placed_chart else own,
        record=observation_record(indicator, series, seen),
    )


# A figure to be withheld would be readable. No sentence here repeats the figure.


def withheld_figures(document, today):
    """A suppressed or withheld figure that stands there all the same, or can be reckoned from what stands beside it."""
    for holder in holders(document):
        for indicator, series, seen in seen_of(holder):
            if seen.state in HIDDEN and (seen.value is not None or numbers(seen.as_printed) or gives_away(seen.reason)):
                yield CheckFinding(
                    check="withheld",
                    severity=STOPS,
                    words=f"A figure of “{indicator.name}” is not to be shown, and stands there all the same: "
                    "in the figure, as printed, or in the reason.",
                    places=(at_figure(holder, indicator, series, seen),),
                )


def reckoned_figures(document, rules=None):
    """A figure held back that can be reckoned from what stands beside it.

    `rules` are the rules for small numbers by the keys of indicator and breakdown: what is rounded is only about so
    many, and what is held back as small isn't nought.
    """
    for holder in holders(document):
        for indicator in holder.indicators:
            for hidden in reckonable(indicator, rules or {}):
                yield CheckFinding(
                    check="withheld",
                    severity=STOPS,
                    words=f"A figure of “{indicator.name}” is not to be shown, but can be reckoned from the others for "
                    "the same period. Suppress a second one, or leave out the total.",
                    places=(at_figure(holder, indicator, *hidden),),
                )


def gives_away(words, names=()):
    """The numbers that say how many, if only about; “fewer than 5” and “1 to 5” don't."""
    return [told for told in numbers(words, names) if told.qualifier not in ("under", "within")]


def reckonable(indicator, rules):
    """The hidden observations of an indicator that follow from the others, each with its series."""
    lines = [
        LineOf(key=series, name=series.name, compares="", seen=series.observations, rule=None)
        for series in indicator.series
        if not series.compares
    ]
    told = {}
    for together in of_one_time(lines, time_in_content)[0]:
        together = [(line.key, seen) for line, seen in together]
        hidden = [each for each in together if each[1].state in HIDDEN]
        if hidden and len(together) > 2 and follows(indicator, together, hidden, rules):
            told[hidden[0][0].key, hidden[0][1].key] = hidden[0]
    return told.values()


def time_in_content(seen):
    return time_as(seen.period.starts, seen.period.ends, seen.period.words, seen.timing)


def follows(indicator, together, hidden, rules):
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
    if total.value is None and total.state not in HIDDEN:
        return False
    ruled = {series.key: rules.get((indicator.key, series.key)) for series, _ in together}
    sides = [(-1 if seen is total else 1, standing_for(seen, indicator, ruled[series.key])) for series, seen in shown]
    least = sum(min(-sign * number for number in span) for sign, span in sides)
    most = sum(max(-sign * number for number in span) for sign, span in sides)
    if len(hidden) == 1:
        [(series, _)] = hidden
        return follows_from(*((-most, -least) if total.state in HIDDEN else (least, most)), ruled[series.key])
    held_as_small = any(ruled[series.key] and ruled[series.key].least for series, _ in hidden)
    return total.state not in HIDDEN and least == most == 0 and not held_as_small


def standing_for(seen, indicator, rule):
    """The least and the most that a figure may stand for: itself, or what is rounded to it."""
    if seen.value is None:
        return Decimal(), Decimal()
    if rule is None or rule.base == 1 or indicator.unit != "number" or seen.decided or whole(seen.value) is None:
        return seen.value, seen.value
    return CellTable.rounding_to(rule.limits, whole(seen.value))


def follows_from(least, most, rule):
    """Whether of what lies between two numbers, and is small if the rule says so, only one is left."""
    within = (max(least, rule.least), min(most, rule.most)) if rule and rule.most is not None else (least, most)
    return most <= least or within[0] == within[1]


def are_parts_of_a_hundred(indicator):
    """Whether the shares of some period add up to a hundred, so that those of the others may be taken to."""
    sums = grouped(
        ((seen.period.words, seen.period.ends), seen.value)
        for series in indicator.series
        for seen in series.observations
    )
    whole = [values for values in sums.values() if None not in values and len(values) == len(indicator.series)]
    return not whole or any(abs(sum(values) - 100) <= 1 for values in whole)


class Asked(Struct, frozen=True, kw_only=True):
    """A sentence with a number that may give a hidden figure away.

    `indicator` and `name` say of which measure; `is_beside`, whether it stands beside the figure, so that it stops the
    document; elsewhere it is a guess by the words.
    """

    indicator: str
    name: str
    sentence: str
    place: Place
    is_beside: bool

    @property
    def mark(self):
        """What tells it from every other: said once that it is another figure, it isn't asked again."""
        return self.indicator, " ".join(self.sentence.split())


def asked(document, other_numbers=frozenset()):
    """The sentences that may give a hidden figure away; `other_numbers` are the marks of those that don't."""
    hidden, found = [], []
    for holder in holders(document):
        own = [indicator for indicator, _, seen in seen_of(holder) if seen.state in HIDDEN]
        hidden += own
        if own and holder.progress:
            found += beside_hidden(holder.section, holder.progress, own)
        if own and holder.finding:
            found += in_finding(holder, own)
    found += elsewhere(document, dict.fromkeys(hidden))
    return [each for each in dict.fromkeys(found) if each.mark not in other_numbers]


def withheld_in_sentences(document, other_numbers=frozenset()):
    """A sentence that gives the number of what is hidden: beside the figure it stops, elsewhere it is a guess."""
    found_here = asked(document, other_numbers)
    for name, place in dict.fromkeys((each.name, each.place) for each in found_here if each.is_beside):
        yield CheckFinding(
            check="withheld",
            severity=STOPS,
            words=f"The words beside “{name}” give a number, and its figure is not to be "
            "shown. Say it without the number, such as “fewer than ten”, or record the figure it is.",
            places=(place,),
        )
    places = tuple(dict.fromkeys(each.place for each in found_here if not each.is_beside))
    yield from found(
        "withheld elsewhere",
        places,
        f"{counted(len(places), 'passage')} may give a figure that is not to be shown. "
        "This is a guess by the words; please look.",
    )


def beside_hidden(section, row, hidden):
    names, values = known(row)
    others = [indicator for indicator in row.indicators if indicator not in hidden]
    evidence = [found.words for found in row.evidence]
    for place, words in enumerate((row.figures_in_words, row.commentary, row.difference_made, *evidence)):
        for sentence in parted(words):
            meant = [indicator for indicator in hidden if speaks_of(sentence, indicator, 2)]
            if strange(sentence, names, values) and (meant or (not others and place == 0)):
                yield beside(sentence, (meant or hidden)[0], at_goal(section, row))


def in_finding(holder, hidden):
    """The sentences of a finding with a number that is none of the figures which are shown beside it."""
    names, values = names_and_values(holder.indicators)
    row = holder.finding
    place = Place(
        words=shortened(row.words),
        anchor=holder.anchor,
        record=Record("priorities.finding", (row.key,), "reporting_period"),
    )
    for words in (row.words, row.outcome):
        for sentence in parted(words):
            if strange(sentence, names, values):
                yield beside(sentence, hidden[0], place)


def parted(words):
    return re.split(r"(?<=[.;])\s+|\n+", words)


def strange(sentence, names, values):
    """The numbers of a sentence that tell how many, and are no figure that is shown."""
    return [told for told in gives_away(sentence, names) if not said_by(told, values)]


def beside(sentence, indicator, place):
    return Asked(indicator=indicator.key, name=indicator.name, sentence=sentence, place=place, is_beside=True)


def elsewhere(document, hidden):
    names = [indicator.name for indicator in hidden]
    for passage in passages(document) if hidden else ():
        if passage.progress:
            continue
        for sentence in passage.sentences:
            if gives_away(sentence, names):
                for indicator in hidden:
                    if speaks_of(sentence, indicator, 3):
                        yield Asked(
                            indicator=indicator.key,
                            name=indicator.name,
                            sentence=sentence,
                            place=passage.place,
                            is_beside=False,
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
        hidden = [indicator for indicator, _, seen in seen_of(row) if seen.state in HIDDEN]
        told_already = [each.sentence for each in beside_hidden(section, row, hidden)] if hidden else []
        for words in (row.figures_in_words, row.commentary, row.difference_made):
            # A number that may be what is hidden stands in no finding.
            if any(sentence in words for sentence in told_already):
                continue
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
    names, values = names_and_values(row.indicators)
    return names | {row.goal.title} | {aim.words for aim in row.goal.aims}, values


def names_and_values(indicators):
    """The names that may hold numbers, and every value that a sentence about some indicators may tell."""
    told = [(of, series, seen) for of in indicators for series in of.series for seen in series.observations]
    names = {name for of, series, _ in told for name in (of.name, series.name)}
    names |= {seen.period.words for _, _, seen in told}
    values = {seen.value for *_, seen in told if seen.value is not None and seen.state not in HIDDEN}
    values |= {each.value for *_, seen in told if seen.state not in HIDDEN for each in numbers(seen.as_printed)}
    for of in indicators:
        for series in of.series:
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


def told_in_words_only(document, today):
    """What is said to be told in words only, though a number stands elsewhere in words that speak of it."""
    only = {
        indicator.key: (indicator, at_figure(holder, indicator, series, seen))
        for holder in holders(document)
        for indicator, series, seen in seen_of(holder)
        if seen.state == "in-words-only"
    }
    for holder in holders(document):
        for indicator, _, seen in seen_of(holder):
            if seen.value is not None:
                only.pop(indicator.key, None)
    places, told = [], list(passages(document)) if only else ()
    for indicator, at in only.values():
        for passage in told:
            if speaks_of(passage.words, indicator, 3) and numbers(passage.words, [indicator.name]):
                words = (
                    f"{shortened(indicator.name)}: told in words only, and a number stands in “{passage.place.words}”"
                )
                places.append(replace(passage.place, words=words, record=at.record))
                break
    yield from found(
        "told in words only",
        places,
        f"{counted(len(places), 'measure')} {'is' if len(places) == 1 else 'are'} said to be told in words only, and a "
        "number is printed elsewhere. Record the figure, and add it to the finding that tells it.",
    )


def numbers_in_findings(document, today):
    """The numbers in a finding and the figures that are recorded beside it are the same."""
    places = []
    for holder in holders(document):
        if not (holder.finding and holder.indicators):
            continue
        words = f"{holder.finding.words} {holder.finding.outcome}"
        told = numbers(words, names_and_values(holder.indicators)[0])
        for indicator, series, seen in seen_of(holder):
            if exact(seen) and not any(agrees(each, seen.value) for each in told):
                value = figure(seen, indicator.unit, indicator.decimals)
                place = at_figure(holder, indicator, series, seen)
                place = replace(place, words=f"{shortened(holder.finding.words)}: beside it stands {value}")
                places.append(place)
    yield from found(
        "numbers in findings", places, "A figure stands beside a finding, and the words of the finding don’t tell it."
    )


# Shares that no whole has.


def shares_of_a_whole(document, today):
    """A figure in per cent above 100 or below 0: right for a change, and otherwise a slip such as 1250 for 12.50."""
    places = tuple(
        replace(place, words=f"{place.words}: {per_cent(seen.value, indicator.decimals)}")
        for holder in holders(document)
        for indicator, series, seen in seen_of(holder)
        if indicator.unit == "per-cent" and seen.state not in HIDDEN and not is_share(seen.value)
        for place in [at_figure(holder, indicator, series, seen)]
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
            anchor=holder.anchor,
            record=Record("priorities.indicator", (indicator.key,)),
        )
        for holder in holders(document)
        for indicator in holder.indicators
        if not indicator.owed_by
    }
    yield from found(
        "owners",
        without.values(),
        f"For {counted(len(without), 'measure')} nobody is recorded who supplies the figure.",
    )


# Charts that the office placed.


def charts_that_draw_nothing(document, today):
    """A chart that the office placed draws something: its figures can be set beside each other, and there are some."""
    places = [
        Place(
            words=chart.heading,
            anchor=anchor(section, chart.key) if chart.indicators else section.key,
            record=Record("publications.narrativechart", (section.key, chart.key), "publication"),
        )
        for section, chart in placed_charts(document)
        if not any(charts.of_chosen(section, chart))
    ]
    yield from found(
        "placed charts",
        places,
        f"{counted(len(places), 'chart')} can’t be drawn: fewer than two figures, or figures that can’t be set "
        "beside each other. What there is stands in a table.",
    )
