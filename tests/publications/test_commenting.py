"""Comments on a draft without Word: links for readers, the page behind one, and what the office does with a comment."""

import html
import re
from datetime import date

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kit import clearing, clock
from kit.models import Uncleared
from membership import links
from membership.audit import What
from membership.models import AccessEvent, SignedLink
from membership.purposes import PURPOSES
from publications import comments, pieces, reading
from publications.compose import compose
from publications.models import Comment, Narrative, Reader
from publications.render import on_one_page
from tests import factories as make
from tests.publications.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_june")]
FIRST, SECOND = "We trained all our staff this year.", "Each ward has a named nurse."


@pytest.fixture
def report():
    return report_with("2016", FIRST, SECOND)


def report_with(slug, *paragraphs):
    report = make.PublicationFactory(
        kind="annual-report", slug=slug, title="Report", body=make.BodyFactory(kind="board"), cover_note=""
    )
    before = "".join(f"<p>{words}</p>" for words in paragraphs)
    make.NarrativeFactory(publication=report, place="own-words", heading="Foreword", before=before)
    return report


@pytest.fixture
def link(officer, report):
    return made(officer, report)


def of(name, publication, *more):
    return reverse(name, args=[publication.kind, publication.slug, *more])


def made(officer, report, name="PC Jones, Police", until="30 June 2016"):
    page = officer.post(of("office-readers", report), {"do": "one", "one-name": name, "one-ends": until})
    return addresses(page)[0]


def addresses(page):
    return re.findall(r'value="http://testserver(/given/draft/[^"]+)"', page.content.decode())


def words(answer):
    page = answer.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def opened(stranger, link):
    return stranger.post(link, {"do": "open"})


def box(page, number):
    """The name of the field below the paragraph with this number, such as 1.2."""
    found = re.search(
        rf' on {re.escape(number)}</span></label>\s*(?:<p[^>]*>[^<]*</p>)?\s*<textarea[^>]* name="([^"]+)"',
        page.content.decode(),
    )
    return html.unescape(found[1])


def say(stranger, link, said, number="1.1"):
    return stranger.post(link, {"do": "send", box(opened(stranger, link), number): said})


def written(page, name):
    found = re.search(rf'name="{re.escape(name)}"[^>]*>\n(.*?)</textarea>', page.content.decode(), re.DOTALL)
    return html.unescape(found[1])


def rewrite(report, *paragraphs):
    section = report.narrative_set.get()
    section.before = "".join(f"<p>{each}</p>" for each in paragraphs)
    section.save()


def draft(report):
    return [piece for each in pieces.laid(on_one_page(compose(report, on=TODAY))["pages"]) for piece in each.pieces]


# What a reader sees and does


def test_a_reader_comments_beside_a_paragraph_and_reads_the_answer(officer, stranger, link, report):
    assert "Foreword" not in words(stranger.get(link)), "a scanner of mail finds nothing"
    page = opened(stranger, link)
    assert FIRST in words(page)
    assert "It was given to PC Jones, Police" in html.unescape(page.content.decode())
    assert "1 comment sent. Thank you." in words(say(stranger, link, "All of them?", "1.2"))
    [comment] = Comment.objects.all()
    kept = (comment.place, comment.quoted, comment.words, comment.who, comment.source, comment.outcome)
    assert kept == ("foreword/paragraph-2", SECOND, "All of them?", "PC Jones, Police", "reader", "")
    assert "1 comment on the draft" in words(officer.get("/office/"))
    assert "1 comment on Foreword" in words(officer.get(of("document-overview", report)))
    page = officer.get(of("office-comments", report))
    for told in ("PC Jones, Police", SECOND, "All of them?"):
        assert told in words(page)
    edit = reverse("row-edit", args=["narrative", Narrative.objects.get().pk])
    assert f'href="{edit}"' in page.content.decode()
    officer.post(of("comment-settle", report, comment.pk), {"do": "answer", "answer": "Yes, all 212."})
    page = opened(stranger, link)
    assert "Answered : Yes, all 212." in words(page)
    assert "Withdraw" not in words(page)
    assert "comments on the draft" not in words(officer.get("/office/"))


