"""A round of collecting: begun in one step, filled in by row, by file or by link, chased, and taken back at once."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from html import unescape

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from lxml import etree

from kit import clock
from membership.models import Party
from membership.roles import Role
from priorities.models import Asking, Chase, Collection, Indicator, Observation
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2016, 7, 20)
JUNE = {"starts": date(2016, 4, 1), "ends": date(2016, 6, 30)}
MARCH = {"starts": date(2016, 1, 1), "ends": date(2016, 3, 31), "timing": "during"}


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def officer(today):
    make.BoardFactory()
    client = Client()
    client.person = make.UserFactory(roles=[Role.DATA_OFFICER], name="Officer")
    client.force_login(client.person)
    return client


@pytest.fixture
def police():
    return Party.objects.of(make.OrganisationFactory(name="Essex Police"))


def asked_of(party, *names, **more):
    """Indicators with one line each, owed by a party for each quarter."""
    known = {"every": "quarter", "year_type": "financial", "owed_by": party} | more
    return [make.SeriesFactory(indicator=make.IndicatorFactory(name=name, **known), name="All") for name in names]


def begin(client, period="Q1 2016/17", due="15 July 2016"):
    answer = client.post(reverse("office-rounds"), {"period": period, "due": due})
    assert answer.status_code == 302, answer.content.decode()
    return Collection.objects.get()


def page_of(asking):
    return reverse("office-request", args=[asking.collection.key, asking.pk])


def words(answer):
    """A page as it reads."""
    text = re.sub(r"<(script|style|select)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(unescape(strip_tags(text.replace("</t", " </t"))).split())


def fields(asking, **typed):
    """What a form sends for some figures by the name of their indicator: the figure, what is chosen, the sentence."""
    sent = {}
    for asked in asking.askedfigure_set.select_related("series__indicator"):
        figure, state, sentence = typed.get(asked.series.indicator.name.replace(" ", "_"), ("", "", ""))
        sent |= {f"f-{asked.pk}": figure, f"s-{asked.pk}": state, f"w-{asked.pk}": sentence}
    return sent


def told():
    rows = Observation.objects.select_related("series__indicator").order_by("series__indicator__name", "ends")
    return [
        (seen.series.indicator.name, seen.period, seen.value, seen.state, seen.reason, seen.provisional)
        for seen in rows
    ]


# Begun in one step


def test_a_round_asks_everybody_who_owes_a_figure_of_this_length(officer, police):
    health = make.PartyFactory(words="Health")
    asked_of(police, "Incidents", "Missing episodes")
    asked_of(health, "Admissions")
    asked_of(None, "Nobody’s")
    asked_of(police, "Each year", every="year")
    asked_of(police, "From September", year_type="academic")
    make.SeriesFactory(indicator=Indicator.objects.get(name="Incidents"), name="England", compares="england")
    make.IndicatorFactory(name="Without a breakdown", every="quarter", owed_by=health)
    made = begin(officer)
    assert (made.name, made.starts, made.ends, made.due) == (
        "Quarter to June 2016", date(2016, 4, 1), date(2016, 6, 30), date(2016, 7, 15),
    )  # fmt: skip
    assert {
        str(asking): [str(asked.series.indicator) for asked in asking.askedfigure_set.all()]
        for asking in Asking.objects.all()
    } == {
        "Essex Police": ["Incidents", "Missing episodes"],
        "Health": ["Admissions", "Without a breakdown"],
        "Nobody named": ["Nobody’s"],
    }
    page = officer.get(reverse("office-round", args=[made.key]))
    assert "Begun: Quarter to June 2016." in words(page)
    back = re.search(r'action="([^"]*/back/[0-9]+/[^"]*)"', page.content.decode())[1]
    assert "Taken back" in words(officer.post(back, follow=True))
    assert not Collection.objects.exists()
    assert not Indicator.objects.get(name="Without a breakdown").series_set.exists()


def test_a_round_of_no_known_length_or_of_nothing_is_refused_in_words(officer, police):
    for period, sentence in (
        ("May to June 2016", "Write a month, a quarter, half a year or a year"),
        ("some time", "Write a month, a quarter, half a year or a year"),
        ("Q1 2016/17", "No indicator has periods of this length"),
    ):
        page = officer.post(reverse("office-rounds"), {"period": period, "due": ""})
        assert sentence in words(page)
        assert f'value="{period}"' in page.content.decode()
    assert not Collection.objects.exists()


def test_a_round_that_was_begun_is_not_begun_twice_and_none_is_due_before_its_period_is_over(officer, police):
    asked_of(police, "Incidents")
    page = officer.post(reverse("office-rounds"), {"period": "Q1 2016/17", "due": "1 June 2016"})
    assert "The period isn’t over before 30 June 2016." in words(page)
    made = begin(officer)
    page = officer.post(reverse("office-rounds"), {"period": "Q1 2016/17", "due": ""})
    assert "A round for this period was begun already: Quarter to June 2016." in words(page)
    assert Collection.objects.get() == made
    made.closed = TODAY
    made.save()
    assert officer.post(reverse("office-rounds"), {"period": "Q1 2016/17", "due": ""}).status_code == 302


# One screen for each who is asked


@pytest.fixture
def asking(officer, police):
    """Four figures asked of the police, of which one was recorded a quarter before."""
    lines = asked_of(police, "Incidents", "Missing episodes", "Reports")
    lines += asked_of(police, "Passed on in time", unit="per-cent", decimals=1)
    make.ObservationFactory(series=lines[0], value=17, provisional=True, period_as_printed="Q4", **MARCH)
    begin(officer)
    return Asking.objects.get()


def test_figures_states_and_reasons_are_saved_as_one_and_taken_back_as_one(officer, asking, police):
    page = words(officer.get(page_of(asking)))
    assert "Essex Police: Quarter to June 2016" in page
    assert "last time: 17 (provisional) (Q4)" in page
    assert "0 of 4 are in" in page
    answer = officer.post(
        page_of(asking),
        fields(
            asking,
            Incidents=("1,018", "p", "includes May twice"),
            Missing_episodes=("", "x", "the new system can’t count children yet"),
            Reports=("", "c", ""),
        ),
    )
    assert answer.status_code == 302, words(answer)
    assert told() == [
        ("Incidents", "Q4", Decimal(17), "", "", True),
        ("Incidents", "Q1 2016/17", Decimal(1018), "", "", True),
        ("Missing episodes", "Q1 2016/17", None, "not-available", "the new system can’t count children yet", False),
        ("Reports", "Q1 2016/17", None, "suppressed", "", False),
    ]
    seen = Observation.objects.get(series__indicator__name="Incidents", ends=JUNE["ends"])
    assert (seen.note, seen.supplied_by, seen.received_on, seen.timing) == (
        "includes May twice",
        police,
        TODAY,
        "during",
    )
    page = officer.get(page_of(asking))
    assert "Saved: 3 figures." in words(page)
    assert "3 of 4 are in" in words(page)
    officer.post(re.search(r'action="([^"]*/back/[0-9]+/[^"]*)"', page.content.decode())[1])
    assert [row[1] for row in told()] == ["Q4"]


def test_a_slip_is_asked_about_beside_its_row_and_nothing_is_saved_until_then(officer, asking):
    typed = fields(asking, Passed_on_in_time=("112.3", "", ""), Reports=("5", "x", ""), Incidents=("31", "", "as told"))
    page = officer.post(page_of(asking), typed)
    assert "Passed on in time: 112.3% is no share of a whole" in words(page)
    assert "Here stand a figure and why there is none" in words(page)
    assert 'value="as told"' in page.content.decode()
    assert len(told()) == 1
    asked = asking.askedfigure_set.get(series__indicator__name="Passed on in time")
    typed |= fields(asking, Passed_on_in_time=("112.3", "", ""), Incidents=("31", "", "as told"))
    answer = officer.post(page_of(asking), typed | {"sure": f"f-{asked.pk} 112.3"})
    assert answer.status_code == 302
    assert [row[2] for row in told()] == [17, 31, Decimal("112.3")]


def test_a_sign_that_may_mean_several_things_is_asked_about_and_the_answer_fills_the_row(officer, asking):
    asked = asking.askedfigure_set.get(series__indicator__name="Reports")
    page = officer.post(page_of(asking), fields(asking, Reports=("*", "", "")))
    assert f'name="_meant" value="f-{asked.pk} c"' in page.content.decode()
    officer.post(page_of(asking), fields(asking, Reports=("*", "", "")) | {"_meant": f"f-{asked.pk} c"})
    assert told()[-1][:4] == ("Reports", "Q1 2016/17", None, "suppressed")


def test_what_a_colleague_saved_since_is_not_written_over_without_a_word(officer, asking):
    line = asking.askedfigure_set.get(series__indicator__name="Reports").series
    seen = make.ObservationFactory(series=line, value=3, timing="during", **JUNE)
    stale = {"versions": f"{seen.pk}-{seen.version}"}
    officer.post(page_of(asking), fields(asking, Reports=("4", "", "")) | stale)
    page = officer.post(page_of(asking), fields(asking, Reports=("5", "", "")) | stale)
    assert "“4” was saved here by Officer since you opened the page" in words(page)
    assert told()[-1][2] == 4
    now = re.search(r'name="versions" value="([^"]*)"', page.content.decode())[1]
    officer.post(page_of(asking), fields(asking, Reports=("5", "", "")) | {"versions": now})
    assert told()[-1][2] == 5


def test_a_row_that_was_left_empty_takes_nothing_from_a_colleague(officer, asking):
    line = asking.askedfigure_set.get(series__indicator__name="Reports").series
    make.ObservationFactory(series=line, value=3, timing="during", **JUNE)
    officer.post(page_of(asking), fields(asking, Incidents=("31", "", "")) | {"versions": ""})
    assert [row[2] for row in told()] == [17, 31, 3]


def test_a_figure_as_at_a_day_stays_one(officer, police):
    [line] = asked_of(police, "Open cases")
    make.ObservationFactory(series=line, value=9, ends=date(2016, 3, 31), timing="as-at")
    begin(officer)
    officer.post(page_of(Asking.objects.get()), fields(Asking.objects.get(), Open_cases=("12", "", "")))
    seen = Observation.objects.order_by("pk").last()
    assert (seen.starts, seen.ends, seen.timing, seen.period) == (None, JUNE["ends"], "as-at", "30 June 2016")


def test_the_screen_asks_the_database_as_often_for_two_rows_as_for_seven(
    officer, police, django_assert_max_num_queries
):
    counts = []
    for number in (2, 7):
        Collection.objects.all().delete()
        for each in range(number):
            for line in asked_of(police, f"Number {number} {each}"):
                make.MeasureFactory(indicator=line.indicator)
                make.ObservationFactory(series=line, value=1, **MARCH)
                make.ObservationFactory(series=line, value=1, timing="during", **JUNE)
        begin(officer)
        page = page_of(Asking.objects.get())
        officer.get(page)
        with django_assert_max_num_queries(25) as asked:
            officer.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# Chasing


def test_who_was_reminded_and_what_was_promised_stands_beside_the_rows_and_on_the_first_page(officer, asking):
    chased = reverse("request-chased", args=[asking.collection.key, asking.pk])
    officer.post(chased, {"what": "asked"})
    officer.post(chased, {"what": "chased"})
    [promise] = re.findall(r'href="([^"]+)">They promised it', officer.get(page_of(asking)).content.decode())
    promise = unescape(promise)
    typed = {"what": "promised", "on": "20 July 2016"}
    assert "Say for which day it was promised" in words(officer.post(promise, typed))
    assert officer.post(promise, typed | {"until": "1 August 2016"}).status_code == 302
    assert Chase.objects.count() == 3
    page = words(officer.get(page_of(asking)))
    for sentence in (
        "Asked on 20 July 2016", "Promised for 1 August 2016", "Reminded 1 time, last on 20 July 2016",
        "Quarter to June 2016: the board still needs these figures from you, which were due by 15 July 2016:",
    ):  # fmt: skip
        assert sentence in page
    first = words(officer.get("/office/"))
    assert "Quarter to June 2016: 4 figures not in" in first
    assert "Promised for 1 August 2016" in first
    Collection.objects.update(closed=TODAY)
    assert "4 figures not in" not in words(officer.get("/office/"))


def test_what_a_round_asks_for_is_named_once_on_the_first_page(officer, asking):
    """Not in and owed are one thing there; what no round asks for is owed beside it."""
    assert not re.search("figures? (is|are) owed", words(officer.get("/office/")))
    asked_of(asking.party, "Asked for by nobody")
    first = words(officer.get("/office/"))
    assert "Quarter to June 2016: 4 figures not in" in first
    assert "1 further figure is owed" in first
    Collection.objects.update(closed=TODAY)
    assert "5 figures are owed" in words(officer.get("/office/"))


# By file


def template(officer, asking, ending="xlsx"):
    return officer.get(reverse("request-template", args=[asking.collection.key, asking.pk, ending]))


# By indicator: the figure, whether it is provisional, and a sentence.
FILLED = {
    "Incidents": (31, "yes", ""),
    "Missing episodes": ("x", "", "no system"),
    "Reports": (0, "", ""),
    "Passed on in time": ("112.3%", "", ""),
}


def by_excel(data):
    """The template filled in with Excel, as far as openpyxl writes as Excel does."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for row in book.active.iter_rows(min_row=2):
        for cell, value in zip(row[4:7], FILLED[row[1].value], strict=True):
            cell.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_libreoffice(data):
    """The template filled in as LibreOffice writes it: repeated cells as one, a share as a number, rows to the end."""
    office, table, text = (
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    )
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    content = etree.fromstring(held["content.xml"])
    [sheet] = content.iter(f"{{{table}}}table")
    for row in sheet.findall(f"{{{table}}}table-row"):
        cells = row.findall(f"{{{table}}}table-cell")
        for cell, value in zip(cells[4:7], FILLED["".join(cells[1].itertext())], strict=True):
            assert not len(cell), "what is to be filled in is empty"
            if value == "":
                continue
            kind, number = "string", None
            if isinstance(value, int):
                kind, number = "float", str(value)
            elif value.endswith("%"):
                kind, number = "percentage", str(Decimal(value[:-1]) / 100)
            cell.set(f"{{{office}}}value-type", kind)
            if number:
                cell.set(f"{{{office}}}value", number)
            etree.SubElement(cell, f"{{{text}}}p").text = str(value)
        etree.SubElement(row, f"{{{table}}}table-cell").set(f"{{{table}}}number-columns-repeated", "16377")
    rest = etree.SubElement(sheet, f"{{{table}}}table-row")
    rest.set(f"{{{table}}}number-rows-repeated", "1048571")
    etree.SubElement(rest, f"{{{table}}}table-cell").set(f"{{{table}}}number-columns-repeated", "16384")
    held["content.xml"] = etree.tostring(content, xml_declaration=True, encoding="UTF-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name, part in held.items():
            parts.writestr(name, part)
    return out.getvalue()


def test_a_template_in_ods_says_what_it_is_and_holds_no_formula(officer, asking):
    line = asking.askedfigure_set.first().series
    line.name = "=SUM(A1)"
    line.save()
    with zipfile.ZipFile(io.BytesIO(template(officer, asking, "ods").content)) as parts:
        [first, *_] = parts.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert parts.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        content = parts.read("content.xml").decode()
        named = set(re.findall(r'full-path="([^"/]+)"', parts.read("META-INF/manifest.xml").decode()))
        assert named == {"content.xml", "styles.xml"}
        assert "Essex Police: Quarter to June 2016" in parts.read("styles.xml").decode()
    assert "formula" not in content
    assert 'office:value-type="string"><text:p>&#x27;=SUM(A1)</text:p>' in content
    assert 'table:protected="true"' in content
    assert content.count('style:cell-protect="none"') == 1
    assert content.count('table:style-name="ask"') == 3 * asking.askedfigure_set.count()
    assert "A blank is no nought." in content


@pytest.mark.parametrize(("ending", "fill_in"), [("xlsx", by_excel), ("ods", by_libreoffice)])
def test_the_template_that_comes_back_is_looked_at_by_cell_saved_whole_and_taken_back_whole(
    ending, fill_in, officer, asking
):
    out = io.BytesIO(fill_in(template(officer, asking, ending).content))
    out.name, paste = f"back.{ending}", reverse("paste", args=["answers"])
    page = officer.post(paste, {"asking": asking.pk, "file": out})
    assert "112.3% is no share of a whole" in words(page)
    assert len(told()) == 1
    sent = pasted_fields(page)
    meant = re.search(r'name="do" value="(sure-[0-9-]+=)', page.content.decode())[1]
    page = officer.post(paste, sent | {"do": meant})
    answer = officer.post(paste, pasted_fields(page) | {"do": "save"})
    assert answer.status_code == 302, words(answer)
    assert told() == [
        ("Incidents", "Q4", Decimal(17), "", "", True),
        ("Incidents", "Q1 2016/17", Decimal(31), "", "", True),
        ("Missing episodes", "Q1 2016/17", None, "not-available", "no system", False),
        ("Passed on in time", "Q1 2016/17", Decimal("112.3"), "", "", False),
        ("Reports", "Q1 2016/17", Decimal(0), "", "", False),
    ]
    officer.post(answer["Location"])
    assert len(told()) == 1


def pasted_fields(page):
    """What the page with a pasted table would send as it stands."""
    found = {}
    text = page.content.decode()
    for each in re.findall(r"<input ([^>]*)>", text):
        name, value = re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each)
        if name and name[1] != "q" and not ('type="checkbox"' in each and "checked" not in each):
            found[name[1]] = unescape(value[1]) if value else "on"
    for name, inner in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', text, flags=re.S):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    for name, inner in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', text, flags=re.S):
        found[name] = unescape(inner)
    return found


