"""The form of one request: a row for each figure asked for, with the figure or why there is none, and a sentence.

The office and whoever holds a link fill in the same form: its answers are recorded for the one, and wait for the other.
"""

from django import forms
from django.core.exceptions import ValidationError

from kit.fields import MEANT, WordsField, refused
from kit.reading.answers import Question, Refusal
from priorities import cells, doubts
from priorities.grid import versions
from priorities.models import Observation
from priorities.rounds import Supplied

SURE, VERSIONS = "sure", "versions"
PROVISIONAL = "p"
# What may be chosen beside a figure, or in its place: the sign as `cells` reads it, and the words.
STATES = (
    ("", "a figure"),
    (PROVISIONAL, "a figure, provisional"),
    ("x", "not available"),
    ("withheld", "withheld by us"),
    ("c", "a small number, not shown"),
    ("low", "rounds to nought, and isn’t"),
    ("u", "not reliable enough"),
    ("z", "doesn’t apply"),
    ("in words", "told in words only"),
)
SIGNS = {sign for sign, _ in STATES} - {"", PROVISIONAL}
LONGEST = Observation._meta.get_field("reason").max_length


def parted(text):
    """A cell as the two fields of a row have it: the figure, and what is chosen beside it or in its place."""
    if text in SIGNS:
        return "", text
    ending = f" {PROVISIONAL}"
    return (text.removesuffix(ending), PROVISIONAL) if text.endswith(ending) else (text, "")


def in_words(text):
    """A cell as a person reads it who doesn't know the signs: 31, provisional; not available."""
    figure, state = parted(text)
    words = dict(STATES)[state]
    return f"{figure}, provisional" if state == PROVISIONAL else words if state else figure


def joined(figure, state):
    """The two fields of a row as one cell. Raises ValidationError if they contradict each other."""
    if state in SIGNS and figure and figure != state:
        raise ValidationError(
            "Here stand a figure and why there is none. Take one of them out.", code="both", params={"offers": []}
        )
    if state == PROVISIONAL:
        return f"{figure} {PROVISIONAL}" if figure else ""
    return state or figure


def chosen(data):
    """What was sent, with the words of the offer that somebody chose in both fields of its row: 31 p, or x."""
    field, _, words = data.pop(MEANT, [""])[0].partition(" ")
    if field.startswith("f-"):
        data[field], data[f"s{field[1:]}"] = parted(words)
    return data


