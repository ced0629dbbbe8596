"""Last year's plan as a Word file makes, on an empty board, the draft that the records of the plan make."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kit.intake.rows import ALONE
from kit.together import take_back
from lscb.office import places
from lscb.office.pasting import PASTED
from membership.models import Board, Body
from priorities.models import Goal
from publications.compose import compose
from publications.models import Narrative, Publication
from tests import factories as make
from tests.contents import plain
from tests.office.whole_plan import word_file
from tests.test_pasted_tables import DAY, UNDER_NO_HEADING, comparable
from tests.test_pasting import Fields

pytest_plugins = ["tests.southend"]


@pytest.fixture
def client(db):
    make.BoardFactory(
        name="Southend on Sea Local Safeguarding Children Board", short_name="Southend LSCB", abbreviation="LSCB"
    )
    client = Client()
    client.force_login(make.SuperuserFactory(name="Manager"))
    return client


def brought(client):
    file = SimpleUploadedFile("plan.docx", word_file())
    answer = client.post("/office/paste/", {"file": file}, follow=True)
    return answer.redirect_chain[-1][0], answer.content.decode()


def test_a_word_file_on_an_empty_board(client):
    address, page = brought(client)
    print(page[page.index("<main"):])
