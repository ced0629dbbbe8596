"""Every published version stays in view: its files, its check codes, and what changed from one to the next."""

import hashlib
import io
import json
import re
import zipfile
from datetime import date
from decimal import Decimal

import jsonschema
import msgspec
import pytest
from msgspec.structs import replace

from editions import downloads, pages, presenting, versions
from kit import clock
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control, Period
from publications.models import Publication, PublicationKind
from tests import factories as make

pytest_plugins = ["tests.southend"]

BASE = "business-plan/2016-2019"
TODAY = date(2018, 6, 1)


@pytest.fixture(scope="module")
def site(southend):
    return compose(Publication.objects.get(kind=PublicationKind.SITE), on=TODAY)


@pytest.fixture(scope="module")
def short(content):
    """Half of the plan, for what hangs on no other section of it: its own words, its money, its meetings."""
    keys = {"introduction", "financial-provision", "forward-plan"}
    return replace(content, sections=tuple(section for section in content.sections if section.key in keys))


def with_amount(content, amount):
    """The plan with another amount in each contribution of the clinical commissioning group."""

    def changed(section):
        records = section.records
        if section.place == "contributions":
            rows = (replace(row, amount=Decimal(amount)) if row.key == "ccg" else row for row in records.contributions)
            records = replace(records, contributions=tuple(rows))
        return replace(section, records=records, sections=tuple(changed(inner) for inner in section.sections))

    return replace(content, sections=tuple(changed(section) for section in content.sections))


def published(content, number, *, live=False, **fields):
    text = codec.write(content)
    control = Control(
        number=number,
        published_on=date(2016 + number, 4, 1),
        decision=f"Approved by the Board, minute {number}",
        check_code=codec.digest(text),
    )
    return pages.PublishedVersion(
        content=content, text=text, control=control, pdf=b"%PDF " * 500 * number, pdf_pages=number, live=live, **fields
    )


@pytest.fixture(scope="module")
def three(content):
    """Three versions, the newest first and live."""
    return [
        published(with_amount(content, 20000), 3, live=True),
        published(with_amount(content, 21000), 2),
        published(content, 1),
    ]


@pytest.fixture(scope="module")
def tree(site, three):
    return dict(pages.files(site, three, TODAY))


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())


def test_every_version_is_listed_with_its_decision_and_its_pdf(tree):
    page = words(tree[f"{BASE}/editions/index.html"])
    for number, size in ((1, "3 KB, 1 page"), (2, "5 KB, 2 pages"), (3, "8 KB, 3 pages")):
        assert f"Approved by the Board, minute {number}" in page
        assert size in page
    assert page.index("Version 3") < page.index("Version 2") < page.index("Version 1")
    assert page.count("shown on this site") == 1


def test_the_check_codes_are_those_of_the_files(tree, three):
    page = tree[f"{BASE}/editions/index.html"].decode()
    for version in three:
        for ending in ("pdf", "json"):
            data = tree[f"{BASE}/editions/edition-{version.number}.{ending}"]
            assert hashlib.sha256(data).hexdigest() in page
        assert version.control.check_code in page
    assert "certutil -hashfile FILE SHA256" in page


def test_the_live_version_has_two_addresses_and_one_content(tree):
    for ending in ("pdf", "json"):
        assert tree[f"{BASE}.{ending}"] == tree[f"{BASE}/editions/edition-3.{ending}"]


def test_what_changed_since_the_version_before(tree):
    page = words(tree[f"{BASE}/editions/3/changes/index.html"])
    assert "From version 2, published 1 April 2018, to version 3, published 1 April 2019." in page
    assert "CCG contribution changed Before £21,000 Now £20,000" in page


def test_what_changed_since_an_old_version(tree):
    page = words(tree[f"{BASE}/editions/1/since/index.html"])
    assert "CCG contribution changed Before £22,620 Now £20,000" in page


