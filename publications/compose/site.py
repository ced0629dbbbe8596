"""The site's own words, from the board's settings."""

from membership import law
from membership.models import AccessibilityFault, Board, Helpline
from membership.models.board import successors
from publications.content import site as content
from publications.content.base import BoardName, Logo
from publications.content.site import Accessibility, Concern, Contact, Site

from .taken import taken


def board_name(board):
    return taken(BoardName, board)


def logo(board):
    """The board's logo, by the digest of its picture; None where it has none."""
    kept = board.logo
    return kept and Logo(digest=kept.digest, words=board.logo_words, width=kept.width, height=kept.height)


def the_board():
    """The board with its logo, but without the picture itself."""
    return Board.objects.select_related("logo").defer("logo__data").get()


def regime(on):
    """The law the board works under on a day; None where none is recorded."""
    row = law.of_day(on)
    if row is None:
        return None
    required = row.requiredpartner_set.by_law(on).select_related("organisation__parent__parent")
    return taken(
        content.Regime,
        row,
        since=row.starts,
        until=row.ends,
        partners="; ".join(map(partner, required)),
    )


def partner(row):
    """Whom the law requires, in its words, and who that is here."""
    return f"{row.words} ({row.organisation.full_name})" if row.organisation else row.words


def site(publication, on):
    board = the_board()
    return taken(
        Site,
        board,
        board=board_name(board),
        concern=Concern(
            **{name: getattr(board, f"concern_{name}") for name in Concern.__struct_fields__},
        ),
        contact=Contact(
            email=board.contact_email,
            telephone=board.contact_telephone,
            address=board.contact_address,
            website=board.website,
        ),
        accessibility=Accessibility(
            other_formats=board.other_formats,
            tested_on=board.accessibility_tested_on,
            tested_by=board.accessibility_tested_by,
            prepared_on=board.statement_prepared_on,
            reviewed_on=board.statement_reviewed_on,
            listed=tuple(taken(content.AccessibilityFault, row) for row in AccessibilityFault.objects.unmended(on)),
        ),
        logo=logo(board),
        regime=regime(on),
        continued=tuple(
            content.Successor(name=name, address=address) for name, address in successors(board.continued_at)
        ),
        helplines=tuple(taken(content.Helpline, row) for row in Helpline.objects.all()),
    )
