"""The real board, loaded once for a module of tests, and its plan as the public would get it, made once.

A test module that wants them says `pytest_plugins = ["tests.southend"]`.
"""

import json
from datetime import date

import msgspec
import pytest

from editions import pages
from publications import render
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.files import pdf
from publications.models import Publication, PublicationKind
from tests.kept_rows import load_once, made_once

DAY = date(2016, 6, 1)
ADDRESS = "business-plan/2016-2019"


@pytest.fixture(scope="module")
def southend(of_the_module):
    """The board as the demonstration loads it, once for a module, whose tests may read the database."""
    load_once("southend")


@pytest.fixture(scope="module")
def report(southend):
    """The annual report that the demonstration makes of the board's records, composed."""
    load_once("illustration")
    return made_once("report", lambda: compose(Publication.objects.get(kind=PublicationKind.ANNUAL_REPORT), on=DAY))


@pytest.fixture(scope="module")
def southend_plan(southend):
    """The business plan for 2016 to 2019."""
    return Publication.objects.get(kind=PublicationKind.BUSINESS_PLAN, slug="2016-2019")


@pytest.fixture(scope="module")
def plan(southend_plan):
    """The same, where a folder of tests has no plan of its own by this name."""
    return southend_plan


@pytest.fixture(scope="module")
def content(southend_plan):
    """What the plan says, as frozen values."""
    return made_once("content", lambda: compose(southend_plan, on=DAY))


@pytest.fixture(scope="module")
def published(content):
    """The public files, by path: the plan's first version with its PDF, and the site about it."""
    return made_once("published", lambda: files_of(content))


def files_of(content):
    site = compose(Publication.objects.get(kind=PublicationKind.SITE), on=DAY)
    text = codec.write(content)
    control = Control(number=1, published_on=DAY, check_code=codec.digest(text))
    made = pdf.make(render.paper(content, control, site))
    version = pages.PublishedVersion(content=content, text=text, control=control, pdf=made.data, pdf_pages=made.pages)
    return dict(pages.files(site, [version], DAY))


@pytest.fixture(scope="module")
def whole_page(published):
    """The web page that shows the whole plan."""
    return published[f"{ADDRESS}/whole/index.html"].decode()


@pytest.fixture(scope="module")
def plan_as_json(published):
    """The content of the public JSON as plain values, the fields of each object in the order the content gives them."""
    public = json.loads(published[f"{ADDRESS}.json"])
    return msgspec.to_builtins(codec.read(json.dumps(public["content"]), codec.SCHEMA))


@pytest.fixture(scope="module")
def check_code(published):
    """The SHA-256 of the plan's content, as published beside it."""
    return json.loads(published[f"{ADDRESS}.json"])["control"]["check_code"]


@pytest.fixture(scope="module")
def plan_as_pdf(published):
    """The bytes of the public PDF."""
    return published[f"{ADDRESS}.pdf"]


@pytest.fixture(scope="module")
def report_as_pdf(report):
    """The PDF of the annual report, and what was said of making it."""
    return pdf.make(render.paper(report, Control(number=1, check_code="0" * 64)))
