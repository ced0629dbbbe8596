"""Each paragraph of what was sent and of what came stands in exactly one step, whatever was done to them."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from publications import aligning
from publications.aligning import CopyPart, aligned

WORDS = st.lists(st.sampled_from("audit board child data early family group help".split()), max_size=9).map(" ".join)
PARTS = st.lists(
    st.builds(CopyPart, words=WORDS, names=st.lists(st.sampled_from("abcdef"), max_size=2).map(tuple)), max_size=9
).map(tuple)


def parts(*words):
    return tuple(CopyPart(words=each) for each in words)


def named(**words):
    return tuple(CopyPart(words=each, names=(name,)) for name, each in words.items())


def told(sent, came):
    return [(step.how, step.sent, step.came) for step in aligned(sent, came)]


@given(PARTS, PARTS)
def test_each_paragraph_stands_in_exactly_one_step(sent, came):
    steps = aligned(sent, came)
    assert Counter(i for step in steps for i in step.sent) == Counter(range(len(sent)))
    assert Counter(j for step in steps for j in step.came) == Counter(range(len(came)))
    for step in steps:
        assert bool(step.sent) == (step.how != "new")
        assert bool(step.came) == (step.how != "gone")


@given(PARTS)
def test_what_comes_back_as_it_was_is_the_same(sent):
    names = tuple(CopyPart(words=part.words, names=(str(n),)) for n, part in enumerate(sent))
    assert {step.how for step in aligned(names, names)} <= {"same"}


MET, ROSE, TOLD = "The group met six times", "Attendance rose to 84%", "People told us that waiting is worst of all"


def test_changed_gone_and_new():
    came = (*named(a="The group met seven times"), *parts("Quite other"), *named(c=TOLD))
    assert told(named(a=MET, b=ROSE, c=TOLD), came) == [
        ("changed", (0,), (0,)),
        ("gone", (1,), ()),
        ("new", (), (1,)),
        ("same", (2,), (2,)),
    ]  # fmt: skip


def test_parted_and_merged_with_and_without_names():
    first, second = "The three audits found gaps in recording.", "They will be done again in the spring."
    for sent, came in (
        (named(a=f"{first} {second}", b=MET), (*named(a=first), *parts(second), *named(b=MET))),
        (parts(f"{first} {second}", MET), parts(first, second, MET)),
    ):
        assert told(sent, came) == [("parted", (0,), (0, 1)), ("same", (1,), (2,))]
        assert [(how, j, i) for how, i, j in told(came, sent)] == [("merged", (0,), (0, 1)), ("same", (1,), (2,))]


def test_what_was_moved_is_known_by_its_words():
    assert told(parts(MET, ROSE, TOLD), parts(ROSE, TOLD, MET)) == [
        ("same", (1,), (0,)),
        ("same", (2,), (1,)),
        ("moved", (0,), (2,)),
    ]


def test_a_name_is_not_believed_where_the_words_are_others():
    # A deleted paragraph leaves its name in what stood behind it.
    assert told(named(a=MET, b=TOLD), (CopyPart(words=TOLD, names=("a", "b")),)) == [
        ("gone", (0,), ()),
        ("same", (1,), (0,)),
    ]
    assert told(named(a=MET), (CopyPart(words="Quite other words stand here", names=("a",)),)) == [
        ("gone", (0,), ()),
        ("new", (), (0,)),
    ]


def test_a_name_that_stands_twice_belongs_to_what_is_more_like_it():
    came = (CopyPart(words="The group", names=("a",)), CopyPart(words="The group met six times or so", names=("a",)))
    assert told(named(a=MET), came)[-1] == ("changed", (0,), (1,))


def test_a_paragraph_that_was_written_anew_is_known_by_its_name():
    came = "The members met, and six of them spoke at length of all that had been tried"
    assert told(named(a=MET), named(a=came))[0][0] == "gone"
    assert told(named(a=MET), named(a="The board came together on six days"))[0][0] == "changed"
    assert told(parts(MET), parts("The board came together on six days"))[0][0] == "gone"


def test_a_thousand_paragraphs_that_are_all_others_are_laid_side_by_side_in_seconds():
    sent = parts(*(f"word{n} " * 40 for n in range(600)))
    assert len(aligned(sent, parts(*(f"other{n} " * 40 for n in range(1_000))))) == 1_600


def test_of_another_document_no_likeness_is_asked_and_nothing_is_lost(monkeypatch):
    sent = parts("one two three four", "five six seven eight", "as it was")
    came = parts("five six seven nine", "as it was", "one two three ten")
    assert not {"new", "gone"} & {how for how, *_ in told(sent, came)}
    monkeypatch.setattr(aligning, "MOST_PAIRS", 3)
    assert sorted(told(sent, came)) == [
        ("gone", (0,), ()),
        ("gone", (1,), ()),
        ("new", (), (0,)),
        ("new", (), (2,)),
        ("same", (2,), (1,)),
    ]
