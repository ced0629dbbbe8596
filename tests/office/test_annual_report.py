"""The annual report from “Start” to what the public reads: its sections, its board, its summary, and the way back."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from editions import tree
from lscb.office.places import KIND_OF
from membership.models import Regime, ReportingPeriod
from membership.roles import Role
from priorities.models import Progress
from publications import checks, summing
from publications import sections as layout
from publications.compose import compose, for_checks
from publications.models import Highlight, Narrative, Publication, PublicationKind
from tests import factories as make
from tests.boards.entering import as_typed, publish_site
from tests.editions.drafts import stand_ins
from tests.office.conftest import fields
from tests.walk import Parts

pytest_plugins = ["tests.southend"]
pytestmark = pytest.mark.django_db

DAY = date(2016, 6, 1)
MINUTE = {"decided_by": "The Board", "decided_on": "1 June 2016", "reference": "minute 7"}


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.TODAY = DAY


@pytest.fixture
def ann(db):
    return make.UserFactory(name="Ann", roles=[Role.MANAGER])


@pytest.fixture
def client(ann):
    client = Client()
    client.force_login(ann)
    return client


class Counting:
    """A client that counts the forms it sends, and refuses to send one twice."""

    def __init__(self, client):
        self.client, self.sent = client, []

    def get(self, path):
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer

    def post(self, path, words, answered=302):
        assert path not in self.sent, f"{path} was sent before"
        self.sent.append(path)
        answer = self.client.post(path, words)
        assert answer.status_code == answered, (path, answer.context and answer.context.get("form"))
        return answer


def words_of(answer):
    return Parts(answer.content.decode()).text


def links(answer, words):
    """Where the links of a page lead whose words begin so."""
    page = answer.content.decode()
    return [
        where for where, said in re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', page) if said.startswith(words)
    ]


def started(client, period):
    """The report on a period, by its page."""
    where = reverse("report-start", args=[period.key])
    answer = client.post(where, as_typed(client, where, {}))
    assert answer.status_code == 302, answer.content.decode()
    return Publication.objects.get(kind=PublicationKind.ANNUAL_REPORT, reporting_period=period)


# The real board


def test_the_real_board_s_report_from_start_to_published(southend, client, monkeypatch, public_root):
    """At most 60 forms, none twice; with warnings, and without a page that somebody has to know of."""
    stand_ins(monkeypatch)
    publish_site(client)
    client.post(reverse("laws"), {"law": "lscb-2015"})
    Regime.objects.filter(law__contains="2006").update(starts=date(2006, 4, 1))
    walk = Counting(client)
    [start] = links(walk.get(reverse("office")), "Start it")
    walk.post(start, as_typed(client, start, {}))
    report = Publication.objects.get(kind=PublicationKind.ANNUAL_REPORT)
    board = reverse("document-overview", args=[report.kind, report.slug])
    # What the law wants in words of its own.
    for section in report.narrative_set.filter(place="own-words", included=True):
        where = KIND_OF[Narrative].edit_address(section.pk)
        assert where in walk.get(board).content.decode()
        walk.post(where, fields(client.get(where)) | {"before": f"<p>What is known of it stands in {section}.</p>"})
    # The difference made, of each goal of the year: “not yet shown” is an answer.
    for row in Progress.objects.filter(period=report.reporting_period, goal__plan=report.past_plan):
        where = KIND_OF[Progress].edit_address(row.pk)
        walk.post(where, fields(client.get(where)) | {"difference_made": "Not yet shown."})
    # The summary, of what stands in it.
    where = reverse("summary-choose", args=[report.kind, report.slug])
    content = compose(report, on=DAY)
    chosen = [*list(summing.figures(content))[:5], *list(summing.sentences(content))[-3:]]
    walk.post(where, {"was": [], "chosen": chosen})
    where = reverse("send", args=[report.kind, report.slug])
    walk.post(where, as_typed(client, where, {"remark": "The board wants it so", "reason": ""}))
    edition = report.edition_set.get()
    for step, told in (("record", MINUTE), ("publish", {})):
        where = reverse(f"version-{step}", args=[edition.pk])
        walk.post(where, as_typed(client, where, told))
    assert len(walk.sent) <= 60
    assert len(walk.sent) == len(set(walk.sent))
    tree.rebuild()
    public = Parts((public_root / "current" / "annual-report" / report.slug / "whole" / "index.html").read_text()).text
    for said in ("Executive summary", "Not yet shown.", "How schools meet their", "Progress on each priority"):
        assert said in public
    assert "Annual report for 2014/15" not in words_of(walk.get(reverse("office"))), "what is public is not asked for"


def test_the_start_is_offered_from_the_day_after_the_year_ends(southend, client, settings):
    def offered():
        return links(client.get(reverse("office")), "Start it")

    settings.TODAY = date(2015, 9, 30)
    assert offered() == []
    settings.TODAY = date(2015, 10, 1)
    assert offered() == ["/office/report/2014-15/start/"]


def test_a_year_that_is_over_and_recorded_nowhere_is_asked_for_and_its_form_is_filled_in(southend, client, settings):
    def asked_for():
        return links(client.get(reverse("office")), "Record the year")

    settings.TODAY = date(2016, 9, 30)
    assert asked_for() == []
    settings.TODAY = date(2016, 10, 1)
    [where] = asked_for()
    form = fields(client.get(where.replace("&amp;", "&")))
    said = [form[name] for name in ("label", "starts", "ends")]
    assert said == [["2015/16"], ["1 October 2015"], ["30 September 2016"]]
    client.post(where.replace("&amp;", "&"), form)
    assert asked_for() == []
    assert "Annual report for 2015/16" in words_of(client.get(reverse("office")))


def test_the_sections_stand_in_the_order_of_the_law_and_each_says_what_feeds_it(southend, client):
    client.post(reverse("laws"), {"law": "lscb-2015"})
    Regime.objects.filter(law__contains="2006").update(starts=date(2006, 4, 1))
    report = started(client, ReportingPeriod.objects.get())
    shown = [str(row) for row in report.narrative_set.filter(included=True)]
    assert shown[:3] == ["Executive summary", "Progress on each priority", "Key successes"]
    in_words = "How schools meet their safeguarding duties, policies reviewed, training and its effect"
    assert shown.index("Learning") < shown.index("Who pays what") < shown.index(in_words)
    assert shown[-1] == "Glossary"
    page = client.get(reverse("document-overview", args=[report.kind, report.slug]))
    rows = {row["heading"]: row for row in page.context["rows"]}
    assert rows["Progress on each priority"]["state"] == "Partly"
    assert "8 goals without a word on the difference made to children" in rows["Progress on each priority"]["lacks"]
    assert rows[in_words]["state"] == "Nothing written"
    assert rows["Learning"]["state"] == "Nothing recorded", "it stands there, because the law wants the reviews"
    assert rows["Foreword"]["state"] == "Left out"
    assert rows["Key successes"]["state"] == "Ready"
    assert rows["Who pays what"]["state"] == "Nothing recorded", "the budget of that year is recorded nowhere"
    assert [each.number for each in page.context["missing"]] == ["3", "4", "4a", "7"]


def test_each_section_of_records_leads_to_where_they_are_entered(southend, client):
    report = started(client, ReportingPeriod.objects.get())
    page = client.get(reverse("document-overview", args=[report.kind, report.slug]))
    enter = {row["heading"]: row["entered"] for row in page.context["rows"]}
    for heading, where in {
        "Learning": reverse("office-learning"),
        "Training and campaigns": reverse("office-training"),
        "Statements of members": reverse("office-statements", args=[report.kind, report.slug]),
        "Inspections": reverse("office-inspections"),
        "Policies": reverse("office-policies"),
    }.items():
        assert enter[heading] == where
        assert client.get(where).status_code == 200
    # What the program says itself, and what is chosen from the document, is entered nowhere.
    assert {heading for heading, where in enter.items() if not where} == {
        "Executive summary",
        "Foreword",
        "What is not recorded",
    }


def test_one_press_takes_the_whole_start_back_until_something_of_it_is_changed(southend, client):
    before = Publication.objects.count(), Narrative.objects.count()
    report = started(client, ReportingPeriod.objects.get())
    back = reverse("report-start-back", args=[report.kind, report.slug])
    board = reverse("document-overview", args=[report.kind, report.slug])
    assert "Take the whole start back" in words_of(client.get(board))
    assert client.post(back)["Location"] == reverse("office")
    assert (Publication.objects.count(), Narrative.objects.count()) == before
    report = started(client, ReportingPeriod.objects.get())
    section = report.narrative_set.filter(included=False).first()
    where = KIND_OF[Narrative].edit_address(section.pk)
    client.post(where, fields(client.get(where)) | {"before": "<p>We thank everybody.</p>"})
    assert "Take the whole start back" not in words_of(client.get(board))
    refused = client.post(back)
    assert refused.status_code == 409
    assert "Some of these rows were changed since" in words_of(refused)
    assert Publication.objects.filter(pk=report.pk).exists()


def test_a_report_is_started_once_however_many_press(southend, client):
    period = ReportingPeriod.objects.get()
    where = reverse("report-start", args=[period.key])
    first, second = as_typed(client, where, {}), as_typed(client, where, {})
    client.post(where, first)
    report = Publication.objects.get(kind=PublicationKind.ANNUAL_REPORT)
    for again in (first, second):
        assert client.post(where, again)["Location"] == reverse("document-overview", args=[report.kind, report.slug])
    assert Publication.objects.filter(kind=PublicationKind.ANNUAL_REPORT).count() == 1
    assert client.get(where).status_code == 302, "what is begun is gone on with"


def test_a_period_without_an_address_is_said_beside_its_field_and_what_was_typed_stays(southend, client):
    where = reverse("report-start", args=[ReportingPeriod.objects.get().key])
    answer = client.post(where, as_typed(client, where, {"title": "Our year", "period": "–"}))
    assert answer.status_code == 200
    assert "Write it with a year." in words_of(answer)
    assert 'value="Our year"' in answer.content.decode()


def test_last_time_s_words_stand_beside_the_empty_field_and_are_copied_nowhere(southend, client):
    client.post(reverse("laws"), {"law": "lscb-2015"})
    Regime.objects.filter(law__contains="2006").update(starts=date(2006, 4, 1))
    former = make.PublicationFactory(
        kind=PublicationKind.ANNUAL_REPORT, slug="2013-14", title="Report", starts=date(2013, 10, 1)
    )
    make.NarrativeFactory(publication=former, key="schools", answers="7", before="<p>Two reviews taught us.</p>")
    report = started(client, ReportingPeriod.objects.get())
    section = report.narrative_set.get(answers="7")
    assert section.before == ""
    where = KIND_OF[Narrative].edit_address(section.pk)
    assert "Words of Report" in words_of(client.get(where))
    assert "Two reviews taught us." in words_of(client.get(where))
    board = reverse("document-overview", args=[report.kind, report.slug])
    assert "Two reviews taught us." in words_of(client.get(board))
    client.post(where, fields(client.get(where)) | {"before": "<p>None ended this year.</p>"})
    assert "Two reviews taught us." not in words_of(client.get(where)) + words_of(client.get(board))


def test_whoever_else_is_writing_is_named_and_of_two_who_save_neither_loses_a_word(southend, client):
    report = started(client, ReportingPeriod.objects.get())
    section = report.narrative_set.get(heading="Foreword")
    where = KIND_OF[Narrative].edit_address(section.pk)
    bob = Client()
    bob.force_login(make.UserFactory(name="Bob", roles=[Role.EDITOR]))
    hers, his = fields(client.get(where)), fields(bob.get(where))
    bob.post(where, his | {"before": "<p>His.</p>", "_deed": "keep"})
    row = next(
        row
        for row in client.get(reverse("document-overview", args=[report.kind, report.slug])).context["rows"]
        if row["heading"] == "Foreword"
    )
    assert row["writing"][0].startswith("Bob has text not saved yet")
    assert client.post(where, hers | {"before": "<p>Hers.</p>"}).status_code == 302
    answer = words_of(bob.post(where, his | {"before": "<p>His.</p>"}))
    assert "Hers." in answer
    assert "His." in answer


# The summary


def test_the_summary_says_what_stands_in_the_report_and_nothing_that_no_longer_does(southend, client):
    report = started(client, ReportingPeriod.objects.get())
    where = reverse("summary-choose", args=[report.kind, report.slug])
    content = compose(report, on=DAY)
    sentence = next(each for each in summing.sentences(content) if each.startswith("High levels of safeguarding"))
    figure = next(each for each in summing.figures(content) if each.startswith("series"))
    client.post(where, {"was": [], "chosen": [figure, sentence]})
    assert Highlight.objects.count() == 2

    def shown():
        [(_, section)] = layout.placed(compose(report, on=DAY), {"summary"})
        return section.records

    assert [each.figure for each in shown().figures] == [summing.figures(content)[figure].figure]
    assert [each.words for each in shown().sentences] == [sentence]
    finding = report.reporting_period.finding_set.get(words__startswith="High levels")
    finding.words = "Low levels of safeguarding children training of professionals and volunteers"
    finding.save()
    assert shown().sentences == ()
    page = client.get(where)
    assert "Chosen, and no longer in the document" in words_of(page)
    told = "1 thing chosen for the summary stands in no section of this document."
    assert told in [each.words for each in checked(report)]
    client.post(where, {"was": [figure, sentence], "chosen": [figure]})
    assert Highlight.objects.count() == 1


def checked(report):
    content = compose(report, on=DAY)
    return checks.check(content, today=DAY, **for_checks(report, content, on=DAY))


def test_of_two_who_choose_at_once_each_gets_what_was_ticked(southend, client):
    report = started(client, ReportingPeriod.objects.get())
    where = reverse("summary-choose", args=[report.kind, report.slug])
    first, second, third = list(summing.sentences(compose(report, on=DAY)))[:3]
    client.post(where, {"was": [], "chosen": [first, second]})
    # Both see the two; one takes the first out, and the other adds a third.
    client.post(where, {"was": [first, second], "chosen": [second]})
    client.post(where, {"was": [first, second], "chosen": [first, second, third]})
    assert {row.sentence for row in Highlight.objects.all()} == {second, third}


def test_a_sentence_that_stands_nowhere_is_refused_and_stays_in_its_field(southend, client):
    report = started(client, ReportingPeriod.objects.get())
    section = report.narrative_set.get(place="summary")
    where = KIND_OF[Highlight].adding(narrative=section)
    answer = client.post(where, fields(client.get(where)) | {"sentence": "All is well with every child here."})
    assert "No sentence of the document reads like this." in words_of(answer)
    assert "All is well with every child here." in words_of(answer)
    assert not Highlight.objects.exists()
