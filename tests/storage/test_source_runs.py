"""Sources and their runs, as they are kept."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from storage.records.sources import KnownSource, RunState, SourceRun
from tests.making import MONDAY, MONDAY_NINE

RUN = SourceRun("warehouse", MONDAY, 1, MONDAY_NINE)


async def test_an_attempt_is_taken_once_whoever_asks(ledger):
    async def begin():
        async with ledger.open() as books:
            return await books.source_runs.begin(RUN)

    assert sorted(await asyncio.gather(*(begin() for _ in range(4)))) == [False, False, False, True]


async def test_a_run_ends_once(ledger):
    ended = replace(RUN, state=RunState.DONE, ended_at=MONDAY_NINE, rows=3, new=2, changed=1, error="a word")
    async with ledger.open() as books:
        await books.source_runs.begin(RUN)
        assert await books.source_runs.end(ended)
        assert not await books.source_runs.end(replace(ended, state=RunState.FAILED))

        assert await books.source_runs.of_day("warehouse", MONDAY) == [ended]


async def test_the_newest_runs_come_first_and_old_ones_are_let_go(ledger):
    later = replace(RUN, attempt=2, begun_at=MONDAY_NINE + timedelta(minutes=1))
    other = replace(RUN, source="sheet", begun_at=MONDAY_NINE + timedelta(minutes=2))
    async with ledger.open() as books:
        for run in (RUN, later, other):
            await books.source_runs.begin(run)
        assert await books.source_runs.latest() == [other, later, RUN]
        assert await books.source_runs.latest("warehouse", limit=1) == [later]
        await books.source_runs.forget_before(later.begun_at)

        assert await books.source_runs.latest() == [other, later]


async def test_failing_sources_are_found_the_longest_failing_first(ledger):
    fine = KnownSource("fine", "csv", metrics=("a", "b"), last_success_at=MONDAY_NINE)
    new = KnownSource("new", "sql", failing_since=MONDAY_NINE, error="away")
    old = replace(new, name="old", failing_since=MONDAY_NINE - timedelta(days=1))
    async with ledger.open() as books:
        for source in (new, fine, old):
            await books.sources.put(source)

        assert await books.sources.failing() == [old, new]
        assert await books.sources.get("fine") == fine
        assert [each.name for each in await books.sources.all()] == ["fine", "new", "old"]
        await books.sources.remove("old")
        assert await books.sources.get("old") is None
