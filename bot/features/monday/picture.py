"""The year of a metric as a picture in a message, and as a table should it fail."""

from slack_sdk.models.blocks import RawTextObject, TableBlock

from bot.blocks.layout import Picture
from bot.blocks.phrases import amount, period
from bot.charts.of_score import alt_text, chart, series
from rituals.scoreboard import Score

_ROWS = 12


def picture(score: Score) -> Picture | None:
    """None while there is no line to draw."""
    if len(score.points) < 2:
        return None
    return Picture(chart(score), score.metric.name, alt_text(score))


def table(score: Score) -> TableBlock:
    """The last twelve periods, newest first."""
    rows = [
        [
            period(start, score.metric).removeprefix("the week of "),
            "no reading" if value is None else amount(value, score.metric),
        ]
        for start, value in reversed(series(score)[-_ROWS:])
    ]
    head = [score.metric.cadence.capitalize(), score.metric.name]
    return TableBlock(rows=[[RawTextObject(text=cell) for cell in row] for row in [head, *rows]])
