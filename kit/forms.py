"""The one base of every form for a row, and of every set of forms for the rows of a parent.

A form carries the version of the row that its page was made from. Validate and save in one transaction: `save_all`
does both, and so does the admin. Then the row is held from the comparison to the save, and a clash is always a
sentence on the page, with nothing saved and nothing typed lost.
"""

import logging
import unicodedata

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import IntegrityError, connections, models, transaction
from django.forms.models import InlineForeignKeyField, construct_instance
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.text import get_text_list

from kit import periods
from kit.history import Refused, goes_along, remove
from kit.rows import KeyField
from kit.stamps import Conflict, claim

log = logging.getLogger(__name__)


def save_all(*parts):
    """Validate and save forms and sets of forms together, or none of them; says whether they were saved.

    Where they weren't, the parts hold the reasons as their errors.
    """
    try:
        with transaction.atomic():
            # Each is asked, so that all errors are shown at once.
            answers = [part.is_valid() for part in parts]
            if not all(answers):
                return False
            for part in parts:
                part.save()
    except Conflict as conflict:
        form = next(form for part in parts for form in getattr(part, "forms", [part]) if form.instance is conflict.row)
        form.refuse_as_stale()
        return False
    except IntegrityError:
        # All was checked a moment ago; two people saved at the very same time.
        log.warning("Two saves clashed", exc_info=True)
        first = next(form for part in parts for form in getattr(part, "forms", [part]))
        first.add_error(None, "Somebody else saved something in the same moment that clashes with this. Save again.")
        return False
    return True


def in_words(row, name):
    """The value of a row's field as a person reads it."""
    value = getattr(row, name)
    if value is None or value == "":
        return "nothing"
    if row._meta.get_field(name).choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(formats.localize(value))


def unprintable(sign):
    """Whether a sign is a control character (line ends and tabs excepted), half a pair, or none at all."""
    return sign not in "\n\r\t" and unicodedata.category(sign) in ("Cc", "Cs", "Cn")


class VersionField(forms.IntegerField):
    """The version of the row that the page was made from. It is never a change of the writer's."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        return False


class RowForm(forms.ModelForm):
    """A form for one row, saved by somebody (`by`) through the row's version.

    Without a change nothing is written. Constraints are checked even where some of their columns are not on the form,
    and each message stands beside the field that the constraint's error code names.
    """

    use_required_attribute = False
    # Unique constraints within one parent are then checked by the set, which knows what the rows will be together.
    in_set = False

    version = VersionField(required=False)

    def __init__(self, *args, by=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.initial["version"] = self.instance.version
        for name, field in self.fields.items():
            if name != "version" and self._is_column(name):
                field.help_text = f"{field.help_text} {self.instance.audience(name)}".strip()

    def _is_column(self, name):
        try:
            return self.instance._meta.get_field(name).concrete
        except FieldDoesNotExist:
            return False

    # Checking

    def clean(self):
        """Refuse signs that no page can show and no PDF can print, such as those that Word leaves behind."""
        cleaned = super().clean()
        for name, value in list(self.cleaned_data.items()):
            signs = sorted({sign for sign in value if unprintable(sign)}) if isinstance(value, str) else []
            if signs:
                codes = get_text_list([f"U+{ord(sign):04X}" for sign in signs], "and")
                self.add_error(name, f"This holds a sign that can't be shown or printed ({codes}). Take it out.")
        return cleaned

    def _post_clean(self):
        """As Django's, but with the constraints checked by `_check_constraints`, and the version with them."""
        parents = {name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)}
        try:
            self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
            self.instance.full_clean(
                exclude=self._get_validation_exclusions() | parents, validate_unique=False, validate_constraints=False
            )
        except ValidationError as errors:
            self._update_errors(errors)
        if self._validate_unique:
            self.validate_unique()
        if self.instance._state.adding or self.has_changed():
            self._check_constraints()
            self._check_version()

    def _check_constraints(self):
        # Django leaves out every constraint with a column that isn't on the form. What isn't on the form is on the
        # row, so only what couldn't be read is left out, and a key that isn't made yet.
        unread = {name for name in self.errors if name != NON_FIELD_ERRORS}
        if not self.instance.key:
            unread.add("key")
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                if self.in_set and is_for_sets(constraint):
                    continue
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
        """The row as it stands in the database, held until the end of the transaction; None where it was deleted."""
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
        when = timezone.localtime(last.history_date)
        return f"{last.history_user or 'No name is recorded'}, {periods.day(when.date())} at {when:%H:%M}"

    def _as_opened(self):
        """The values of the row in the version that the writer opened; empty where history doesn't have it."""
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
                self.add_error(name, ValidationError(f"Saved now: {in_words(self._saved, name)}", code="saved-now"))
                # For the page, which shows both and asks which to take. What the writer left as it was is theirs.
                field.theirs = in_words(self._saved, name)
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


def is_for_sets(constraint):
    """Whether a set of forms checks this constraint among its rows."""
    return isinstance(constraint, models.UniqueConstraint) and bool(constraint.fields)