def test_one_button_sends_all_that_was_written(stranger, link):
    page = opened(stranger, link)
    answer = stranger.post(link, {"do": "send", box(page, "1.1"): "One.", box(page, "1.2"): "Two."})
    assert "2 comments sent." in words(answer)
    assert SignedLink.objects.get().uses == 1


def test_what_is_sent_twice_is_kept_once(stranger, link):
    for _ in range(2):
        say(stranger, link, "One.")
    assert Comment.objects.count() == 1


def test_a_link_that_went_astray_can_not_fill_the_records(stranger, link, monkeypatch):
    monkeypatch.setattr(reading, "MOST", 2)
    say(stranger, link, "One.")
    page = opened(stranger, link)
    first, second = box(page, "1.1"), box(page, "1.2")
    answer = stranger.post(link, {"do": "send", first: "Two.", second: "Three."})
    assert "1 comment sent." in words(answer)
    assert "more can’t be kept" in html.unescape(answer.content.decode())
    assert written(answer, second) == "Three."
    assert Comment.objects.count() == 2


def test_nothing_is_sent_where_nothing_was_written(stranger, link):
    assert "nothing was written yet" in words(say(stranger, link, "  \n"))
    assert not Comment.objects.exists()


def test_what_was_withdrawn_is_cleared_out_of_the_database_s_files(
    stranger, link, monkeypatch, django_capture_on_commit_callbacks
):
    """And out of an archive that waits to be fetched, which `clear` throws away."""
    say(stranger, link, "Sent too soon.")
    cleared = []
    monkeypatch.setattr(clearing, "clear", lambda: cleared.extend(row.table for row in Uncleared.objects.all()))
    with django_capture_on_commit_callbacks(execute=True):
        stranger.post(link, {"do": f"withdraw-{Comment.objects.get().pk}"})
    assert cleared == ["publications_comment"]


def test_a_picture_of_a_section_that_is_left_out_is_not_given(stranger, link, report):
    above = make.NarrativeFactory(publication=report, heading="Above")
    below = make.NarrativeFactory(publication=report, heading="Below", parent=above)
    picture = make.PictureFactory(narrative=below)
    address = reverse("given-picture", args=[link.rstrip("/").rpartition("/")[2], picture.file.digest])
    assert stranger.get(address).status_code == 200
    Narrative.objects.filter(pk=above.pk).update(included=False)
    assert stranger.get(address).status_code == 404


def test_a_reader_withdraws_a_comment_and_has_its_words_in_the_box_again(stranger, link):
    say(stranger, link, "Sent too soon.")
    page = opened(stranger, link)
    other = box(page, "1.2")
    page = stranger.post(link, {"do": f"withdraw-{Comment.objects.get().pk}", other: "Not sent yet."})
    assert not Comment.objects.exists()
    assert written(page, box(page, "1.1")) == "Sent too soon."
    assert written(page, other) == "Not sent yet.", "what else is written stays"


def test_a_settled_comment_is_not_withdrawn(officer, stranger, link, report):
    say(stranger, link, "One.")
    comment = Comment.objects.get()
    page = opened(stranger, link)
    officer.post(of("comment-settle", report, comment.pk), {"do": "aside"})
    page = stranger.post(link, {"do": f"withdraw-{comment.pk}", box(page, "1.2"): "Two."})
    assert "settled or withdrawn already" in words(page)
    assert Comment.objects.get().outcome == "put-aside"
    assert written(page, box(page, "1.2")) == "Two."


@pytest.mark.parametrize("number", ["", "x", "٣", "9" * 30, "-1"])
def test_a_comment_that_is_none_is_not_withdrawn(stranger, link, number):
    say(stranger, link, "One.")
    assert stranger.post(link, {"do": f"withdraw-{number}"}).status_code == 200
    assert Comment.objects.exists()


