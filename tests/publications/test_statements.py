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
from publications.content.site import Accessibility, AccessibilityFault, Concern, Contact, Helpline, Site
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
        listed=(
            AccessibilityFault(
                key="a",
                words="Pictures have no words.",
                criterion="1.1.1",
                stands="to-mend",
                starts=date(2016, 5, 3),
                mend_by=date(2016, 7, 1),
            ),
            AccessibilityFault(key="b", words="A poor contrast.", criterion="1.4.3", stands="to-mend"),
            AccessibilityFault(key="c", words="Films of 2009.", stands="scope"),
            AccessibilityFault(key="d", words="A map of 300 streets.", criterion="1.1.1", stands="burden"),
        ),
        prepared_on=date(2016, 5, 9),
        reviewed_on=date(2017, 4, 3),
    ),
    complaints="board@anytown.example",
    log_retention="30 days",
    licence="ogl-3",
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
        "This website is not compliant with the Web Content Accessibility Guidelines (WCAG) version 2.2 AA standard, "
        "because people have not tested it yet.",
        "Who is responsible for it in law has not been recorded here.",
        "The day on which this statement was prepared has not been recorded.",
        "No test of this site by people has been recorded.",
        "The board has not yet given a contact address here.",
        "No fault is recorded.",
    ):
        assert words in said
    for words in ("partially compliant", "fully compliant", "None", "last tested on", "last reviewed on"):
        assert words not in said


