"""A list page asks the database as often for twenty rows as for two."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    factories.BoardFactory()
    client = Client()
    client.force_login(factories.SuperuserFactory())
    return client


@pytest.mark.parametrize("name", ["office"])
def test_pages_that_list_documents(name, client):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(name)).content.decode()
        return len(queries), page

    factories.EditionFactory.create_batch(2, published=True)
    few, _ = asked()
    factories.EditionFactory.create_batch(18, published=True)
    many, page = asked()
    assert many == few
    assert page.count("/business-plan/") >= 20
