"""The words at the right edge of a chart: its last value, and the limits of its usual range."""

from collections.abc import Mapping

from bot.charts.facts import Chart
from bot.charts.scale import Scale, short
from bot.charts.sheet import Sheet
from bot.charts.wording import shown

_MOST = 0.24  # of the width
_GAP = 1.1  # from the last value to its words, in sizes of small type
_JOIN = "\u00a0"  # between a number and its unit


def room(sheet: Sheet, chart: Chart) -> float:
    """How much room the words at the right edge take."""
    small, margin = sheet.measures.small, sheet.measures.margin
    label, size = _last(sheet, chart)
    limits = (sheet.length(limit, small) for _, limit in _limits(sheet, chart))
    return _GAP * small + max([sheet.length(label, size, bold=True), *limits]) + margin


def _last(sheet: Sheet, chart: Chart) -> tuple[str, float]:
    measures, most = sheet.measures, _most(sheet)
    less = most - 0.5 * measures.margin
    return last_value(sheet, chart, {measures.largest: less, measures.large: less, measures.small: most})


def last_value(sheet: Sheet, chart: Chart, sizes: Mapping[float, float]) -> tuple[str, float]:
    """Its words, and the first size of type that they have room in; without the unit rather than cut.

    `sizes` says how much room there is for each.
    """
    value, smallest = chart.values[-1] if chart.values else None, [*sizes][-1]
    if value is None or not chart.last_label:
        return "", smallest
    for label in _shorter(sheet, chart.last_label, value):
        for size, most in sizes.items():
            if sheet.length(label, size, bold=True) <= most:
                return label, size
    return sheet.fitted(chart.last_label, smallest, sizes[smallest], bold=True), smallest


def _limits(sheet: Sheet, chart: Chart) -> list[tuple[float, str]]:
    """The upper one and the lower one, each with its words."""
    if chart.usual is None:
        return []
    named = (chart.usual.upper, chart.usual.upper_label), (chart.usual.lower, chart.usual.lower_label)
    return [(value, _limit(sheet, name, value)) for value, name in named]


def _limit(sheet: Sheet, name: str, value: float) -> str:
    small, most = sheet.measures.small, _most(sheet)
    fit = (label for label in _shorter(sheet, name, value) if sheet.length(label, small) <= most)
    return next(fit, "") if name else ""


def _most(sheet: Sheet) -> float:
    return _MOST * sheet.width - _GAP * sheet.measures.small


def _shorter(sheet: Sheet, words: str, value: float) -> list[str]:
    """An amount, without its unit, and rounded: a number that is cut would be another one."""
    form = sheet.look.form
    return [shown(words, form), shown(words.partition(_JOIN)[0], form), short(value)]


def labels(sheet: Sheet, chart: Chart, at: Scale) -> None:
    """The last value, and the limits; one that would touch it is moved away."""
    small, x = sheet.measures.small, at.right + _GAP * sheet.measures.small
    last, taken = chart.values[-1] if chart.values else None, None
    label, size = _last(sheet, chart)
    if label and last is not None:
        taken = max(at.y(last), at.top - 0.5 * small + 0.36 * size)  # below the words above the chart
        sheet.write(x, taken + 0.36 * size, label, size, sheet.palette.accent, bold=True)
    limits = _limits(sheet, chart)
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
    for y, (_, name) in zip((up, down), limits, strict=True):
        if name and at.top - small <= y <= at.bottom + 0.6 * small:
            sheet.write(x, y + 0.36 * small, name, small, sheet.palette.grey)


def _beside(place: float, taken: float | None, apart: float, *, upwards: bool) -> float:
    """A height, or the nearest one that leaves room for what is there already."""
    if taken is None or abs(place - taken) >= apart:
        return place
    if place == taken:
        return taken + (-apart if upwards else apart)
    return taken + (apart if place > taken else -apart)