def test_a_reader_sees_and_withdraws_nothing_of_others(officer, stranger, link, report):
    say(stranger, link, "Of the police.")
    theirs = made(officer, report, "A nurse")
    page = stranger.post(theirs, {"do": f"withdraw-{Comment.objects.get().pk}"})
    assert "Of the police." not in page.content.decode()
    assert Comment.objects.exists()


def test_a_new_link_of_the_same_reader_leads_on_to_their_comments(officer, stranger, link, report):
    say(stranger, link, "One.")
    reader = Reader.objects.get()
    page = officer.post(
        of("office-readers", report), {"do": f"new-{reader.pk}", f"link-{reader.pk}-ends": "3 July 2016"}
    )
    assert "One." in words(opened(stranger, addresses(page)[0]))


def test_the_pictures_of_the_draft_are_seen_with_its_link_and_no_others(stranger, link, report):
    shown = make.PictureFactory(narrative=report.narrative_set.get())
    elsewhere = make.PictureFactory()
    address = f"{link}{shown.file.digest}/"
    assert f'src="{address}"' in opened(stranger, link).content.decode()
    assert stranger.get(address).content == bytes(shown.file.data)
    assert stranger.get(f"{link}{elsewhere.file.digest}/").status_code == 404
    assert stranger.get(f"{link[:-2]}x/{shown.file.digest}/").status_code == 404
    SignedLink.objects.update(ends=date(2016, 5, 31))
    assert stranger.get(address).status_code == 404


@pytest.mark.parametrize(
    ("put_in", "given", "label", "quoted"),
    [
        (
            make.QuotationFactory,
            {"words": "They rang back.", "whose": "A parent"},
            "Quotation: A parent",
            "They rang back.",
        ),
        (make.StoryFactory, {"heading": "A year", "words": "<p>Help came.</p>"}, "Story: A year", "Help came."),
        (make.PictureFactory, {"shows": "A park", "caption": ""}, "Picture: A park", "A park"),
        (make.PictureFactory, {"shows": "", "decorative": True, "caption": ""}, "This picture", ""),
    ],
)
def test_what_was_put_in_is_commented_on(stranger, link, report, put_in, given, label, quoted):
    put_in(narrative=report.narrative_set.get(), **given)
    assert "1 comment sent." in words(say(stranger, link, "Is that so?", label))
    assert quoted in Comment.objects.get().quoted


# The draft changes


def test_what_changed_while_somebody_wrote_is_asked_about_and_nothing_is_lost(stranger, link, report):
    name = box(opened(stranger, link), "1.1")
    rewrite(report, "We trained all our staff last year.", SECOND)
    page = stranger.post(link, {"do": "send", name: "Which staff?"})
    assert "This was changed while you were writing" in words(page)
    assert "last year" in words(page)
    assert not Comment.objects.exists()
    again = box(page, "1.1")
    assert written(page, again) == "Which staff?"
    stranger.post(link, {"do": "send", again: "Which staff?"})
    assert Comment.objects.get().quoted == "We trained all our staff last year."


def test_what_moved_while_somebody_wrote_keeps_its_comment(stranger, link, report):
    name = box(opened(stranger, link), "1.2")
    rewrite(report, FIRST, "A paragraph between.", SECOND)
    stranger.post(link, {"do": "send", name: "All of them?"})
    assert (Comment.objects.get().quoted, Comment.objects.get().place) == (SECOND, "foreword/paragraph-3")


def test_what_is_gone_while_somebody_wrote_is_given_back(stranger, link, report):
    name = box(opened(stranger, link), "1.2")
    rewrite(report, FIRST)
    page = stranger.post(link, {"do": "send", name: "All <of> them?"})
    assert "not in the draft any more" in words(page)
    assert "All &lt;of&gt; them?" in page.content.decode()


def test_the_office_sees_the_words_then_and_now(officer, stranger, link, report):
    say(stranger, link, "All of them?", "1.2")
    rewrite(report, "A paragraph before.", FIRST, "Each ward has two named nurses.")
    page = words(officer.get(of("office-comments", report)))
    assert "The words it was about Each ward has a named nurse. The same place now Each ward has two" in page
    rewrite(report, "Something wholly other.")
    assert "On words that are not in the draft any more" in words(officer.get(of("office-comments", report)))
    assert "You wrote this when the draft said: Each ward" in words(opened(stranger, link))


