"""What erasing takes and what it leaves: nothing that may quote the text, and all that says it was decided."""

from datetime import date

import pytest
from django.apps import apps
from django.db import models

from editions import approval, publishing, withdrawal
from editions.models import Approval, Edition, KeptFile, Presented
from tests import factories as make
from tests.editions.deeds.test_canaries import tables_with
from tests.editions.drafts import DAY, fresh, now_shown, rewrite, with_changes

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Wilhelmina"
# What is written to stay: who decided and when, and why something is gone. None of it is about the text.
STAYS = {
    "Edition": {"decision", "taken_down_because", "settled_because", "erased_because", "erasure_instruction", "digest"},
    "Approval": {
        "decided_by",
        "reference",
        "ratified",
        "confirmed_by",
        "confirmer",
        "confirmed_reference",
        "recorded_as",
    },
    "KeptFile": {"media_type", "digest"},
    "Rendition": {"digest", "versions"},
    "Presented": {"reference"},
}


def erase(edition, manager, chair, **more):
    withdrawal.ask_erasure(edition, by=manager, reason="It names a child.")
    return withdrawal.erase(edition, by=chair, **more)


@pytest.fixture
def seen(plan, manager):
    """A draft that names a child, which the meeting saw and wanted changed; its extract was kept under the name."""
    rewrite(plan, f"We talk of {NAME}.")
    draft = approval.send(plan, by=manager, on=DAY, remark=f"{NAME} agrees")
    extract = make.KeptFileFactory(data=f"%PDF {NAME}".encode(), name=f"{NAME}.pdf")
    decided = with_changes(extract=extract)
    decided.changes = f"Leave out {NAME}."
    return approval.record(draft, decided, by=manager, shown=draft.digest)


@pytest.fixture
def nameless(seen, plan, site, manager):
    """The version that was published after it, decided by the same minutes."""
    publishing.update(site, by=manager, on=DAY)
    rewrite(plan, "We listen.")
    changed = approval.freeze_changes(seen, by=manager, on=DAY, shown=now_shown(plan))
    return publishing.publish(changed, by=manager, on=DAY)


def test_every_text_about_an_edition_either_goes_or_is_written_to_stay():
    """A new column has to be thought about: it is emptied, or it stands in the list above."""
    taken = {
        "Edition": {"content", "difference", "findings", "remark", "note", "returned_because"},
        "Approval": {"changes"},
        "KeptFile": {"name"},
        "Rendition": set(),
        "Presented": {"comments"},
    }
    for name, stays in STAYS.items():
        texts = {
            field.name
            for field in apps.get_model("editions", name)._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices
        }
        assert texts == stays | taken[name], name


def test_a_name_in_whatever_was_said_of_a_draft_is_gone_and_the_decision_stays(seen, plan, manager, chair):
    plan.narrative_set.get().history.all().delete()
    returned = approval.send(plan, by=manager, on=DAY)
    approval.give_back(returned, by=chair, reason=f"Leave out {NAME}.")
    make.PresentedFactory(edition=seen, sent_on=DAY, comments=f"What about {NAME}?", reference="item 9")
    rewrite(plan, "We listen.")
    plan.narrative_set.get().history.all().delete()
    assert {"editions_edition", "editions_approval", "editions_keptfile", "editions_presented"} <= set(
        tables_with(NAME)
    )
    erase(seen, manager, chair)
    assert tables_with(NAME) == []
    decision = Approval.objects.get(edition=seen)
    assert (decision.decided_by, decision.decided_on, decision.reference) == (
        "the Board",
        date(2016, 3, 16),
        "minute 7",
    )
    assert (decision.erased_by, fresh(returned).returned_by) == (chair, chair)
    assert Presented.objects.get().reference == "item 9"
    file = KeptFile.objects.get()
    assert len(file.digest) == 64
    assert str(file) == f"An erased file ({file.digest[:4]}-{file.digest[4:8]})"


def test_the_changes_asked_for_go_with_the_draft_that_they_quote_and_the_minute_stays(nameless, seen, manager, chair):
    erase(seen, manager, chair)
    stays = Approval.objects.get(edition=nameless)
    assert (stays.changes, stays.reference, stays.erased_by) == ("", "minute 7", chair)
    assert "approved with changes" in fresh(nameless).decision.lower()


def test_an_extract_is_kept_while_a_version_that_stays_was_decided_by_it(nameless, seen, manager, chair):
    extract = KeptFile.objects.get()
    assert list(withdrawal.needed_extracts(seen)) == [extract]
    erase(seen, manager, chair)
    extract.refresh_from_db()
    assert (extract.erased_at, bytes(extract.data)) == (None, f"%PDF {NAME}".encode())
    assert Edition.objects.get(pk=nameless.pk).content, "the version that stays is untouched"
    erase(nameless, manager, chair)
    extract.refresh_from_db()
    assert (bytes(extract.data), extract.name) == (b"", ""), "it goes with the last that was decided by it"


def test_or_is_destroyed_where_it_must_not_exist_itself(nameless, seen, manager, chair):
    erase(seen, manager, chair, extracts=True)
    assert bytes(KeptFile.objects.get().data) == b""
    assert Edition.objects.get(pk=nameless.pk).content
    assert tables_with(NAME) == ["publications_historicalnarrative"], "history is another matter: remove_phrase"
