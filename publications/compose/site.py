"""The site's own words, from the board's settings."""

from membership.models import Board
from publications.content.base import BoardName
from publications.content.site import Accessibility, Concern, Contact, Site


def board_name(board):
    return BoardName(name=board.name, short_name=board.short_name, abbreviation=board.abbreviation)


def site(publication, on):
    board = Board.objects.get()
    return Site(
        board=board_name(board),
        area=board.area,
        notice=board.notice,
        search_engines=board.search_engines,
        concern=Concern(
            words=board.concern_words, daytime=board.concern_daytime, out_of_hours=board.concern_out_of_hours
        ),
        contact=Contact(
            email=board.contact_email,
            telephone=board.contact_telephone,
            address=board.contact_address,
            website=board.website,
        ),
        key=board.key,
        responsible_body=board.responsible_body,
        accessibility=Accessibility(
            other_formats=board.other_formats,
            tested_on=board.accessibility_tested_on,
            tested_by=board.accessibility_tested_by,
            faults=board.accessibility_faults,
            prepared_on=board.statement_prepared_on,
        ),
    )