@pytest.mark.parametrize(
    "now, expected",
    [
        ((FIRST, SECOND), (SECOND, True)),
        ((SECOND, FIRST), (SECOND, True)),
        ((FIRST, "New.", SECOND), (SECOND, True)),
        ((FIRST, "Each ward has one named nurse."), ("Each ward has one named nurse.", False)),
        (("Each ward has one named nurse.", FIRST), ("Each ward has one named nurse.", False)),
        ((FIRST, "Other things."), (None, False)),
        ((FIRST,), (None, False)),
    ],
)
def test_where_a_comment_stands_now(officer, report, now, expected):
    rewrite(report, *now)
    stood = pieces.stands(draft(report), "foreword/paragraph-2", SECOND)
    assert (stood.piece and stood.piece.words, stood.same) == expected


def test_a_row_of_the_records_keeps_its_place_whatever_it_says(officer, report):
    make.NarrativeFactory(publication=report, place="key-successes", heading="Successes")
    report.reporting_period = make.ReportingPeriodFactory()
    report.save()
    finding = make.FindingFactory(period=report.reporting_period, kind="key-success", words="Old words.")
    [row] = [piece for piece in draft(report) if piece.words == "Old words."]
    finding.words = "All anew."
    finding.save()
    stood = pieces.stands(draft(report), row.key, row.words)
    assert (stood.piece.words, stood.same) == ("All anew.", False)


def test_a_long_document_has_one_box_for_each_section_and_every_paragraph_in_it(officer, stranger, monkeypatch):
    monkeypatch.setattr(pieces, "MOST_BOXES", 3)
    report = report_with("2015", *(f"Paragraph {number}." for number in range(5)))
    link = made(officer, report)
    page = opened(stranger, link).content.decode()
    assert page.count("<textarea") == 1
    mark = html.unescape(re.search(r'<option value="([^"]+)"[^>]*>1.4<', page)[1])
    name = html.unescape(re.search(r'<textarea[^>]* name="([^"]+)"', page)[1])
    answer = stranger.post(link, {"do": "send", name: "This one.", name.replace("in ", "at ", 1): mark})
    assert "1 comment sent." in words(answer)
    assert Comment.objects.get().quoted == "Paragraph 3."


def test_a_row_of_a_table_is_chosen_in_the_box_below_it(officer, stranger):
    report = report_with("2013", "Ask your GP.")
    make.NarrativeFactory(publication=report, place="glossary", heading="Glossary")
    make.TermFactory(term="GP", meaning="family doctor")
    link = made(officer, report)
    page = opened(stranger, link).content.decode()
    mark = html.unescape(re.search(r'<option value="([^"]+)"[^>]*>Row: GP', page)[1])
    name = re.search(r'<select id="[^"]*" name="at ([^"]+)"', page)[1]
    stranger.post(link, {"do": "send", f"in {name}": "Say surgery.", f"at {name}": mark})
    assert Comment.objects.get().quoted == "GP · family doctor"


# What is public, and nothing else


def test_nothing_of_the_office_stands_on_the_page(officer, stranger, report):
    make.NarrativeFactory(publication=report, heading="Left out", before="<p>Not included.</p>", included=False)
    make.NarrativeFactory(publication=report, place="statements", heading="Statements")
    statement = make.StatementFactory(publication=report, words="Theirs.", note="Promised by telephone")
    make.ArrivedStatementFactory(statement=statement, words="Waits for the office")
    page = opened(stranger, made(officer, report)).content.decode()
    assert "Theirs." in page
    for hidden in ("Promised by telephone", "Waits for the office", "Not included."):
        assert hidden not in page