def test_one_figure_is_spoken_of_as_one_and_nobody_is_reminded_once_it_is_in(officer, police):
    [line] = asked_of(police, "Incidents")
    begin(officer)
    asking = Asking.objects.get()
    page = words(officer.get(page_of(asking)))
    assert "0 of 1 is in" in page
    assert "One round, this row, nothing else." in page
    assert "Reminded today" in page
    make.ObservationFactory(series=line, value=3, timing="during", **JUNE)
    page = words(officer.get(page_of(asking)))
    assert "It is in." in page
    assert "Reminded today" not in page


# What was typed and not saved


def kept_in(officer, asking, **typed):
    """Somebody opens the page and leaves it with something typed."""
    word = re.search(r'name="_owner" value="([^"]+)"', officer.get(page_of(asking)).content.decode())[1]
    answer = officer.post(page_of(asking), fields(asking, **typed) | {"_owner": word, "_deed": "keep"})
    assert answer.json()["kept"]


def test_what_was_typed_wrong_is_forgotten_once_the_same_figure_is_saved(officer, asking):
    kept_in(officer, asking, Incidents=("ninety", "", ""))
    assert "You have unsaved text" in words(officer.get(page_of(asking)))
    page = words(officer.post(page_of(asking), fields(asking, Incidents=("91", "", "")), follow=True))
    assert "Saved: 1 figure." in page
    assert "unsaved text" not in page


def test_what_was_typed_beside_it_stays_kept(officer, asking):
    kept_in(officer, asking, Incidents=("ninety", "", ""), Reports=("12", "", ""))
    page = words(officer.post(page_of(asking), fields(asking, Incidents=("91", "", "")), follow=True))
    assert "is still kept" in page
