"""What the readers make of numbers, days and times as people write them. The cells stand in tables beside this."""

import re
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kit.reading import days, numbers, times
from kit.reading.answers import AsPrinted, Question, Refusal, Value
from kit.reading.signs import plain

READERS = {
    **{of: lambda cell, of=of: numbers.read(cell, of) for of in ("money", "share", "number")},
    "day": days.read,
    "words": lambda cell: days.read(cell, words=True),
    "2016": lambda cell: days.read(cell, lambda month: 2016),
    "time": times.read,
}


def cells():
    for table in sorted(Path(__file__).parent.glob("*.tsv")):
        for line in table.read_text(encoding="utf-8").splitlines()[1:]:
            holds, cell, right = line.split("\t")
            cell = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), cell).replace("⏎", "\n")
            yield pytest.param(holds, cell, right, id=f"{holds} {cell!a}")


def in_words(value):
    if isinstance(value, tuple):
        return " ".join(map(in_words, value))
    if isinstance(value, days.DaySpan):
        return f"{value.starts:%Y-%m}" if value.kind == "month" else f"{value.starts} {value.ends}"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


@pytest.mark.parametrize(("holds", "cell", "right"), [*cells()])
def test_a_cell_is_read_asked_about_kept_or_refused(holds, cell, right):
    answer = READERS[holds](cell)
    match right[0]:
        case "=":
            value, _, left = right[2:].partition(" | ")
            assert isinstance(answer, Value), answer
            assert answer.left == left
            same = Decimal(value) == answer.value if holds in numbers.RIGHT else value == in_words(answer.value)
            assert same, answer.value
        case "?":
            assert isinstance(answer, Question), answer
            assert [offer.words for offer in answer.offers] == [words for words in right[2:].split(" | ") if right[2:]]
        case "!":
            assert isinstance(answer, Refusal), answer
        case "w":
            assert isinstance(answer, AsPrinted), answer
            assert answer.state == right[2:]
            assert answer.words == plain(cell)
    # Each sentence ends, and names what was seen without a sign that no page can show.
    for sentence in [getattr(answer, "sentence", "x."), *getattr(answer, "said", ())]:
        assert sentence[-1] in ".?"
        assert sentence.isprintable()


PIECES = [
    *("1", "2", "43", "065", "000", "0", "500", ",", ".", " ", "\u00a0", "\u202f", "£", "%", "-", "–", "(", ")", "¹"),
    *("*", "[1]", "k", "m", "CR", "p", "\n", "/", "½", "a", "c.", "FTE", "to", "and", "e", "1,000", "£5,000", "12.50"),
    *("<", "~", "'", "+", "1\u200b", "\ufffc", "٣", "x", "June", "th", "2016", "Q", "Tue ", "pm", ":", "by "),
]
ANY_CELL = some.lists(some.sampled_from(PIECES), max_size=8).map("".join) | some.text(max_size=20)
ONE_NUMBER = re.compile(r"[0-9]{1,3}(?:[,\u00a0\u202f\u2007\u2009][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+")


@given(ANY_CELL, some.sampled_from(["money", "share", "number"]))
def test_no_figure_has_more_digits_than_a_number_in_its_cell(cell, of):
    answer = numbers.read(cell, of)
    if isinstance(answer, Value) and answer.value and "½" not in cell:
        digits = str(abs(answer.value)).replace(".", "").lstrip("0")
        seen = [re.sub("[^0-9]", "", found).lstrip("0") for found in ONE_NUMBER.findall(plain(cell))]
        assert digits in seen


@given(ANY_CELL, some.sampled_from(sorted(READERS)))
def test_what_is_offered_is_read_without_a_question(cell, holds):
    answer = READERS[holds](cell)
    for offer in getattr(answer, "offers", ()):
        assert isinstance(READERS[holds](offer.words), Value | AsPrinted), offer


@given(ANY_CELL, some.sampled_from(sorted(READERS)))
def test_an_invisible_sign_changes_nothing(cell, holds):
    answer = READERS[holds]("\u200b".join(["", *cell, ""]))
    assert type(answer) is type(READERS[holds](cell))
    assert getattr(answer, "value", None) == getattr(READERS[holds](cell), "value", None)


@pytest.mark.parametrize("holds", READERS)
@pytest.mark.parametrize("sign", ["1", "1,", "(", "1 ", "a", "£", "1/", "-", "\n", "June ", "1.", "٣", "½", "1\n"])
def test_a_hundred_thousand_signs_are_refused_at_once(sign, holds):
    before = process_time()
    answer = READERS[holds](sign * (100_000 // len(sign)))
    assert process_time() - before < 1
    assert not isinstance(answer, Value)


@given(some.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_day_is_read_in_all_its_forms(day):
    for form in ("%d/%m/%Y", "%d.%m.%Y", "%d-%b-%Y", "%A %d %B %Y", "%Y-%m-%d", "%a, %d %b. %Y", "%B %d, %Y"):
        assert days.read(day.strftime(form)) == Value(value=day), form


@given(some.times(), some.times())
def test_a_time_with_its_noughts_is_sure(one, other):
    first, last = (each.replace(second=0, microsecond=0, fold=0) for each in sorted((one, other)))
    assert times.read(f"{first:%H:%M}") == Value(value=first)
    if last > first:
        asked = times.read(f"{first:%H:%M} to {last:%H:%M}")
        assert getattr(asked, "value", (first, last)) == (first, last)


def test_a_day_without_a_year_is_offered_in_the_years_around_today():
    answer = days.read("29 February", today=date(2015, 6, 1))
    assert [offer.words for offer in answer.offers] == ["29 February 2016"]
    answer = days.read("June", today=date(2015, 6, 1))
    assert [offer.words for offer in answer.offers] == ["June 2014", "June 2015", "June 2016"]