def test_there_are_two_pages_of_changes_to_a_version_at_most(tree, content):
    pages_of_changes = [path for path in tree if re.search(r"editions/\d+/(changes|since)/index\.html$", path)]
    assert len(pages_of_changes) == 3
    many = [published(content, number, live=number == 30) for number in range(30, 0, -1)]
    compared = list(versions.comparisons(many))
    assert len(compared) == 29 + versions.LATEST - 2, "those with the live one are bounded"
    addresses = {address for *_, address in compared} | {
        versions.since_address(old) for old, _ in versions.overtaken(many)
    }
    assert {versions.since_address(old) for old in many[2:]} <= addresses, "no address is ever given up"


def test_a_changed_text_says_to_a_listener_which_words_changed(site, short):
    section, *rest = short.sections
    later = replace(short, sections=(replace(section, before=section.before.replace("Ofsted", "national")), *rest))
    found = dict(pages.files(site, [published(later, 2, live=True), published(short, 1)], TODAY))
    page = found[f"{BASE}/editions/2/changes/index.html"].decode()
    assert '<del><span class="hidden"> (taken out: </span>Ofsted<span class="hidden">) </span></del>' in page
    assert '<ins><span class="hidden"> (put in: </span>national<span class="hidden">) </span></ins>' in page


def test_words_that_look_like_markup_stay_words(site, short):
    later = replace(short, title="<script>alert(1)</script>")
    found = dict(pages.files(site, [published(later, 2, live=True), published(short, 1)], TODAY))
    assert "<script" not in found[f"{BASE}/editions/2/changes/index.html"].decode()


def test_every_link_of_these_pages_leads_to_a_file(tree):
    files = {f"/{path}" for path in tree} | {f"/{path.removesuffix('index.html')}" for path in tree}
    for path in [path for path in tree if "/editions/" in path or path.startswith("data/")]:
        for address in re.findall(r'href="(/[^"#]*)', tree[path].decode()) if path.endswith(".html") else ():
            assert address in {*files, "/members/"}, f"{path} links to {address}"


# Names


def test_the_names_under_which_files_are_kept(tree):
    names = {path: name for path in tree if (name := downloads.kept_as(path))}
    assert names[f"{BASE}.pdf"] == "business-plan-2016-2019.pdf"
    assert names[f"{BASE}/editions/edition-2.pdf"] == "business-plan-2016-2019-version-2.pdf"
    assert names[f"{BASE}/contributions.csv"] == "business-plan-2016-2019-contributions.csv"
    assert names["data/published.zip"] == "data-published.zip"
    files = {path for path in tree if path.endswith((".pdf", ".json", ".csv", ".zip"))}
    assert set(names) == {path for path in files if not path.startswith("search/")}
    assert len(set(names.values())) == len(names)


def test_the_pages_say_the_same_names(tree):
    page = tree[f"{BASE}/editions/index.html"].decode()
    assert "SHA-256 of the PDF file, business-plan-2016-2019-version-2.pdf" in page
    assert 'download="business-plan-2016-2019-contributions.csv"' in tree["data/index.html"].decode()


# What was taken down


def taken_down(number, *, was_live):
    return downloads.TakenDown(
        addresses=downloads.addresses("business-plan", "2016-2019", number, was_live=was_live),
        title=f"Revised Business Plan 2016 – 2019, version {number}",
        on=date(2018, 5, 2),
        reason="It named a child by mistake.",
    )


def test_a_live_version_that_was_taken_down_leaves_a_notice_and_its_elders(site, three):
    found = dict(pages.files(site, three[1:], TODAY, [taken_down(3, was_live=True)]))
    for path in (BASE, f"{BASE}.pdf", f"{BASE}.json", f"{BASE}/editions/edition-3.pdf", "business-plan"):
        notice = words(found[f"{path}/410.html"])
        assert "version 3 was taken down on 2 May 2018. It named a child by mistake." in notice
        assert found[f"{path}/index.html"] == found[f"{path}/410.html"], "another host shows the notice"
    assert f"{BASE}/editions/edition-2.pdf" in found
    assert "Taken down" in words(found[f"{BASE}/editions/index.html"])
    assert "/business-plan/" not in found["index.html"].decode()
    assert "data/published.zip" not in found


