"""The glossary: each term with its meaning."""

from publications.blocks import Column, Group, Row, Table

from .words import anchor


def glossary(section, records):
    yield Table(
        key=section.key,
        caption="Terms used in this document",
        columns=(Column(heading="Term", width=25), Column(heading="Meaning", width=75)),
        groups=(
            Group(
                rows=tuple(
                    Row(key=term.key, anchor=anchor(section, term.key), cells=(term.term, term.meaning))
                    for term in records.terms
                )
            ),
        ),
    )
