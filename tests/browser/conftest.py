"""The demonstration's board, published and served, and a browser of this machine to look at it with."""

import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from editions import publishing as editions
from membership.models import User
from publications.files import pdf
from publications.models import Publication, PublicationKind
from tests import factories as make
from tests import pages, publishing
from tests.publications.test_brought import a_pdf

# Playwright runs a loop of its own in this thread, and Django's ORM would refuse to work beside one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@dataclass(frozen=True)
class Site:
    address: str
    tree: Path
    pages: list[pages.Page]
    answers: dict  # what is answered at an address in place of what the program would say


class Answering:
    """Comes before everything else and gives an answer that was given before, with all its headers."""

    answers: ClassVar[dict] = {}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = self.answers.get(request.get_full_path())
        if given is None:
            return self.get_response(request)
        return HttpResponse(given.content, status=given.status_code, headers=given.headers)


def lost(request):
    """What could not be loaded. A request that the browser gave up because the reader went on is not lost."""
    if request.failure != "net::ERR_ABORTED":
        yield f"not loaded: {request.url}"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Chromium is not installed: apt-get install chromium")
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
        # The form of dates in a date field follows the browser's own language.
        "env": {**os.environ, "LANGUAGE": "en_GB"},
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture(scope="session")
def site(browser, django_db_setup, django_db_blocker, tmp_path_factory):
    """One board for all browser tests: they look and don't touch. Without a browser none is loaded."""
    tree = tmp_path_factory.mktemp("site") / "public"
    answering = [f"{__name__}.Answering", *settings.MIDDLEWARE]
    view = override_settings(PUBLIC_ROOT=tree, TODAY=date(2016, 6, 1), MIDDLEWARE=answering)
    with django_db_blocker.unblock(), view:
        call_command("demo", verbosity=0)
        # The demonstration's PDFs are real; nobody looks at those of the versions and drafts after it.
        with patch.object(
            pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=1, versions="stand-in", remarks=())
        ):
            publish_again("Keep young carers safe")
            publish_again("Keep young carers safe and well")
            list_an_earlier_document()
            found = pages.everything()
        server = LiveServer("localhost")
        try:
            yield Site(server.url, tree, found, Answering.answers)
        finally:
            server.stop()


def publish_again(title):
    """One more version of the plan, so that there are pages about versions and about what changed."""
    plan = Publication.objects.get(kind=PublicationKind.BUSINESS_PLAN)
    goal = plan.plan.goal_set.first()
    goal.title = title
    goal.save()
    publishing.publish(plan, by=User.objects.first(), decision="Made for a test")


def list_an_earlier_document():
    """One PDF from before the system, so that its pages have something to show."""
    by = User.objects.first()
    kept = make.KeptFileFactory(data=a_pdf("Plan"), kept_by=by)
    make.EarlierDocumentFactory(title="Plan", digest=kept.digest, size=kept.size, pages=1)
    editions.update(Publication.objects.list_of_earlier_documents(by=by), by=by, on=date(2016, 6, 1))


@pytest.fixture(autouse=True)
def public_root(site):
    """The tree of the board above, in place of each test's own."""
    return site.tree


@pytest.fixture
def open_page(browser, browser_context_args, site):
    """Opens a page of the site as the person who may see it, and notes what the browser complains of."""
    contexts, tabs = {}, {}

    def tab_of(how):
        cookie, width, height, color_scheme = how
        if how not in contexts:
            view = {"viewport": {"width": width, "height": height}, "color_scheme": color_scheme}
            contexts[how] = browser.new_context(**{**browser_context_args, "base_url": site.address, **view})
            if cookie:
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.address}
                contexts[how].add_cookies([cookie])
        tab = contexts[how].new_page()
        tab.set_default_timeout(30_000)
        tab.complaints = []
        tab.on(
            "console", lambda line: line.type in ("error", "warning") and tab.complaints.append(f"console: {line.text}")
        )
        tab.on("pageerror", lambda error: tab.complaints.append(f"script: {error}"))
        tab.on("requestfailed", lambda request: tab.complaints.extend(lost(request)))
        return tab

    def opened(page, width=1280, height=900, color_scheme="light", *, same_tab=False):
        """In a new tab; a test that looks at many pages takes one tab for all that a person sees."""
        how = (page.cookie, width, height, color_scheme)
        tab = tabs.get(how) if same_tab else None
        tab = tab or tab_of(how)
        if same_tab:
            tabs[how] = tab
        tab.answer = tab.goto(page.path)
        return tab

    yield opened
    for context in contexts.values():
        context.close()
