"""The office's page of a reporting period: the goals of which it can bring something."""

from datetime import date

import pytest
from django.test import Client

from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_period_shows_the_goals_of_its_plans_and_leads_to_those_of_every_other():
    make.BoardFactory()
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    period = make.ReportingPeriodFactory(starts=date(2014, 4, 1), ends=date(2015, 3, 31))
    plans = {
        name: make.PlanFactory(title=name, starts=starts, ends=ends)
        for name, starts, ends in (
            ("Ended in it", date(2011, 4, 1), date(2014, 4, 1)),
            ("No day is known", None, None),
            ("Before it", date(2008, 4, 1), date(2011, 3, 31)),
            ("After it", date(2016, 4, 1), date(2019, 3, 31)),
            ("Told of before it began", date(2016, 4, 1), None),
        )
    }
    goals = {name: make.GoalFactory(plan=plan, title=f"Goal of {name}") for name, plan in plans.items()}
    make.ProgressFactory(goal=goals["Told of before it began"], period=period)
    address = f"/office/evidence/{period.key}/"

    def shown(address):
        page = client.get(address).content.decode()
        return page, {name for name in plans if f"Goal of {name}" in page}

    page, there = shown(address)
    assert there == plans.keys() - {"Before it", "After it"}
    assert "nothing of it recorded: After it, Before it." in page
    assert 'href="?plans=all"' in page
    page, there = shown(f"{address}?plans=all")
    assert there == plans.keys() and "nothing of it recorded" not in page
