"""Checks before approval: what keeps a document back, and what its manager should look at first.

They ask the content, because content is what is approved. Three things stop a document: its file can't be made, or not
be read by everybody; a figure to be withheld could be read; there is nothing in it. Everything else is a warning.

A new check is a function `(document, today)` that yields findings, and one line in `CHECKS`.
"""

from kit import called, clock
from publications import logos, pictures, render
from publications.content import codec
from publications.content.base import Control
from publications.content.document import Document
from publications.files import pdf
from publications.passages import Place, Record

from . import aims, children, dates, figures, file, insets, money, samples, sections, wording
from .figures import asked
from .finding import STOPS, WARNING, CheckFinding, stopping, warnings

__all__ = ["STOPS", "WARNING", "CheckFinding", "Place", "Record", "asked", "check", "run", "stopping", "warnings"]

# In this order they are shown; what stops comes first all the same.
CHECKS = {
    "nothing at all": sections.nothing_at_all,
    "figures to be withheld": figures.withheld_figures,
    "likely names": children.children,
    "numbers in sentences": figures.numbers_in_sentences,
    "numbers in findings": figures.numbers_in_findings,
    "told in words only": figures.told_in_words_only,
    "words and tests": aims.words_and_tests,
    "tests left out": aims.left_out_tests,
    "shares of a whole": figures.shares_of_a_whole,
    "totals": money.sums_of_rows,
    "totals of own tables": insets.totals,
    "shares": money.shares,
    "shares and amounts": money.shares_and_amounts,
    "dates": dates.dates,
    "meetings": sections.meetings,
    "headings": sections.headings,
    "empty sections": sections.empty,
    "length of the summary": sections.summaries,
    "evidence": sections.without_evidence,
    "difference made": sections.without_difference,
    "owners of measures": figures.owners,
    "charts of the office": figures.charts_that_draw_nothing,
    "abbreviations": wording.acronyms,
    "links": wording.links,
    "long cells": sections.cells,
}
ORDER = (STOPS, WARNING)


def run(
    content, *, made=None, today=None, left_out=(), other_numbers=frozenset(), rules=None
) -> tuple[CheckFinding, ...]:
    """All that is to be mended or looked at, the PDF judged too: what stops comes first.

    `left_out` is what stands in no section, `other_numbers` say of which sentences somebody has said that they don't
    give a hidden figure away, and `rules` are those for small numbers: what the content can't know
    (`compose.for_checks`). `made` is the PDF (`pdf.Made`) if there is one already; without it one is made, which takes
    seconds. Never call it inside a transaction. Content that isn't a document, such as the site's own words, has no
    checks.
    """
    found = check(content, today=today, left_out=left_out, other_numbers=other_numbers, rules=rules)
    if not isinstance(content, Document):
        return found
    try:
        control = Control(check_code=codec.digest(codec.write(content)))
        made = made or pdf.make(
            render.paper(content, control, logo=logos.picture(content)), pictures=pictures.bytes_of(content)
        )
    except pdf.PdfFailed as failure:
        return in_order((CheckFinding(check="file", severity=STOPS, words=str(failure)), *found))
    return in_order((*file.judged(made.data), *found))


def check(content, *, today=None, left_out=(), other_numbers=frozenset(), rules=None) -> tuple[CheckFinding, ...]:
    """The same without the PDF: a fraction of a second, and nothing asked of the database."""
    if not isinstance(content, Document):
        return ()
    day = today or clock.today()
    with called.using(lambda: content.words):
        found = [finding for ask in CHECKS.values() for finding in ask(content, day)]
        found += figures.reckoned_figures(content, rules)
        found += samples.few_people(content, rules)
        found += insets.few_people(content, rules)
        found += figures.withheld_in_sentences(content, other_numbers)
    return in_order((*found, *sections.left_out(left_out)))


def in_order(findings):
    return tuple(sorted(findings, key=lambda finding: ORDER.index(finding.severity)))
