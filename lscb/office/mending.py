"""Checks before approval: the page, and where the thing to mend can be mended."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from kit import clock, noted, periods
from kit.wording import counted, going_on
from lscb.office.places import BY_NAME
from membership.pages import InOffice
from membership.roles import May
from publications import checks
from publications.compose import asked_once, compose, for_checks
from publications.models import Publication
from publications.office import sections_page
from publications.passages import SECTIONS

GROUPS = ((checks.STOPS, "This stops it"), (checks.WARNING, "Please look at these"))


class Checks(InOffice, TemplateView):
    """What keeps a document back and what its manager should look at, found on the spot."""

    template_name = "office/checks.html"

    def get_context_data(self, kind, slug):
        documents = Publication.objects.documents().with_records()
        publication = get_object_or_404(documents, kind=kind, slug=slug)
        today = clock.today()
        with asked_once():
            content = compose(publication, on=today)
            known = for_checks(publication, content, on=today)
        findings = checks.run(content, today=today, **known)
        noted.remember("checked", publication, findings_in_numbers(findings) or "Nothing to mend")
        preview = reverse("preview", args=[kind, slug])
        return super().get_context_data(
            publication=publication,
            preview_url=preview,
            told=findings_in_numbers(findings),
            asked=checks.asked(content, known["other_numbers"]),
            may_edit=self.request.user.has_perm(May.EDIT),
            groups=groups(findings, preview, addresses(publication, findings, self.request.user)),
        )


def check_in_words(found):
    """What the checks found when somebody last ran them; empty if nobody did."""
    if not found:
        return ""
    words, at = found
    return f"Checked on {periods.day(clock.day_of(at))}: {going_on(words)}"


def findings_in_numbers(findings):
    """How much was found, in words: nothing stops it, 6 warnings. Empty if there is nothing to mend."""
    stops, warnings = len(checks.stopping(findings)), len(checks.warnings(findings))
    if not (stops or warnings):
        return ""
    stopping = counted(stops, "thing stops it", "things stop it") if stops else "Nothing stops it"
    return f"{stopping}, {counted(warnings, 'warning')}" if warnings else stopping


def groups(findings, preview, mend):
    """What stops, then the warnings, each with links to the draft and to the record."""
    for severity, heading in GROUPS:
        if of_it := [finding for finding in findings if finding.severity == severity]:
            yield {
                "heading": heading,
                "findings": [
                    {
                        "words": finding.words,
                        "places": [
                            {
                                "words": place.words,
                                "draft_url": f"{preview}#{place.anchor}" if place.anchor else "",
                                "mend_url": mend.get(place.record, ""),
                            }
                            for place in finding.places
                        ],
                    }
                    for finding in of_it
                ],
            }


def addresses(publication, findings, user):
    """The address at which this person can mend each record that the findings name: {record: address}."""
    records = {place.record for finding in findings for place in finding.places if place.record}
    return of_records(publication, records, user)


def of_records(publication, records, user):
    """The address at which this person can mend each of some records: {record: address}.

    A record that is not there any more, or that this person's role can't change, has no address. It asks once for each
    kind of record, however many are named.
    """
    by_model, found = defaultdict(dict), {}
    for record in records:
        if record == SECTIONS:
            if user.has_perm(BY_NAME["narrative"].may):
                found[SECTIONS] = sections_page(publication)
        elif (keys := natural_key(publication, record)) is not None:
            by_model[record.model][record] = keys
    for label, keys_of in by_model.items():
        kind = BY_NAME[label.rpartition(".")[2]]
        if user.has_perm(kind.may):
            leads = of_kind(kind, set(keys_of.values()), publication.reporting_period)
            found |= {record: leads[keys] for record, keys in keys_of.items() if keys in leads}
    return found


def natural_key(publication, record):
    """A record's whole natural key; empty for the list of all; None if the publication has no such holder."""
    if not record.of:
        return record.keys
    holder = publication if record.of == "publication" else getattr(publication, record.of)
    return holder and (*holder.natural_key(), *record.keys)


def of_kind(kind, wanted, period):
    """The addresses of records of one kind by their natural keys: its form, or the page of what has one of its own.

    The keys of a parent alone lead to the first row that stands in it, or to the form that adds one.
    """
    lookups = kind.model.natural_lookups()
    found = {(): kind.around(None)} if () in wanted else {}
    named = [keys for keys in wanted if len(keys) == len(lookups)]
    parents = [keys for keys in wanted if 0 < len(keys) < len(lookups)]
    if named:
        rows = kind.model._default_manager.filter(any_of(lookups, named))
        if kind.shelf and not kind.mended_in_form:
            found |= {row.natural_key(): kind.place(row) for row in rows}
        else:
            found |= {tuple(keys): kind.edit_address(pk) for pk, *keys in rows.values_list("pk", *lookups)}
    return found | in_parents(kind, parents, period) if parents else found


def any_of(lookups, several):
    """The condition that a row has one of several natural keys."""
    return reduce(or_, (Q(**dict(zip(lookups, keys, strict=True))) for keys in several))


def in_parents(kind, several, period):
    """For each parent the first such row in it, of the period if it has one, or the form that adds one."""
    name = kind.model.within[0]
    parent = kind.model._meta.get_field(name).related_model
    known = {"period": period} if any(field.name == "period" for field in kind.model._meta.concrete_fields) else {}
    parents = parent._default_manager.filter(any_of(parent.natural_lookups(), several))
    first = {}
    for pk, above in kind.model._default_manager.filter(**{f"{name}__in": parents}, **known).values_list("pk", name):
        first.setdefault(above, pk)
    return {
        tuple(keys): kind.edit_address(first[pk]) if pk in first else kind.adding(**{name: pk}, **known)
        for pk, *keys in parents.values_list("pk", *parent.natural_lookups())
    }
