"""Enters a made-up board through the office's addresses, as a manager does: from nothing to a published plan."""

from datetime import date

from django.urls import reverse

from lscb.office.places import BY_NAME
from membership.models import Regime, ReportingPeriod
from publications.models import Publication, PublicationKind
from tests.office.conftest import Forms, fields

MINUTE = {"decided_by": "All of us", "decided_on": "20 November 2026", "reference": "minute 7"}


def found(kind, named):
    """The row that another one names: by what it is called, or by its place among those that were entered."""
    rows = BY_NAME[kind].model.objects.order_by("pk")
    if isinstance(named, int):
        return rows[named]
    return next(row for row in rows if str(row) == named)


def enter(client, kind, told):
    """Add one row by its form. What leads to another row is told by that one's name."""
    model = BY_NAME[kind].model
    known, typed = {}, {}
    for name, value in told.items():
        field = model._meta.get_field(name)
        if field.is_relation and field.related_model._meta.model_name in BY_NAME:
            row = found(field.related_model._meta.model_name, value)
            if name in model.within:
                known[name] = row
            else:
                typed[name] = row.pk
        else:
            typed[name] = value
    where = BY_NAME[kind].adding(**known)
    answer = client.post(where, fields(client.get(where)) | typed)
    assert answer.status_code == 302, (kind, told, answer.context["form"].errors)


def board(client, made_up):
    """The whole board, its plan and its public pages published."""
    own, *rows = made_up.rows
    enter(client, *own)
    client.post(reverse("laws"), {"law": made_up.law})
    if made_up.regime:
        where = reverse("row-edit", args=["regime", Regime.objects.get().pk])
        answer = client.post(where, fields(client.get(where)) | made_up.regime)
        assert answer.status_code == 302, answer.context["form"].errors
    for kind, told in rows:
        enter(client, kind, told)
    client.post(reverse("first-day-documents"))
    for kind, told in made_up.later:
        enter(client, kind, told)
    publish_site(client)
    for plan in Publication.objects.filter(kind=PublicationKind.BUSINESS_PLAN).order_by("pk"):
        publish_plan(client, plan)
    publish_plan(client, started_report(client))


def as_typed(client, where, words):
    """The one form of a page that leads to itself, with these words in it, as the browser sends it."""
    forms = [form for form in Forms(client.get(where).content.decode()).forms if form["action"] in ("", where)]
    [form] = [form for form in forms if "csrfmiddlewaretoken" in form["fields"]]
    return {name: values[0] for name, values in form["fields"].items()} | words


def started_report(client):
    """The report on the one period, started in one step."""
    where = reverse("report-start", args=[ReportingPeriod.objects.get().key])
    answer = client.post(where, as_typed(client, where, {}))
    assert answer.status_code == 302, answer.content.decode()
    return Publication.objects.get(kind=PublicationKind.ANNUAL_REPORT)


def publish_site(client):
    site = Publication.objects.get(kind=PublicationKind.SITE)
    where = reverse("update", args=[site.kind, site.slug])
    answer = client.post(where, as_typed(client, where, {}))
    assert answer.status_code == 302, answer.content.decode()


def publish_plan(client, plan):
    """Sent, decided by a recorded decision, and published."""
    where = reverse("send", args=[plan.kind, plan.slug])
    answer = client.post(where, as_typed(client, where, {"remark": "For a test", "reason": "For a test"}))
    assert answer.status_code == 302, answer.content.decode()
    edition = plan.edition_set.get()
    for step, words in (("record", MINUTE), ("publish", {})):
        where = reverse(f"version-{step}", args=[edition.pk])
        answer = client.post(where, as_typed(client, where, words))
        assert answer.status_code == 302, answer.context["form"].errors
    edition.refresh_from_db()
    assert edition.published_on == date(2026, 11, 29), edition.published_on
