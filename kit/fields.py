"""Form fields that read what people type: "£1,000", "1 June 2016", "49.5%". A form shows values in the same words."""

import re
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from kit import periods, prose, signs, wording
from kit.incoming.clean import TooMuch
from kit.kinds import naming

# The longest that a text may be, in signs. What is longer belongs in a document of its own.
CELL, WORDS = 5_000, 20_000
# A board's dates lie here. A year such as 201 is a slip.
YEARS = range(1900, 2101)
MONTHS = {name.lower()[:3]: number for number, name in enumerate(periods.MONTHS, start=1)}

WEEKDAY = re.compile(r"(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?:the\s+)?", re.IGNORECASE)
# As words, as figures, and as files have it.
DAYS = (
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>\d{4}|\d{2})",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
)


class OtherWeekday(ValueError):
    """The weekday that was typed isn't that of the date; the words say which is."""


def read_day(text):
    """A day as people write it in Britain, day before month; raises ValueError if it is none."""
    text = text.strip()
    if weekday := WEEKDAY.match(text):
        on = read_day(text[weekday.end() :])
        if not f"{on:%A}".lower().startswith(weekday[1].lower()):
            raise OtherWeekday(f"{periods.day(on)} is a {on:%A}.")
        return on
    found = next(filter(None, (pattern.fullmatch(text) for pattern in DAYS)), None)
    if not found:
        raise ValueError("not a day")
    name, year = found["month"].lower(), int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    month = int(name) if name.isdigit() else MONTHS.get(name[:3], 0)
    if not name.isdigit() and name != "sept" and not periods.MONTHS[month - 1].lower().startswith(name):
        raise ValueError("no such month")
    if year not in YEARS:
        raise ValueError("no year of this work")
    return date(year, month, int(found["day"]))


class AsRead:
    """A field that compares what was typed as it is read: 1 June 2016 is 1/6/2016, and £1,000 is 1000."""

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class DayField(AsRead, forms.Field):
    """A day, typed as 1 June 2016 or 1/6/2016."""

    default_error_messages = {"invalid": "Write the day as 1 June 2016 or 1/6/2016."}

    def __init__(self, **kwargs):
        super().__init__(**({"widget": forms.TextInput(attrs={"class": "day", "autocomplete": "off"})} | kwargs))

    def prepare_value(self, value):
        return periods.day(value) if isinstance(value, date) else value

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return read_day(str(value))
        except OtherWeekday as sentence:
            raise ValidationError(str(sentence), code="invalid") from None
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class NumberField(AsRead, forms.DecimalField):
    """A number in which thousands may be parted by commas or spaces, with or without its sign: £1,000 or 49.5%."""

    signs = "£%"
    default_error_messages = {
        "invalid": "Write a number, such as 1,234 or 0.5.",
        "max_digits": "This number is too long.",
        "max_whole_digits": "This number is too large.",
        "max_decimal_places": "At most %(max)s places after the point can be kept.",
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**(kwargs | {"widget": widget}))

    def to_python(self, value):
        if isinstance(value, str):
            # The minus of a typeset page is another sign than the one on the keyboard.
            value = re.sub(f"[{self.signs},\\s\u00a0\u202f]", "", value).replace("−", "-").replace("–", "-")
            # Accounts put brackets round what is below nought.
            value = re.sub(r"^\(([\d.]+)\)$", r"-\1", value)
            if len(value) > 100:
                raise ValidationError(self.error_messages["max_digits"], code="max_digits")
            if "e" in value.lower():
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def words(self, value):
        return wording.plain(value)

    def prepare_value(self, value):
        return self.words(value) if isinstance(value, Decimal) and value.is_finite() else value


class MoneyField(NumberField):
    """An amount in pounds and pence."""

    default_error_messages = {"invalid": "Write an amount, such as £1,000 or 1000.50."}

    def words(self, value):
        return wording.pounds(value)


class PercentField(NumberField):
    """A share of a hundred."""

    default_error_messages = {"invalid": "Write a share, such as 49.5%."}

    def words(self, value):
        return wording.per_cent(value, at_least=0)


class ClockField(forms.TimeField):
    """A time of day: 14:00, 2pm or 2.30 pm."""

    default_error_messages = {"invalid": "Write the time as 14:00 or 2pm."}

    def __init__(self, **kwargs):
        super().__init__(**(kwargs | {"widget": forms.TextInput(attrs={"class": "day", "autocomplete": "off"})}))

    def prepare_value(self, value):
        return f"{value:%H:%M}" if hasattr(value, "hour") else value

    def to_python(self, value):
        found = re.fullmatch(r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?", str(value or "").strip(), re.IGNORECASE)
        if found and (found[2] or found[3]):
            hour, half = int(found[1]), (found[3] or "").lower()
            if half and hour in range(1, 13):
                hour = hour % 12 + (12 if half == "pm" else 0)
            value = f"{hour:02}:{found[2] or '00'}"
        return super().to_python(value)


class TextField(forms.CharField):
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
        return signs.seen(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")

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
        return column.formfield(**({"widget": widget} | kwargs), error_messages=words)
    differing = next((differing for kind, differing in FIELDS if isinstance(column, kind)), {})
    if isinstance(column, models.ForeignKey):
        # The names of the choices come in one query.
        rows = column.related_model._default_manager.select_related(*(naming(column.related_model) or [None]))
        differing = differing | {"queryset": rows}
    return column.formfield(**(differing | kwargs))
