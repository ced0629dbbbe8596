"""The test of an aim: where the words beside it tell another story, and where it is left out."""

import re

from kit.grouping import grouped
from kit.wording import counted

from .figures import at_goal, goal_rows, speaks_of
from .finding import found

# Words that say which way a figure went, as stems.
WENT = {
    "up": re.compile(r"\b(increas|rose\b|risen|rising|rise\b|grew|grow|higher|more\b|went up|gone up|upward)", re.I),
    "down": re.compile(
        r"\b(decreas|reduc|fell\b|fallen|falling|fall\b|declin|drop|lower|fewer|less\b|went down|gone down|downward)",
        re.I,
    ),
    "the same": re.compile(r"\b(same\b|unchanged|static|stable|steady|no change|remain)", re.I),
}


def words_and_tests(document, today):
    """The board's sentences about a figure say that it went another way than it did, or not that it went wrong."""
    contrary, silent = [], []
    for section, row in goal_rows(document):
        for test, says in ((test, said_of(row, test)) for test in row.tests if test.moved):
            if says and test.moved not in says:
                words = f"the words say {' and '.join(says)}, the figures {test.moved}"
                contrary.append(at_goal(section, row, f"{at_goal(section, row).words}: {words}"))
            elif test.verdict == "against" and not says:
                silent.append(at_goal(section, row))
    yield from found(
        "words and tests", contrary, "The words on progress say that a figure went another way than it did."
    )
    yield from found(
        "words and tests",
        silent,
        f"At {counted(len(silent), 'aim')} the figures went against what was wanted, and the words beside them don’t "
        "say so.",
    )


def said_of(row, test):
    """Which ways the sentences that speak of a tested figure say it went."""
    measured = {aim.key: aim.measured.identity for aim in row.goal.aims if aim.measured}
    names = grouped(
        (f"{indicator.key} {series.key}", (indicator, series))
        for indicator in row.indicators
        for series in indicator.series
    )
    told = []
    for indicator, series in names.get(measured.get(test.key), ()):
        for sentence in sentences(row):
            alone = len(indicator.series) == 1
            if speaks_of(sentence, indicator, 2) if alone else series.name.casefold() in sentence.casefold():
                told += [way for way, pattern in WENT.items() if pattern.search(sentence)]
    return list(dict.fromkeys(told))


def sentences(row):
    words = (row.figures_in_words, row.commentary, row.difference_made)
    return [sentence for text in words for sentence in re.split(r"(?<=[.;])\s+|\n+", text) if sentence]


def left_out_tests(document, today):
    """The board may leave out what the figures show of an aim; whoever approves is told of it, and why."""
    places = [
        at_goal(section, row, f"{at_goal(section, row).words}: {row.untested}")
        for section, row in goal_rows(document)
        if row.untested
    ]
    yield from found(
        "left out tests",
        places,
        f"At {counted(len(places), 'priority', 'priorities')} it is left out what the figures show of the aim.",
    )
