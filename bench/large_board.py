"""A large board: what one holds after ten years of which nothing was ever thrown away. Made for `bench.office`."""

from datetime import date

from bench.figures import fill

YEARS = range(2007, 2017)
SEATS, MEETINGS_A_YEAR, ACTIONS, EDITIONS, HISTORY = 400, 40, 2_000, 500, 100_000


def make(part=1):
    """Fill the board that is loaded; `part` is which share of all that, so that growth can be seen."""
    from django.contrib.auth import get_user_model
    from django.db import connection

    by = get_user_model().objects.create_superuser("large@example.org")
    indicators = 250 // part
    fill(indicators)
    history(HISTORY // part, by)
    seats(SEATS // part)
    meetings(MEETINGS_A_YEAR // part or 1)
    actions(ACTIONS // part)
    editions(EDITIONS // part, by)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return by


def history(lines, by):
    """A line for each figure, copied inside the database: one by one they took longer than all else."""
    from django.db import connection

    from kit import clock
    from priorities.models import Observation

    kept = Observation.history.model._meta
    own = {field.column for field in Observation._meta.fields}
    columns = ", ".join(f'"{field.column}"' for field in kept.fields if field.column in own)
    said = "history_date, history_change_reason, history_type, history_user_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {kept.db_table} ({columns}, {said}) SELECT {columns}, %s, 'Bench', '+', %s "  # noqa: S608
            f"FROM {Observation._meta.db_table} ORDER BY id LIMIT %s",
            [connection.ops.adapt_datetimefield_value(clock.now()), by.pk, lines],
        )


def seats(number):
    """Half of them ended, each with who held it."""
    from membership.models import Appointment, Body, Organisation, Seat

    bodies = list(Body.objects.order_by("pk")[:4])
    organisations = list(Organisation.objects.order_by("pk"))
    made = Seat.objects.bulk_create(
        Seat(
            body=bodies[place % len(bodies)],
            key=f"bench-{place}",
            role=f"Head of service {place}",
            organisation=organisations[place % len(organisations)],
            starts=date(YEARS[place % 10], 1, 1),
            ends=date(YEARS[place % 10] + 1, 3, 31) if place % 2 and YEARS[place % 10] < 2015 else None,
            position=1000 + place,
        )
        for place in range(number)
    )
    Appointment.objects.bulk_create(
        Appointment(seat=seat, key="a", name=f"Person {place}", starts=seat.starts, ends=seat.ends)
        for place, seat in enumerate(made)
    )


def meetings(a_year):
    from forwardplan.models import AgendaItem, Meeting
    from membership.models import Body

    bodies = list(Body.objects.order_by("pk")[:4])
    made = Meeting.objects.bulk_create(
        Meeting(
            body=bodies[place % len(bodies)],
            key=f"bench-{year}-{place}",
            year=year,
            month=place % 12 + 1,
            day=place % 28 + 1,
            number=None,
            state="held" if year < 2016 else "planned",
        )
        for year in YEARS
        for place in range(a_year)
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, key=f"i{place}", title=f"Item {place}", position=place)
        for meeting in made
        for place in range(6)
    )


def actions(number):
    """One in ten is still open."""
    from priorities.models import Action, ActionUpdate, Goal

    goals = list(Goal.objects.filter(plan__key="2016-19"))
    last = Action.objects.order_by("number").values_list("number", flat=True).last() or 0
    made = Action.objects.bulk_create(
        Action(
            key=f"bench-{place}",
            number=last + place + 1,
            words=f"Bring the report number {place} to the next meeting",
            goal=goals[place % len(goals)],
            state="open" if place % 10 == 0 else "done",
            due=date(YEARS[place % 10], place % 12 + 1, 28),
        )
        for place in range(number)
    )
    ActionUpdate.objects.bulk_create(
        ActionUpdate(action=action, key="u", words="It goes on", on=date(2016, 5, 1)) for action in made
    )


def editions(number, by):
    from bench.publishing import keep
    from publications.models import Publication, PublicationKind

    keep(Publication.objects.get(kind=PublicationKind.SITE), 1, by)
    plan = Publication.objects.get(kind=PublicationKind.BUSINESS_PLAN, slug="2016-2019")
    for each in range(1, number + 1):
        keep(plan, each, by, on=date(YEARS[(each - 1) * len(YEARS) // number], 1, 31))
