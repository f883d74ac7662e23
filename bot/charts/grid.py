"""Small charts: a bare line in a row of a page, or many in a grid, each with its words."""

from dataclasses import dataclass
from datetime import date

from bot.charts.edge import last_value
from bot.charts.extent import BETWEEN, LINE, cell, heights, more_lines, wide
from bot.charts.facts import Chart, Multiples
from bot.charts.plot import band, explained, legend, line
from bot.charts.scale import scale, span
from bot.charts.sheet import Sheet

_OWN_SCALE = "Each on its own scale"


def spark(
    sheet: Sheet, chart: Chart, box: tuple[float, float, float, float], days: tuple[date, date]
) -> None:
    """The line and its usual range, and nothing else."""
    at = scale(chart, box, days, lean=True)
    band(sheet, chart, at)
    line(sheet, chart, at, lean=True)


@dataclass(frozen=True, slots=True)
class _Cells:
    """In so many columns: how wide each is, how much of that its last value takes, and their days."""

    columns: int
    wide: float
    label: float
    days: tuple[date, date]


def grid(sheet: Sheet, facts: Multiples) -> None:
    """All of them, row by row, over the same days."""
    measures, margin = sheet.measures, sheet.measures.margin
    head, *rows = heights(facts, sheet.look)
    room, more = wide(facts.columns, measures), more_lines(facts, sheet.look)
    labels = (sheet.length(*_last(sheet, chart, room), bold=True) for chart in facts.charts)
    cells = _Cells(facts.columns, room, max(labels, default=0.0), span(facts.charts))
    y = margin
    if facts.title:
        y += 0.85 * measures.large
        title = sheet.fitted(facts.title, measures.large, sheet.width - 2 * margin, bold=True)
        sheet.write(margin, y, title, measures.large, sheet.palette.ink, bold=True)
        y += 0.45 * measures.small
    explained(sheet, _OWN_SCALE, legend(facts.charts), y + measures.small)
    for number, chart in enumerate(facts.charts):
        row, column = divmod(number, facts.columns)
        corner = margin + column * (room + BETWEEN * measures.small), head + sum(rows[:row])
        _cell(sheet, chart, corner, cells, more[row])


def _cell(sheet: Sheet, chart: Chart, corner: tuple[float, float], cells: _Cells, more: int) -> None:
    """`more` lines of words than two keep the lines of a row at one height."""
    small, palette = sheet.measures.small, sheet.palette
    x, y = corner[0], corner[1] + 1.3 * small
    name, said = cell(chart, cells.columns, sheet.look)
    for number, words in enumerate([*name, *said]):
        is_name = number < len(name)
        sheet.write(
            x, y + LINE * small * number, words, small, palette.ink if is_name else palette.grey, bold=is_name
        )
    y += LINE * small * (1 + more)
    top, bottom, right = y + 0.9 * small, y + 3.5 * small, x + cells.wide - cells.label - 1.1 * small
    spark(sheet, chart, (x + 0.3 * small, top, right, bottom), cells.days)
    label, size = _last(sheet, chart, cells.wide)
    if label:
        middle = (top + bottom) / 2 + 0.36 * size
        sheet.write(right + 1.1 * small, middle, label, size, palette.accent, bold=True)


def _last(sheet: Sheet, chart: Chart, wide: float) -> tuple[str, float]:
    """The last value's words and the size of their type: large, unless they are long."""
    return last_value(sheet, chart, dict.fromkeys((sheet.measures.large, sheet.measures.small), _most(wide)))


def _most(wide: float) -> float:
    return 0.36 * wide
