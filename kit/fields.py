"""Form fields that read what people type: "£1,000", "1 June 2016", "49.5%". A form shows values in the same words.

What may mean several things is asked about beside the field, with a button for each answer (`Typed`). Every number, day
and time goes through the readers of `kit.reading`.
"""

from datetime import date, time
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from kit import clock, periods, prose, signs
from kit.incoming.clean import TooMuch
from kit.kinds import naming
from kit.reading import days, numbers, times
from kit.reading.answers import AsPrinted, Offer, Question, Refusal, Value
from kit.reading.signs import quoted

# The longest that a text may be, in signs. What is longer belongs in a document of its own.
CELL, WORDS = 5_000, 20_000
# What the button of an offer sends: the name of the field, a space, and the words that are meant.
MEANT = "_meant"


class Typed(forms.TextInput):
    """A line of text. If somebody chose an offer, its words stand in place of what they had typed."""

    def value_from_datadict(self, data, files, name):
        field, _, words = data.get(MEANT, "").partition(" ")
        return words if field == name else super().value_from_datadict(data, files, name)


def refused(answer):
    """The error that says what a reader asks or refuses; its `params` hold the words of the offers."""
    if isinstance(answer, Refusal):
        return ValidationError(answer.sentence, code="invalid")
    # With params Django takes a per cent sign for a place to fill in.
    offers = [offer.words for offer in answer.offers]
    return ValidationError(answer.sentence.replace("%", "%%"), code="question", params={"offers": offers})


def said(form):
    """What is to be said of how a form's fields were read, in whole sentences: “£ -” was read as £0."""
    typed = {name: form[name].data for name, field in form.fields.items() if isinstance(field, AsRead)}
    answers = [form.fields[name].read(words) for name, words in typed.items() if words and isinstance(words, str)]
    left_out = [sentence for field in form.fields.values() for sentence in getattr(field, "left_out", ())]
    return [sentence for answer in answers if isinstance(answer, Value) for sentence in answer.said] + left_out


class AsRead:
    """A field that a reader reads, and that compares what was typed as it is read: 1 June 2016 is 1/6/2016."""

    def read(self, text):
        """The reader's answer, with nothing left over that this field couldn't keep."""
        raise NotImplementedError

    def to_python(self, value):
        if not isinstance(value, str):
            return super().to_python(value)
        answer = self.alone(self.read(value))
        if isinstance(answer, Question | Refusal):
            raise refused(answer)
        return super().to_python(answer.value if isinstance(answer, Value) else None)

    def alone(self, answer):
        """An answer for a field that keeps the value and no words: words are asked about, and never dropped."""
        if isinstance(answer, AsPrinted) and answer.words:
            empty = () if self.required else (Offer(words=""),)
            return Question(sentence=f"{quoted(answer.words)} can’t be kept here. {self.instead}", offers=empty)
        if isinstance(answer, Value) and answer.left:
            only = Offer(words=self.prepare_value(answer.value))
            return Question(sentence=f"{quoted(answer.left)} can’t be kept here. Leave it out?", offers=(only,))
        return answer

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class DayField(AsRead, forms.Field):
    """A day, typed as 1 June 2016 or 1/6/2016."""

    instead = "Write the day as 1 June 2016 or 1/6/2016."

    def __init__(self, **kwargs):
        super().__init__(**({"widget": Typed(attrs={"class": "day", "autocomplete": "off"})} | kwargs))

    def prepare_value(self, value):
        return periods.day(value) if isinstance(value, date) else value

    def read(self, text):
        answer = days.read(text, today=clock.today())
        if not isinstance(answer, Value) or isinstance(answer.value, date):
            return answer
        ends = [Offer(words=periods.day(on)) for on in (answer.value.starts, answer.value.ends)]
        return Question(sentence=f"{quoted(text)} is more than one day. {self.instead}", offers=tuple(ends))


class NumberField(AsRead, forms.DecimalField):
    """A number in which commas may part thousands: 1,234 or 0.5."""

    of = "number"
    default_error_messages = {
        "max_digits": "This number is too long.",
        "max_whole_digits": "This number is too large.",
        "max_decimal_places": "At most %(max)s places after the point can be kept.",
    }

    def __init__(self, **kwargs):
        super().__init__(**(kwargs | {"widget": Typed(attrs={"inputmode": "decimal", "autocomplete": "off"})}))

    @property
    def instead(self):
        return f"Write {numbers.RIGHT[self.of]}."

    def read(self, text):
        return numbers.read(text, of=self.of)

    def prepare_value(self, value):
        return numbers.SHOWN[self.of](value) if isinstance(value, Decimal) and value.is_finite() else value


