"""Small charts: a bare line in a row of a page, or many in a grid, each with its words."""

from datetime import date

from bot.charts.extent import heights
from bot.charts.facts import Chart, Multiples
from bot.charts.plot import band, line
from bot.charts.scale import scale, span
from bot.charts.sheet import Sheet


def spark(
    sheet: Sheet, chart: Chart, box: tuple[float, float, float, float], days: tuple[date, date]
) -> None:
    """The line and its usual range, and nothing else."""
    at = scale(chart, box, days, lean=True)
    band(sheet, chart, at)
    line(sheet, chart, at, last=4.2)


def grid(sheet: Sheet, facts: Multiples) -> None:
    """All of them, row by row, over the same days."""
    measures, margin = sheet.measures, sheet.measures.margin
    head, *rows = heights(facts, sheet.look)
    days, gap = span(facts.charts), 1.6 * measures.small
    wide = (sheet.width - 2 * margin - gap * (facts.columns - 1)) / facts.columns
    if facts.title:
        title = sheet.fitted(facts.title, measures.large, sheet.width - 2 * margin, bold=True)
        sheet.write(
            margin, margin + 0.85 * measures.large, title, measures.large, sheet.palette.ink, bold=True
        )
    for number, chart in enumerate(facts.charts):
        row, column = divmod(number, facts.columns)
        _cell(sheet, chart, (margin + column * (wide + gap), head + sum(rows[:row])), wide, days)


def _cell(sheet: Sheet, chart: Chart, at: tuple[float, float], wide: float, days: tuple[date, date]) -> None:
    small, palette = sheet.measures.small, sheet.palette
    x, y = at[0], at[1] + 1.2 * small
    title = sheet.fitted(chart.title, small, wide, bold=True)
    sheet.write(x, y, title, small, palette.ink, bold=True)
    y += 1.4 * small
    sheet.write(x, y, sheet.fitted(chart.verdict, small, wide), small, palette.grey)
    room, size = 0.36 * wide, sheet.measures.large
    if sheet.length(chart.last_label, size, bold=True) > room:
        size = small
    label = sheet.fitted(chart.last_label, size, room, bold=True) if chart.last_label else ""
    top, bottom, right = y + 0.9 * small, y + 3.5 * small, x + wide - room - 0.9 * small
    spark(sheet, chart, (x + 0.3 * small, top, right, bottom), days)
    sheet.write(x + wide - room, (top + bottom) / 2 + 0.36 * size, label, size, palette.accent, bold=True)
