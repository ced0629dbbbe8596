"""Where published words come from that aren't a statement of the original in its place."""

import re

from .house_words import HOUSE_WORDS, SLOTS

# So many words of the original in a row are taken for a repetition of it, which may open with a capital; fewer must be
# a whole statement.
RUN = 3


class Provenance:
    """Explains words: as the house's own, as reckoned or read off the original, or as a repetition of it.

    `original` is the whole original as compared, `statements` its single statements; `known` are words that the test
    itself has reckoned or checked.
    """

    def __init__(self, normal, original, statements, known):
        self.house = {_with_slots(normal, phrase): phrase for phrase in HOUSE_WORDS}
        self.original = f" {original} "
        self.statements = set(statements)
        self.known = {normal(words) for words in known}

    def __call__(self, words, whole):
        """What explains these words, `whole` if they are all of a run; or None."""
        for pattern, phrase in self.house.items():
            if pattern.fullmatch(words):
                return phrase
        if words in self.known:
            return "known"
        if whole and words in self.statements:
            return "statement"
        if not whole and re.fullmatch(r"[,;:.()…]", words):
            return "sign"
        if len(re.findall(r"\w+", words)) >= RUN and (
            self._repeats(words) or self._repeats(words[0].lower() + words[1:])
        ):
            return "repetition"
        return None

    def _repeats(self, words):
        return f" {words} " in self.original


def explained(run, explain):
    """Explanations for a run of words, piece by piece; None if some word belongs to no piece."""
    reached = {0: []}
    for start in range(len(run)):
        for end in range(len(run), start, -1) if start in reached else ():
            if end not in reached:
                explanation = explain(" ".join(run[start:end]), end - start == len(run))
                if explanation is not None:
                    reached[end] = [*reached[start], explanation]
    return reached.get(len(run))


def _with_slots(normal, phrase):
    pattern = re.escape(normal(phrase))
    for slot, form in SLOTS.items():
        pattern = pattern.replace(re.escape(normal(slot)), form)
    return re.compile(pattern)
