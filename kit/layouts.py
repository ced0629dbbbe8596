"""Forms of the office: fields that read what people type, laid out with what is seldom needed folded away."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django.forms import modelform_factory

from kit import fields
from kit.forms import RowForm


class Beside(Div):
    """Short fields that stand side by side if there is room."""

    def __init__(self, *names):
        super().__init__(*names, css_class="beside")


class Rare(Div):
    """What is seldom needed, folded away until one of its fields holds something or is wrong."""

    template = "%s/layout/rare.html"

    def __init__(self, words, *names):
        super().__init__(*names)
        self.words, self.names = words, names

    def render(self, form, context, template_pack="board", **kwargs):
        names = [name for part in self.names for name in getattr(part, "fields", [part])]
        self.open = any(form[name].errors or is_told(form, name) for name in names if name in form.fields)
        return super().render(form, context, template_pack=template_pack, **kwargs)


def named(*parts):
    """All fields that a layout names, in their order, whatever they stand in."""
    return [name for part in parts for name in (named(*part.fields) if hasattr(part, "fields") else [part])]


def is_told(form, name):
    """Whether a field holds more than it does in an empty form."""
    return form[name].value() not in (None, "", False, form.fields[name].initial)


class OfficeForm(RowForm):
    """A form of the office. `layout` says how its fields stand, `among` which choices share a parent with the row."""

    layout = ()
    among = {}

    class Meta:
        formfield_callback = fields.office

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, parent in self.among.items():
            self.only(name, **{parent: getattr(self.instance, f"{parent}_id")})

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        # The page that a form stands on loads what its fields ask for, once.
        helper.include_media = False
        # A field that the layout forgets stands at the end rather than nowhere.
        left = [name for name in self.base_fields if name in self.fields and name not in named("version", *self.layout)]
        helper.layout = Layout("version", *self.layout, *left)
        return helper

    def is_new(self, name):
        """Whether a field names a thing that the records don't have yet and that is made with the row."""
        return getattr(self.cleaned_data.get(name), "pk", "") is None

    def _get_validation_exclusions(self):
        # A party that is made with the row has no number yet, and no rule can be asked of it.
        return super()._get_validation_exclusions() | {name for name in self.cleaned_data if self.is_new(name)}

    def save(self, commit=True):
        for name in [name for name in self.cleaned_data if self.is_new(name)]:
            setattr(self.instance, name, self.fields[name].made(self.cleaned_data[name]))
        return super().save(commit)

    def only(self, name, **lookups):
        """Let a field choose among some rows only, such as the goals of the same plan."""
        if name in self.fields:
            self.fields[name].queryset = self.fields[name].queryset.filter(**lookups)


def office_form(model, *layout, among=None, **differing):
    """The office's form for a kind of row: the fields of the layout in their order.

    `among` names the fields whose choices share a parent with the row: a goal's part is one of its plan. `differing`
    says what isn't as the columns have it (`labels`, `field_classes`, `error_messages`, `help_texts`). A form that has
    more to do is a class made of this one.
    """
    columns = {column.name for column in model._meta.concrete_fields}
    fields = [name for name in named(*layout) if name in columns]
    made = modelform_factory(model, form=OfficeForm, fields=fields, **differing)
    made.layout, made.among = layout, among or {}
    return made
