"""No row stands below itself, through however many others."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from publications.compose import compose
from tests import factories

pytestmark = pytest.mark.django_db


def chain(factory, parent="parent", **fields):
    top = factory(**fields)
    middle = factory(**fields, **{parent: top})
    return top, factory(**fields, **{parent: middle})


@pytest.mark.parametrize(
    ("factory", "parent", "shared"),
    [
        (factories.OrganisationFactory, "parent", None),
        (factories.BodyFactory, "parent", None),
        (factories.BodyFactory, "reports_to", None),
        (factories.GoalFactory, "parent", ("plan", factories.PlanFactory)),
        (factories.NarrativeFactory, "parent", ("publication", factories.PublicationFactory)),
    ],
)
def test_a_circle_is_refused_beside_the_field(factory, parent, shared):
    top, bottom = chain(factory, parent, **{shared[0]: shared[1]()} if shared else {})
    setattr(top, parent, bottom)
    with pytest.raises(ValidationError) as refused:
        top.full_clean()
    assert "This would then stand below itself" in refused.value.message_dict[parent][0]


def test_a_circle_that_is_there_all_the_same_breaks_no_page():
    factories.BoardFactory()
    top, bottom = chain(factories.BodyFactory)
    type(top).objects.filter(pk=top.pk).update(parent=bottom)
    publication = factories.PublicationFactory(body=top)
    factories.NarrativeFactory(publication=publication, place="structure")
    root = compose(publication, on=date(2016, 6, 1)).sections[0].records.root
    assert root.bodies[0].bodies[0].name == bottom.name
