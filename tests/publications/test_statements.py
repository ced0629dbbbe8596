"""The accessibility statement and the privacy notice: true for a board that has said nothing, and for one that has."""

import json
import re
from datetime import date

import pytest
from django.conf import settings
from django.utils.html import strip_tags
from msgspec.structs import replace

from lscb.custody import retention
from membership import sessions
from publications import render
from publications.compose import compose
from publications.content import codec
from publications.content.base import BoardName
from publications.content.site import Accessibility, Concern, Contact, Site
from publications.models import PublicationKind
from tests import factories as make

pytest_plugins = ["tests.southend"]

NOTICE = "This is a demonstration. It is not the board's website."
EMPTY = Site(
    board=BoardName(name="Anytown Safeguarding Children Board", short_name="Anytown LSCB", abbreviation="LSCB"),
    area="",
    notice="",
    search_engines=True,
    concern=Concern(words="", daytime="", out_of_hours=""),
    contact=Contact(email="", telephone="", address="", website=""),
)
FULL = replace(
    EMPTY,
    responsible_body="Anytown Council",
    contact=replace(EMPTY.contact, email="board@anytown.example"),
    accessibility=Accessibility(
        other_formats="Ask the office.\n\nIt takes ten working days.",
        tested_on=date(2016, 5, 3),
        tested_by="The council's web team, with NVDA, on ten pages.",
        faults="- Pictures without words (1.1.1); by July 2016.\n- A poor contrast (1.4.3).",
        prepared_on=date(2016, 5, 9),
    ),
)


def main(site, name, **context):
    """What the page says between head and foot, as markup."""
    shell = {"site": site, "assets": {"css": "/x.css"}, "nav": [], "title": name}
    html = render.page(f"public/{name}.html", shell | context)
    return re.search(r"<main.*</main>", html, re.DOTALL).group()


def text(site, name, **context):
    """The same as one line of words."""
    return " ".join(strip_tags(main(site, name, **context)).replace("&#x27;", "'").split())


def test_a_board_that_has_recorded_nothing_claims_nothing():
    said = text(EMPTY, "accessibility")
    for words in (
        "This site has not yet been tested by people; the program it runs on is tested automatically.",
        "Who is responsible for it in law has not been recorded here.",
        "The day on which this statement was prepared has not been recorded.",
        "No test of this site by people has been recorded.",
        "The board has not yet given a contact address here.",
        "No fault is recorded.",
    ):
        assert words in said
    for words in ("partially compliant", "fully compliant", "None", "committed", "last tested on"):
        assert words not in said


def test_what_the_board_has_recorded_is_said():
    said = text(FULL, "accessibility")
    for words in (
        "Anytown Council is responsible for it in law.",
        "Anytown Council is committed to making this website accessible",
        "partially compliant with the Web Content Accessibility Guidelines (WCAG) version 2.2 AA standard, due to",
        "Pictures without words (1.1.1); by July 2016.",
        "This statement was prepared on 9 May 2016.",
        "This site was last tested on 3 May 2016.",
        "The council's web team, with NVDA, on ten pages.",
        "It takes ten working days.",
        "board@anytown.example",
    ):
        assert words in said
    assert "not been recorded" not in said
    assert "not yet" not in said


@pytest.mark.parametrize("site", [EMPTY, FULL], ids=["empty", "full"])
def test_the_statement_has_the_parts_that_the_regulations_ask_for(site):
    html = main(site, "accessibility")
    headings = re.findall(r"<h[123][^>]*>(.*?)</h", html)
    assert headings[0] == "Accessibility statement"
    for heading in (
        "Feedback and contact information",
        "Enforcement procedure",
        "Compliance status",
        "Non-accessible content",
        "Preparation of this accessibility statement",
    ):
        assert heading in headings
    assert 'href="https://www.equalityadvisoryservice.com/"' in html
    assert "(No. 2) Accessibility Regulations 2018" in html
    assert "PDF/UA-1" in html


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"tested_on": date(2016, 5, 3)}, "How it was tested, and by whom, has not been recorded."),
        ({"tested_by": "By the office."}, "This site has been tested; the day has not been recorded."),
        ({"tested_on": date(2016, 5, 3), "tested_by": "By us."}, "so full compliance is not claimed"),
    ],
)
def test_half_a_record_of_a_test_says_which_half_is_missing(known, said):
    page = text(replace(EMPTY, accessibility=Accessibility(**known)), "accessibility")
    assert said in page
    assert "partially compliant" in page
    assert "not yet been tested" not in page


@pytest.mark.parametrize("formats", ["", "Ring the office."])
@pytest.mark.parametrize("email", ["", "board@anytown.example"])
def test_whom_to_ask_for_another_format_is_said_or_that_nobody_knows(formats, email):
    site = replace(
        EMPTY, contact=replace(EMPTY.contact, email=email), accessibility=Accessibility(other_formats=formats)
    )
    section = re.search(r'id="other-formats">.*?<h2', main(site, "accessibility"), re.DOTALL).group()
    assert (formats in section) if formats else ("Ring" not in section)
    assert (email in section) if email else ("mailto" not in section)
    assert ("not yet given a contact address" in section) == (not formats and not email)


