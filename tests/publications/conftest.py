"""Who works on a draft with others: somebody of the office, and somebody who holds a link and no sign-in."""

from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client

from kit import clock
from membership.roles import Role
from tests import factories as make
from tests.office.conftest import signed_in

TODAY = date(2016, 6, 1)


@pytest.fixture
def first_of_june(monkeypatch):
    """A day on which nobody has tried a link too often yet."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    caches["default"].clear()


@pytest.fixture
def officer():
    make.BoardFactory()
    return signed_in(make.UserFactory(roles=[Role.EDITOR]))


@pytest.fixture
def stranger():
    return Client(enforce_csrf_checks=True, headers={"origin": "null"})
