"""The plans that a document ties in with, as a list with their addresses."""

from html import escape

from publications.blocks import Prose


def linked_plans(section, records):
    items = "".join(f"<li>{item(plan)}</li>" for plan in records.plans)
    yield Prose(html=f"<ul>{items}</ul>" if items else "<p>No plan is recorded here.</p>")


def item(plan):
    """A plan with whose it is and how it is linked, if its title doesn't say so, and its address for paper to show."""
    notes = [note for note in (plan.owner, plan.how) if note and note.casefold() not in plan.title.casefold()]
    words = escape(f"{plan.title} ({'; '.join(notes)})" if notes else plan.title)
    address = escape(plan.address)
    return f'{words}: <a href="{address}">{address}</a>' if address else words
