"""The readings behind a case: both inputs and the North Star on one chart, and each in words."""

from collections.abc import Sequence

from bot.blocks.caveats import note
from bot.blocks.layout import Picture
from bot.blocks.limits import shorten
from bot.blocks.phrases import say
from bot.blocks.text import escape
from bot.charts import Panels
from bot.charts.of_score import alt_texts, chart
from rituals.scoreboard import Score


def picture(scores: Sequence[Score]) -> Picture | None:
    """All of them below each other, each on its own scale; None while there is no line to draw."""
    drawn = [score for score in scores if len(score.points) > 1]
    if not drawn:
        return None
    names = ", ".join(score.metric.name for score in drawn)
    return Picture(Panels([chart(score) for score in drawn]), shorten(names, 150), alt_texts(drawn))


def in_words(scores: Sequence[Score]) -> str:
    """How each stands, a line each, in mrkdwn."""
    return "\n".join(
        f"• *{escape(score.metric.name)}*: {escape(say(score.verdict, score.metric).verdict + note(score))}"
        for score in scores
    )
