"""What audits and people say of a goal beside its figures: whether both point the same way. Knows no Django."""

from collections.abc import Iterable

from .aims import AGAINST, AS_WANTED, THE_SAME

AGREE, DISAGREE, FIGURES, EVIDENCE, NEITHER = "agree", "disagree", "figures", "evidence", "none"
# Which way a figure went beside what was wanted, as evidence says it (`priorities.models.Shows`).
SHOWN = {AS_WANTED: "better", THE_SAME: "same", AGAINST: "worse"}


def beside(verdicts: Iterable[str], shown: Iterable[str], *, any_figure: bool) -> str:
    """What figures and evidence of a goal come to beside each other; empty if nobody said which way one of them points.

    `verdicts` are those of the tests of its aims, `shown` what each thing that was found shows of it, empty where
    nobody said. They agree if all of both point one way. Nothing is weighed: one finding among ten that points
    elsewhere is a disagreement, and the reader is told.
    """
    found = list(shown)
    if not (any_figure and found):
        return FIGURES if any_figure else EVIDENCE if found else NEITHER
    figures, evidence = {SHOWN[each] for each in verdicts if each}, {each for each in found if each}
    if not (figures and evidence):
        return ""
    return AGREE if len(figures | evidence) == 1 else DISAGREE
