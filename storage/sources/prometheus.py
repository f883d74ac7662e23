"""Readings from Prometheus: a query, answered at the moment each week or month is over."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ValidationError

from storage.sources.beside import beside
from storage.sources.configs import PrometheusSource
from storage.sources.rows import Means, Row, SourceProblem, Window
from storage.sources.web import address_of, ask, parsed

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class _Series(BaseModel):
    values: list[tuple[float, float]]


class _Data(BaseModel):
    resultType: Literal["matrix"]  # noqa: N815 - Prometheus's name
    result: list[_Series]


class _Answer(BaseModel):
    status: Literal["success"]
    data: _Data


async def pull(source: PrometheusSource, window: Window, means: Means) -> Sequence[Row]:
    """One row for each period that is over and has a point. Raises SourceProblem.

    Weeks end on Mondays at 00:00 UTC. Months have no steady step: every day is asked for, and the first of
    each month is taken.
    """
    step = _WEEK if source.every == "week" else _DAY
    first = window.since + timedelta(days=-window.since.weekday() % 7) if step == _WEEK else window.since
    # The first period that is asked for ends one period later.
    start = first + step
    if start > window.until:
        return []
    asked = {
        "query": source.query,
        "start": _instant(start),
        "end": _instant(window.until),
        "step": int(step.total_seconds()),
    }
    url = f"{address_of(source, means).rstrip('/')}/api/v1/query_range?{urlencode(asked)}"
    content = await ask(source, url, window, means)
    return await beside(lambda: _rows(content, source))


def _instant(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _rows(content: bytes, source: PrometheusSource) -> Sequence[Row]:
    try:
        series = _Answer.model_validate(parsed(content)).data.result
        if len(series) > 1:
            raise SourceProblem(
                f"The query gives {len(series)} series; it has to give one: put sum(…) around it."
            )
        points = [(datetime.fromtimestamp(at, UTC), value) for each in series for at, value in each.values]
    except (ValidationError, ValueError, OverflowError, OSError):
        raise SourceProblem("It does not answer as Prometheus answers a range query.") from None
    if len(points) > source.max_rows:
        raise SourceProblem(f"It gives more than {source.max_rows:,} points.")
    return [
        Row(_period_before(at.date(), source), value, f"the point at {at:%Y-%m-%d %H:%M} UTC")
        for at, value in points
        if source.every == "week" or at.day == 1
    ]


def _period_before(day: date, source: PrometheusSource) -> date:
    """The first day of the period that is over when a day begins."""
    return day - _WEEK if source.every == "week" else (day - _DAY).replace(day=1)