class RowFormSet(forms.BaseInlineFormSet):
    """The rows of one parent, checked as they will stand together, and saved in an order that never breaks a rule.

    Rows that are deleted go first, then rows that give up what must be unique, then those that take it.
    Say who saves with `form_kwargs={"by": user}`.
    """

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.in_set = True
        return form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields[self._pk_field.name].error_messages["invalid_choice"] = "Somebody else deleted this row."

    def _is_going(self, form):
        return self.can_delete and self._should_delete_form(form)

    @property
    def _going(self):
        """The forms of saved rows that are to be deleted."""
        return [form for form in self.initial_forms if form.instance.pk and self._is_going(form)]

    @property
    def _staying(self):
        """The forms of rows that will be there afterwards, as far as they could be read."""
        return [
            form
            for form in self.forms
            if not self._is_going(form) and (form.has_changed() or not form.instance._state.adding) and not form.errors
        ]

    # Checking

    def clean(self):
        self._check_deletions()
        super().clean()

    def _check_deletions(self):
        refusals = []
        for form in self._going:
            row = form.instance
            if form.is_stale:
                form.refuse_as_stale()
                refusals.append(
                    f"Somebody else saved “{row}” since you opened the page: {form.who_and_when()}. "
                    "Nothing was deleted. Look at it, then delete it again if you still want to."
                )
                continue
            try:
                goes_along(row)
            except Refused as refusal:
                refusals += refusal.sentences
        if refusals:
            raise ValidationError(refusals)

    def validate_unique(self):
        """Each unique constraint among the rows as they will be, and against rows that are not in the set."""
        staying = self._staying
        for constraint in self._constraints:
            places = {}
            # Rows that stay as they are come first: the message belongs to the newcomer.
            for form in sorted(staying, key=lambda form: form.has_changed()):
                place = self._place(constraint, form.instance)
                if place is None:
                    continue
                if form.has_changed() and (place in places or self._is_taken_outside(constraint, place)):
                    form.refuse(
                        constraint,
                        ValidationError(constraint.get_violation_error_message(), code=constraint.violation_error_code),
                    )
                places.setdefault(place, form)
        circle = self._in_order(self._staying)[1]
        for form in circle:
            form.add_error(None, "Rows can't change places in one save. Delete one of them, save, and add it again.")

    @cached_property
    def _constraints(self):
        """The unique constraints of the rows. Keys are made when a row is saved, and never clash."""
        fields = self.model._meta.get_field
        return [
            constraint
            for constraint in self.model._meta.constraints
            if is_for_sets(constraint) and not any(isinstance(fields(name), KeyField) for name in constraint.fields)
        ]

    def _place(self, constraint, row):
        """What a row takes of a unique constraint; None where its condition doesn't hold or a value is unknown."""
        values = []
        for name in constraint.fields:
            if name == self.fk.name:
                continue
            value = getattr(row, row._meta.get_field(name).attname)
            if value is None:
                return None
            values.append((name, value))
        if constraint.condition and not constraint.condition.check(row._get_field_expression_map(meta=row._meta)):
            return None
        return tuple(values)

    def _places(self, row):
        """All that a row takes of the unique constraints."""
        places = {(constraint.name, self._place(constraint, row)) for constraint in self._constraints}
        return {(name, place) for name, place in places if place is not None}

    def _is_taken_outside(self, constraint, place):
        """Whether a row that isn't in this set, or came since the page was made, has the place already."""
        rows = self.model._base_manager.exclude(
            pk__in=[form.instance.pk for form in self.initial_forms if form.instance.pk]
        )
        if self.fk.name in constraint.fields:
            if not self.instance.pk:
                return False
            rows = rows.filter(**{self.fk.name: self.instance})
        return rows.filter(constraint.condition or models.Q(), **dict(place)).exists()

    # Saving

    def _in_order(self, forms_to_save):
        """The forms in an order in which no row takes what another still has; and those that go in a circle."""
        waiting = [form for form in forms_to_save if form.has_changed()]
        wanted, held = {}, {}
        saved = self.model._base_manager.in_bulk(
            [form.instance.pk for form in waiting if not form.instance._state.adding]
        )
        for form in waiting:
            before = saved.get(form.instance.pk)
            wanted[form] = self._places(form.instance)
            held[form] = self._places(before) if before else set()
        ordered = []
        while waiting:
            free = next(
                (
                    form
                    for form in waiting
                    if not any(wanted[form] & held[other] for other in waiting if other is not form)
                ),
                None,
            )
            if free is None:
                break
            waiting.remove(free)
            ordered.append(free)
        return ordered, waiting

    def save(self, commit=True):
        if not commit:
            return super().save(commit=False)
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        with transaction.atomic():
            for form in self._going:
                self.deleted_objects.append(form.instance)
                self.delete_existing(form.instance)
            for form in self._in_order(self._staying)[0]:
                if form.instance._state.adding:
                    self.new_objects.append(self.save_new(form))
                else:
                    self.changed_objects.append((self.save_existing(form, form.instance), form.changed_data))
        return [row for row, _ in self.changed_objects] + self.new_objects

    def delete_existing(self, obj, commit=True):
        by = self.form_kwargs.get("by")
        if by is None:
            raise TypeError('A row is deleted by somebody: give the set form_kwargs={"by": user}.')
        if commit:
            remove(obj, by=by)
