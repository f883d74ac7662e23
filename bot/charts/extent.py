"""How large a picture is before it is drawn, so that a page can keep its place."""

from math import ceil

from bot.charts.facts import Chart, Facts, Mark, Multiples
from bot.charts.look import Look, Size
from bot.charts.style import MEASURES, Measures

MOST_ANNOTATIONS, MOST_VERSIONS = 3, 2
LINE = 1.4
"""From one line of small words to the next, in sizes of their type."""

FLAGS = 1.9
"""The height of the row of badges, likewise."""

_LOWER = 13 / 15  # one of several panels, compared with a chart that stands alone
_CELL = 7.4


def pixels(facts: Facts, look: Look) -> tuple[int, int]:
    """Width and height in CSS pixels."""
    width, height = points(facts, look)
    return round(width * 96 / 72), round(height * 96 / 72)


def points(facts: Facts, look: Look) -> tuple[float, float]:
    """Width and height in points."""
    measures = MEASURES[look.size]
    return measures.width, sum(heights(facts, look))


def heights(facts: Facts, look: Look) -> list[float]:
    """The heights of what stands below each other: charts, or the heading of a grid and its rows."""
    measures = MEASURES[look.size]
    if isinstance(facts, Multiples):
        head = (1.6 * measures.large if facts.title else 0.0) + 2.2 * measures.small
        rows = ceil(len(facts.charts) / facts.columns)
        return [head, *[_CELL * measures.small] * rows]
    charts = [facts] if isinstance(facts, Chart) else facts.charts
    # A page keeps a place of one size for a chart, whatever is written on it; a message grows.
    share = 1.0 if len(charts) == 1 else _LOWER
    return [measures.height * share + _for_words(chart, look, measures) for chart in charts]


def _for_words(chart: Chart, look: Look, measures: Measures) -> float:
    """What marks and a doubt add to a chart that may grow."""
    if look.size is not Size.SLACK:
        return 0.0
    shown = len(marks(chart))
    for_marks = FLAGS + LINE * (shown + 0.4) if shown else 0.0
    return measures.small * (for_marks + (LINE if chart.doubt else 0.0))


def marks(chart: Chart) -> list[tuple[Mark, bool]]:
    """The marks that are shown, by their days, and of each whether it is a version: the last few."""
    if not chart.starts:
        return []
    first, last = chart.starts[0], chart.starts[-1]
    said = sorted((m for m in chart.annotations if first <= m.start <= last), key=lambda m: m.start)
    # The version that all of the chart follows needs no line.
    anew = sorted((m for m in chart.versions if first < m.start <= last), key=lambda m: m.start)
    shown = [(m, False) for m in said[-MOST_ANNOTATIONS:]] + [(m, True) for m in anew[-MOST_VERSIONS:]]
    return sorted(shown, key=lambda each: each[0].start)
