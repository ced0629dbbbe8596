"""Where the links to mend something lead, of a document that holds all there is."""

import re
from datetime import date

import pytest

from lscb.office import mending
from publications import checks
from publications.compose import compose
from publications.models import Publication
from publications.passages import passages
from tests import canaries
from tests.walk import Person

pytestmark = pytest.mark.django_db
ON = date(2016, 6, 1)


def test_every_passage_stands_on_the_form_that_it_leads_to(db):
    """Each text of a document that holds all there is, found again where its link leads.

    What the program lists as not recorded is mended where it is missing, and a short name in brackets with its
    organisation.
    """
    canaries.World()
    publication = Publication.objects.with_records().order_by("pk").first()
    asking = Person.of("administrator")
    document = compose(publication, on=ON)
    [missing] = [section.key for section in document.sections if section.place == "not-recorded"]
    # What nobody has recorded, such as the heading that the program gives to goals of no section, leads nowhere.
    found = [each for each in passages(document) if each.place.anchor != missing and "Zx" in each.words]
    finding = checks.CheckFinding(
        check="all", severity=checks.WARNING, words="All", places=[each.place for each in found]
    )
    leads = mending.addresses(publication, [finding], asking.user)
    pages = {}
    strange = []
    for passage in found:
        address = leads[passage.place.record]
        if address not in pages:
            pages[address] = asking.client.get(address).content.decode()
        if not all(word in pages[address] for word in re.findall(r"(?<!\()Zx\d+", passage.words)):
            strange.append(f"{passage.words} leads to {address}")
    assert not strange, "\n".join(strange)
    assert len(pages) > 80
