"""Checks before approval: the page, and where the thing to mend can be mended."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.core.cache import cache
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from kit import clock
from kit.access import Permitted
from kit.wording import counted
from lscb.office.places import BY_NAME
from membership.roles import May
from publications import checks
from publications.compose import compose, left_out
from publications.models import Publication
from publications.office import sections_page
from publications.passages import SECTIONS

HOLDERS = ("plan", "past_plan", "reporting_period", "budget", "body")
GROUPS = ((checks.STOPS, "This stops it"), (checks.WARNING, "Please look at these"))


class Checks(Permitted, TemplateView):
    """What keeps a document back and what its manager should look at, found on the spot."""

    permission_required = May.SEE_DRAFTS
    template_name = "office/checks.html"

    def get_context_data(self, kind, slug):
        documents = Publication.objects.documents().select_related(*HOLDERS)
        publication = get_object_or_404(documents, kind=kind, slug=slug)
        today = clock.today()
        content = compose(publication, on=today)
        findings = checks.run(content, today=today, left_out=left_out(publication, content, on=today))
        remember(publication, findings)
        preview = reverse("preview", args=[kind, slug])
        return super().get_context_data(
            publication=publication,
            preview_url=preview,
            told=told(findings),
            groups=groups(findings, preview, addresses(publication, findings, self.request.user)),
            notes=[finding.words for finding in findings if finding.severity == checks.NOTE],
        )


KEPT = 60 * 60 * 24 * 30


def remember(publication, findings):
    """Note how much was found, and when: to check all documents anew for each look at the office takes too long."""
    cache.set(f"checked-{publication.pk}", (told(findings) or "Nothing to mend", clock.now()), KEPT)


def last_found(publications):
    """What the checks found of each publication when somebody last ran them, in words; nothing where nobody did."""
    kept = cache.get_many([f"checked-{publication.pk}" for publication in publications])
    return {
        publication.pk: in_words(*kept[f"checked-{publication.pk}"])
        for publication in publications
        if f"checked-{publication.pk}" in kept
    }


def in_words(found, at):
    return f"{found} when last checked, on {clock.in_words(at)}"


def told(findings):
    """How much was found, in words: nothing stops it, 6 warnings. Empty where there is nothing to mend."""
    stops, warnings = len(checks.stopping(findings)), len(checks.warnings(findings))
    if not (stops or warnings):
        return ""
    stopping = counted(stops, "thing stops it", "things stop it") if stops else "Nothing stops it"
    return f"{stopping}, {counted(warnings, 'warning')}" if warnings else stopping


def groups(findings, preview, mend):
    """What stops, then the warnings, each with links to the draft and to the record."""
    for severity, heading in GROUPS:
        of_it = [finding for finding in findings if finding.severity == severity]
        if of_it:
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
    """Where each record that the findings name can be mended by this person: {record: address}.

    A record that is not there any more, or that this person's role can't change, has no address. It asks once for each
    kind of record, however many are named.
    """
    by_model, found = defaultdict(dict), {}
    for finding in findings:
        for place in finding.places:
            if place.record == SECTIONS:
                if user.has_perm(BY_NAME["narrative"].may):
                    found[SECTIONS] = sections_page(publication)
            elif place.record:
                keys = natural_key(publication, place.record)
                if keys is not None:
                    by_model[place.record.model][keys] = place.record
    for label, wanted in by_model.items():
        kind = BY_NAME[label.rpartition(".")[2]]
        if user.has_perm(kind.may):
            found |= of_kind(kind, wanted)
    return found


def natural_key(publication, record):
    """A record's whole natural key; empty for the list of all; None where the publication has no such holder."""
    if not record.of:
        return record.keys
    holder = publication if record.of == "publication" else getattr(publication, record.of)
    return holder and (*holder.natural_key(), *record.keys)


def of_kind(kind, wanted):
    """The addresses of records of one kind by their natural keys: its form, or the page of what has one of its own."""
    found = {wanted[()]: kind.around(None)} if () in wanted else {}
    lookups = kind.model.natural_lookups()
    named = [Q(**dict(zip(lookups, keys, strict=True))) for keys in wanted if keys]
    if named:
        rows = kind.model._default_manager.filter(reduce(or_, named))
        if kind.shelf:
            return found | {wanted[row.natural_key()]: kind.place(row) for row in rows}
        for pk, *keys in rows.values_list("pk", *lookups):
            found[wanted[tuple(keys)]] = kind.edit_address(pk)
    return found