class MoneyField(NumberField):
    """An amount in pounds and pence."""

    of = "money"


class PercentField(NumberField):
    """A share of a hundred."""

    of = "share"


class WholeField(forms.IntegerField):
    """A whole number, such as 12 or 1,234."""

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            answer = numbers.read(value)
            if not isinstance(answer, Value) or answer.left or answer.value % 1:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = int(answer.value)
        return super().to_python(value)


class ClockField(AsRead, forms.TimeField):
    """A time of day: 14:00, 2pm or 2.30 pm."""

    instead = "Write the time as 14:00 or 2pm."

    def __init__(self, **kwargs):
        super().__init__(**(kwargs | {"widget": Typed(attrs={"class": "day", "autocomplete": "off"})}))

    def prepare_value(self, value):
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def read(self, text):
        answer = times.read(text)
        if not isinstance(answer, Value) or isinstance(answer.value, time):
            return answer
        ends = tuple(Offer(words=f"{at:%H:%M}") for at in answer.value)
        return Question(sentence=f"{quoted(text)} is a start and an end. Which belongs here?", offers=ends)


class WordsField(forms.CharField):
    """Words as they are read: without signs that nobody sees."""

    def to_python(self, value):
        return signs.seen(super().to_python(value))


class TextField(WordsField):
    """Several lines of text. The browser is not told how long it may be: it would cut what is pasted without a word."""

    widget = forms.Textarea

    def __init__(self, *, max_length=CELL, **kwargs):
        super().__init__(**({"max_length": max_length or CELL} | kwargs))
        self.error_messages["max_length"] = (
            f"This is {{}} signs long, and {self.max_length:,} can be kept. Shorten it; nothing of it was cut."
        )
        self.validators = [check for check in self.validators if getattr(check, "code", "") != "max_length"]

    def widget_attrs(self, widget):
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def validate(self, value):
        super().validate(value)
        if len(value) > self.max_length:
            raise ValidationError(self.error_messages["max_length"].format(f"{len(value):,}"), code="max_length")

    def to_python(self, value):
        # A browser sends line ends in another way than the records keep them; nobody typed that difference.
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")

    def has_changed(self, initial, data):
        return self.to_python(initial) != self.to_python(data)


class ProseField(TextField):
    """A narrative: paragraphs, sub-headings, bold, italics, lists and links, cleaned to just these."""

    is_prose = True

    def __init__(self, **kwargs):
        kwargs["max_length"] = WORDS
        super().__init__(**kwargs)
        self.widget.attrs["data-prose"] = ""

    def to_python(self, value):
        return self.read(value)[0]

    def read(self, value):
        try:
            return prose.read(super().to_python(value))
        except TooMuch as sentence:
            raise ValidationError(str(sentence), code="max_length") from None

    def clean(self, value):
        self.left_out = self.read(value)[1]  # sentences, for whoever saves
        return super().clean(value)


CHOOSE = "Not said"


def office(column, **kwargs):
    """The form field of a model's column in the office. For a form's `formfield_callback`."""
    field = _office(column, **kwargs)
    if field and "required" not in kwargs.get("error_messages", {}):
        choice = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        field.error_messages["required"] = "Choose one." if choice else "Fill this in."
    return field


# What a column's form field differs in from Django's.
FIELDS = (
    (models.DateField, {"form_class": DayField}),
    (models.TimeField, {"form_class": ClockField}),
    (models.DecimalField, {"form_class": NumberField}),
    (models.TextField, {"form_class": TextField}),
    (models.URLField, {"assume_scheme": "https"}),
    (models.ForeignKey, {"empty_label": CHOOSE}),
)


def _office(column, **kwargs):
    if isinstance(column, models.IntegerField) and not column.choices:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "day", "autocomplete": "off"})
        words = {"invalid": "Write a whole number, such as 12."} | kwargs.pop("error_messages", {})
        return column.formfield(**({"widget": widget, "form_class": WholeField} | kwargs), error_messages=words)
    differing = next((differing for kind, differing in FIELDS if isinstance(column, kind)), {})
    if isinstance(column, models.ForeignKey):
        # The names of the choices come in one query.
        rows = column.related_model._default_manager.select_related(*(naming(column.related_model) or [None]))
        differing = differing | {"queryset": rows}
    return _tells_what_is_too_long(column.formfield(**(differing | kwargs)))


def _tells_what_is_too_long(field):
    """A line of words of which the browser isn't told how long it may be: it would cut what is pasted."""
    if isinstance(field, forms.CharField) and field.widget.attrs.pop("maxlength", None):
        said = "This is %(show_value)d signs long, and %(limit_value)d can be kept. Shorten it; nothing of it was cut."
        field.error_messages["max_length"] = said
    return field