def test_no_small_number_stands_on_the_page(officer, stranger):
    goal = make.GoalFactory()
    indicator = make.IndicatorFactory(name="Children hurt on the road", unit="number")
    make.MeasureFactory(goal=goal, indicator=indicator)
    seen = {"timing": "during", "starts": date(2015, 4, 1), "ends": date(2015, 6, 30), "period_as_printed": "Q1"}
    make.ObservationFactory(series=make.SeriesFactory(indicator=indicator), value=4, **seen)
    period = make.ReportingPeriodFactory()
    report = make.PublicationFactory(kind="annual-report", slug="s", past_plan=goal.plan, reporting_period=period)
    make.NarrativeFactory(publication=report, place="progress", heading="Progress", charts=True)
    link = made(officer, report)
    told = re.compile(r">4<|Q1: 4\b")
    assert told.search(opened(stranger, link).content.decode()), "it is shown while no rule hides it"
    make.SmallNumbersRuleFactory(name="Fewer than six", is_usual=True)
    page = opened(stranger, link).content.decode()
    assert not told.search(page)
    assert "small number" in page


# What a link doesn't do


def test_a_scanner_that_opens_a_link_sees_a_button_and_changes_nothing(stranger, link):
    before = SignedLink.objects.values().get()
    for ask in (stranger.get, stranger.head):
        page = ask(link)
        assert page.status_code == 200
        assert "Foreword" not in page.content.decode()
        assert "Jones" not in page.content.decode()
        assert not page.cookies
    assert SignedLink.objects.values().get() == before
    assert AccessEvent.objects.filter(what=What.LINK_OPENED).count() == 2


def test_no_page_behind_a_link_is_kept_found_or_told_of_by_a_referrer(stranger, link):
    for answer in (
        stranger.get(link),
        opened(stranger, link),
        say(stranger, link, "One."),
        stranger.get(f"{link[:-2]}/"),
    ):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]


ENDS = {
    "expired": lambda: SignedLink.objects.update(ends=date(2016, 5, 31)),
    "withdrawn": lambda: SignedLink.objects.update(revoked_at=clock.now(), revoked_by=make.UserFactory()),
    "worn out": lambda: SignedLink.objects.update(uses=PURPOSES["comments"].uses),
    "of something else": lambda: SignedLink.objects.update(purpose="figures"),
    "of nobody": lambda: SignedLink.objects.update(row=0),
    "changed": lambda: Reader.objects.update(version=2),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_link_that_is_over_shows_nothing_takes_nothing_and_gives_back_what_was_written(stranger, link, end):
    say(stranger, link, "Before.")
    name = box(opened(stranger, link), "1.1")
    end()
    number = Comment.objects.get().pk
    for answer in (
        stranger.get(link),
        opened(stranger, link),
        stranger.post(link, {"do": "send", name: "Afterwards & <still> here."}),
        stranger.post(link, {"do": f"withdraw-{number}"}),
    ):
        assert answer.status_code == 404
        assert "This link opens nothing" in words(answer)
        assert "Foreword" not in answer.content.decode()
    answer = stranger.post(link, {"do": "send", name: "Afterwards & <still> here."})
    assert "Afterwards &amp; &lt;still&gt; here." in answer.content.decode()
    assert Comment.objects.get().words == "Before."


@pytest.mark.parametrize("end", [ENDS[name] for name in ENDS if name != "of something else"])
def test_a_link_that_ends_while_comments_come_in_takes_none(stranger, link, end, monkeypatch):
    name = box(opened(stranger, link), "1.1")
    held = (SignedLink.objects.get(), comments.reader_of(Reader.objects.get().pk))
    monkeypatch.setattr(links, "opened", lambda *given: held)
    end()
    answer = stranger.post(link, {"do": "send", name: "One."})
    assert answer.status_code == 404
    assert "One." in answer.content.decode()
    assert not Comment.objects.exists()


def test_an_altered_link_opens_nothing(stranger, link):
    word = link.split("/")[3]
    other = "A" if word[-1] != "A" else "B"
    for each in (word[:-1] + other, word.upper(), word.partition("-")[2], f"9{word}", "1-", f"١-{word}", "x" * 5000):
        assert stranger.get(reverse("given-draft", args=[each])).status_code == 404
    for name in ("figures", "statement"):
        assert stranger.post(link.replace("/draft/", f"/{name}/"), {"do": "open"}).status_code == 404


def test_a_place_of_another_publication_takes_no_comment(officer, stranger, link):
    other = report_with("2014", "Words of another report.")
    theirs = box(opened(stranger, made(officer, other)), "1.1")
    answer = stranger.post(link, {"do": "send", theirs: "Smuggled.", "on nowhere~x": "More.", "in x": "Chosen."})
    assert "Words of another report." not in answer.content.decode()
    for given in ("Smuggled.", "More.", "Chosen."):
        assert given in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_comment_of_a_megabyte_is_refused_in_a_sentence_and_stays_in_its_box(stranger, link):
    name = box(opened(stranger, link), "1.1")
    long = "We trained our staff. " * 50_000
    answer = stranger.post(link, {"do": "send", name: long, box(opened(stranger, link), "1.2"): "Short."})
    assert "signs long, and 5,000 can be kept." in words(answer)
    assert written(answer, name) == long
    assert Comment.objects.get().words == "Short.", "what can be kept is kept"


def test_what_is_written_is_no_markup_and_turns_no_words_round(officer, stranger, link, report):
    say(stranger, link, "<script>alert(1)</script> \u202egnp.exe\u202c")
    comment = Comment.objects.get()
    assert comment.words == "<script>alert(1)</script> gnp.exe"
    for page in (opened(stranger, link), officer.get(of("office-comments", report))):
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_too_many_visits_give_back_what_was_written(stranger, link, settings):
    name = box(opened(stranger, link), "1.1")
    caches["default"].clear()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"link": "1/m/ip"}
    stranger.get(link)
    answer = stranger.post(link, {"do": "send", name: "One."})
    assert answer.status_code == 429
    assert "One." in answer.content.decode()
    assert stranger.get(link).status_code == 429


