"""A file of the office that is brought to the page of its list."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories as make


@pytest.mark.django_db
def test_the_page_says_that_rows_stand_and_saves_nothing(client):
    budget = make.BudgetFactory(key="2016-17")
    make.ContributionFactory(budget=budget, amount=Decimal(-300), label="Clawback")
    file = b"".join(client.get("/office/budget/2016-17/?csv=contribution").streaming_content)
    sent = {"budget": budget.pk, "file": SimpleUploadedFile("contributions.csv", file)}
    page = client.post("/office/paste/contributions/", sent, follow=True).content.decode()
    assert "1 row stands in the list already, and stays as it is." in page
    assert "These rows stand already, as they are here. There is nothing to save." in page
    assert budget.contribution_set.count() == 1
