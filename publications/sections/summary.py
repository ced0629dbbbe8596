"""The executive summary: the chosen figures, set large, then the chosen sentences."""

from publications.blocks import List, TableRow

from .words import anchor, said


def summary(section, records):
    if records.figures:
        yield List(items=tuple(statements(section, "figure", map(figure_words, records.figures))), large=True)
    if records.sentences or not records.figures:
        yield List(items=tuple(statements(section, "sentence", (each.words for each in records.sentences))))


def statements(section, what, texts):
    for number, words in enumerate(texts, start=1):
        yield TableRow(key=f"{what}-{number}", anchor=anchor(section, f"{what}-{number}"), cells=(words,))


def figure_words(figure):
    """A figure, what it counts and when, and what is said of it, a paragraph each."""
    name = f"{figure.name}, {figure.when}" if figure.when else figure.name
    # What is said of the aim tells the figure before as well.
    more = figure.told or (f"Before: {figure.before}." if figure.before else "")
    return said(figure.figure, name, more)
