"""Last year's plan as a Word file makes, on an empty board, the draft that the records of the plan make."""

import re
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client

from kit.intake import accounts
from kit.intake.rows import ALONE
from lscb.office import places
from membership.models import Board, Party
from publications.compose import compose
from publications.models import Publication
from tests import factories as make
from tests.contents import plain
from tests.office.whole_plan import word_file
from tests.test_pasted_tables import DAY, UNDER_NO_HEADING
from tests.test_pasting import Fields

pytest_plugins = ["tests.southend"]

# Where the draft differs from that of the records, with the reason; none on a figure, an amount, a day or a name.
ALLOWED = {
    r"/key$": "Keys are made of the words; those of the records were given by hand.",
    r"/contents_heading$": "The document makes its own contents, of the headings.",
    r"/standing$|/standing_items$": "Nothing in the forward plan says which items stand on every agenda.",
    r"/several$": "A role in the plural doesn't say how many sit there.",
    r"/indicators$|/measured$|/wanted$|/tests$": "Figures are saved in their sentences; no list takes indicators yet.",
    r"/evidence/0/state$": "That evidence is only planned stands in its words alone.",
    r"^/sections/0/(?:place|records|before|after)$": "Linked plans stand in a sentence, where the records list them.",
}


@pytest.fixture
def client(content):
    """Somebody who has just named the board; of what the plan's records held nothing is left."""
    with transaction.atomic():
        kept = [Party, *(model for model in places.MODELS if model is not Board)]
        # What others stand in goes after them, so all are tried again until none is left.
        for _ in range(8):
            for row in [row for model in kept for row in model._base_manager.all()]:
                with suppress(ProtectedError), transaction.atomic():
                    row.delete()
        assert [model for model in kept if model._base_manager.exists()] == []
        client = Client()
        client.force_login(make.SuperuserFactory(name="Manager"))
        yield client
        transaction.set_rollback(True)


def brought(client):
    file = SimpleUploadedFile("plan.docx", word_file())
    answer = client.post("/office/paste/", {"file": file}, follow=True)
    return answer.redirect_chain[-1][0], answer.content.decode()


def press(client, address, page, **more):
    """Press a button of the page's form, with what somebody changed."""
    main = page[page.index("<main") :]
    answer = client.post(address, Fields(main).data | more, follow=True)
    return (answer.redirect_chain or [(address, 0)])[-1][0], answer.content.decode()


def number_of(page, slug, nth=0):
    """The number of the piece that seems to be a list."""
    fields = Fields(page[page.index("<main") :]).data
    return [name[5:] for name, value in fields.items() if name.startswith("into-") and value == slug][nth]


def test_a_word_file_on_an_empty_board(client, content):
    address, page = brought(client)
    # Two lines of the printed budget stand under no heading, which nothing in the table says.
    where, piece = press(client, address, page, do=f"piece-{number_of(page, 'budget-lines')}")
    rows = {
        name.replace("c-", "row-").removesuffix("-0"): ALONE
        for name, words in Fields(piece).data.items()
        if words.startswith(UNDER_NO_HEADING)
    }
    address, page = press(client, where, piece, do="back", **rows)
    where, page = press(client, address, page, do="save", **{"new-body": "LSCB Overarching Board"})
    assert "17 sections" in page
    expected, made = plain(content), plain(compose(Publication.objects.get(), on=DAY))
    found = list(differences("", expected, made))
    used = {allowed for allowed in ALLOWED for at, _, _ in found if re.search(allowed, at)}
    assert [each for each in found if not any(re.search(allowed, each[0]) for allowed in ALLOWED)] == []
    assert used == set(ALLOWED)
    # The linked plans are a sentence more among the words of the introduction, and nothing else is.
    one, other = (
        accounts.bag(*(re.sub("<[^>]+>", " ", each["sections"][0][name]) for name in ("before", "after")))
        for each in (expected, made)
    )
    assert not one - other
    assert set(other - one) <= set(accounts.words_of(LINKED))
    # All of it is taken back by one button.
    client.post(where)
    assert not any(model._base_manager.exists() for model in places.MODELS if model is not Board)


LINKED = (
    "This Business Plan links to the safeguarding priorities of the Health and Wellbeing Board; Community Safety "
    "Partnership; and Southend on Sea Children and Young People's Plan."
)


def differences(at, expected, made):
    if isinstance(expected, dict) and isinstance(made, dict):
        for name in sorted(expected.keys() | made.keys()):
            yield from differences(f"{at}/{name}", expected.get(name), made.get(name))
    elif isinstance(expected, list) and isinstance(made, list) and len(expected) == len(made):
        for number, (one, other) in enumerate(zip(expected, made, strict=True)):
            yield from differences(f"{at}/{number}", one, other)
    elif expected != made:
        yield at, expected, made
