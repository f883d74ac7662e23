"""The charts of the house: facts and a look in, a PNG or an SVG out.

`draw` is for the worker process: `await worker.run(partial(draw, look=look), facts)`. matplotlib is imported
there, and only when something is drawn.
"""

from bot.charts.facts import Chart, Facts, Mark, Multiples, Panels, Range
from bot.charts.look import Form, Look, Size, Theme

__all__ = [
    "Chart",
    "Facts",
    "Form",
    "Look",
    "Mark",
    "Multiples",
    "Panels",
    "Range",
    "Size",
    "Theme",
    "draw",
]

SLACK = Look()


def draw(facts: Facts, look: Look = SLACK) -> bytes:
    """The picture of some facts; the same facts and look always give the same bytes."""
    from bot.charts.drawing import drawn

    return drawn(facts, look)
