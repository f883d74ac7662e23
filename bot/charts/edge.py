"""The words at the right edge of a chart: its last value, and the limits of its usual range."""

from bot.charts.facts import Chart
from bot.charts.scale import Scale
from bot.charts.sheet import Sheet

_MOST = 0.24  # of the width
_GAP = 1.1  # from the last value to its words, in sizes of small type


def room(sheet: Sheet, chart: Chart) -> float:
    """How much room the words at the right edge take."""
    small, margin = sheet.measures.small, sheet.measures.margin
    limits = [chart.usual.upper_label, chart.usual.lower_label] if chart.usual else []
    label, size = _last(sheet, chart)
    wide = [sheet.length(label, size, bold=True), *(sheet.length(limit, small) for limit in limits)]
    return min(_GAP * small + max(wide) + margin, _MOST * sheet.width + margin)


def _last(sheet: Sheet, chart: Chart) -> tuple[str, float]:
    """The last value's words, and the largest type they have room in."""
    measures, size = sheet.measures, sheet.measures.small
    most = _MOST * sheet.width - _GAP * measures.small
    for size in (measures.largest, measures.large, measures.small):
        if sheet.length(chart.last_label, size, bold=True) <= most - 0.5 * measures.margin:
            break
    return sheet.fitted(chart.last_label, size, most, bold=True) if chart.last_label else "", size


def labels(sheet: Sheet, chart: Chart, at: Scale) -> None:
    """The last value, and the limits; one that would touch it is moved away."""
    small, x = sheet.measures.small, at.right + _GAP * sheet.measures.small
    last, taken = chart.values[-1] if chart.values else None, None
    label, size = _last(sheet, chart)
    if label and last is not None:
        taken = max(at.y(last), at.top - 0.5 * small + 0.36 * size)  # below the words above the chart
        sheet.write(x, taken + 0.36 * size, label, size, sheet.palette.accent, bold=True)
    if chart.usual is None:
        return
    apart, least = 0.45 * (size + small) + 0.2 * small, 1.15 * small
    lower, upper = at.y(chart.usual.lower), at.y(chart.usual.upper)
    up = _beside(upper, taken, apart, upwards=True)
    if taken is not None and up < min(upper, at.top - 0.14 * small):  # no room above
        up = taken + apart
    down = _beside(lower, taken, apart, upwards=False)
    if abs(down - up) < least and (taken is None or (down - taken) * (up - taken) > 0):
        if taken is not None and up < taken:
            up = down - least
        else:
            down = up + least
    most = sheet.width - x - 0.4 * small
    for y, name in ((up, chart.usual.upper_label), (down, chart.usual.lower_label)):
        if name and at.top - small <= y <= at.bottom + 0.6 * small:
            named = sheet.fitted(name, small, most)
            sheet.write(x, y + 0.36 * small, named, small, sheet.palette.grey)


def _beside(place: float, taken: float | None, apart: float, *, upwards: bool) -> float:
    """A height, or the nearest one that leaves room for what is there already."""
    if taken is None or abs(place - taken) >= apart:
        return place
    if place == taken:
        return taken + (-apart if upwards else apart)
    return taken + (apart if place > taken else -apart)