@pytest.mark.parametrize(
    ("site", "said"),
    [
        (EMPTY, "Anytown Safeguarding Children Board is the controller"),
        (FULL, "Anytown Council is the controller"),
        (replace(FULL, notice=NOTICE), "Anytown Council is the controller"),
        (replace(EMPTY, notice=NOTICE), "has not been recorded here"),
    ],
)
def test_who_answers_for_personal_information(site, said):
    [paragraph] = re.findall(r"Who is responsible</h2>\s*<p>(.*?)</p>", main(site, "privacy"), re.DOTALL)
    assert said in paragraph
    assert ("controller: it decides" in paragraph) == bool(site.run_by)


@pytest.mark.parametrize("name", ["accessibility", "privacy"])
def test_a_demonstration_says_so_in_its_statements(name):
    site = replace(EMPTY, notice=NOTICE, contact=replace(EMPTY.contact, website="www.anytown.example"))
    said = text(site, name)
    assert NOTICE in said
    assert "Who answers for this site has not been recorded." in said
    assert "the site of the Anytown" not in said
    assert "Anytown Safeguarding Children Board is" not in said


def test_the_privacy_notice_has_what_the_law_asks_for():
    html = main(FULL, "privacy")
    for words in ("controller", "public task", "Article 6(1)(e)", "How long it is kept", "Your rights", "Cookies"):
        assert words in html
    assert 'href="https://ico.org.uk/' in html
    assert "board@anytown.example" in html


def test_the_privacy_notice_names_the_times_that_the_program_keeps_to():
    said = text(FULL, "privacy")
    for words in (
        f"and {retention.PERSON_YEARS} years after it has ended",
        f"until {retention.PERSON_YEARS} years after they left it",
        f"The record of access: {retention.ACCESS_YEARS} years",
        f"typed and never saved: {retention.UNSAVED_DAYS} days",
        f"or {settings.SESSION_COOKIE_AGE // 3600} hours have passed",
        f"it lasts {sessions.REMEMBERED_DAYS} days",
    ):
        assert words in said


def test_pdfs_from_before_the_site_are_no_secret_of_the_accessibility_statement():
    assert "There are no older documents here" in text(FULL, "accessibility", earlier=False)
    said = main(FULL, "accessibility", earlier=True)
    assert "There are no older documents" not in said
    assert 'href="/earlier-documents/"' in said


def test_a_board_without_local_numbers_says_whom_to_ask():
    said = text(FULL, "worried")
    assert "The office of the board can say whom to call. It is no emergency service." in said
    assert "board@anytown.example" in said
    assert "can say whom to call" not in text(EMPTY, "worried")


def test_the_words_of_the_board_are_words_and_no_markup():
    bad = "<script>alert(1)</script>"
    accessibility = Accessibility(other_formats=bad, tested_by=bad, faults=f"- {bad}\n- {bad}")
    site = replace(EMPTY, responsible_body=bad, notice=bad, accessibility=accessibility)
    for name in ("accessibility", "privacy"):
        assert "<script" not in main(site, name)
        assert "&lt;script&gt;alert(1)" in main(site, name)


def test_a_site_that_was_published_before_there_were_statements_is_still_read():
    text = (
        '{"area":"","board":{"abbreviation":"LSCB","name":"Anytown Safeguarding Children Board",'
        '"short_name":"Anytown LSCB"},"concern":{"daytime":"","out_of_hours":"","words":""},'
        '"contact":{"address":"","email":"","telephone":"","website":""},"notice":"","search_engines":true,'
        '"type":"site"}'
    )
    assert codec.read(text, 1) == EMPTY


@pytest.mark.django_db
def test_the_settings_of_the_board_are_frozen_with_the_site():
    board = make.BoardFactory(
        responsible_body="Anytown Council",
        other_formats="Ask the office.",
        accessibility_tested_on=date(2016, 5, 3),
        accessibility_tested_by="The web team.",
        accessibility_faults="A poor contrast (1.4.3).",
        statement_prepared_on=date(2016, 5, 9),
    )
    board.full_clean()
    kept = codec.write(compose(make.PublicationFactory(kind=PublicationKind.SITE, slug="site"), on=date(2016, 6, 1)))
    site = codec.read(kept, codec.SCHEMA)
    assert json.loads(kept)["accessibility"] == {
        "faults": "A poor contrast (1.4.3).",
        "other_formats": "Ask the office.",
        "prepared_on": "2016-05-09",
        "tested_by": "The web team.",
        "tested_on": "2016-05-03",
    }
    assert (site.key, site.responsible_body) == ("anytown-lscb", "Anytown Council")
    assert "last tested on 3 May 2016" in text(site, "accessibility")


def test_every_page_that_offers_the_pdf_offers_other_formats(published):
    pages = [path for path in published if re.fullmatch(r"business-plan/.*index\.html", path) and "/whole/" not in path]
    assert len(pages) > 5
    for path in pages:
        html = published[path].decode()
        assert "Download as PDF" in html
        assert html.count('href="/accessibility/#other-formats"') == 1, path
