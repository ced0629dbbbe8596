"""Each member's own account under its name, unchanged; and who sent none."""

from html import escape

from kit import periods, prose
from publications.blocks import Prose


def statements(section, records):
    sent = [row for row in records.statements if row.words]
    if sent:
        yield Prose(html="<p>Each member wrote its own statement. It is printed as it was received.</p>")
    for row in sent:
        # The heading goes with the words: a statement stands under its name on each page.
        yield Prose(html=f"<h3>{escape(row.organisation)}</h3>{prose.in_elements(row.words)}", own_words=True)
        if row.received:
            yield Prose(html=f"<p>Received on {periods.day(row.received)}.</p>")
    missing = [row.organisation for row in records.statements if not row.words]
    if missing:
        # Names of departments have commas of their own, so that semicolons part them.
        yield Prose(html=prose.in_elements(f"No statement was received from: {'; '.join(missing)}."))
    if not records.statements:
        yield Prose(html="<p>No statement is recorded here.</p>")
