"""The push API against the description it serves of itself, by Schemathesis."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date, timedelta
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from bot.push.routes import PREFIX, Push, desk_of
from bot.server import serving
from rituals.clock import SystemClock
from rituals.ids import random_id
from rituals.pushing import Pushing
from rituals.tokens import Tokens
from storage.database import opened
from tests.making import a_metric, a_workspace

# Two operations, each rightly and wrongly asked.
WAYS = 4

_SECRET = "polaris_" + "s" * 43


def play(database_url: str, number: int, count: int) -> tuple[Counter[str], list[str]]:
    """So many requests for each operation, right and wrong; how many were made, and what was found."""
    made: Counter[str] = Counter()
    with _served(database_url) as url:
        described = requests.get(f"{url}/openapi.json", timeout=60).json()
        schema: Any = schemathesis.openapi.from_dict(described)
        origin = url.removesuffix(PREFIX)
        schema.config.update(base_url=origin)
        faults = [
            fault
            for result in schema.get_all_operations()
            for mode in GenerationMode
            for fault in _tried(result.ok(), mode, number, count, made)
        ]
    return made, faults


def _tried(operation: Any, mode: GenerationMode, number: int, count: int, made: Counter[str]) -> list[str]:
    found: dict[str, str] = {}

    @seed(number)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case: Case[Any]) -> None:
        if mode is GenerationMode.POSITIVE:
            _name_one_that_is_there(case)
        try:
            answer = case.call(headers={"Authorization": f"Bearer {_SECRET}"})
            made[f"{case.method} {answer.status_code}"] += 1
            # What fits the description may still be about a week that is not over.
            case.validate_response(answer, excluded_checks=[positive_data_acceptance])
        except FailureGroup as problem:
            found.setdefault(str(problem)[:200], f"{case.as_curl_command()[:1_000]}\n{problem}")

    each()
    return list(found.values())


def _name_one_that_is_there(case: Case[Any]) -> None:
    """A metric that is counted, and weeks of this century that are over."""
    body: Any = case.body
    many = body.get("readings", ()) if isinstance(body, dict) else ()
    for part in (case.query, body, *many):
        if isinstance(part, dict) and "metric" in part:
            part["metric"] = "merged"
        if isinstance(part, dict) and "period_start" in part:
            day = date.fromisoformat(part["period_start"]).replace(day=1)
            day = day.replace(year=2000 + day.year % 25)
            part["period_start"] = (day - timedelta(days=day.weekday())).isoformat()


@contextmanager
def _served(database_url: str) -> Iterator[str]:
    """The push API in a thread of its own, for Schemathesis waits for its answers."""
    up, stop = threading.Event(), asyncio.Event()
    where: list[Any] = []

    async def serve() -> None:
        async with _pushing(database_url) as url:
            where[:] = [url, asyncio.get_running_loop()]
            up.set()
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=[serve()], daemon=True)
    thread.start()
    assert up.wait(30)
    try:
        yield where[0]
    finally:
        where[1].call_soon_threadsafe(stop.set)
        thread.join(30)


@asynccontextmanager
async def _pushing(database_url: str):
    async with opened(database_url) as database:
        ledger, clock = database.ledger("T1"), SystemClock()
        async with ledger.open() as books:
            await books.workspaces.put(a_workspace())
            await books.metrics.put(a_metric(unit="count"))
        tokens = Tokens(ledger, clock, lambda: _SECRET)
        await tokens.create("fuzz")
        part = Push(desk_of(Pushing(ledger, clock), tokens), random_id).application()
        async with serving([], "127.0.0.1", 0, {PREFIX: part}) as port:
            yield f"http://127.0.0.1:{port}{PREFIX}"
