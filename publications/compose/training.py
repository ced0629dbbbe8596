"""The training and campaigns of a reporting period."""

from django.db.models import Prefetch

from kit.written import written_once
from membership.models import Party
from priorities.models import Places, Training
from publications.content import training as content
from publications.content.base import Period

from .once import once
from .taken import taken


def training(publication, section, on):
    """Those of the period, each with the places that agencies took, and their sum."""
    period = publication.reporting_period
    return content.Training(
        period=Period(words=period.label, starts=period.starts, ends=period.ends),
        given=tuple(given(row) for row in once(told_in, period)),
    )


def told_in(period):
    """What was given in a period, each with the places that agencies took."""
    return given_in(period.plain)


@written_once
def given_in(period):
    places = Places.objects.select_related(*(f"party__{name}" for name in Party.named_by))
    rows = Training.objects.told_in(period).select_related(*(f"given_by__{name}" for name in Party.named_by))
    return rows.prefetch_related(Prefetch("places_taken", places))


def given(row):
    places = row.places_taken.all()
    return taken(
        content.TrainingGiven,
        row,
        places=tuple(content.Places(key=each.key, agency=str(each.party), number=each.number) for each in places),
        taken=sum(each.number for each in places) if places else None,
    )
