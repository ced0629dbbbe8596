"""The laws that come with the program: what was read is law, what wasn't is never called so, and all fit the tables."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from kit import called
from membership import law
from membership.models import HowSure, Regime, RequiredPartner, Requirement
from membership.shipped import laws
from tests import factories as make

pytestmark = pytest.mark.django_db

About = Requirement.About
# How many things of its report's list each law holds, and how many of these somebody has read.
LISTS = {
    "lscb-2015": (8, 4),
    "partners-2018": (7, 6),
    "partners-2023": (15, 2),
    "partners-2026": (15, 0),
    "sab-2014": (7, 7),
    "wales-2014": (13, 13),
    "sbni-2011": (6, 0),
}


def recorded(slug):
    shipped = laws()[slug]
    regime = Regime(**shipped.regime)
    regime.full_clean()
    regime.save()
    for row in shipped.rows(regime):
        row.full_clean()
        row.save()
    return regime


def test_every_law_fits_its_tables_and_holds_the_list_that_was_read():
    assert {*laws()} == {*LISTS}
    for slug in laws():
        regime = recorded(slug)
        listed = regime.requirement_set.filter(about=About.REPORT_HOLDS)
        read = listed.filter(sure=HowSure.LAW)
        assert (listed.count(), read.count()) == LISTS[slug], slug
        numbers = [row.number for row in listed]
        assert all(numbers)
        assert len({*numbers}) == len(numbers)
        assert regime.note.startswith("Not read: ")


def test_what_was_not_read_names_no_one_the_law_requires():
    """Nor does what is made and not in force: of the Act of 2026 no agency and no team is required."""
    for slug in laws():
        regime = recorded(slug)
        required = regime.requiredpartner_set.by_law(date(2026, 11, 29))
        assert {row.sure for row in required} <= {HowSure.LAW}
        assert not {row.standing for row in required} & {
            RequiredPartner.Standing.RELEVANT,
            RequiredPartner.Standing.INVITED,
            RequiredPartner.Standing.STEPS,
        }
    of_2026 = Regime.objects.get(law__endswith="2026")
    made = of_2026.requiredpartner_set.filter(sure=HowSure.MADE)
    assert {row.standing for row in made} == {RequiredPartner.Standing.DESIGNATED, RequiredPartner.Standing.TEAM}
    assert made.count() == 6
    assert [row.words for row in of_2026.requiredpartner_set.by_law(date(2026, 11, 29))] == [
        "the local authority",
        "an integrated care board any part of whose area falls within (before it, a clinical commissioning group)",
        "the chief officer of police any part of whose area falls within",
    ]


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("lscb-2015", "The board’s business plan and annual report, for children: a child."),
        ("partners-2026", "The partnership’s business plan and yearly report, for children: a child."),
        (
            "sab-2014",
            "The board’s strategic plan and annual report, for adults with care and support needs: "
            "an adult with care and support needs.",
        ),
        (
            "wales-2014",
            "The board’s annual plan and annual report, for children and adults at risk: a child or an adult at risk.",
        ),
        (
            "sbni-2011",
            "The board’s strategic plan and annual report, for children and young people: a child or young person.",
        ),
    ],
)
def test_the_words_follow_from_the_law(slug, sentence):
    with called.using(lambda: law.words_by(recorded(slug))):
        assert called.say("The {body}’s {plan} and {report}, for {people}: {somebody}.") == sentence


def test_the_noun_of_a_body_is_what_the_law_or_the_board_says_it_is():
    for name, noun, said in (
        ("Child Protection Committee", "", "committee"),
        ("Safeguarding Partnership Boards", "", "board"),
        ("Safeguarding Partnership Boards", "boards", "boards"),
        ("Bwrdd Diogelu Plant", "Board", "board"),
    ):
        assert called.words_for(name, noun=noun).body == said


def test_two_things_of_one_list_have_not_one_number():
    one = make.RequirementFactory(number="1")
    again = make.RequirementFactory.build(regime=one.regime, number="1")
    with pytest.raises(ValidationError, match="has the number already"):
        again.full_clean()
    make.RequirementFactory.build(regime=one.regime, number="1", about=About.PLAN_HOLDS).full_clean()
