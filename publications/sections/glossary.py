"""The glossary: each term with its meaning."""

from publications.blocks import Table, TableColumn, TableGroup, TableRow

from .words import anchor


def glossary(section, records):
    yield Table(
        key=section.key,
        of="term",
        caption="Terms used in this document",
        columns=(TableColumn(heading="Term", width=25), TableColumn(heading="Meaning", width=75)),
        groups=(
            TableGroup(
                rows=tuple(
                    TableRow(key=term.key, anchor=anchor(section, term.key), cells=(term.term, term.meaning))
                    for term in records.terms
                )
            ),
        ),
    )
