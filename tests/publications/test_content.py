"""Content is kept as canonical text, and what can't be kept faithfully is refused."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from publications.content import codec
from publications.content.base import BoardName, Period
from publications.content.document import Contribution, Contributions, Document, Section

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
