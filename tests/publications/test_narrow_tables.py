"""Tables of a document on a telephone: where columns would break words, rows are cards."""

import pytest
from django.template.loader import render_to_string

from publications.blocks import Table, TableColumn, TableGroup, TableRow


@pytest.mark.parametrize(
    ("holds", "cards"),
    [
        (("text", "text", "text"), True),
        (("text", "figure", "figure"), False),
        (("code", "text", "text"), False),
        (("text", "text"), False),
        (("code", "text", "figure", "figure"), True),
    ],
)
def test_rows_become_cards_where_their_columns_would_be_too_narrow(holds, cards):
    columns = tuple(TableColumn(heading=f"Column {number}", holds=each) for number, each in enumerate(holds))
    row = TableRow(cells=("a",) * len(holds))
    table = Table(key="t", caption="T", columns=columns, groups=(TableGroup(rows=(row,)),))
    assert ('class="cards' in render_to_string(table.template, {"block": table})) is cards
