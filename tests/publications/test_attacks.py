"""Whatever is typed into any field: it is shown as words, asks for nothing, runs nothing and carries nothing along.

The fragments are those that read a file, called a server or attached something in other programs that make PDFs.
"""

import re
from datetime import date
from html import escape
from html.parser import HTMLParser

import pikepdf
import pytest
from django.apps import apps
from django.db import models

from kit.rows import KeyField
from publications import render
from publications import sections as layout
from publications.compose import compose
from publications.content.base import Control
from publications.files import pdf, word
from publications.models import Publication, PublicationKind
from tests.pdf_reading import Reading
from tests.publications.test_pdf import ATTACKS, outside  # noqa: F401  (a fixture)
from tests.test_house import OWN_APPS
from tests.word_reading import WordFile, faults

pytest_plugins = ["tests.southend"]
pytestmark = pytest.mark.django_db

DAY = date(2016, 6, 1)

MORE = (
    "<script>fetch('{web}/script')</script>",
    '<a href="javascript:app.alert(1)">run</a>',
    '<a href="{file}">open</a>',
    '<svg onload="fetch(`{web}/svg`)"><use href="{web}/a.svg#x"/></svg>',
    "{{% load static %}}{{{{ settings.SECRET_KEY }}}}",
    '"><img src={web}/quote>',
    '=HYPERLINK("{web}/cell")',
)
# What an element of ours may be on a page that shows words; everything else would be the writer's.
ELEMENTS = {
    "main", "article", "section", "nav", "div", "p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "a", "strong", "em",
    "br", "span", "abbr", "b", "aside", "blockquote",
    "table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "figure", "figcaption",
}  # fmt: skip
# A drawing of ours: a picture by its role, and in it nothing that leads or fetches.
DRAWN = {"svg", "title", "rect", "line", "path", "circle", "text"}
# The one button of ours: it opens or closes what a term means, by the browser itself.
OPENS_A_TERM = {"type", "class", "popovertarget", "popovertargetaction"}


def text_fields():
    """Every column of every table that people write words into, found by asking the models."""
    for app in OWN_APPS:
        for model in apps.get_app_config(app).get_models():
            if hasattr(model, "history_object") or model._meta.label in ("membership.User", "editions.Edition"):
                continue
            for field in model._meta.concrete_fields:
                is_text = isinstance(field, models.CharField | models.TextField)
                if (
                    is_text
                    and field.editable
                    and not field.choices
                    and not isinstance(field, models.SlugField | KeyField)
                ):
                    yield model, field


@pytest.fixture(scope="module")
def written(southend, report, outside, tmp_path_factory):  # noqa: F811
    """The fragments, and in how many fields they stand now: in each in which any row has words, beside these words."""
    web, _ = outside
    secret = tmp_path_factory.mktemp("secret") / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>Secret</text></svg>')
    places = {"web": web, "file": secret.as_uri(), "folder": secret.parent.as_uri()}
    fragments = [fragment.format(**places) for fragment in (*ATTACKS.values(), *MORE)]
    fields = 0
    for number, (model, field) in enumerate(text_fields()):
        row = model.objects.exclude(**{field.name: ""}).order_by("pk").first()
        if row is None:
            continue
        turned = fragments[number % len(fragments) :] + fragments[: number % len(fragments)]
        words = f"{getattr(row, field.name)} {' '.join(turned)}"[: field.max_length]
        model.objects.filter(pk=row.pk).update(**{field.name: words})
        fields += 1
    return fragments, fields


class Elements(HTMLParser):
    """The names and attributes of all elements of a page."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def test_every_kind_of_field_is_written_into(written):
    fields = list(text_fields())
    assert len(fields) > 60
    assert written[1] >= 40, "the others have no row with words in the demonstration's board"


@pytest.mark.parametrize("kind", [PublicationKind.BUSINESS_PLAN, PublicationKind.ANNUAL_REPORT])
def test_page_shows_them_as_words(written, kind):
    fragments, _ = written
    document = compose(Publication.objects.get(kind=kind), on=DAY)
    html = render.page("document/_sections.html", render.on_one_page(document))
    for fragment in fragments:
        assert escape(fragment) in html, fragment
    for tag, attributes in Elements(html).found:
        assert tag in ELEMENTS | DRAWN | {"button"}, tag
        assert tag != "svg" or attributes["role"] == "img"
        assert tag not in DRAWN or "href" not in attributes
        if tag == "button":
            assert (attributes["type"], attributes["class"]) == ("button", "term")
            assert set(attributes) <= OPENS_A_TERM
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "src", "rel")]
        assert re.match(r"#|https?://|mailto:", attributes.get("href", "#"))


def test_pdf_asks_for_nothing_runs_nothing_and_carries_nothing(written, outside):  # noqa: F811
    _, asked = outside
    document = compose(Publication.objects.get(kind=PublicationKind.BUSINESS_PLAN), on=DAY)
    site = compose(Publication.objects.get(kind=PublicationKind.SITE), on=DAY)
    made = pdf.make(render.paper(document, Control(number=1, decision=written[0][0]), site))
    assert asked == []
    reading = Reading(made.data)
    assert len(reading.attachments) == 0
    actions = {str(item.S) for item in reading.file.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item}
    assert not actions & {"/JavaScript", "/Launch", "/GoToR", "/SubmitForm", "/ImportData", "/Rendition"}
    assert not any("/EF" in item for item in reading.file.objects if isinstance(item, pikepdf.Dictionary))
    addresses = [str(link.A.URI) for link in reading.links if "/A" in link and "/URI" in link.A]
    assert all(re.match(r"https?://|mailto:|tel:\+?\d+$", address) for address in addresses), addresses
    assert b"Secret</text>" not in made.data
    assert "fetch(" in reading.tree.text, "as words"
    assert made.remarks == ()


def test_word_copy_shows_them_as_words_too(written, outside):  # noqa: F811
    fragments, _ = written
    document = compose(Publication.objects.get(kind=PublicationKind.BUSINESS_PLAN), on=DAY)
    file = WordFile(word.make(document, layout.numbered(layout.pages(document)), Control()))
    assert list(faults(file)) == []
    assert all(fragment in file.text for fragment in fragments)
    targets = [rel.target_ref for rel in file.file.part.rels.values() if rel.is_external]
    assert all(re.match(r"https?://|mailto:", target) for target in targets), targets
    assert outside[1] == []
