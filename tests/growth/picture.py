"""The curves of one subject, side by side in the charts' house style: both axes by powers of ten."""

from collections.abc import Sequence
from math import ceil, floor, log10

from bot.charts import Form, Look, Size, Theme
from bot.charts.sheet import Sheet, house_style
from tests.growth.curves import SIZES, Curve
from tests.growth.operations import WORDS

LOOK = Look(Form.SVG, Theme.LIGHT, Size.PAGE)
_ACROSS = 3
_WIDTH, _HEIGHT = 240.0, 150.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 14.0, 42.0, 24.0
_TITLE, _SMALL = 10.5, 8.5


def drawn(curves: Sequence[Curve]) -> bytes:
    """The SVG: a panel for each operation, all on one scale; dashes say where "as much as it grew" leads."""
    rows = ceil(len(curves) / _ACROSS)
    times = [each for curve in curves for each in curve.took_s.values()]
    low, high = floor(log10(min(times))), ceil(log10(max(times)))
    with house_style():
        sheet = Sheet(LOOK, _WIDTH * _ACROSS, _HEIGHT * rows)
        for number, curve in enumerate(curves):
            down, across = divmod(number, _ACROSS)
            _Panel(sheet, across * _WIDTH, down * _HEIGHT, low, high).draw(curve)
        return sheet.file()


def told(curve: Curve) -> str:
    """How a curve grows, in a word; what is nearly level is called so."""
    if curve.power is None:
        return "too slow to be measured"
    return "level" if curve.power < 0.1 else f"n^{curve.power:.2f}"


def duration(seconds: float) -> str:
    """Three digits at the most, in the unit people would use."""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.{0 if seconds >= 0.01 else 1}f} ms"


class _Panel:
    def __init__(self, sheet: Sheet, x: float, y: float, low: int, high: int) -> None:
        self._sheet, self._x, self._y, self._low, self._high = sheet, x, y, low, high

    def draw(self, curve: Curve) -> None:
        sheet, ink, grey = self._sheet, self._sheet.palette.ink, self._sheet.palette.grey
        sheet.write(self._x + _LEFT, self._y + 16, WORDS[curve.operation], _TITLE, ink, bold=True)
        size, last = max(curve.took_s.items())
        words = f"{told(curve)}, {duration(last)} at {size:,}"
        if curve.left_out:
            words += "; more was left out"
        sheet.write(self._x + _LEFT, self._y + 30, words, _SMALL, grey)
        self._axes()
        self._as_it_grew(size, last)
        xs, ys = [self._across(each) for each in curve.took_s], [self._up(t) for t in curve.took_s.values()]
        sheet.line(xs, ys, sheet.palette.history, sheet.measures.line)
        sheet.dots(xs, ys, 4.5, sheet.palette.history)
        sheet.dots(xs[-1:], ys[-1:], 7, sheet.palette.accent)

    def _axes(self) -> None:
        sheet, grey, right = self._sheet, self._sheet.palette.grey, self._x + _WIDTH - _RIGHT
        for power in range(self._low, self._high + 1):
            y = self._up(10.0**power)
            sheet.line([self._x + _LEFT, right], [y, y], sheet.palette.grid, 1)
            name = f"{10**power:g} s" if power >= 0 else f"{10 ** (power + 3):g} ms"
            sheet.write(self._x + _LEFT - 4, y + 3, name, _SMALL, grey, from_="right")
        for size in SIZES:
            name = f"{size // 1000}k" if size >= 1000 else f"{size}"
            y = self._y + _HEIGHT - _BOTTOM + 12
            sheet.write(self._across(size), y, name, _SMALL, grey, from_="center")

    def _as_it_grew(self, size: int, last: float) -> None:
        """From the last point back, as far as there is room."""
        first = max(SIZES[0], size * 10**self._low / last)
        xs, ys = [self._across(first), self._across(size)], [self._up(last * first / size), self._up(last)]
        self._sheet.line(xs, ys, self._sheet.palette.limit, 1, linestyle=(0, (4, 3)))

    def _across(self, size: float) -> float:
        first, end = log10(SIZES[0]), log10(SIZES[-1])
        share = (log10(size) - first) / (end - first)
        return self._x + _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def _up(self, seconds: float) -> float:
        share = (log10(seconds) - self._low) / max(self._high - self._low, 1)
        return self._y + _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)