def test_each_deed_is_in_the_record_of_access_without_a_name(stranger, officer, link, report):
    stranger.get(link)
    say(stranger, link, "One.")
    stranger.post(link, {"do": f"withdraw-{Comment.objects.get().pk}"})
    found = AccessEvent.objects.filter(what__startswith="link-").order_by("pk").values_list("what", "detail")
    name = f"Commenting on the draft of one publication, link {SignedLink.objects.get().pk}"
    assert list(found) == [
        ("link-made", f"{name}: Reader {Reader.objects.get().pk} of the {report}"),
        ("link-opened", name),
        ("link-opened", f"{name}: shown"),
        ("link-used", f"{name}: 1 comment sent"),
        ("link-used", f"{name}: a comment withdrawn"),
    ]


# The office


def test_every_member_gets_a_link_of_its_own_in_one_step(officer, stranger, report):
    for name in ("Essex Police", "Cafcass"):
        make.SeatFactory(body=report.body, organisation=make.OrganisationFactory(name=name))
    page = officer.post(of("office-readers", report), {"do": "all", "all-ends": "30 June 2016"})
    assert "2 links" in words(page)
    assert "The link is for Essex Police" in words(page)
    assert all(FIRST in words(opened(stranger, each)) for each in addresses(page))
    page = officer.post(of("office-readers", report), {"do": "all", "all-ends": "30 June 2016"}, follow=True)
    assert "Each member has a link that opens already." in words(page)
    page = officer.post(of("office-readers", report), {"do": "withdraw-all"}, follow=True)
    assert "2 links were withdrawn." in words(page)
    page = officer.post(of("office-readers", report), {"do": "all", "all-ends": "30 June 2016"})
    assert Reader.objects.count() == 2, "nobody is put on the list twice"
    assert len(addresses(page)) == 2


@pytest.mark.parametrize("until", ["", "soon", "31 May 2016", "30 June 2030"])
def test_a_day_that_is_none_makes_no_link_and_puts_nobody_on_the_list(officer, report, until):
    page = officer.post(of("office-readers", report), {"do": "one", "one-name": "A nurse", "one-ends": until})
    assert "There is a problem" in words(page)
    assert 'value="A nurse"' in page.content.decode()
    assert not Reader.objects.exists()