class SupplyForm(forms.Form):
    """The answers to a request. `versions` says which version of each recorded figure the page shows.

    What was saved since is told, with who saved it, only to whoever `may_know` it: the office. Whoever holds a link
    sends answers that wait, so nothing of theirs takes the place of what somebody saved.
    """

    use_required_attribute = False

    def __init__(self, data=None, *, lines, shows=None, may_empty=True, may_know=True, **kwargs):
        super().__init__(None if data is None else chosen(data.copy()), **kwargs)
        self.lines, self.may_empty = lines, may_empty
        self.sure = set(data.getlist(SURE)) if data else set()
        # Without them nobody knows what the page showed, and what stands counts as seen.
        self.was = versions(data[VERSIONS]) if may_know and data and VERSIONS in data else None
        for line in lines:
            text, words = (shows or recorded)(line)
            figure, state = parted(text)
            self.fields[name("f", line)] = WordsField(
                required=False, max_length=60, initial=figure, label=f"{line.name}: figure"
            )
            self.fields[name("s", line)] = forms.ChoiceField(
                required=False, choices=STATES, initial=state, label=f"{line.name}: or why there is none"
            )
            self.fields[name("w", line)] = WordsField(
                required=False, max_length=LONGEST, initial=words, label=f"{line.name}: in a sentence"
            )

    @property
    def versions(self):
        """The versions of all recorded figures on the page, for the page to send back."""
        return ".".join(f"{line.seen.pk}-{line.seen.version}" for line in self.lines if line.seen)

    def clean(self):
        cleaned = super().clean()
        self.answers = []
        for line in self.lines:
            if not any(self.has_error(name(part, line)) for part in "fsw"):
                try:
                    answer = self.answer(line, cleaned)
                except ValidationError as error:
                    self.add_error(name("f", line), error)
                else:
                    self.answers += [answer] if answer else []
        return cleaned

    def answer(self, line, cleaned):
        """What a row says, or None if nothing was changed there."""
        figure, state, words = (cleaned.get(name(part, line)) or "" for part in "fsw")
        was = [self.fields[name(part, line)].initial for part in "fsw"]
        is_empty = not any((figure, state in SIGNS, words))
        if [figure, state, words] == was or (is_empty and (not any(was) or self.is_new(line))):
            return None
        text = joined(figure, state)
        read = cells.read(text, line.indicator.unit, line.indicator.signs)
        if isinstance(read, Refusal):
            # Nobody is told the letters here: there is a list to choose from.
            read = Refusal(sentence=read.sentence.replace(cells.OR_LETTER, ", or choose why there is none."))
        if isinstance(read, Question | Refusal):
            raise refused(read)
        if read.value == cells.EMPTY and not (line.seen and self.may_empty):
            raise ValidationError("Write the figure, or choose why there is none.", code="none")
        self.not_overtaken(line, text)
        if asked := self.doubt(line, read.value):
            self.ask(name("f", line), text, asked)
        return Supplied(line=line, cell=read.value, words=words)

    def is_new(self, line):
        """Whether the figure of a row was saved since the page was made, and the page had none: theirs stands then."""
        return line.seen is not None and self.was is not None and line.seen.pk not in self.was

    def not_overtaken(self, line, text):
        """That nobody saved the figure since the page was made, if what was typed isn't the same."""
        if line.seen is None or self.was is None or self.was.get(line.seen.pk) == line.seen.version:
            return
        stands = recorded(line)[0]
        if text != stands:
            last = line.seen.history.order_by("-history_id").first()
            who = f" by {last.history_user}" if last and last.history_user_id else ""
            sentence = (
                f"“{stands}” was saved here{who} since you opened the page. Save again to put yours in its place."
            )
            raise ValidationError(sentence.replace("%", "%%"), code="conflict", params={"offers": [stands]})

    def doubt(self, line, cell):
        if cell == cells.EMPTY:
            return "This takes the figure out of the records. If there is none, choose why."
        return odd(line, cell)

    def ask(self, field, text, sentence):
        if f"{field} {text}" not in self.sure:
            raise ValidationError(sentence.replace("%", "%%"), code="doubt", params={"typed": text})

    # What the page shows

    def rows(self):
        """Each row as its template needs it."""
        for number, line in enumerate(self.lines, start=1):
            fields = {part: self[name(part, line)] for part in "fsw"}
            wrong = list(self.wrong(line)) if self.is_bound and self.errors else []
            yield {
                "number": number,
                "line": line,
                "figure": fields["f"],
                "state": fields["s"].value() or "",
                "words": fields["w"].value() or "",
                "names": {part: bound.html_name for part, bound in fields.items()},
                "wrong": wrong,
                "states": STATES,
            }

    def wrong(self, line):
        """What is wrong or asked in a row: the sentence, the words of buttons, and what “It is meant” sends."""
        for part in "fsw":
            field = name(part, line)
            for error in self.errors.as_data().get(field, ()):
                offers = (error.params or {}).get("offers", ())
                yield {
                    "sentence": " ".join(error.messages),
                    "offers": [(words, f"{field} {words}") for words in offers],
                    "sure": f"{field} {error.params['typed']}" if error.code == "doubt" else "",
                }


def odd(line, cell):
    """What is odd about an answer; empty if nothing is."""
    of, seen = line.indicator, line.seen
    counts = (seen.numerator, seen.denominator) if seen else (None, None)
    return (
        doubts.of_value(cell.value, of.unit, of.decimals)
        or doubts.of_base(cell.value, of.unit, *counts)
        or doubts.of_counts(cell.value, of.unit, of.decimals, *counts)
    )


def name(part, line):
    return f"{part}-{line.asked.pk}"


def recorded(line):
    """What is recorded for a line, as a cell, and the sentence on it."""
    of, seen = line.indicator, line.seen
    if seen is None:
        return "", ""
    return cells.shown(seen, of.unit, of.decimals), seen.reason if seen.value is None else seen.note


def waiting(line):
    """What was sent for a line and waits; else what is recorded, without the office's own note."""
    if line.waiting:
        return line.waiting.figure, line.waiting.words
    text, words = recorded(line)
    return text, words if line.seen and line.seen.value is None else ""
