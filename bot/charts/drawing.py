"""Facts and a look -> the bytes of a file, in the worker process."""

from itertools import accumulate

from bot.charts.extent import heights, points
from bot.charts.facts import Chart, Facts, Multiples
from bot.charts.grid import grid, spark
from bot.charts.look import Look, Size
from bot.charts.plot import plot, sides
from bot.charts.scale import span
from bot.charts.sheet import Sheet, house_style


def drawn(facts: Facts, look: Look) -> bytes:
    """The picture: of a grid, of a bare line, or of one chart or several below each other."""
    with house_style():
        sheet = Sheet(look, *points(facts, look))
        if isinstance(facts, Multiples):
            grid(sheet, facts)
        else:
            _charts(sheet, [facts] if isinstance(facts, Chart) else list(facts.charts), facts)
        return sheet.file()


def _charts(sheet: Sheet, charts: list[Chart], facts: Facts) -> None:
    if sheet.look.size is Size.SPARK:
        edge = 2.6 * sheet.measures.line
        box = (edge, edge, sheet.width - edge, sheet.height - edge)
        spark(sheet, charts[0], box, span(charts))
        return
    tall = heights(facts, sheet.look)
    tops, common = accumulate(tall, initial=0.0), sides(sheet, charts)
    for chart, top, height in zip(charts, tops, tall, strict=False):
        plot(sheet, chart, top, height, common)
