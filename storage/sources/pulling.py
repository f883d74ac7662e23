"""Every kind of source on one line, and the one way to pull any of them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from storage.sources import csv_file, csv_web, json_web, prometheus, sql
from storage.sources.configs import (
    CsvSource,
    CsvWebSource,
    JsonSource,
    PrometheusSource,
    Source,
    SqlSource,
)
from storage.sources.rows import Means, Row, SourceProblem, Window

Pull = Callable[[Any, Window, Means], Awaitable[Sequence[Row]]]

KINDS: Mapping[type[Source], Pull] = {
    CsvSource: csv_file.pull,
    SqlSource: sql.pull,
    CsvWebSource: csv_web.pull,
    JsonSource: json_web.pull,
    PrometheusSource: prometheus.pull,
}

_log = logging.getLogger(__name__)


async def pull(source: Source, window: Window, means: Means) -> Sequence[Row]:
    """What a source says of a window, within its time. Raises SourceProblem and nothing else."""
    try:
        async with asyncio.timeout(source.timeout):
            return await KINDS[type(source)](source, window, means)
    except SourceProblem:
        raise
    except TimeoutError:
        raise SourceProblem(f"No answer within {source.timeout:g} seconds.") from None
    except Exception as problem:  # noqa: BLE001 - the guard: drivers raise what they like
        _log.exception("source failed", extra={"source": source.name})
        raise SourceProblem(f"It failed in a way nobody foresaw ({type(problem).__name__}).") from None
