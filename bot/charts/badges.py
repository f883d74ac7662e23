"""Numbered badges over a chart, round for what was said and square for a new definition, and their key."""

from collections.abc import Sequence

from bot.charts.extent import ACROSS, LINE, TEXT, day_from, told, words_from
from bot.charts.facts import Chart, Mark
from bot.charts.scale import Scale
from bot.charts.sheet import Sheet

Shown = Sequence[tuple[Mark, bool]]


def flags(sheet: Sheet, chart: Chart, at: Scale, shown: Shown) -> None:
    """A badge for each mark in a row above the chart, and a line from it to where it belongs."""
    small, palette, thick = sheet.measures.small, sheet.palette, sheet.measures.line
    values = dict(zip(chart.starts, chart.values, strict=True))
    row, wanted = at.top - 1.15 * small, [at.x(mark.start) for mark, _ in shown]
    places = _spread(wanted, (ACROSS + 0.15) * small, at.left, at.right)
    for number, ((mark, is_version), place, x) in enumerate(zip(shown, places, wanted, strict=True), 1):
        value = values.get(mark.start)
        end = at.bottom if is_version or value is None else at.y(value) - 2.4 * thick
        begin = row + 0.5 * ACROSS * small
        dashes = (0, (4, 2.5)) if is_version else (0, (1, 2))
        sheet.line([place, x, x], [begin, at.top - 0.1 * small, end], palette.grey, 0.6 * thick, ls=dashes)
        badge(sheet, number, place, row, is_version=is_version)


def key(sheet: Sheet, shown: Shown, y: float) -> None:
    """What each badge stands for, the first with its middle a line below a height."""
    measures, palette = sheet.measures, sheet.palette
    small, size = measures.small, TEXT * measures.small
    for number, (mark, is_version) in enumerate(shown, 1):
        lines, middle = told(mark, sheet.look), y + 0.5 * LINE * small
        badge(sheet, number, measures.margin + 0.5 * ACROSS * small, middle, is_version=is_version)
        day = f"{mark.start.day} {mark.start:%b}"
        sheet.write(day_from(measures), middle + 0.36 * small, day, size, palette.grey)
        for line, words in enumerate(lines):
            below = middle + LINE * small * line + 0.36 * small
            sheet.write(words_from(measures), below, words, size, palette.ink)
        y += LINE * small * len(lines)


def badge(sheet: Sheet, number: int, x: float, y: float, *, is_version: bool) -> None:
    small, palette = sheet.measures.small, sheet.palette
    shape = "s" if is_version else "o"
    sheet.dots([x], [y], (ACROSS - 0.15 * is_version) * small, palette.grey, shape=shape)
    size = 0.85 * small
    sheet.write(x, y + 0.36 * size, str(number), size, palette.paper, bold=True, from_="center")


def _spread(wanted: Sequence[float], apart: float, left: float, right: float) -> list[float]:
    """The places wanted, in their order, moved no more than it takes to stand apart."""
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + apart if places else left))
    limit = right
    for number in range(len(places) - 1, -1, -1):
        places[number] = min(places[number], limit)
        limit = places[number] - apart
    return places
