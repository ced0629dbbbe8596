"""What every editable row has in common: a key, a version, a history, and words on who will see it."""

import re
from itertools import chain, count
from typing import ClassVar

from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from simple_history.models import HistoricalRecords

from kit.later import say_later

# Who will see what stands in a field, in words for its form.
PUBLIC = "Public when published."
IF_PRINTED = say_later("Public if it is printed; if not, {body} members only.")
MEMBERS = say_later("{Body} members only.")
OFFICE = "Office only."
ITS_OWN = "The organisation itself and the office only."


def public(field):
    """Mark a column of a row as one that everybody will see; `tests/test_audience.py` holds that it is printed."""
    return _seen_by(field, PUBLIC)


def public_if_printed(field):
    """Mark a column of a row as one that everybody will see, if the row itself says that it is printed."""
    field.told = IF_PRINTED
    return public(field)


def for_members(field):
    """Mark a column of a row as one that board members and the office see."""
    return _seen_by(field, MEMBERS)


def for_office(field):
    """Mark a column of a row as one that serves the office alone."""
    return _seen_by(field, OFFICE)


def for_its_own(field):
    """Mark a column of a row as one that the organisation whose it is sees beside the office, and no other member."""
    field.told = ITS_OWN
    return for_office(field)


def _seen_by(field, audience):
    field.audience = audience
    return field


def from_until(seen_by, first=None, last=None):
    """The columns of a row's first and last day, either of which may be unknown."""
    return tuple(seen_by(models.DateField(name, null=True, blank=True)) for name in (first, last))


LONGEST_KEY = 40
PARTED = re.compile(r"(?<=\w)\s*[/–—]\s*(?=\w)")


def shorten(words, longest=LONGEST_KEY):
    """A slug of at most `longest` characters, cut between words if it can be; 2016/17 and 2016–17 are 2016-17 in it."""
    slug = slugify(PARTED.sub("-", words))
    return slug if len(slug) <= longest else slug[: longest + 1].rpartition("-")[0][:longest] or slug[:longest]


class KeyField(models.SlugField):
    """A row's identity in fixtures, content, changes, calendar and export.

    Made once from the row's first wording, unique in its parent, never shown as a label and never edited.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **({"max_length": LONGEST_KEY, "blank": True, "editable": False} | kwargs))

    def pre_save(self, row, add):
        if not getattr(row, self.attname):
            setattr(row, self.attname, self._free(row, shorten(row.key_words()) or row._meta.model_name))
        return getattr(row, self.attname)

    def _free(self, row, wanted):
        siblings = type(row)._base_manager.filter(**{parent: getattr(row, parent) for parent in row.within})
        # Room for a number of four digits: what every key tried below begins with.
        stem = shorten(wanted, LONGEST_KEY - 5)
        taken = set(siblings.filter(key__startswith=stem).values_list("key", flat=True))
        others = (f"{shorten(wanted, LONGEST_KEY - len(str(number)) - 1)}-{number}" for number in count(2))
        return next(key for key in chain([wanted], others) if key not in taken)


class RegisterNumberField(models.PositiveIntegerField):
    """The number by which a register knows a row: the next one, if it is first saved without.

    It never changes, and the number of a row that was removed isn't given again. `within` names the columns in which
    it counts from 1, such as a year.
    """

    def __init__(self, *args, within=(), **kwargs):
        self.within = within
        super().__init__(*args, **kwargs)

    def pre_save(self, row, add):
        if add and getattr(row, self.attname) is None:
            setattr(row, self.attname, self._last(row) + 1)
        return getattr(row, self.attname)

    def _last(self, row):
        of = {name: getattr(row, name) for name in self.within}
        rows = (type(row)._base_manager, type(row).history)
        return max(each.filter(**of).aggregate(last=models.Max(self.attname))["last"] or 0 for each in rows)


def is_text(column):
    """Whether a table's column holds words that people write."""
    return isinstance(column, models.CharField | models.TextField) and not column.choices and column.name != "key"


class Lines(HistoricalRecords):
    """History with an index that finds the line of a row before another one.

    Without the index PostgreSQL walks back through the lines of all rows, and through every one of them for a key that
    is empty.
    """

    def get_meta_options(self, model):
        return super().get_meta_options(model) | {"indexes": [models.Index(fields=["id", "history_id"])]}


