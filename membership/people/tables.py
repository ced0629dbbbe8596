"""The two lists of the people page: people, and what happened to their access."""

import django_tables2 as tables
from django.utils.html import format_html_join

from kit import clock
from membership.models import AccessEvent

from . import listing


def lines(words):
    return format_html_join("", '<span class="line">{}</span>', ((word,) for word in words))


class PeopleTable(tables.Table):
    """Everybody with a login."""

    # The accessor of what is told in other words is the key: the person's own `roles` would ask the database anew.
    name = tables.Column(empty_values=(), linkify=("person", {"pk": tables.A("pk")}), order_by=("name", "email"))
    roles = tables.Column(accessor="pk", orderable=False, verbose_name="What they may do")
    seats = tables.Column(accessor="pk", orderable=False)
    last_login = tables.Column(empty_values=(), verbose_name="Last signed in")
    state = tables.Column(accessor="pk", order_by=("-is_active", "last_login"))

    def render_name(self, record):
        return str(record)

    def render_roles(self, record):
        return lines(listing.roles(record))

    def render_seats(self, record):
        return lines(listing.seats(record)) or "None"

    def render_last_login(self, record):
        return listing.last_seen(record)

    def render_state(self, record):
        return listing.state(record)


LONG_WORDS = {"td": {"class": "long-words"}}


class AccessTable(tables.Table):
    """What happened to people's access."""

    when = tables.Column(attrs={"td": {"class": "nowrap"}})
    what = tables.Column(accessor="get_what_display", order_by="what")
    # An address, of mail or of a page, is one long word.
    login = tables.Column(
        verbose_name="Whose login", empty_values=(), order_by=("login__name", "login__email"), attrs=LONG_WORDS
    )
    by = tables.Column(verbose_name="By", empty_values=(), order_by=("by__name", "by__email"), attrs=LONG_WORDS)
    detail = tables.Column(verbose_name="Details", orderable=False, default="", attrs=LONG_WORDS)
    address = tables.Column(verbose_name="From the address", orderable=False, default="")

    class Meta:
        empty_text = "Nothing is recorded for this choice."

    def render_when(self, value):
        return clock.in_words(value)

    def render_login(self, record):
        return whose(record)

    def render_by(self, record):
        return by_whom(record)


def whose(event):
    return str(event.login) if event.login else "No login"


def by_whom(event):
    """Who did it, if somebody who had signed in did."""
    if event.by:
        return "Themselves" if event.by_id == event.login_id else str(event.by)
    return "Command line" if event.what in FROM_THE_COMMAND_LINE else "Nobody signed in"


FROM_THE_COMMAND_LINE = {
    AccessEvent.What.APPOINTED,
    AccessEvent.What.SECOND_FACTOR_REMOVED,
    AccessEvent.What.ROLE_GIVEN,
    AccessEvent.What.BROUGHT_BACK,
    AccessEvent.What.HELD,
    AccessEvent.What.RELEASED,
    AccessEvent.What.TIDIED,
}