def test_an_old_version_that_was_taken_down_leaves_the_document_alone(site, three):
    found = dict(pages.files(site, three[:2], TODAY, [taken_down(1, was_live=False)]))
    assert f"{BASE}/410.html" not in found
    assert f"{BASE}/editions/edition-1.pdf/410.html" in found
    assert "version 1, on 2 May 2018" in words(found[f"{BASE}/editions/index.html"])
    assert f"{BASE}/editions/3/changes/index.html" in found
    assert not [path for path in found if path.startswith(f"{BASE}/editions/1/")]


def test_what_is_published_again_takes_the_place_of_the_notice(site, short):
    """The address of the document, its PDF and its data; the version's own files stay away."""
    third, first = published(short, 3, live=True), published(short, 1)
    found = dict(pages.files(site, [third, first], TODAY, [taken_down(2, was_live=True)]))
    assert found[f"{BASE}/index.html"] == dict(pages.files(site, [third, first], TODAY))[f"{BASE}/index.html"]
    assert not [
        path for path in found if path in (f"{BASE}/410.html", f"{BASE}.pdf/410.html", "business-plan/410.html")
    ]
    assert found[f"{BASE}.pdf"] == third.pdf
    assert f"{BASE}/editions/edition-2.pdf/410.html" in found


# The plan whose time is over


def plan(content, starts, ends, slug):
    period = Period(words=slug, starts=date(starts, 4, 1), ends=date(ends, 3, 31))
    return published(replace(content, slug=slug, period=period), 1, live=True)


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (date(2016, 3, 31), "This plan starts in April 2016."),
        (date(2016, 4, 1), "This plan is in force from April 2016 to March 2019."),
        (date(2019, 3, 31), "This plan is in force from April 2016 to March 2019."),
        (date(2019, 4, 1), "This plan ended in March 2019; no later plan is published here."),
    ],
)
def test_a_plan_says_by_days_how_it_stands(site, short, today, says):
    found = dict(pages.files(site, [plan(short, 2016, 2019, "2016-2019")], today))
    for path in ("index.html", "business-plan/index.html", f"{BASE}/index.html", f"{BASE}/whole/index.html"):
        page = words(found[path])
        assert says in page, path


def test_a_plan_that_another_followed_leads_to_it(site, short):
    found = dict(
        pages.files(
            site, [plan(short, 2016, 2019, "2016-2019"), plan(short, 2019, 2022, "2019-2022")], date(2020, 1, 1)
        )
    )
    page = found[f"{BASE}/index.html"].decode()
    assert 'This plan ended in March 2019; the next one is <a href="/business-plan/2019-2022/">' in page
    assert "This plan ended" not in found["business-plan/index.html"].decode()


@pytest.fixture(scope="module")
def of_a_report(site, report):
    """The public files of an annual report, long after its year."""
    return dict(pages.files(site, [published(report, 1, live=True)], date(2030, 1, 1)))


def test_a_report_is_about_a_time_that_is_over_and_says_nothing(of_a_report):
    assert "ended in" not in of_a_report["annual-report/index.html"].decode()


# Data


def test_what_is_published_is_as_its_schema_says_and_reads_back_as_it_was(tree, three):
    schema = json.loads(tree[downloads.schema_path(codec.SCHEMA)])
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    for version in three:
        data = tree[f"{BASE}/editions/edition-{version.number}.json"]
        validator.validate(json.loads(data))
        read = msgspec.json.decode(data, type=downloads.Public)
        assert (read.content, read.control) == (version.content, version.control)
    for break_it in (
        lambda public: public["content"].update(surprise=1),
        lambda public: public["control"].update(published_on="1 April 2017"),
        lambda public: public["content"]["period"].update(starts="soon"),
    ):
        broken = json.loads(data)
        break_it(broken)
        assert not validator.is_valid(broken)


