"""How amounts of money are drawn: bars of who pays and what is spent, and lines of what is left year by year."""

from decimal import Decimal

from kit.wording import listed, pounds
from publications.blocks import Bar, BarDrawing, Chart, DrawnLine, DrawnPoint, LineDrawing, Table
from publications.drawing import FEWEST, MOST_LINES

from .charts import MOST_BARS, SAID_ALL

OVER = "–"  # in a year after the money ran out


def of_amounts(key, caption, things, show, named=("",)):
    """Bars of amounts; `things` are pairs of a name and its amounts, None where none is given."""
    if not 2 <= len(things) <= MOST_BARS or all(amount is None for _, amounts in things for amount in amounts):
        return
    rows = tuple(
        Bar(name=name, values=amounts, words=tuple("not stated" if each is None else show(each) for each in amounts))
        for name, amounts in things
    )
    names = tuple(each for each in named if each)
    figures = ", ".join(f"{row.name} {' and '.join(row.words)}" for row in rows)
    of = f" {listed(list(names))}." if names else ""
    yield Chart(
        caption=caption,
        words=f"Bar chart: {caption}.{of} {figures}.",
        drawing=BarDrawing(bars=rows, names=names),
        of=key,
        anchor=f"{key}-chart",
    )


def over_years(table: Table, years: list[str], lines: list[tuple[str, list[Decimal | None]]]):
    """What is left at the end of each year: lines from four years on, else bars. Its figures stand in the `table`.

    `lines` are pairs of a name and what is left in each year; None after it has run out.
    """
    lines = [line for line in lines if line[1].count(None) < len(years)]
    if len(years) < 2 or not lines:
        return
    lines.sort(key=lambda line: line[1].count(None))  # the longest weighs most
    lines = lines[:MOST_LINES]
    names = tuple(name for name, _ in lines)
    if len(years) < FEWEST:
        by_year = zip(*(amounts for _, amounts in lines), strict=True)
        drawing = BarDrawing(
            bars=tuple(
                Bar(name=year, values=amounts, words=tuple(map(left_over, amounts)))
                for year, amounts in zip(years, by_year, strict=True)
            ),
            names=names if len(names) > 1 else (),
        )
    else:
        drawing = LineDrawing(
            lines=tuple(
                DrawnLine(
                    name=name,
                    marks=tuple(
                        DrawnPoint(label=year, value=amount, words="" if amount is None else pounds(amount))
                        for year, amount in zip(years, amounts, strict=True)
                    ),
                )
                for name, amounts in lines
            ),
            unit="pounds",
        )
    begins = "Bar chart" if len(years) < FEWEST else "Line chart"
    yield Chart(
        caption=table.caption,
        words=" ".join([f"{begins}: {table.caption}.", *(told(name, years, amounts) for name, amounts in lines)]),
        drawing=drawing,
        table=table,
        anchor=f"{table.key}-chart",
    )


def left_over(amount):
    return OVER if amount is None else pounds(amount)


def told(name, years, amounts):
    """A line in words: each year of a few, else the first and the last."""
    known = [f"{year} {pounds(amount)}" for year, amount in zip(years, amounts, strict=True) if amount is not None]
    return f"{name}: {', '.join(known) if len(known) <= SAID_ALL else f'{known[0]} to {known[-1]}'}."
