"""What changed between two contents: in words, nothing missed, and the same whichever way round."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from editions.changes import ADDED, CHANGED, LEFT_OUT, MOVED, changes, difference_in_words, sorted_out, texts, walk
from publications.compose import compose
from publications.content import Content, codec, structs
from publications.content.base import BoardName, Period
from publications.content.document import Document, Section
from publications.content.figures import Indicator, Observation, Series
from publications.content.goals import Aim, Goal, Goals
from publications.content.money import BudgetLine, Contribution, Contributions, Partly
from publications.content.says import says_of
from publications.models import Publication, PublicationKind
from tests.changing import at, leaves, mutated
from tests.contents import plain as in_full

pytest_plugins = ["tests.southend"]

MIRRORED = {ADDED: LEFT_OUT, LEFT_OUT: ADDED, CHANGED: CHANGED, MOVED: MOVED}


def section(records=None, **fields):
    plain = {
        "key": "plan",
        "place": "own-words",
        "heading": "Plan",
        "contents_heading": "Plan",
        "label": "Section 3",
        "before": "",
        "after": "",
    }
    return Section(**plain | fields, records=records)


def document(*sections, **fields):
    plain = {
        "kind": "business-plan",
        "slug": "2016-2019",
        "board": BoardName(name="Board", short_name="Board", abbreviation="B"),
        "title": "Plan",
        "period": Period(words="2016 - 2019"),
        "cover_note": "",
    }
    return Document(**plain | fields, sections=sections)


def goals(*goals, kind="priority"):
    return document(section(Goals(kind=kind, goals=goals)))


def goal(key, title="Listen to children", **fields):
    return Goal(key=key, code=fields.pop("code", key.upper()), title=title, aims=fields.pop("aims", ()))


def said(old, new):
    return [(change.kind, difference_in_words(change)) for change in changes(old, new)]


# In the board's words


def test_a_wording():
    assert said(goals(goal("a")), goals(goal("a", "Listen to every child"))) == [
        (CHANGED, "Priority A, wording: Listen to children → Listen to every child")
    ]


def test_only_the_words_that_changed_are_marked():
    [change] = changes(goals(goal("a")), goals(goal("a", "Listen to every child")))
    assert [piece.text for piece in change.old if piece.marked] == ["children"]
    assert [piece.text for piece in change.new if piece.marked] == ["every child"]
    assert change.section == "Section 3: Plan"


def test_money_as_the_document_prints_it():
    def paid(amount, share):
        row = Contribution(key="ccg", payer="CCG", share=share, amount=amount, status="agreed")
        return document(
            section(Contributions(financial_year="2016/17", contributions=(row,), total_share=share, total=amount))
        )

    old, new = paid(Decimal(22620), Decimal(26)), paid(Decimal(21000), Decimal("24.14"))
    assert said(old, new) == [
        (CHANGED, "CCG contribution, share: 26.0% → 24.14%"),
        (CHANGED, "CCG contribution: £22,620 → £21,000"),
        (CHANGED, "Total share: 26.0% → 24.14%"),
        (CHANGED, "Total of the contributions: £22,620 → £21,000"),
    ]


def test_a_total_of_which_an_amount_is_missing_says_what_is_known():
    def paid(total, at_least=None, not_given=0):
        partly = Partly(at_least=at_least and Decimal(at_least), not_given=not_given) if not_given else None
        total = total and Decimal(total)
        rows = Contributions(
            financial_year="2016/17", contributions=(), total_share=None, total=total, total_partly=partly
        )
        return document(section(rows))

    known, missing = "Total of the contributions", "Total of the contributions, as far as given"
    assert said(paid(600), paid(None)) == [(CHANGED, f"{known}: £600 → Not recorded")]
    assert said(paid(600), paid(None, 500, 1)) == [
        (CHANGED, f"{known}: £600 → Not all given"),
        (CHANGED, f"{missing}: nothing → At least £500, 1 amount not given"),
    ]
    assert said(paid(None, 500, 1), paid(None, None, 1)) == [
        (CHANGED, f"{missing}: At least £500, 1 amount not given → Not known, 1 amount not given")
    ]
    bare = document(section(None))
    assert said(bare, paid(None, 500, 1)) == [
        (ADDED, f"What it shows: financial year: 2016/17\n{missing}: At least £500, 1 amount not given")
    ]


def test_words_are_told_from_what_is_more_than_words():
    def paid(amount, **fields):
        row = Contribution(key="ccg", payer="CCG", share=None, amount=Decimal(amount), status="agreed")
        rows = Contributions(financial_year="2016/17", contributions=(row,), total_share=None, total=Decimal(amount))
        return document(section(rows, **fields))

    found = changes(paid(22620, heading="Who pasy"), paid(21000, heading="Who pays"))
    assert [change.what for change in found if not change.is_fact] == ["Heading"]
    assert [change.what for change in found if change.is_fact] == ["CCG contribution", "Total of the contributions"]
    moved = changes(goals(goal("a"), goal("b")), goals(goal("b"), goal("a")))
    assert [change.is_fact for change in moved] == [False]
    assert all(change.is_fact for change in changes(goals(goal("a")), goals(goal("a"), goal("b"))))


def test_a_goal_that_was_added_and_one_that_was_left_out():
    listening, bullying = goal("1", kind="objective"), goal("4b", "Stop bullying", aims=(Aim(key="x", words="Fewer"),))
    old, new = goals(listening, kind="objective"), goals(listening, bullying, kind="objective")
    assert said(old, new) == [(ADDED, "Objective 4B: reference: 4B\nStop bullying\nFewer")]
    assert said(new, old) == [(LEFT_OUT, "Objective 4B: reference: 4B\nStop bullying\nFewer")]


def test_rows_that_moved_say_after_what_they_stand():
    a, b, c = goal("a"), goal("b"), goal("c")
    assert said(goals(a, b, c), goals(c, a, b)) == [(MOVED, "Priority C: after Priority B → at the start")]


def test_a_row_with_another_key_is_another_row():
    assert [kind for kind, _ in said(goals(goal("a")), goals(goal("b")))] == [ADDED, LEFT_OUT]


def test_a_figure_in_the_unit_of_its_measure():
    def progress(value):
        seen = Observation(key="2015", period=Period(words="June 2015"), timing="as-at", value=value)
        return Indicator(
            key="plans",
            name="Child protection plans",
            unit="per-cent",
            decimals=1,
            owed_by="",
            series=(Series(key="all", name="All", observations=(seen,)),),
        )

    says = says_of(Observation)["value"]
    indicator = progress(Decimal("10.9"))
    seen = indicator.series[0].observations[0]
    assert walk.as_printed(seen.value, says, (indicator, indicator.series[0], seen)) == "10.9%"


def test_words_before_a_section_are_compared_as_words_and_cut_to_what_changed():
    long = "<p>" + " ".join(f"Sentence number {n} stays as it was." for n in range(40)) + "</p>"
    old = document(section(before=f"{long}<p>The board meets four times.</p>"))
    new = document(section(before=f"{long}<p>The board meets <strong>five</strong> times.</p>"))
    [change] = changes(old, new)
    assert change.what == "Opening words"
    assert [piece.text for piece in change.old if piece.marked] == ["four"]
    assert [piece.text for piece in change.new if piece.marked] == ["five"]
    assert len("".join(piece.text for piece in change.old)) < 150


def test_words_that_only_look_different_are_listed_too():
    old, new = document(section(before="<p>Four</p>")), document(section(before="<p><em>Four</em></p>"))
    assert said(old, new) == [(CHANGED, "Opening words, set out in another way: <p>Four</p> → <p><em>Four</em></p>")]


def test_where_a_link_leads_is_a_matter_of_words():
    old, new = (document(section(before=f'<p><a href="https://{host}/">Here</a></p>')) for host in ("a.org", "b.org"))
    assert said(old, new) == [(CHANGED, "Opening words: Here (https://a.org/) → Here (https://b.org/)")]


def test_what_the_document_prints_nowhere_is_listed():
    line = BudgetLine(
        key="x",
        description="Training",
        estimate=Decimal(100),
        outturn=None,
        confirmed=True,
        recurrence="recurrent",
        post_share=None,
    )
    place = walk.Spot(section="Budget")
    found = [difference_in_words(change) for change in walk._things(line, replace(line, outturn=Decimal(90)), place)]
    assert found == ["Training, outturn: nothing → £90"]


def test_an_amount_that_is_written_in_another_way_has_another_check_code_and_is_listed():
    def paid(amount):
        return document(
            section(
                Contributions(
                    financial_year="2016/17", contributions=(), total_share=Decimal(100), total=Decimal(amount)
                )
            )
        )

    assert said(paid("5"), paid("5.00")) == [(CHANGED, "Total of the contributions, as stored: 5 → 5.00")]


def test_two_rows_under_one_key_are_told_apart():
    assert said(goals(goal("a"), goal("a", "Second")), goals(goal("a"), goal("a", "Third"))) == [
        (CHANGED, "Priority A, wording: Second → Third")
    ]


def test_a_change_stands_under_the_sections_it_lies_in():
    def inside(title):
        priorities = section(
            Goals(kind="priority", goals=(goal("a", title),)), key="in", label="", heading="Priorities for 2016:"
        )
        return document(section(sections=(priorities,)))

    [change] = changes(inside("One"), inside("Two"))
    assert (change.section, change.what) == ("Section 3: Plan – Priorities for 2016", "Priority A, wording")


def test_a_section_that_was_added_is_told_whole():
    [change] = changes(document(), document(section(before="<p>New words.</p>")))
    assert (change.kind, change.what) == (ADDED, "Section 3: Plan")
    assert "New words." in difference_in_words(change)


def test_sections_that_changed_places():
    one, two = section(), section(key="money", label="Section 4", heading="Money", contents_heading="Money")
    [change] = changes(document(one, two), document(two, one))
    assert change.kind == MOVED


def test_a_section_that_lost_what_it_drew_from_the_records():
    [change] = changes(goals(goal("a")), document(section()))
    assert (change.kind, change.what) == (LEFT_OUT, "What it shows")
    assert "Listen to children" in difference_in_words(change)


def test_a_heading_that_the_contents_repeat_is_listed_once():
    old, new = document(section()), document(section(heading="Plans", contents_heading="Plans"))
    assert said(old, new) == [(CHANGED, "Heading: Plan → Plans")]
    only = document(section(contents_heading="Plans"))
    assert said(old, only) == [(CHANGED, "Heading in the contents: Plan → Plans")]


def test_an_older_schema_is_compared_as_it_is_read_today(monkeypatch):
    monkeypatch.setattr(codec, "SCHEMA", 2)
    monkeypatch.setitem(codec.UPGRADES, 1, lambda plain: plain | {"title": plain.pop("name")})
    new = document()
    old = codec.write(new).replace('"title":', '"name":')
    assert changes(codec.read(old, 1), new) == ()


# Nothing is missed


def kinds_of_content():
    """Every struct that content can hold, found from the two roots."""
    seen, waiting = set(), [msgspec.inspect.type_info(codec.Content)]
    while waiting:
        info = waiting.pop()
        if isinstance(info, msgspec.inspect.StructType):
            if info.cls in seen:
                continue
            seen.add(info.cls)
            waiting += [field.type for field in info.fields]
        elif isinstance(info, msgspec.inspect.UnionType):
            waiting += info.types
        elif isinstance(info, msgspec.inspect.VarTupleType):
            waiting.append(info.item_type)
    return seen


def test_every_struct_of_content_is_asked_for_its_words():
    assert len(kinds_of_content()) > 30
    assert kinds_of_content() <= set(structs())


def named(content, path):
    """A path through plain content as a change gives it: rows by their keys."""
    steps, value = [], content
    for step in path:
        if isinstance(value, tuple):
            steps.append(list(walk._identified(value))[step])
            value = value[step]
        else:
            steps.append(step)
            value = value[step] if isinstance(value, dict) else getattr(value, step)
    return tuple(steps)


@pytest.fixture(scope="module")
def contents(content, report):
    return [content, report, compose(Publication.objects.get(kind=PublicationKind.SITE), on=date(2016, 6, 1))]


def test_no_value_of_the_real_documents_can_change_unnoticed(contents, said):
    """Every single value of the plan, and of the report and the site those of two rows of each list, one at a time."""
    tried = left = 0
    for old, rows in zip(contents, (None, 2, 2), strict=True):
        plain = in_full(old)
        for path in leaves(plain, rows=rows):
            if path[-1] == "at":
                continue  # by which a summary knows a section: its heading, which stands beside it, is told
            new = mutated(plain, path)
            if new is None:
                left += 1
                continue
            tried += 1
            found = changes(old, new)
            where = named(old, path)
            # A row that is put into an empty list lies deeper than the list.
            assert any(change.path[: len(where)] == where[: len(change.path)] for change in found), path
            assert all(change.what and change.section for change in found)
            assert all(change.old != change.new for change in found)
    said(f"{tried} values changed one at a time, {left} empty lists left as they are")
    assert tried > 1200
    assert left < tried / 16


def test_equal_contents_have_no_changes(contents):
    for old in contents:
        assert changes(old, codec.read(codec.write(old), codec.SCHEMA)) == ()


def mirrored(found):
    return sorted((change.path, MIRRORED[change.kind], change.new, change.old) for change in found)


def straight(found):
    return sorted((change.path, change.kind, change.old, change.new) for change in found)


@given(data=st.data())
def test_any_mixture_of_edits_is_found_and_reads_the_same_from_either_side(contents, data):
    old = data.draw(st.sampled_from(contents))
    plain = in_full(old)
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(leaves(plain)))
        if data.draw(st.booleans()):
            lists = [path[:place] for place, step in enumerate(path) if isinstance(step, int)]
            assume(lists)
            around = at(plain, data.draw(st.sampled_from(lists)))
            around[:] = data.draw(st.permutations(around))[data.draw(st.integers(0, 1)) :]
        else:
            edited = mutated(plain, path)
            assume(edited is not None)
            plain = in_full(edited)
    new = msgspec.convert(plain, Content)
    found = changes(old, new)
    assert bool(found) == (codec.write(old) != codec.write(new))
    assert straight(changes(new, old)) == mirrored(found)


@given(old=st.text(alphabet="ab. \n", max_size=60), new=st.text(alphabet="ab. \n", max_size=60))
def test_texts_swapped_give_pieces_swapped_and_no_word_is_lost(old, new):
    ours, theirs = texts.compared(old, new)
    assert texts.compared(new, old) == (theirs, ours)
    assert [piece.text for piece in ours if not piece.marked] == [piece.text for piece in theirs if not piece.marked]
    if texts.LEFT_OUT not in "".join(piece.text for piece in ours):
        assert "".join(piece.text for piece in ours) == old
        assert "".join(piece.text for piece in theirs) == new
    assert any(piece.marked for piece in (*ours, *theirs)) == (old != new)


def test_what_was_decided_is_told_apart_from_wording_and_from_sums(content):
    def changed(section):
        records = section.records
        if section.place == "contributions":
            rows = tuple(
                replace(row, amount=Decimal(21000)) if row.key == "ccg" else row for row in records.contributions
            )
            records = replace(records, contributions=rows, total=Decimal(85380))
        if section.place == "budget":
            income = tuple(
                replace(
                    heading,
                    lines=tuple(
                        replace(line, estimate=Decimal(85380)) if line.estimate == 87000 else line
                        for line in heading.lines
                    ),
                )
                for heading in records.income
            )
            records = replace(records, income=income, total_income=Decimal(171380))
        return replace(section, records=records, sections=tuple(map(changed, section.sections)))

    new = replace(content, sections=tuple(map(changed, content.sections)), cover_note="Reworded")
    decided, worded, follow = sorted_out(changes(content, new))
    assert [change.what for change in decided] == ["CCG contribution"]
    assert len(worded) == 1
    assert {change.what for change in follow} == {
        "Total of the contributions",
        "Income, Proposed funding by partners, estimate",
        "Total estimated income",
    }
