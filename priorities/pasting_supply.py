"""The answers to one request, pasted or in a file: each row one of the figures that were asked for, and no other."""

import re

from kit.intake.lists import Parent, PastedColumn, PasteList
from kit.intake.taking import Problems, Sentence, folded
from kit.reading.answers import Question, Refusal
from kit.spreadsheets import ComingBack
from membership.roles import May
from priorities import cells, rounds, supply
from priorities.templates_sent import key_of

YES = re.compile(r"(?:y|yes|p|prov|provisional|true|x|✓)\.?", re.IGNORECASE)
NO = re.compile(r"(?:n|no|f|final|false|-)?\.?", re.IGNORECASE)


def known(intake):
    """The figures of the request by all by which a row may name one: its key, its name, its name and its breakdown."""
    asking = intake.parents["asking"]
    found = {}
    for line in rounds.lines_of(asking):
        names = {key_of(line), folded(line.name), folded(f"{line.indicator} {line.series.name}")}
        for each in names:
            found.setdefault(each, []).append(line)
        found.setdefault(folded(str(line.indicator)), []).append(line)
    return {name: list({line.asked.pk: line for line in lines}.values()) for name, lines in found.items()}


def line_of(intake, given):
    """The figure that was asked for and that a row is about."""
    of = intake.remembered("asked", lambda: known(intake))
    key, name, breakdown = (given.get(each, "") for each in ("row", "indicator", "breakdown"))
    words = [key] if key in of else [folded(f"{name} {breakdown}".strip()), *([] if breakdown else [folded(name)])]
    meant = next((of[each] for each in words if each in of), [])
    if len(meant) > 1:
        offers = [str(line.series) for line in meant]
        raise Problems({"breakdown": [Sentence("Of this indicator several breakdowns are asked for.", offers)]})
    if not meant:
        raise Problems({"indicator": ["This request asks for no such figure. Leave the row out, or ask for it first."]})
    intake.read(key, name, breakdown)
    return meant[0]


def answered(intake, given):
    """One row: the figure or why there is none, marked as provisional or not, and a sentence."""
    line = line_of(intake, given)
    intake.read(given.get("last", ""))
    text = with_mark(intake, given)
    if not text:
        if given.get("words"):
            raise Problems(
                {"figure": ["Here stands a sentence and no figure. Write the figure, or why there is none."]}
            )
        return
    answer = cells.read(text, line.indicator.unit, line.indicator.signs)
    if isinstance(answer, Question | Refusal):
        raise Problems({"figure": [Sentence(answer.sentence, [each.words for each in getattr(answer, "offers", ())])]})
    if (doubt := supply.odd(line, answer.value)) and not intake.is_sure("figure"):
        raise Problems({"figure": [Sentence(doubt, may_stay=True)]})
    intake.say(*answer.said)
    intake.read(given["figure"])
    keep(intake, rounds.Supplied(line=line, cell=answer.value, words=given.get("words") or None))


def with_mark(intake, given):
    """The figure of a row with its mark: a column of its own may say that it is provisional."""
    text, mark = given.get("figure", ""), given.get("provisional", "")
    if YES.fullmatch(mark):
        intake.read(mark)
        return f"{text} p" if text else ""
    if not NO.fullmatch(mark):
        raise Problems({"provisional": [Sentence("Is the figure provisional?", ["yes", "no"])]})
    intake.read(mark)
    return text


def keep(intake, answer):
    """Record an answer, unless the same stands already. Another final figure is replaced only if that is said."""
    asking, seen = intake.parents["asking"], answer.line.seen
    if answer.line.asked.pk in intake.remembered("taken", set):
        raise Problems({"indicator": ["This figure stands in the table twice."]})
    if seen is not None:
        text = cells.shown(answer.cell, answer.line.indicator.unit, answer.line.indicator.decimals)
        stands, words = supply.recorded(answer.line)
        if text == stands and answer.words in (None, words):
            return
        if seen.value is not None and not seen.provisional and text != stands and not intake.is_sure("figure"):
            sentence = f"“{stands}” is recorded for this period. Put this in its place?"
            raise Problems({"figure": [Sentence(sentence, may_stay=True)]})
    intake.remembered("taken", set).add(answer.line.asked.pk)
    if seen is not None:
        intake.change(rounds.fill(seen, answer, asking))
    else:
        intake.add(rounds.fill(rounds.new_figure(answer.line, asking.collection), answer, asking))
    intake.read(answer.words or "")


def looks(intake):
    """How many of the figures that were asked for stand in the table, if some don't."""
    asked = {line.asked.pk for lines in intake.remembered("asked", lambda: known(intake)).values() for line in lines}
    missing = len(asked) - len(intake.remembered("taken", set))
    if missing > 0:
        yield f"{len(asked) - missing} of the {len(asked)} figures asked for are new here, or changed."


ANSWERS = PasteList(
    "answers",
    "Answers to a request for figures",
    "The template as it came back, or a row for each figure: what was asked for, the figure or a sign for why there is "
    "none, and a sentence.",
    (Parent("asking", "Request", lambda: rounds.askings().order_by("-collection__ends", "pk")),),
    answered,
    own=(
        PastedColumn("row", "Key", ("key",)),
        PastedColumn(
            "indicator", "Figure asked for", ("indicator", "measure", "figure asked for", "data item"), {"words": 1}
        ),
        PastedColumn("breakdown", "Breakdown", ("breakdown", "group", "category")),
        PastedColumn("last", "Last time", ("last time", "last figure", "previous")),
        PastedColumn("figure", "Figure", ("figure", "value", "result"), {"number": 1, "share": 1}),
        PastedColumn("provisional", "Provisional", ("provisional", "status")),
        PastedColumn(
            "words",
            "Why there is none, or a note",
            ("why there is none or a note", "why there is none", "reason", "note", "comment"),
        ),
    ),
    may=May.ENTER_FIGURES,
    at_end=looks,
    needs=(("indicator",), ("figure",)),
    files=lambda parents: ComingBack([], {}),
)
