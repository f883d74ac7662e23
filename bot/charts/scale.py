"""From days and values to places on a sheet, and which of them an axis names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, nan

from matplotlib import dates
from matplotlib.ticker import MaxNLocator

from bot.charts.facts import Chart

# Beyond these, sums of two values are no numbers any more.
_HUGE, _TINY = 1e300, 1e-290

_FEW = timedelta(days=100)


@dataclass(frozen=True, slots=True)
class Scale:
    """A rectangle on a sheet, the days across and the values up it, these in units of `unit`."""

    left: float
    top: float
    right: float
    bottom: float
    first: date
    last: date
    low: float
    high: float
    unit: float
    whole: bool

    def x(self, day: date) -> float:
        across = (self.last - self.first).days
        share = (day - self.first).days / across if across else 1.0
        return self.left + share * (self.right - self.left)

    def y(self, value: float | None) -> float:
        if value is None:
            return nan
        share = (value / self.unit - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)

    def values(self) -> list[tuple[float, str]]:
        """Round values on the axis, from low to high, and what each is called."""
        ticks = MaxNLocator(4, integer=self.whole, min_n_ticks=1 if self.whole else 2).tick_values(
            self.low, self.high
        )
        shown = [float(tick) for tick in ticks if self.low <= tick <= self.high]
        return list(zip((tick * self.unit for tick in shown), _named(shown, self.unit), strict=True))

    def days(self, starts: Sequence[date], apart: float) -> list[tuple[date, str]]:
        """Days on the axis, from the first to the last, and what each is called: few are periods' starts.

        Those stand at least so far `apart`.
        """
        if self.last - self.first < _FEW:
            room = (self.right - self.left) / apart
            every = max(ceil(len(starts) / 5), ceil((len(starts) - 1) / room), 1)
            return [(day, f"{day.day} {day:%b}") for day in starts[::-1][::every]]
        locator = dates.AutoDateLocator(minticks=3, maxticks=6)
        ticks = locator.tick_values(*(dates.num2date(dates.date2num(day)) for day in (self.first, self.last)))
        days = [dates.num2date(tick).date() for tick in ticks]
        names = dates.ConciseDateFormatter(locator, show_offset=False).format_ticks(ticks)
        return [(day, name) for day, name in zip(days, names, strict=True) if self.first <= day <= self.last]


def scale(
    chart: Chart, box: tuple[float, float, float, float], span: tuple[date, date], *, lean: bool = False
) -> Scale:
    """What fits a chart into a box, its days those of a span.

    A lean one begins where its values do, as there is no axis to tell.
    """
    shown = [value for value in chart.values if value is not None]
    shown += [chart.usual.lower, chart.usual.upper] if chart.usual else []
    biggest = max(map(abs, shown), default=0.0)
    unit = biggest if biggest > _HUGE or 0 < biggest < _TINY else 1.0
    low, high = min(shown, default=0.0) / unit, max(shown, default=1.0) / unit
    room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    from_zero = 0 <= low < (high - low) / 2 and not lean
    whole = all(value.is_integer() for value in chart.values if value is not None)
    return Scale(*box, *span, 0.0 if from_zero else low - room, high + room, unit, whole and unit == 1.0)


def _named(ticks: Sequence[float], unit: float) -> list[str]:
    """Numbers in four characters or so, more where it takes them to tell one from the next."""
    for digits in range(4, 17):
        names = [short(tick * unit, digits) for tick in ticks]
        if len({*names}) == len(names):
            break
    return names if ticks else []


def short(value: float, digits: int = 4) -> str:
    """A number in so many digits, with a letter for thousands and more."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if 1e13 > abs(value) >= 10 * size or (1e13 > abs(value) >= size and value % size == 0):
            return f"{value / size:.{digits}g}{letter}"
    return f"{value:.{digits}g}".replace("-", "\N{MINUS SIGN}")


def span(charts: Sequence[Chart]) -> tuple[date, date]:
    """The days that several charts have between them."""
    days = [day for chart in charts for day in chart.starts]
    first = min(days, default=date(2000, 1, 1))
    last = max(days, default=first)
    return (first, last) if first < last else (first - timedelta(days=7), last)
