"""A QR code as a drawing: the address of a page for those who hold the paper and a telephone. Knows no Django."""

from html import escape
from itertools import groupby

import qrcode

QUIET = 4  # modules of white around a code, as ISO/IEC 18004 wants them


def draw(address: str) -> str:
    """The SVG of the code that leads to an address. It is one shape, and its title says where it leads."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(address)
    rows = code.get_matrix()
    size = len(rows) + 2 * QUIET
    shape = "".join(
        f"M{start + QUIET} {line + QUIET}h{length}v1h-{length}z"
        for line, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img">'
        f"<title>QR code that leads to {escape(address)}</title>"
        f'<rect width="{size}" height="{size}" fill="#ffffff"/><path d="{shape}" fill="#000000"/></svg>'
    )


def _runs(row):
    """Where the dark modules of a row begin, and how many stand side by side."""
    place = 0
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            yield place, length
        place += length
