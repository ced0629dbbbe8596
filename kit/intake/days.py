"""Days in the cells of a table, as a list of the board takes them."""

from kit.intake.taking import Problems, Sentence
from kit.reading import days
from kit.reading.answers import Question, Value


def day(intake, words, column):
    """The day that a cell names, and its words if they say more than that day, or name none."""
    if not words:
        return None, ""
    answer = days.read(words, words=True)
    if isinstance(answer, Question):
        raise Problems({column: [Sentence(answer.sentence, [offer.words for offer in answer.offers])]})
    value = getattr(answer, "value", None)
    if not isinstance(answer, Value) or hasattr(value, "kind"):
        return None, words
    intake.say(*answer.said)
    if answer.left not in ("", "by"):
        return value, words
    intake.read(words)
    return value, ""
