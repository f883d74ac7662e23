"""One metric over time: its words, its usual range, its line, and its last value named at the edge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.charts import badges
from bot.charts.edge import labels, room
from bot.charts.extent import FLAGS, LINE, TEXT, TITLE, doubt, marks, title, told
from bot.charts.facts import Chart
from bot.charts.scale import Scale, scale, span
from bot.charts.sheet import Sheet

_NOTHING = "No reading yet"


@dataclass(frozen=True, slots=True)
class Sides:
    """What several charts have in common: their days, and how much stands left and right of their lines."""

    days: tuple[date, date]
    left: float
    right: float


def sides(sheet: Sheet, charts: Sequence[Chart]) -> Sides:
    """Room for the longest words of any of the charts."""
    small, days = sheet.measures.small, span(charts)
    names = (name for chart in charts for _, name in scale(chart, (0, 0, 1, 1), days).values())
    longest = max((sheet.length(name, small) for name in names), default=0.0)
    edge = max(room(sheet, chart) for chart in charts)
    return Sides(days, sheet.measures.margin + longest + 0.6 * small, edge)


def plot(sheet: Sheet, chart: Chart, top: float, height: float, common: Sides) -> None:
    """Draw a chart over the whole width, between two heights."""
    measures, small = sheet.measures, sheet.measures.small
    shown = marks(chart)
    below = _heading(sheet, chart, top + measures.margin)
    bottom = top + height - measures.margin - 1.25 * small
    if shown:
        lines = sum(len(told(mark, sheet.look)) for mark, _ in shown)
        bottom -= LINE * small * lines + 0.55 * small
    upper = below + small * (FLAGS + 0.4 if shown else 0.9)
    at = scale(chart, (common.left, upper, sheet.width - common.right, bottom), common.days)
    _axes(sheet, chart, at)
    band(sheet, chart, at)
    if shown:
        badges.flags(sheet, chart, at, shown)
        badges.key(sheet, shown, bottom + 1.8 * small)
    line(sheet, chart, at)
    labels(sheet, chart, at)
    if not any(value is not None for value in chart.values):
        middle = (at.left + at.right) / 2, (at.top + at.bottom) / 2
        sheet.write(*middle, _NOTHING, small, sheet.palette.grey, from_="center")


def _heading(sheet: Sheet, chart: Chart, y: float) -> float:
    """Title, subtitle and what the shapes mean; gives where they end."""
    measures, palette = sheet.measures, sheet.palette
    left, right = measures.margin, sheet.width - measures.margin
    for number, line_ in enumerate(title(chart, sheet.look)):
        y += (TITLE if number else 0.85) * measures.large
        sheet.write(left, y, line_, measures.large, palette.ink, bold=True)
    if chart.title:
        y += 0.45 * measures.small
    size = TEXT * measures.small
    said = sheet.fitted(chart.subtitle, size, right - left) if chart.subtitle else ""
    shapes = legend([chart])
    if said or shapes:
        y = explained(sheet, said, shapes, y + measures.small)
    for line_ in doubt(chart, sheet.look):
        y += LINE * measures.small
        sheet.write(left, y, line_, size, palette.ink)
    return y


def legend(charts: Sequence[Chart]) -> list[tuple[str, str]]:
    """The shapes that charts have, and what each means."""
    shapes = []
    if any(chart.usual is not None for chart in charts):
        shapes.append(("band", "usual range"))
    if any(_restated(chart) for chart in charts):
        shapes.append(("hollow", "corrected later"))
    return shapes


def explained(sheet: Sheet, said: str, shapes: Sequence[tuple[str, str]], y: float) -> float:
    """Words, and shapes with what they mean, from a line on; gives the line they end on."""
    size, color = TEXT * sheet.measures.small, sheet.palette.grey
    left, right = sheet.measures.margin, sheet.width - sheet.measures.margin
    x = left
    if said:
        sheet.write(x, y, said, size, color)
        x += sheet.length(said, size) + 1.3 * size
    for shape, words in shapes:
        long = 1.9 * size + sheet.length(words, size)
        if x > left and x + long > right:
            x, y = left, y + LINE * size
        _shape(sheet, shape, x, y - 0.35 * size, size)
        sheet.write(x + 1.9 * size, y, words, size, color)
        x += long + 1.2 * size
    return y


def _shape(sheet: Sheet, shape: str, x: float, y: float, size: float) -> None:
    """What stands before a word of the legend, its middle at a height."""
    palette, measures = sheet.palette, sheet.measures
    if shape == "band":
        up, down = y - 0.42 * size, y + 0.42 * size
        sheet.box(x, up, x + 1.5 * size, down, palette.band)
        for edge in (up, down):
            sheet.line([x, x + 1.5 * size], [edge, edge], palette.limit, 0.65 * measures.line)
        return
    sheet.line([x, x + 1.5 * size], [y, y], palette.history, measures.line)
    _hollow(sheet, [x + 0.75 * size], [y])


def _restated(chart: Chart) -> list[int]:
    again = zip(chart.restated, chart.values, strict=False)
    return [place for place, (is_restated, value) in enumerate(again) if is_restated and value is not None]


def _axes(sheet: Sheet, chart: Chart, at: Scale) -> None:
    small, palette = sheet.measures.small, sheet.palette
    for value, name in at.values():
        y = at.y(value)
        sheet.line([at.left, at.right], [y, y], palette.grid, 0.55 * sheet.measures.line)
        sheet.write(at.left - 0.6 * small, y + 0.36 * small, name, small, palette.grey, from_="right")
    # The last of them moves by less than half of its length.
    for day, name in at.days(chart.starts, 1.4 * sheet.length("30 May", small)):
        # The last one ends before the words at the right edge begin.
        middle = min(at.x(day), at.right + 0.7 * small - sheet.length(name, small) / 2)
        sheet.write(middle, at.bottom + 1.35 * small, name, small, palette.grey, from_="center")


def band(sheet: Sheet, chart: Chart, at: Scale) -> None:
    """The usual range, over the periods it was made of and the one compared with it."""
    if chart.usual is None or not chart.starts:
        return
    left, right = at.x(max(chart.usual.first, at.first)), at.x(chart.starts[-1])
    up, down = at.y(chart.usual.upper), at.y(chart.usual.lower)
    sheet.box(left, up, right, down, sheet.palette.band)
    for limit in (up, down):
        sheet.line([left, right], [limit, limit], sheet.palette.limit, 0.65 * sheet.measures.line)


def line(sheet: Sheet, chart: Chart, at: Scale, *, lean: bool = False) -> None:
    """The values, with a gap where one is missing, and the last one marked.

    A lean one has a dot only for a value between two gaps, that has no line.
    """
    palette, thick = sheet.palette, sheet.measures.line
    xs, ys = [at.x(day) for day in chart.starts], [at.y(value) for value in chart.values]
    sheet.line(xs, ys, palette.history, thick, solid_joinstyle="round")
    dotted = _alone(chart) if lean else range(len(xs))
    across = thick * (1.6 if lean else _dot(at, len(xs), thick))
    sheet.dots([xs[place] for place in dotted], [ys[place] for place in dotted], across, palette.history)
    again = _restated(chart)
    _hollow(sheet, [xs[place] for place in again], [ys[place] for place in again])
    if chart.values and chart.values[-1] is not None:
        rim = 0.9 * thick
        last = 4.2 if lean else 5.5
        sheet.dots(xs[-1:], ys[-1:], last * thick + 2 * rim, palette.paper)
        if again[-1:] == [len(xs) - 1]:
            sheet.dots(xs[-1:], ys[-1:], last * thick, palette.paper, edge=palette.accent, rim=1.2 * thick)
        else:
            sheet.dots(xs[-1:], ys[-1:], last * thick, palette.accent)


def _dot(at: Scale, number: int, thick: float) -> float:
    """So many lines thick that each dot can be told from the next, and one between two gaps be seen."""
    room = (at.right - at.left) / max(number, 1) / thick
    return max(min(1.9, 0.6 * room), 1.15)


def _alone(chart: Chart) -> Sequence[int]:
    values = [None, *chart.values, None]
    return [
        place
        for place, (before, value, after) in enumerate(zip(values, values[1:], values[2:], strict=False))
        if value is not None and before is None and after is None
    ]


def _hollow(sheet: Sheet, xs: Sequence[float], ys: Sequence[float]) -> None:
    thick = sheet.measures.line
    sheet.dots(xs, ys, 3.6 * thick, sheet.palette.paper, edge=sheet.palette.history, rim=0.85 * thick)