def test_what_the_board_has_recorded_is_said():
    said = text(FULL, "accessibility")
    for words in (
        "Anytown Council is responsible for it in law.",
        "Anytown Council is committed to making its website accessible, in accordance with the Public Sector Bodies "
        "(Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.",
        "partially compliant with the Web Content Accessibility Guidelines (WCAG) version 2.2 AA standard, due to",
        "Pictures have no words. This fails WCAG 2.2 success criterion 1.1.1 Non-text Content. Known since 3 May 2016. "
        "It is to be put right by 1 July 2016.",
        "A poor contrast. This fails WCAG 2.2 success criterion 1.4.3 Contrast (Minimum). No day is set yet",
        "This statement was prepared on 9 May 2016. It was last reviewed on 3 April 2017.",
        "This website was last tested on 3 May 2016.",
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
    headings = re.findall(r"<h[1234][^>]*>(.*?)</h", html)
    assert headings[0] == "Accessibility statement"
    for heading in (
        "Feedback and contact information",
        "Enforcement procedure",
        "Compliance status",
        "Non-accessible content",
        "Preparation of this accessibility statement",
        "Non-compliance with the accessibility regulations",
        "Disproportionate burden",
        "Content that’s not within the scope of the accessibility regulations",
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
    assert "not tested it yet" not in page


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
        statement_prepared_on=date(2016, 5, 9),
    )
    make.AccessibilityFaultFactory(words="A poor contrast.", criterion="1.4.3")
    make.AccessibilityFaultFactory(words="Mended before.", ends=date(2016, 6, 1))
    board.full_clean()
    kept = codec.write(compose(make.PublicationFactory(kind=PublicationKind.SITE, slug="site"), on=date(2016, 6, 1)))
    site = codec.read(kept, codec.SCHEMA)
    assert json.loads(kept)["accessibility"] == {
        "listed": [{"criterion": "1.4.3", "key": "a-poor-contrast", "stands": "to-mend", "words": "A poor contrast."}],
        "other_formats": "Ask the office.",
        "prepared_on": "2016-05-09",
        "tested_by": "The web team.",
        "tested_on": "2016-05-03",
    }
    assert (site.key, site.responsible_body) == ("anytown-lscb", "Anytown Council")
    assert "last tested on 3 May 2016" in text(site, "accessibility")


def ringing(html):
    """Which links ring, in their order: where each leads and what it reads as."""
    found = re.findall(r'<a [^>]*href="((?:tel|mailto):[^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return [(address, " ".join(strip_tags(words).split())) for address, words in found]


def test_each_number_for_whoever_is_worried_rings():
    """999 first, then the local ones as buttons with their hours as words of their own, then the others."""
    concern = Concern(
        words="Ask the team: 01702 215008, or team@anytown.example.",
        daytime="01702 215007",
        daytime_when="Monday to Friday",
        out_of_hours="0345 606 1212",
        for_oneself="You are right to tell. Text 07700 900123.",
        afterwards="A social worker calls you back.",
    )
    lines = (
        Helpline(key="c", who="Childline", number="0800 1111", for_oneself=True),
        Helpline(key="p", who="The police", number="101"),
        Helpline(key="g", who="Gateway", number="the team of your trust"),
    )
    html = main(replace(EMPTY, concern=concern, helplines=lines), "worried")
    assert ringing(html) == [
        ("tel:999", "999"),
        ("tel:+441702215007", "During the day 01702 215007"),
        ("tel:+443456061212", "Evenings, nights and weekends 0345 606 1212"),
        ("tel:+441702215008", "01702 215008"),
        ("mailto:team@anytown.example", "team@anytown.example"),
        ("tel:+447700900123", "07700 900123"),
        ("tel:+448001111", "Childline 0800 1111"),
        ("tel:101", "The police 101"),
    ]
    said = " ".join(strip_tags(html).split())
    for words in ("Monday to Friday", "A social worker calls you back.", "Gateway: the team of your trust"):
        assert words in said
    assert 'href="https://www.bbc.co.uk/weather"' in html
    assert "<script" not in html


def test_numbers_of_a_site_that_was_published_with_their_hours_ring_too():
    concern = replace(
        EMPTY.concern, daytime="01702 215007, 9am to 5pm", out_of_hours="01702 1 or 01702 212000 or 0345 606 1212"
    )
    html = main(replace(EMPTY, concern=concern), "worried")
    assert ringing(html)[1:] == [
        ("tel:+441702215007", "During the day 01702 215007"),
        ("tel:+441702212000", "01702 212000"),
        ("tel:+443456061212", "0345 606 1212"),
    ]
    assert '<p class="hours">9am to 5pm</p>' in html


def test_how_to_complain_about_personal_information():
    said = text(FULL, "privacy")
    assert "Complain to the controller: board@anytown.example" in said
    assert "within 30 days that your complaint has arrived" in said
    assert "The server keeps them for this long: 30 days." in said
    assert said.index("board@anytown.example By law") < said.index("Information Commissioner")
    other = replace(FULL, controller="Anytown Partnership", data_protection_contact="dpo@anytown.example")
    said = text(other, "privacy")
    assert "Anytown Partnership is the controller" in said
    assert "Its data protection officer can be reached here: dpo@anytown.example" in said


@pytest.mark.parametrize(
    ("licence", "words", "said", "unsaid"),
    [
        ("ogl-3", "", "under the Open Government Licence v3.0, except where", "No licence"),
        ("ogl-3", "Not the logo.", "under the Open Government Licence v3.0. Say where", "except where"),
        ("", "Ask us first.", "Ask us first.", "Open Government"),
        ("", "", "No licence is given here. Before you publish any of it again, ask.", "Open Government"),
    ],
)
def test_the_licence_is_said_and_what_nobody_said_is_asked_for(licence, words, said, unsaid):
    page = text(replace(FULL, licence=licence, licence_words=words), "data")
    assert said in page
    assert unsaid not in page
    assert "recorded" not in page


def test_every_page_says_whose_site_it_is_and_whom_to_tell_of_a_problem():
    def foot(site, **more):
        shell = {"site": site, "assets": {"css": "/x.css"}, "nav": [], "title": "x", "path": "/privacy/", **more}
        return render.page("public/privacy.html", shell).partition("<footer")[2]

    page = foot(FULL, signs_in=True)
    assert "This is its own site. Anytown Council is responsible for it in law." in page
    assert 'href="mailto:board@anytown.example?subject=Problem%20on%20this%20page%3A%20%2Fprivacy%2F"' in page
    assert 'href="/members/"' in page
    assert 'href="/members/"' not in foot(FULL), "where nobody can sign in"
    assert "its own site" not in foot(replace(FULL, notice=NOTICE)), "a demonstration is nobody's own"
    by_phone = foot(replace(EMPTY, contact=replace(EMPTY.contact, telephone="01702 534000")))
    assert "Call 01702 534000" in " ".join(by_phone.split())
    www = foot(replace(EMPTY, contact=replace(EMPTY.contact, website="www.anytown.example/board")))
    assert 'href="https://www.anytown.example/board"' in www
    assert 'href="https://the' not in foot(replace(EMPTY, contact=replace(EMPTY.contact, website="the council’s")))


def test_every_page_that_offers_the_pdf_offers_other_formats(published):
    pages = [path for path in published if re.fullmatch(r"business-plan/.*index\.html", path) and "/whole/" not in path]
    assert len(pages) > 5
    for path in pages:
        html = published[path].decode()
        assert "Download as PDF" in html
        assert html.count('href="/accessibility/#other-formats"') == 1, path
