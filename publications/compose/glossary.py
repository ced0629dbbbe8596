"""The glossary of a document: of all terms that the board explains, those that this document uses."""

from msgspec.structs import replace

from kit.written import written_once
from publications import terms
from publications.content import glossary as content
from publications.models import Term
from publications.passages import passages

from .taken import taken


def glossary(publication, section, on):
    """All terms there are; which of them are used can be told when the whole document is composed."""
    return content.Glossary(terms=every_term())


def every_term():
    """What the board explains, by the alphabet."""
    # Sorted here: the two databases put signs and capitals in different orders.
    rows = sorted(terms_explained(), key=lambda row: (row.term.casefold(), row.key))
    return tuple(taken(content.Term, row) for row in rows)


@written_once
def terms_explained():
    return Term.objects.all()


def with_terms(document):
    """The document with the terms it uses of the board's glossary, for which it has no section of its own."""
    words = "\n".join(passage.words for passage in passages(document))
    return replace(document, terms=tuple(term for term in every_term() if terms.uses(words, term.term)))


def with_used_terms(document):
    """The document with every glossary in it cut down to the terms that stand in its other words."""
    if not terms.glossary_of(document):
        return document
    others = keeping(document, lambda term: False)
    words = "\n".join(passage.words for passage in passages(others))
    return keeping(document, lambda term: terms.uses(words, term.term))


def keeping(document, wanted):
    """The document with only the wanted terms in its glossaries."""

    def cut(section):
        records = section.records
        if isinstance(records, content.Glossary):
            records = content.Glossary(terms=tuple(term for term in records.terms if wanted(term)))
        return replace(section, records=records, sections=tuple(cut(below) for below in section.sections))

    return replace(document, sections=tuple(cut(section) for section in document.sections))