def test_nobody_is_on_the_list_twice(officer, link, report):
    page = officer.post(
        of("office-readers", report), {"do": "one", "one-name": "PC Jones,  Police", "one-ends": "30 June 2016"}
    )
    assert "This reader is on the list already." in words(page)
    assert SignedLink.objects.count() == 1


@pytest.mark.parametrize("number", ["9" * 5000, "٣", ""])
def test_a_reader_who_is_none_gets_no_link(officer, report, number):
    assert officer.post(of("office-readers", report), {"do": f"new-{number}"}).status_code == 404
    assert not SignedLink.objects.exists()


def test_a_link_is_withdrawn_at_its_own_publication_only(officer, stranger, link, report):
    number = SignedLink.objects.get().pk
    officer.post(of("office-readers", report_with("2014", "Other.")), {"do": f"withdraw-{number}"})
    assert opened(stranger, link).status_code == 200
    officer.post(of("office-readers", report), {"do": f"withdraw-{number}"})
    assert opened(stranger, link).status_code == 404


def test_a_comment_is_answered_put_aside_and_opened_again(officer, stranger, link, report):
    say(stranger, link, "All of them?")
    comment = Comment.objects.get()
    where = of("comment-settle", report, comment.pk)
    page = officer.post(where, {"do": "answer", "answer": "  "})
    assert "Write what you answer, or put the comment aside." in words(page)
    officer.post(where, {"do": "answer", "answer": "Yes."})
    comment.refresh_from_db()
    assert (comment.outcome, comment.answer, comment.settled_by) == ("answered", "Yes.", comment.link.made_by)
    page = officer.get(of("office-comments", report) + "?show=settled")
    assert "Answered" in words(page)
    assert "No comment is open." in words(officer.get(of("office-comments", report)))
    officer.post(where, {"do": "again"})
    comment.refresh_from_db()
    assert (comment.outcome, comment.settled_at) == ("", None)
    assert written(officer.get(of("office-comments", report)), "answer") == "Yes.", "nothing typed is lost"
    assert "Yes." not in words(opened(stranger, link)), "and it is told to nobody while it is open"


def test_of_two_who_settle_a_comment_the_second_is_told_and_keeps_what_was_typed(officer, stranger, link, report):
    say(stranger, link, "All of them?")
    where = of("comment-settle", report, Comment.objects.get().pk)
    officer.post(where, {"do": "aside"})
    page = officer.post(where, {"do": "answer", "answer": "Yes, all 212."})
    assert page.status_code == 409
    assert "Yes, all 212." in words(page)
    assert Comment.objects.get().outcome == "put-aside"


def test_a_comment_is_settled_at_its_own_publication_only(officer, stranger, link):
    say(stranger, link, "One.")
    other = report_with("2014", "Other.")
    assert officer.post(of("comment-settle", other, Comment.objects.get().pk), {"do": "aside"}).status_code == 404


def test_the_page_asks_the_database_as_often_for_twenty_comments_as_for_two(officer, report):
    def asked():
        with CaptureQueriesContext(connection) as found:
            officer.get(of("office-comments", report))
        return len(found)

    make.CommentFactory.create_batch(2, publication=report, quoted=FIRST)
    asked()
    few = asked()
    make.CommentFactory.create_batch(18, publication=report, quoted=FIRST)
    assert asked() == few


def test_comments_of_word_copies_stand_beside_the_others_and_come_once(officer, report):
    told = {"who": "Jo  Smith\u202e", "said": clock.now()}
    first = comments.note(report, "foreword/paragraph-1", FIRST, "Which year?", **told)
    again = comments.note(report, "foreword/paragraph-2", FIRST, "Which year?", **told)
    assert first == again
    assert (first.source, first.who) == ("word", "Jo Smith")
    assert "in a Word copy" in words(officer.get(of("office-comments", report)))
    with pytest.raises(ValidationError):
        comments.note(report, "foreword/paragraph-1", FIRST, " \n", who="")
