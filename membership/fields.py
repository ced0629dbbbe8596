"""Naming who leads, owes, raises or receives: one field for an organisation, a body, a seat, or words."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import get_template

from membership.models import Body, Organisation, Party, Seat

# What people write where nobody is named.
NOBODY = re.compile(r"(?:n/?a|n\.a\.|none|nil|not applicable|[-‐‑–—]+)\.?", re.IGNORECASE)
LONGEST = Party._meta.get_field("words").max_length


class NamesInput(forms.TextInput):
    """A line of text with a list of names to choose from, which works without a script."""

    template_name = "kit/names_input.html"
    names = ()

    def _render(self, template_name, context, renderer=None):
        # Forms look for their templates among Django's own; this one is among ours.
        return get_template(template_name).render(context)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        return context | {"names": self.names, "list_id": f"{context['widget']['attrs'].get('id', name)}_names"}


class PartyField(forms.CharField):
    """A party by its name: one of the list, or words if it is none of ours. A new party is made with the row."""

    widget = NamesInput

    def __init__(self, **kwargs):
        kwargs = {name: kwargs[name] for name in ("label", "help_text", "required", "initial") if name in kwargs}
        super().__init__(max_length=LONGEST, **kwargs)
        self.help_text = f"{self.help_text} Choose from the list, or write a name that isn't on it.".strip()

    def read_names(self):
        """All that a party can be, by name; asked once for each form that is made."""
        things = {}
        for seat in Seat.objects.select_related("body"):
            things.setdefault(f"{seat}, {seat.body}", seat)
        for thing in (*Body.objects.all(), *Organisation.objects.select_related("parent__parent__parent")):
            things[str(thing)] = thing
        self.things = things
        self.by_name = {name.casefold(): thing for name, thing in things.items()}
        self.widget.names = list(things)

    def __deepcopy__(self, memo):
        copy = super().__deepcopy__(memo)
        copy.read_names()
        return copy

    def name_of(self, party):
        thing = party.organisation or party.body or party.seat
        return f"{thing}, {thing.body}" if isinstance(thing, Seat) else str(party)

    def prepare_value(self, value):
        if isinstance(value, int):
            party = Party.objects.select_related("organisation__parent__parent", "body", "seat__body").get(pk=value)
            return self.name_of(party)
        return self.name_of(value) if isinstance(value, Party) else value

    def to_python(self, value):
        if isinstance(value, Party):
            return value
        name = " ".join(super().to_python(value).split())
        if not name or (NOBODY.fullmatch(name) and name.casefold() not in self.by_name):
            return None
        # Before the database is asked, since PostgreSQL takes no NUL.
        super().run_validators(name)
        thing = self.by_name.get(name.casefold())
        if thing is None:
            return Party.objects.filter(words__iexact=name).first() or Party(words=name)
        field = thing._meta.model_name
        return Party.objects.filter(**{field: thing}).first() or Party(**{field: thing})

    def validate(self, value):
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value):
        """Nothing more: `to_python` has asked them about the words."""

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != " ".join((data or "").split())

    @staticmethod
    def made(party):
        """The party, there from now on: somebody else may have made it in the meantime."""
        return Party.objects.of(party.organisation or party.body or party.seat or party.words)
