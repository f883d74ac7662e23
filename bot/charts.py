"""Readings -> PNG, in the worker process; matplotlib is imported nowhere else, and only when one is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# 1200 x 600 dots. Slack shows them some 360 wide on a phone, so that 13 points are 11 dots high there.
_DOTS = 200
_INCHES = (6.0, 3.0)
_PANEL = 2.6
_SMALL, _LARGE, _LARGEST = 12.5, 16.5, 25.0

_INK = "#1d1c1d"
_GREY = "#696770"
_HISTORY = "#a3a1ab"
_GRID = "#ecebef"
_BAND = "#e8eef8"
_LIMIT = "#b4c6e4"
_ACCENT = "#1f5fbf"
_ROOM = 0.3  # inches, between two labels


@dataclass(frozen=True, slots=True)
class Range:
    """A usual range, and the first of the periods it was made of."""

    first: date
    lower: float
    upper: float
    lower_label: str
    upper_label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: one value a period, oldest first, None for a gap. Words are drawn as they are."""

    title: str
    subtitle: str
    starts: Sequence[date]
    values: Sequence[float | None]
    last_label: str
    usual: Range | None = None


@dataclass(frozen=True, slots=True)
class Panels:
    """Several metrics below each other over the same stretch of time: each keeps its own scale."""

    charts: Sequence[Chart]


def draw(facts: Chart | Panels) -> bytes:
    """The picture as a PNG, 1200 dots wide: 600 high for one chart, a little less for each of several."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # A $ in a metric's name is no mathematics; a letter the font lacks is in the words beside the picture.
    with (
        catch_warnings(),
        rc_context({"text.parse_math": False, "font.family": "DejaVu Sans"}),
        BytesIO() as png,
    ):
        simplefilter("ignore", UserWarning)
        charts = facts.charts if isinstance(facts, Panels) else [facts]
        width, height = _INCHES
        if len(charts) > 1:
            height = _PANEL * len(charts)
        figure = Figure(figsize=(width, height), dpi=_DOTS, facecolor="white")
        FigureCanvasAgg(figure)
        share = 1 / len(charts)
        for place, chart in enumerate(charts):
            _panel(figure, chart, 1 - share * (place + 1), share, charts)
        figure.savefig(png, format="png", metadata={"Software": None})
        return png.getvalue()


def _panel(figure: "Figure", chart: Chart, bottom: float, share: float, charts: Sequence[Chart]) -> None:
    """One chart in its share of the height, over the time of all of them."""
    low, high = (0.135, 0.545) if len(charts) == 1 else (0.165, 0.485)
    axes = figure.add_axes((0.095, bottom + low * share, 0.715, high * share))
    _titles(figure, chart, bottom, share)
    _frame(axes, chart)
    _range(axes, chart)
    _line(axes, chart)
    _labels(axes, chart)
    if len(charts) > 1:
        first, last = min(each.starts[0] for each in charts), max(each.starts[-1] for each in charts)
        room = (last - first) * 0.012
        axes.set_xlim(*_x([first - room, last + room]))


def _titles(figure: "Figure", chart: Chart, bottom: float, share: float) -> None:
    top = bottom + 0.955 * share
    figure.text(0.028, top, _cut(chart.title, 40), size=_LARGE, weight="bold", color=_INK, va="top")
    below = top - 0.13 * _INCHES[1] / (figure.get_figheight())
    figure.text(0.028, below, _cut(chart.subtitle, 64), size=_SMALL - 0.5, color=_GREY, va="top")


def _frame(axes: "Axes", chart: Chart) -> None:
    from matplotlib import dates
    from matplotlib.ticker import MaxNLocator

    for spine in axes.spines.values():
        spine.set_visible(False)
    days = dates.AutoDateLocator(minticks=3, maxticks=6)
    axes.xaxis.set_major_locator(days)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(days, show_offset=False))
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=_is_whole(chart)))
    axes.yaxis.set_major_formatter(lambda value, _place: _short(value))
    axes.grid(axis="y", color=_GRID, lw=1)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=_SMALL, labelcolor=_GREY, pad=5)
    axes.tick_params(axis="x", pad=11)  # below the lowest of the other axis, also at the corner
    axes.margins(x=0.012)
    low, high = _extent(chart)
    axes.set_ylim(low, high)


def _range(axes: "Axes", chart: Chart) -> None:
    """The usual range as a band, over the periods it was made of and the one compared with it."""
    if chart.usual is None:
        return
    usual = chart.usual
    across = [usual.first, chart.starts[-1]]
    axes.fill_between(_x(across), usual.lower, usual.upper, color=_BAND, lw=0, zorder=1)
    for limit in (usual.lower, usual.upper):
        axes.plot(_x(across), [limit, limit], color=_LIMIT, lw=1.2, zorder=2)


def _line(axes: "Axes", chart: Chart) -> None:
    values = [float("nan") if value is None else value for value in chart.values]
    axes.plot(_x(chart.starts), values, "-o", color=_HISTORY, lw=1.8, ms=3, zorder=3, clip_on=False)
    if chart.values[-1] is not None:
        axes.plot(
            _x(chart.starts[-1:]),
            values[-1:],
            "o",
            color=_ACCENT,
            ms=10,
            mec="white",
            mew=2,
            zorder=5,
            clip_on=False,
        )


def _labels(axes: "Axes", chart: Chart) -> None:
    """The last value, and the limits, at the right edge; one that would touch it is moved away."""
    low, high = axes.get_ylim()
    room = _ROOM * _DOTS / axes.bbox.height
    last = chart.values[-1]
    taken = None if last is None else (last - low) / (high - low)
    if taken is not None:
        length = len(chart.last_label)
        size = _LARGEST if length <= 4 else _LARGE if length <= 7 else _SMALL
        _at_the_edge(axes, taken, chart.last_label, size=size, weight="bold", color=_ACCENT)
    if chart.usual is None:
        return
    for limit, label in (
        (chart.usual.upper, chart.usual.upper_label),
        (chart.usual.lower, chart.usual.lower_label),
    ):
        place = _beside((limit - low) / (high - low), taken, room, upwards=limit == chart.usual.upper)
        if -0.05 <= place <= 1.1:
            _at_the_edge(axes, place, label, size=_SMALL, color=_GREY)


def _beside(place: float, taken: float | None, room: float, *, upwards: bool) -> float:
    """A place in parts of the height, or the nearest that leaves room for what is there already."""
    if taken is None or abs(place - taken) >= room:
        return place
    if place == taken:
        return taken + (room if upwards else -room)
    return taken + (room if place > taken else -room)


def _at_the_edge(axes: "Axes", place: float, label: str, **looks: Any) -> None:
    axes.annotate(
        _cut(label, 10), (1.025, place), xycoords="axes fraction", va="center", annotation_clip=False, **looks
    )


def _extent(chart: Chart) -> tuple[float, float]:
    shown = [value for value in chart.values if value is not None]
    shown += [chart.usual.lower, chart.usual.upper] if chart.usual else []
    low, high = min(shown, default=0.0), max(shown, default=1.0)
    room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    return (0.0 if 0 <= low < (high - low) / 2 else low - room), high + room


def _is_whole(chart: Chart) -> bool:
    return all(value is None or value.is_integer() for value in chart.values)


def _short(value: float) -> str:
    """A number for the axis, in four characters or so."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= 10 * size or (abs(value) >= size and value % size == 0):
            return f"{value / size:.4g}{letter}"
    return f"{value:.4g}"


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def _x(days: Sequence[date]) -> Any:
    # matplotlib takes dates; its types say floats.
    return list(days)
