"""The one base of every form for a row.

A form carries the version of the row that its page was made from. Validate and save in one transaction: `save_row`
does both, and so does the admin. Then the row is held from the comparison to the save, and a clash is always a
sentence on the page, with nothing saved and nothing typed lost.
"""

import logging
import unicodedata

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connections, transaction
from django.forms.models import construct_instance
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.text import get_text_list

from kit import clock
from kit.signs import seen
from kit.stamps import Conflict, claim

log = logging.getLogger(__name__)


def save_row(form):
    """Validate and save a form; says whether it was saved. If it wasn't, it holds the reasons as its errors."""
    try:
        with transaction.atomic():
            if not form.is_valid():
                return False
            form.save()
    except Conflict:
        form.refuse_as_stale()
        return False
    except IntegrityError:
        # All was checked a moment ago; two people saved at the very same time.
        log.warning("Two saves clashed", exc_info=True)
        form.add_error(None, "Somebody else saved something in the same moment that clashes with this. Save again.")
        return False
    return True


def field_in_words(row, name):
    """The value of a row's field as a person reads it."""
    value = getattr(row, name)
    if value is None or value == "":
        return "nothing"
    if row._meta.get_field(name).choices:
        return str(getattr(row, f"get_{name}_display")())
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(formats.localize(value))


def unprintable(sign):
    """Whether a sign is a control character (line ends and tabs excepted), half a pair, or none at all."""
    return sign not in "\n\r\t" and unicodedata.category(sign) in ("Cc", "Cs", "Cn")


class AskingForm(forms.Form):
    """A form whose page says what is missing, not the browser."""

    use_required_attribute = False


class VersionField(forms.IntegerField):
    """The version of the row that the page was made from. It is never a change of the writer's."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        return False


class RowForm(forms.ModelForm):
    """A form for one row, saved by somebody (`by`) through the row's version.

    Without a change nothing is written. Constraints are checked even if some of their columns are not on the form,
    and each message stands beside the field that the constraint's error code names.
    """

    use_required_attribute = False
    version = VersionField(required=False)
    # Sentences of what to look at before it is saved, where nothing is wrong: with one, the form comes back once.
    to_look_at = ()
    # Whoever saves thousands of rows asks for no constraint before: the database refuses, and then it is asked why.
    asks_first = True

    def __init__(self, *args, by=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.initial["version"] = self.instance.version
        columns = {column.name for column in self.instance._meta.concrete_fields} - {"version"}
        for name, field in self.fields.items():
            if name in columns:
                field.help_text = f"{field.help_text} {self.instance.audience(name)}".strip()

    # Checking

    def is_valid(self):
        return super().is_valid() and not self.to_look_at

    def clean(self):
        """Drop signs that nobody sees, and refuse those that no page can show and no PDF can print."""
        cleaned = super().clean()
        for name, value in [(name, value) for name, value in self.cleaned_data.items() if isinstance(value, str)]:
            self.cleaned_data[name] = value = seen(value)
            if signs := sorted({sign for sign in value if unprintable(sign)}):
                codes = get_text_list([f"U+{ord(sign):04X}" for sign in signs], "and")
                self.add_error(name, f"This holds a sign that can't be shown or printed ({codes}). Take it out.")
        return cleaned

    def _post_clean(self):
        """As Django's, but with the constraints checked by `check_constraints`, and the version with them."""
        try:
            self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
            exclude = self._get_validation_exclusions()
            self.instance.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
        except ValidationError as errors:
            self._update_errors(errors)
        if self._validate_unique:
            self.validate_unique()
        if self.instance._state.adding or self.has_changed():
            if self.asks_first or self.errors:
                self.check_constraints()
            self._check_version()

    def check_constraints(self):
        """Put beside the fields which constraints the row breaks; each is a question to the database."""
        # Django leaves out every constraint with a column that isn't on the form. What isn't on the form is on the
        # row, so only what couldn't be read is left out, and a key that isn't made yet.
        unread = {name for name in self.errors if name != NON_FIELD_ERRORS}
        if not self.instance.key:
            unread.add("key")
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self.instance, exclude=unread)
                except ValidationError as refusal:
                    self.refuse(constraint, refusal)

    def refuse(self, constraint, refusal):
        """Put a constraint's message beside the field it names, or at the head of a form without that field."""
        field = constraint.violation_error_code
        self.add_error(field if field in self.fields else None, refusal)

    def _check_version(self):
        if self.instance._state.adding:
            return
        if self.cleaned_data.get("version") is None:
            self.add_error(None, "The page was sent without part of what it holds. Open it again.")
        elif self.is_stale:
            self.refuse_as_stale()

    # Django's own cached_property: that of functools locks all threads out, and this one waits for the database.
    @cached_property
    def _saved(self):
        """The row as it stands in the database, held until the end of the transaction; None if it was deleted."""
        rows = type(self.instance)._base_manager.filter(pk=self.instance.pk)
        if connections[rows.db].in_atomic_block:
            rows = rows.select_for_update()
        return rows.first()

    @property
    def is_stale(self):
        """Whether the row was saved, or deleted, since the page was made."""
        return self._saved is None or self._saved.version != self.cleaned_data.get("version")

    def who_and_when(self):
        """Who saved the row last, and when."""
        last = self._saved.history.select_related("history_user").first() if self._saved else None
        if last is None:
            return "It isn't recorded who and when"
        return f"{last.history_user or 'No name is recorded'}, {clock.in_words(last.history_date)}"

    def _as_opened(self):
        """The values of the row in the version that the writer opened; empty if history doesn't have it."""
        rows = type(self.instance).history.filter(id=self.instance.pk, version=self.cleaned_data.get("version"))
        line = rows.order_by("history_id").first()
        return forms.model_to_dict(line.instance, fields=list(self.fields)) if line else {}

    def refuse_as_stale(self):
        """Say who was first, and beside each field that differs what is saved now. What was typed stays."""
        vars(self).pop("_saved", None)
        if self._saved is None:
            self.add_error(None, "Somebody else deleted this while you were writing. Copy what you need from here.")
            return
        self.add_error(
            None,
            ValidationError(
                f"Somebody else saved this while you were writing: {self.who_and_when()}. Nothing of yours was lost: "
                "it is still here, and beside each field that differs stands what is saved now. "
                "Save again to put yours in its place.",
                code="conflict",
            ),
        )
        theirs = forms.model_to_dict(self._saved, fields=list(self.fields))
        opened = self._as_opened()
        for name, field in self.fields.items():
            if name in theirs and not field.disabled and field.has_changed(theirs[name], self[name].data):
                self.add_error(
                    name, ValidationError(f"Saved now: {field_in_words(self._saved, name)}", code="saved-now")
                )
                # For the page, which shows both and asks which to take. What the writer left as it was is theirs.
                field.theirs = field_in_words(self._saved, name)
                field.take_theirs = name in opened and not field.has_changed(opened[name], self[name].data)
        # The writer has now seen the newer version, and the page shown next is made from it.
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = self._saved.version

    # Saving

    def save(self, commit=True):
        if not commit or self.errors:
            return super().save(commit)
        if self.by is None:
            raise TypeError("A row is saved by somebody: give the form by=.")
        row = self.instance
        try:
            with transaction.atomic():
                if row._state.adding:
                    row._history_user = self.by
                elif self.has_changed():
                    claim(row, self.cleaned_data["version"], by=self.by)
                else:
                    return row
                return super().save()
        finally:
            # The signature is for this line of history only.
            vars(row).pop("_history_user", None)
