"""The year of a metric as a chart, as words for those who do not see it, and as a table should it fail."""

from collections.abc import Sequence
from datetime import date
from math import ceil, floor

from slack_sdk.models.blocks import RawTextObject, TableBlock

from bot.blocks.layout import Picture
from bot.blocks.phrases import amount, period, say, usual_range
from bot.charts import Chart, Range
from rituals.scoreboard import Score
from rituals.signals import Verdict
from rituals.weeks import next_

_ROWS = 12

Series = Sequence[tuple[date, float | None]]


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
        for start, value in reversed(_series(score)[-_ROWS:])
    ]
    head = [score.metric.cadence.capitalize(), score.metric.name]
    return TableBlock(rows=[[RawTextObject(text=cell) for cell in row] for row in [head, *rows]])


def _series(score: Score) -> Series:
    """Every period from the first reading shown to the one judged, with None for a gap."""
    values = {point.period_start: point.value for point in score.points}
    start, series = min(values, default=score.verdict.period), []
    while start <= score.verdict.period:
        series.append((start, values.get(start)))
        start = next_(start, score.metric.cadence)
    return series


def chart(score: Score) -> Chart:
    """The year of a metric, its usual range shaded."""
    series = _series(score)
    last = series[-1][1]
    usual = _range(score.verdict, series[0][0])
    return Chart(
        title=score.metric.name,
        subtitle=f"By {score.metric.cadence}, {_span(series)}",
        starts=[start for start, _ in series],
        values=[value for _, value in series],
        last_label="" if last is None else amount(last, score.metric),
        usual=usual,
    )


def _range(verdict: Verdict, first_shown: date) -> Range | None:
    if verdict.usual is None:
        return None
    low, high = verdict.usual.lower, verdict.usual.upper
    if verdict.whole:
        low, high = ceil(low), floor(high)
    *lowest, highest = usual_range(verdict).split(" to ")  # a range of one has one number
    return Range(max(verdict.usual.first, first_shown), low, high, "".join(lowest), highest)


def _span(series: Series) -> str:
    first, last = series[0][0], series[-1][0]
    return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"


def alt_text(score: Score) -> str:
    """What the chart shows, for those who do not see it."""
    metric, series = score.metric, _series(score)
    low = min(score.points, key=lambda point: point.value)
    high = max(score.points, key=lambda point: point.value)
    last = score.verdict.period
    return (
        f"Chart of {metric.name} by {metric.cadence}, {_span(series)}. {say(score.verdict, metric).verdict} "
        f"Lowest: {amount(low.value, metric)}, {period(low.period_start, metric, last)}; "
        f"highest: {amount(high.value, metric)}, {period(high.period_start, metric, last)}."
    )