class RowQuerySet(models.QuerySet):
    """Rows that can be named by their natural key, parents first."""

    def get_by_natural_key(self, *words):
        return self.get(**dict(zip(self.model.natural_lookups(), words, strict=True)))


class Row(models.Model):
    """An editable record of the board.

    `within` names the parents in which the key is unique; without one it is unique in its table. `named_by` names the
    keys whose rows lend their words to its `str()`; of rows beyond these the whole way: `series__indicator`. `goes_by`
    is the column that names it, `keyed_by` the one its key is made of, if that is another. `stands_under` names the
    keys to rows of its own table above it, in no circle. Each column says who will see it: `public`, `for_members` or
    `for_office`.
    """

    within: ClassVar[tuple[str, ...]] = ()
    stands_under: ClassVar[tuple[str, ...]] = ()
    named_by: ClassVar[tuple[str, ...]] = ()
    goes_by: ClassVar[str] = ""
    keyed_by: ClassVar[str] = ""

    key = public(KeyField())
    version = models.PositiveIntegerField(default=1, editable=False)
    history = Lines(inherit=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return str(getattr(self, self.goes_by))

    def clean(self):
        """That it doesn't stand below itself through others."""
        super().clean()
        for name in self.stands_under:
            refuse_circle(self, name)

    @classmethod
    def natural_lookups(cls):
        """The lookups that find one row by its natural key: its parents', then its own key."""
        parents = {name: cls._meta.get_field(name).related_model for name in cls.within}
        return [f"{name}__{lookup}" for name, model in parents.items() for lookup in model.natural_lookups()] + ["key"]

    def natural_key(self):
        return (*(word for name in self.within for word in getattr(self, name).natural_key()), self.key)

    def key_words(self):
        """The words from which the key is made when the row is first saved: for a row named by another, its key."""
        named = getattr(self, self.keyed_by or self.goes_by, self)
        return getattr(named, "key", "") or str(named)

    @classmethod
    def audience(cls, name):
        """Who will see a field, in words for the form; empty for a parent, which says where the row stands."""
        field = cls._meta.get_field(name)
        return getattr(field, "told", "") or getattr(field, "audience", "")

    @classmethod
    def check(cls, **kwargs):
        """Refuse to start while a column that people fill in doesn't say who will see it: there is no default."""
        silent = [
            field
            for field in cls._meta.concrete_fields
            if field.editable
            and not field.primary_key
            and field.name not in cls.within
            and not cls.audience(field.name)
        ]
        return super().check(**kwargs) + [
            checks.Error(
                f"{field} doesn't say who will see it.",
                hint="Wrap it in public(), for_members() or for_office() of kit.rows.",
                obj=field,
                id="kit.E001",
            )
            for field in silent
        ]


class Ordered(Row):
    """A row that people put in order."""

    position = public(models.PositiveIntegerField(default=0, help_text="Rows stand in the order of these numbers."))

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


def refuse_circle(row, parent):
    """Refuse a row that would stand below itself through others.

    That a row is its own parent is refused by a constraint, which sees one row and no further.
    """
    above, seen = getattr(row, parent), set()
    if above is not None and above.pk == row.pk:
        return
    while above is not None and above.pk not in seen:
        if above.pk == row.pk:
            raise ValidationError({parent: "This would then stand below itself. Choose another."})
        seen.add(above.pk)
        above = getattr(above, parent)


def unique_key(*within):
    """The constraint that a key names one row in its parent, or in its table."""
    return models.UniqueConstraint(
        fields=[*within, "key"],
        name="%(app_label)s_%(class)s_key",
        violation_error_message="Another row here has the same key.",
    )


def ends_after_start():
    """The constraint that a span doesn't end before it starts; either date may be unknown.

    As everywhere in the house, the error's code names the field beside which a form shows the message.
    """
    return models.CheckConstraint(
        name="%(app_label)s_%(class)s_ends_after_start",
        condition=models.Q(starts__isnull=True) | models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
        violation_error_message="The end lies before the start.",
        violation_error_code="ends",
    )