def test_the_schema_says_nothing_that_a_strict_validator_refuses():
    """ajv compiles no schema, in its default mode, that has a format it wasn't given or a word that is none."""

    def of(schema, place=""):
        if isinstance(schema, dict):
            for name, part in schema.items():
                if place not in ("properties", "$defs"):
                    yield name
                yield from of(part, name)
        elif isinstance(schema, list):
            for part in schema:
                yield from of(part)

    said = set(of(json.loads(downloads.schema())))
    known = set(jsonschema.Draft202012Validator.VALIDATORS) | {"$schema", "$defs", "title", "description", "default"}
    assert not said - known
    assert "format" not in said


def test_the_report_is_as_the_schema_says_too(of_a_report):
    schema = json.loads(of_a_report[downloads.schema_path(codec.SCHEMA)])
    jsonschema.Draft202012Validator(schema).validate(json.loads(of_a_report["annual-report/2014-2015.json"]))


def test_the_check_code_is_reckoned_as_the_data_page_says(tree, three):
    data = tree[f"{BASE}.json"].decode()
    content = data.split('"content":', 1)[1].rpartition(',"control":')[0]
    assert hashlib.sha256(content.encode()).hexdigest() == three[0].control.check_code


def test_the_archive_holds_what_is_live_with_its_check_codes(tree):
    with zipfile.ZipFile(io.BytesIO(tree["data/published.zip"])) as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name) for name in archive.namelist()}
    sums = dict(reversed(line.split("  ")) for line in held.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}
    assert held["business-plan-2016-2019.pdf"] == tree[f"{BASE}.pdf"]
    assert len([name for name in held if name.endswith(".csv")]) == len(
        [path for path in tree if path.endswith(".csv")]
    )
    assert not [name for name in held if "version-2" in name]


def test_the_archive_is_the_same_whenever_it_is_made(three, monkeypatch):
    def made():
        return {file.path: file.data for file in downloads.data_files(three)}[downloads.ARCHIVE]

    first = made()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *args: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert made() == first


def test_the_data_page_names_every_table_and_no_licence_that_nobody_recorded(tree):
    page = tree["data/index.html"].decode()
    for path in tree:
        if path.endswith(".csv"):
            assert f'href="/{path}"' in page
    assert "No licence is given here." in page


def test_without_a_document_there_is_nothing_to_take_away(site):
    found = dict(pages.files(site, [], TODAY))
    assert "is public here at present" in words(found["data/index.html"])
    assert not [path for path in found if path.endswith((".zip", ".json", ".csv")) and not path.startswith("search/")]


def test_to_whom_a_version_was_presented_is_on_its_page(site, three):
    given = (("Health and Wellbeing Board", date(2018, 1, 9)), ("Cabinet", None))
    page = words(dict(pages.files(site, [replace(three[0], presented=given)], TODAY))[f"{BASE}/editions/index.html"])
    assert "Presented to Health and Wellbeing Board: 9 January 2018 Cabinet: not yet" in page
    assert "Presented to" not in words(dict(pages.files(site, three[:1], TODAY))[f"{BASE}/editions/index.html"])


@pytest.mark.django_db
def test_the_public_reads_of_those_of_whom_the_office_says_so_and_no_other():
    live = make.EditionFactory(published=True)
    former = make.EditionFactory(published=True, superseded_at=clock.now(), superseded_by=live.composed_by)
    kind = live.publication.kind
    told, waits, secret = (make.RecipientFactory(kind=kind, told=told) for told in (True, True, False))
    for recipient in (told, secret):
        make.PresentedFactory(edition=live, recipient=recipient, sent_on=date(2018, 1, 9), comments="Between us.")
    make.PresentedFactory(edition=former, recipient=waits, sent_on=date(2017, 1, 9))
    assert presenting.told() == {
        live.pk: ((str(told), date(2018, 1, 9)), (str(waits), None)),
        former.pk: ((str(waits), date(2017, 1, 9)),),
    }
