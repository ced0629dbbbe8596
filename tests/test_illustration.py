"""What is made up for the demonstration says so wherever it is shown, and the real plan doesn't know of it."""

import json
from datetime import date

import msgspec
import pytest
from django.apps import apps
from django.conf import settings
from msgspec.structs import replace

from priorities.aims import trend
from priorities.models import Indicator
from publications.compose import compose
from tests.kept_rows import load_once

pytest_plugins = ["tests.southend"]

FOLDER = settings.BASE_DIR / "fixtures" / "illustration"
WORD = "Illustration: "
# What isn't made up: whom the rows name, our reading of the two plans, which says so, and what a document is made of.
OTHERS = {
    "membership.party",
    "priorities.lineage",
    "publications.publication",
    "publications.term",
    "publications.highlight",
}
# Rows that have no words of their own but those of two others that say it.
LINKS = {"forwardplan.mention", "priorities.measure"}


def rows():
    for path in sorted(FOLDER.glob("*.json")):
        yield from json.loads(path.read_text())


def name_of(row):
    """What a row is called on every page: its label, or what its table names a row by."""
    model = apps.get_model(row["model"])
    fields = row["fields"]
    return next((fields[each] for each in ("label", model.goes_by, "words") if isinstance(fields.get(each), str)), "")


def says_so(row):
    return name_of(row).startswith(WORD)


def made_up():
    return [row for row in rows() if row["model"] not in {*OTHERS, *LINKS, "publications.narrative"}]


def test_each_row_that_is_made_up_says_so_or_is_a_part_of_one_that_does():
    named = {(row["model"], row["fields"]["key"]) for row in made_up() if says_so(row)}
    parts = [row for row in made_up() if not says_so(row) or name_of(row) == ""]
    for row in parts:
        model = apps.get_model(row["model"])
        assert model.within, f"{row} is a part of nothing, and doesn't say that it is made up"
        (holder,) = model.within
        of = model._meta.get_field(holder).related_model._meta.label_lower
        known = {key for label, key in named if label == of}
        assert row["fields"][holder][-1] in known or of == "priorities.series", row
    assert len(named) > 35, "the demonstration is alive"
    assert {row["model"] for row in parts} <= {
        "forwardplan.attendance",
        "priorities.actionlead",
        "priorities.observation",
        "priorities.series",
        "forwardplan.decision",
        "membership.inspectionarea",
        "priorities.bearson",
        "priorities.places",
    }


def test_no_figure_is_added_to_what_the_board_counts_itself():
    ours = {row["fields"]["key"] for row in rows() if row["model"] == "priorities.indicator"}
    assert ours
    assert {row["fields"]["indicator"][0] for row in rows() if row["model"] == "priorities.series"} == ours
    assert {row["fields"]["series"][0] for row in rows() if row["model"] == "priorities.observation"} == ours


def test_the_boards_own_meetings_and_goals_are_left_as_they_are():
    assert {row["fields"]["meeting"][1][:13] for row in rows() if row["model"] == "forwardplan.attendance"} == {
        "illustration-"
    }
    assert not {"priorities.goal", "priorities.aim", "priorities.progress", "priorities.finding"} & {
        row["model"] for row in rows()
    }


@pytest.mark.django_db
def test_the_plan_reads_the_same_with_them_and_without(content, southend_plan):
    load_once("illustration")
    again = compose(southend_plan, on=date(2016, 6, 1))
    again, decided = undecided(replace(again, terms=()))
    # But for what words mean, which links the glossary, and the decisions on two small figures.
    assert again == msgspec.to_builtins(replace(content, terms=()))
    assert len(decided) == 2
    assert all(WORD in words for words in decided)


def undecided(content):
    """A document as plain values without the decisions on its figures, and these."""
    found = []

    def without(value):
        if isinstance(value, dict):
            found.extend(value[name] for name in ["decided"] if name in value)
            return {name: without(each) for name, each in value.items() if name != "decided"}
        return tuple(map(without, value)) if isinstance(value, tuple) else value

    return without(msgspec.to_builtins(content)), found


def test_the_report_heads_its_section_with_the_word_and_each_meeting_bears_it(report):
    [section] = [each for each in report.sections if each.key == "attendance"]
    assert section.heading.startswith(WORD)
    assert "Made up" in section.before
    assert len(section.records.meetings) == 4
    assert all(meeting.label.startswith(WORD) for meeting in section.records.meetings)


def test_there_are_figures_enough_to_tell_what_is_usual(report):
    for indicator in Indicator.objects.filter(name__startswith=WORD):
        [series] = indicator.series_set.all()
        whole = trend(list(series.observation_set.all()), ())
        assert any(part.mean is not None for part in whole.found.parts), indicator
