"""The monthly line of an output metric: what the last full month came to, and the month before.

A metric that is counted by the month has one value for it. Of one that is counted by the day or the week it
is the mean over the periods that begin in that month: a sum would say nothing of a share.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean
from zoneinfo import ZoneInfo

from rituals.cadence import instant
from rituals.outputs import OutputScore, outputs
from rituals.quality import Caveat
from rituals.signals import Verdict
from rituals.versions import comparable_since
from rituals.weeks import last_full, period_of, previous
from storage.ledger import Books
from storage.records.metrics import Cadence, Metric, Reading
from storage.records.workspaces import Workspace

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month by its first day; a value is None where it has no reading, or none to be held against another.

    `periods` are those of the month that have one. `verdict` is that of the metric's own last full period.
    """

    metric: Metric
    month: date
    value: float | None
    before: float | None
    periods: int
    verdict: Verdict
    caveats: tuple[Caveat, ...] = ()


async def month_lines(books: Books, workspace: Workspace, monday: date) -> Sequence[MonthLine]:
    """What the pulse of a Monday tells of the outputs.

    On the first Monday of a month each has its line; on any other, what was counted by the month and has
    come in since the pulse before.
    """
    is_first = monday.day <= 7
    before = instant(monday - _WEEK, workspace.pulse_time, ZoneInfo(workspace.time_zone))
    return [
        await _line(books, each, monday)
        for each in await outputs(books, monday)
        if is_first or _came_in(each, before)
    ]


def _came_in(output: OutputScore, since: datetime) -> bool:
    score = output.score
    return (
        output.metric.cadence is Cadence.MONTH
        and score.verdict.value is not None
        and score.updated_at is not None
        and score.updated_at >= since
    )


async def _line(books: Books, output: OutputScore, day: date) -> MonthLine:
    month = last_full(day, Cadence.MONTH)
    earlier = previous(month, Cadence.MONTH)
    since = max(earlier, comparable_since(output.score.versions, month))
    readings = await books.readings.of_metric(output.metric.key, since=since)
    values, others = (_values(readings, each) for each in (month, earlier))
    return MonthLine(
        output.metric,
        month,
        fmean(values) if values else None,
        fmean(others) if others else None,
        len(values),
        output.score.verdict,
        output.score.caveats,
    )


def _values(readings: Iterable[Reading], month: date) -> Sequence[float]:
    return [each.value for each in readings if period_of(each.period_start, Cadence.MONTH) == month]
