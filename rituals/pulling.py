"""Readings pulled from their sources: at each one's hour, once a local day, however many processes there are.

What fails is tried again a little later, three times in all; then whoever answers for the number is told.
A pull holds no transaction open, and what it does not bring stays as it was.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from zlib import crc32

from pydantic import TypeAdapter

from rituals import failing, writers
from rituals.cadence import Rhythm
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.judging import Judged, Place, Values, judge
from rituals.metrics import meant
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.metrics import Contradiction, Metric, Reading
from storage.records.sources import OPERATOR, KnownSource, RunState, SourceRun
from storage.sources.configs import AnySource, Source
from storage.sources.rows import Row, SourceProblem, Window

Puller = Callable[[Source, Window], Awaitable[Sequence[Row]]]
"""Gives what a source says of a window, within the time it has. Raises SourceProblem and nothing else."""

ATTEMPTS = 3

# After the first attempt, and after the second; half as much more or less, so that not all come at once.
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5))
# The longest time-out a source may have, and time to write down what came.
_LOST_AFTER = timedelta(minutes=15)
_KEPT = timedelta(days=400)
_CUT_OFF = "cut off: the process that pulled has stopped"

_log = logging.getLogger(__name__)
_SOURCE: TypeAdapter[Source] = TypeAdapter(AnySource)


class NoSuchSource(RitualError):
    """No source goes by that name."""


class Pulls:
    def __init__(self, ledger: Ledger, clock: Clock, of_operator: Sequence[Source], puller: Puller) -> None:
        self._ledger, self._clock, self._puller = ledger, clock, puller
        self._of_operator = {source.name: source for source in of_operator}

    async def adopt(self) -> None:
        """Make the operator's file known in the books; what left it is forgotten, and its readings stay."""
        async with self._ledger.open() as books:
            known = {each.name: each for each in await books.sources.all()}
            for name, each in known.items():
                if each.added_by == OPERATOR and name not in self._of_operator:
                    await books.sources.remove(name)
                    await books.contradictions.told(writers.source(name), date.min, [])
            for name, source in self._of_operator.items():
                fresh = KnownSource(name, source.kind)
                before = known.get(name, fresh)
                await books.sources.put(replace(before, kind=source.kind, added_by=OPERATOR, config=""))
            await books.source_runs.forget_before(self._clock.now() - _KEPT)

    async def keep(self) -> None:
        """Pull every source whose hour has come; all of them side by side."""
        async with self._ledger.open() as books:
            begun = [(source, await self._begun(books, source)) for source in await self._all(books)]
        await asyncio.gather(*(self._pull(source, run) for source, run in begun if run is not None))

    async def run(self, name: str, since: date | None = None) -> SourceRun:
        """Pull one source now, back to `since` where that is given. Raises NoSuchSource."""
        async with self._ledger.open() as books:
            source = next((each for each in await self._all(books) if each.name == name), None)
            if source is None:
                raise NoSuchSource
            run = await self._begun(books, source, insist=True)
        assert run is not None  # it insisted
        return await self._pull(source, run, since)

    async def _all(self, books: Books) -> Sequence[Source]:
        """The operator's file wins over what was added in Slack."""
        added = [each for each in await books.sources.all() if each.config]
        return [
            *self._of_operator.values(),
            *(_SOURCE.validate_json(each.config) for each in added if each.name not in self._of_operator),
        ]

    async def _begun(self, books: Books, source: Source, *, insist: bool = False) -> SourceRun | None:
        """The attempt that is due now and that nobody else has taken."""
        now = self._clock.now()
        day = due_day(source, now)
        runs = await books.source_runs.of_day(source.name, day)
        for lost in runs:
            if lost.state is RunState.RUNNING and now - lost.begun_at > _LOST_AFTER:
                ended = replace(lost, state=RunState.FAILED, ended_at=now, error=_CUT_OFF)
                await books.source_runs.end(ended)
        if not insist and not is_due(await books.source_runs.of_day(source.name, day), now):
            return None
        run = SourceRun(source.name, day, len(runs) + 1, now)
        return run if await books.source_runs.begin(run) else None

    async def _pull(self, source: Source, run: SourceRun, since: date | None = None) -> SourceRun:
        async with self._ledger.open() as books:
            known = await books.sources.get(source.name) or KnownSource(source.name, source.kind)
        window = window_of(source, known, run.begun_at, since)
        try:
            rows = await self._puller(source, window)
        except SourceProblem as problem:
            ended = replace(run, state=RunState.FAILED, error=str(problem))
        else:
            judged = await self._judged(source, rows, window)
            ended = replace(run, rows=len(rows), state=_state(judged, rows), error=judged.sentence())
            async with self._ledger.open() as books:
                ended = await self._write(books, ended, judged.values)
                await self._remember(books, source, window, judged.contradicted)
                return await self._end(books, source, ended, {metric for metric, _ in judged.values})
        async with self._ledger.open() as books:
            return await self._end(books, source, ended, set())

    async def _judged(self, source: Source, rows: Sequence[Row], window: Window) -> Judged:
        async with self._ledger.open() as books:
            metrics = await books.metrics.all()
        named, now = next(iter(source.metrics), None), self._clock.now()
        # Half a million rows take seconds, and the loop has people to answer.
        return await asyncio.to_thread(
            partial(judge, rows, metrics, named=named, zone=source.zone, now=now, since=window.since)
        )

    async def _write(self, books: Books, run: SourceRun, values: Values) -> SourceRun:
        """Write down what is new or changed, and not in the place of what a person wrote."""
        first = min((start for _, start in values), default=date.max)
        before = {
            (each.metric, each.period_start): each
            for key in {key for key, _ in values}
            for each in await books.readings.of_metric(key, since=first)
        }
        news = {key: value for key, value in values.items() if _is_news(before.get(key), value)}
        kept = {key for key in news if key in before and writers.is_person(before[key].recorded_by)}
        now, author = self._clock.now(), writers.source(run.source)
        await books.readings.put(
            Reading(metric, start, value, author, now)
            for (metric, start), value in news.items()
            if (metric, start) not in kept
        )
        changed = sum(key in before for key in news) - len(kept)
        return replace(run, new=len(news) - len(kept) - changed, changed=changed, kept=len(kept))

    async def _remember(
        self, books: Books, source: Source, window: Window, twice: Mapping[Place, tuple[float, float]]
    ) -> None:
        """Keep in which periods a source contradicts itself, as long as it does."""
        now, author = self._clock.now(), writers.source(source.name)
        found = [Contradiction(*place, *values, author, now) for place, values in twice.items()]
        await books.contradictions.told(author, window.since, found)

    async def _end(self, books: Books, source: Source, run: SourceRun, spoken_of: set[str]) -> SourceRun:
        now = self._clock.now()
        ended = replace(run, ended_at=now)
        if not await books.source_runs.end(ended):
            return ended  # it took so long that it was given up; another attempt tells
        known = await books.sources.get(source.name) or KnownSource(source.name, source.kind)
        metrics = await books.metrics.all()
        keys = {*known.metrics, *spoken_of, *_keys(source, metrics)}
        known = replace(known, metrics=tuple(sorted(keys)))
        if ended.state is RunState.DONE:
            await failing.over(books, known, now)
            known = replace(known, last_success_at=now, failing_since=None, error=None)
        else:
            known = replace(known, failing_since=known.failing_since or run.begun_at, error=ended.error)
            if ended.state is RunState.PARTIAL or ended.attempt >= ATTEMPTS:
                await failing.tell(books, known, now)
        await books.sources.put(known)
        _log.info(
            "source pulled",
            extra={"source": source.name, "state": ended.state, "rows": ended.rows, "new": ended.new},
        )
        return ended


