"""What the office edits of small numbers: the rules, and the decisions to show a figure all the same."""

from kit import clock, periods, wording
from kit.kinds import Kind, RowColumn, page
from kit.stamps import claim, save
from membership.models import the_board
from membership.roles import May
from priorities import forms

in_small_numbers = page("office-small-numbers")


def limits(rule):
    """What a rule holds back, in words."""
    if rule.most is None:
        return "Nothing"
    share = f"; no share of fewer than {rule.least_base:,}" if rule.least_base else ""
    return f"{rule.least:,} to {rule.most:,}{share}"


def rounding(rule):
    """How a rule rounds what it doesn't hold back, in words; empty if it doesn't."""
    counts = f"counts to the nearest {rule.rounds_to:,}" if rule.rounds_to else ""
    places = "" if rule.decimals is None else f"shares and rates to {wording.counted(rule.decimals, 'place')}"
    return wording.opening("; ".join(filter(None, (counts, places))))


def read(rule):
    return ", ".join(filter(None, (rule.read_in, periods.day(rule.read_on) if rule.read_on else "")))


RULE = Kind(
    form=forms.SmallNumbersRuleForm,
    place=in_small_numbers,
    may=May.EDIT,
    owner=the_board,
    columns=(
        RowColumn("Rule", "name"),
        RowColumn("Whose", "source"),
        RowColumn("Held back", limits),
        RowColumn("Rounded", rounding),
        RowColumn("Why", "reason"),
        RowColumn("Read", read, tells=("read_in",)),
        RowColumn("Holds", lambda rule: "For every indicator of which nothing else is said" if rule.is_usual else ""),
    ),
)


def figure(release):
    """The figure that was decided on; what it is now, if that is another one."""
    seen = release.observation
    of = seen.series.indicator
    if release.value == seen.value:
        return wording.figure(seen, of.unit, of.decimals)
    return "Another figure than the one that stands there now: it isn’t shown. Save it again to ask anew."


def decided(release):
    """Who decided that a figure is shown and when, in words; that nobody has, if so."""
    if release.decided_by:
        return f"{release.decided_by}, {periods.day(release.decided_on)}"
    if release.allowed_by_id:
        return f"{release.allowed_by}, {periods.day(clock.day_of(release.allowed_at))}"
    return "Waits for another person"


RELEASE = Kind(
    form=forms.ReleaseForm,
    place=in_small_numbers,
    may=May.SEND,
    columns=(
        RowColumn("Figure of", str),
        RowColumn("Figure", figure),
        RowColumn("Why it is shown", "reason"),
        RowColumn("Decided", decided, tells=("decided_by",)),
        RowColumn("Asked for by", lambda row: str(row.asked_by or "")),
    ),
)
KINDS = (RULE, RELEASE)


def allow(release, *, by):
    """Let a small figure be shown that somebody else asked for. Raises ValidationError if it was this person."""
    claim(release, release.version, by=by)
    release.allowed_at, release.allowed_by = clock.now(), by
    save(release)
