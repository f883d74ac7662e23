"""How large a picture is before it is drawn, so that a page can keep its place."""

from bot.charts.facts import Chart, Facts, Mark, Multiples
from bot.charts.look import Look, Size
from bot.charts.style import MEASURES, Measures
from bot.charts.wording import cut, length, shown, wrapped

_GROWING = {Size.SLACK, Size.PHONE}
MOST_ANNOTATIONS, MOST_VERSIONS = 3, 2
LINE = 1.4
"""From one line of small words to the next, in sizes of their type."""

FLAGS = 1.9
"""The height of the row of badges, likewise."""

ACROSS = 1.35
"""How wide a badge is, likewise."""

TEXT, TITLE = 0.96, 1.25
"""How large words beside shapes are, in sizes of small type; and from one line of a title to the next."""

DOUBT = "\N{WHITE DIAMOND}"

_LOWER = 13 / 15  # one of several panels, compared with a chart that stands alone
_CELL = 7.4

BETWEEN = 1.6
"""From one column of a grid to the next, likewise."""


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
        return [head, *(measures.small * (_CELL + LINE * more) for more in more_lines(facts, look))]
    charts = [facts] if isinstance(facts, Chart) else facts.charts
    # A page keeps a place of one size for a chart, whatever is written on it; a message grows, and a phone's
    # page, where a line is short.
    share = 1.0 if len(charts) == 1 else _LOWER
    return [measures.height * share + _for_words(chart, look, measures) for chart in charts]


def _for_words(chart: Chart, look: Look, measures: Measures) -> float:
    """What a long title, marks and a doubt add to a chart that may grow."""
    if look.size not in _GROWING:
        return 0.0
    key = sum(len(told(mark, look)) for mark, _ in marks(chart))
    for_marks = FLAGS + LINE * (key + 0.4) if key else 0.0
    more = TITLE * measures.large * max(0, len(title(chart, look)) - 1)
    return more + measures.small * (for_marks + LINE * len(doubt(chart, look)))


def wide(columns: int, measures: Measures) -> float:
    """The width of a cell of a grid."""
    return (measures.width - 2 * measures.margin - BETWEEN * measures.small * (columns - 1)) / columns


def cell(chart: Chart, columns: int, look: Look) -> tuple[list[str], list[str]]:
    """What stands over a small chart, line by line: its name, and how it is."""
    measures = MEASURES[look.size]
    room = wide(columns, measures)
    said = f"{chart.verdict}  {DOUBT} {chart.doubt}" if chart.doubt else chart.verdict
    return (
        _lines(chart.title, look, measures.small, room, bold=True) or [""],
        _lines(said, look, measures.small, room) or [""],
    )


def more_lines(facts: Multiples, look: Look) -> list[int]:
    """Of each row, how many lines its words take beyond one each for a name and a verdict."""
    lines = [sum(map(len, cell(chart, facts.columns, look))) - 2 for chart in facts.charts]
    return [max(lines[at : at + facts.columns]) for at in range(0, len(lines), facts.columns)]


def title(chart: Chart, look: Look) -> list[str]:
    """The name of a chart, line by line."""
    measures = MEASURES[look.size]
    return _lines(chart.title, look, measures.large, measures.width - 2 * measures.margin, bold=True)


def doubt(chart: Chart, look: Look) -> list[str]:
    """What to look at before trusting the last value, line by line."""
    measures = MEASURES[look.size]
    said = f"{DOUBT} {chart.doubt}" if chart.doubt else ""
    return _lines(said, look, TEXT * measures.small, measures.width - 2 * measures.margin)


def told(mark: Mark, look: Look) -> list[str]:
    """The words of a mark, line by line; one at least, for its badge."""
    measures = MEASURES[look.size]
    room = measures.width - measures.margin - words_from(measures)
    return _lines(mark.words, look, TEXT * measures.small, room) or [""]


def day_from(measures: Measures) -> float:
    """Where the day of a mark begins in the key."""
    return measures.margin + (ACROSS + 0.5) * measures.small


def words_from(measures: Measures) -> float:
    """Where its words begin."""
    return day_from(measures) + length("30 May", TEXT * measures.small) + 0.6 * measures.small


def _lines(words: str, look: Look, size: float, room: float, *, bold: bool = False) -> list[str]:
    """All of them where a picture may grow, else as much as one line holds."""
    fit = shown(words, look.form)
    if look.size in _GROWING:
        return wrapped(fit, size, room, bold=bold)
    return [line] if (line := cut(fit, size, room, bold=bold)) else []


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
