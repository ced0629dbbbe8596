"""Content is kept as canonical text, and what can't be kept faithfully is refused."""

from decimal import Decimal
from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from publications.content import codec, structs
from publications.content.base import BoardName, Fact, Key, Period
from publications.content.document import Document, Section
from publications.content.money import Contribution, Contributions
from publications.content.says import passages_of, says, says_of
from publications.content.section_types import TABLE, in_folder

BOARD = BoardName(name="Anytown Safeguarding Children Board", short_name="Anytown LSCB", abbreviation="LSCB")
PAID = Contributions(
    financial_year="2016/17",
    contributions=(
        Contribution(key="council", payer="Council", share=Decimal("49.5"), amount=Decimal("43065.00"), status=""),
        Contribution(key="nobody", payer="", share=None, amount=None, status=""),
    ),
    total_share=Decimal("49.5"),
    total=Decimal("43065.00"),
)


def document(**changes):
    section = Section(
        key="money",
        place="contributions",
        heading="Money",
        contents_heading="Money",
        label="Section 1",
        before="",
        records=PAID,
        after="",
    )
    plain = Document(
        kind="business-plan",
        slug="2016",
        board=BOARD,
        title="Plan",
        period=Period(words="2016"),
        cover_note="",
        sections=(section,),
    )
    return replace(plain, **changes)


def test_reads_back_what_it_wrote():
    assert codec.read(codec.write(document()), codec.SCHEMA) == document()


def test_amounts_are_texts_and_keys_stand_in_order():
    text = codec.write(document())
    assert '"amount":"43065.00"' in text
    assert text.index('"board"') < text.index('"kind"') < text.index('"sections"')


def test_an_unknown_field_is_refused():
    text = codec.write(document()).replace('"title":', '"surprise":1,"title":')
    with pytest.raises(msgspec.ValidationError, match="surprise"):
        codec.read(text, codec.SCHEMA)


def test_an_amount_that_is_no_number_is_refused():
    with pytest.raises(codec.Unfaithful, match="no number"):
        codec.write(document(sections=(replace(document().sections[0], records=replace(PAID, total=Decimal("NaN"))),)))


def test_a_value_of_the_wrong_kind_is_refused():
    with pytest.raises(codec.Unfaithful, match="can't be kept"):
        codec.write(document(title=7))


@given(words=st.text(), amount=st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_any_words_and_any_amount_come_back(words, amount):
    content = document(title=words, sections=(replace(document().sections[0], records=replace(PAID, total=amount)),))
    assert codec.read(codec.write(content), codec.SCHEMA) == content


def test_one_changed_letter_changes_the_check_code():
    assert codec.digest(codec.write(document())) != codec.digest(codec.write(document(title="Plans")))


def test_a_field_that_is_added_moves_no_check_code_if_nothing_is_recorded_for_it():
    class Before(Fact, kw_only=True):
        key: Key
        note: Annotated[str, says("note")]

    class After(Before, kw_only=True):
        milestones: Annotated[str, says("milestones")] = ""

    same = [codec._encoder.encode(kind(key="a", note="")) for kind in (Before, After)]
    assert same[0] == same[1]
    assert codec._encoder.encode(After(key="a", note="", milestones="One")) != same[0]


def test_a_field_without_words_stops_the_program_with_a_sentence():
    class Mute(Fact, kw_only=True):
        key: Key
        milestones: str = ""

    class Twice(Fact, kw_only=True):
        milestones: Annotated[str, says("milestones"), says("steps")] = ""

    with pytest.raises(TypeError, match=r"^Mute.milestones has neither words nor a reason for silence"):
        says_of(Mute)
    with pytest.raises(TypeError, match=r"^Twice.milestones is spoken of twice"):
        says_of(Twice)


def test_words_that_people_write_are_read_by_the_checks_unless_a_field_says_otherwise():
    class Thing(Fact, kw_only=True):
        key: Key
        milestones: Annotated[str, says("milestones")] = ""
        state: Annotated[str, says("state", show=lambda value, thing, parents: value)] = ""
        slug: Annotated[str, says("address", passage=False)] = ""
        number: Annotated[int, says("number")] = 0

    assert passages_of(Thing) == {"milestones"}


def test_a_section_has_one_name_on_its_whole_way():
    """What is read from the tables under a name is laid out under the same."""
    for section_type in TABLE:
        if section_type.struct:
            assert section_type.struct in structs()
            assert callable(in_folder("publications.compose", section_type.struct))
            assert callable(in_folder("publications.sections", section_type.struct))