def due_day(source: Source, now: datetime) -> date:
    """The local day of the last hour at which a source was due; a new one is due at once."""
    rhythm = Rhythm(source.weekdays, source.at, source.zone)
    return rhythm.due(now - timedelta(days=9), now)[-1].day


def is_due(runs: Sequence[SourceRun], now: datetime) -> bool:
    """Whether another attempt is to be made after those of the day, and now."""
    if not runs:
        return True
    last = runs[-1]
    if last.state is not RunState.FAILED or last.ended_at is None or len(runs) >= ATTEMPTS:
        return False
    return now >= last.ended_at + pause_after(last)


def pause_after(run: SourceRun) -> timedelta:
    """How long to leave a source alone after a failed attempt: alike in every process, unlike for others."""
    spread = crc32(f"{run.source}:{run.day}:{run.attempt}".encode()) / 0xFFFFFFFF
    return _PAUSES[min(run.attempt, len(_PAUSES)) - 1] * (0.5 + spread)


def window_of(source: Source, known: KnownSource, now: datetime, since: date | None = None) -> Window:
    """What to ask for: all on the first pull, then what may have been corrected since the last good one."""
    today = local_day(now, source.zone)
    first = source.first_day(today)
    if since is None and known.last_success_at is not None:
        last = local_day(known.last_success_at, source.zone)
        since = max(first, last - timedelta(days=source.look_back))
    return Window(since or first, today)


def _is_news(before: Reading | None, value: float) -> bool:
    return before is None or before.value != value


def _state(judged: Judged, rows: Sequence[Row]) -> RunState:
    if judged.faults:
        return RunState.PARTIAL
    # Names that nobody knows are another one's columns, unless there is nothing else.
    return RunState.FAILED if judged.strangers and not judged.values and rows else RunState.DONE


def _keys(source: Source, metrics: Sequence[Metric]) -> set[str]:
    found = (meant(name, metrics) for name in source.metrics)
    return {metric.key for metric in found if metric is not None}
