"""Readings pulled from their sources: at each one's hour, once a local day, however many processes there are.

What fails is tried again a little later, three times in all; then whoever answers for the number is told.
A pull holds no transaction open, and what it does not bring stays as it was.

The row of the attempt is the claim, on both databases: it is the log of what came, the memory of what is to
be tried again, and unique. A queue of jobs beside it would be a second memory, to be kept in step with it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from pydantic import ValidationError

from rituals import failing, history, writers
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.ids import Ids, random_id
from rituals.judging import Judged, Place, Values, judge
from rituals.log_context import about
from rituals.metrics import finder
from rituals.news import news_of
from rituals.plain import plain
from rituals.pull_hours import ATTEMPTS, due_day, is_due, window_of
from rituals.trial import Trial, weighed
from storage.ledger import Books, Ledger
from storage.records.metrics import Contradiction, Metric, Reading
from storage.records.sources import OPERATOR, KnownSource, RunState, SourceRun
from storage.sources.configs import CsvWebSource, Layout, Source
from storage.sources.rows import Row, SourceProblem, Window
from storage.spans import span

Puller = Callable[[Source, Window], Awaitable[Sequence[Row]]]
"""Gives what a source says of a window, within the time it has. Raises SourceProblem and nothing else."""

# Each may hold an answer of many megabytes, and one that hangs has a time-out of its own.
_AT_ONCE = 8
# The longest time-out a source may have, and time to write down what came.
_LOST_AFTER = timedelta(minutes=15)
_KEPT = timedelta(days=400)
_CUT_OFF = "cut off: the process that pulled has stopped"

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class NoSuchSource(RitualError):
    """No source goes by that name."""

    name: str


@dataclass(eq=False)
class UnderWay(RitualError):
    """It is being pulled right now."""

    name: str


class Pulls:
    def __init__(
        self,
        ledger: Ledger,
        clock: Clock,
        of_operator: Sequence[Source],
        puller: Puller,
        ids: Ids = random_id,
    ) -> None:
        self._ledger, self._clock, self._puller, self._ids = ledger, clock, puller, ids
        self._of_operator = {source.name: source for source in of_operator}
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def adopt(self) -> None:
        """Make the operator's file known in the books; what left it is forgotten, and its readings stay.

        It wins over a source of the same name that was added in Slack, for as long as it names one.
        """
        async with self._ledger.open() as books:
            await books.sources.hold_names()
            known = {each.name: each for each in await books.sources.all()}
            for name, each in known.items():
                if name in self._of_operator:
                    continue
                if each.added_by == OPERATOR:
                    await books.sources.remove(name)
                    await books.contradictions.told(writers.source(name), date.min, [])
                elif (own := config_of(each)) is None:
                    _log.warning("source not understood", extra={"source": name})
                elif each.overruled_at is not None:
                    await books.sources.put(replace(each, kind=own.kind, overruled_at=None))
            for name, source in self._of_operator.items():
                before = known.get(name, KnownSource(name, source.kind))
                overruled_at = (before.overruled_at or self._clock.now()) if before.config else None
                await books.sources.put(replace(before, kind=source.kind, overruled_at=overruled_at))
            await books.source_runs.forget_before(self._clock.now() - _KEPT)

    async def keep(self) -> None:
        """Pull every source whose hour has come, some of them side by side."""
        async with self._ledger.open() as books:
            sources = [each for each in await self._all(books) if not each.paused]
            begun = [(source, await self._begun(books, source)) for source in sources]
        await asyncio.gather(*(self._guarded(source, run) for source, run in begun if run is not None))

    async def run(self, name: str, since: date | None = None) -> SourceRun:
        """Pull one source now, back to `since` where that is given. Raises NoSuchSource, or UnderWay."""
        async with self._ledger.open() as books:
            source = next((each for each in await self._all(books) if each.name == name), None)
            if source is None:
                raise NoSuchSource(name)
            run = await self._begun(books, source, insist=True)
        if run is None:
            raise UnderWay(name)
        return await self._pull(source, run, since)

    async def trial(self, source: Source) -> Trial:
        """What a source would bring if it were pulled for the first time; nothing is written down."""
        now = self._clock.now()
        window = window_of(source, KnownSource(source.name, source.kind), now)
        try:
            rows = await self._puller(source, window)
        except SourceProblem as problem:
            return Trial(problem=plain(str(problem)))
        judged = await self._judged(source, rows, window)
        async with self._ledger.open() as books:
            news, metrics = await news_of(books, judged.values), await books.metrics.all()
        return weighed(len(rows), judged, news, metrics, sorted(_keys(source, metrics)))

    async def _guarded(self, source: Source, run: SourceRun) -> None:
        try:
            async with self._room:
                await self._pull(source, run)
        except Exception:  # noqa: BLE001 - the guard: one source never stops another
            _log.exception("pull failed", extra={"source": source.name})

    async def _all(self, books: Books) -> Sequence[Source]:
        """The operator's file wins over what was added in Slack."""
        added = [config_of(each) for each in await books.sources.all() if each.name not in self._of_operator]
        return [*self._of_operator.values(), *(each for each in added if each is not None)]

    async def _begun(self, books: Books, source: Source, *, insist: bool = False) -> SourceRun | None:
        """The attempt that is due now and that nobody else has taken."""
        now = self._clock.now()
        day = due_day(source, now)
        runs = await books.source_runs.of_day(source.name, day)
        for lost in runs:
            if lost.state is RunState.RUNNING and now - lost.begun_at > _LOST_AFTER:
                ended = replace(lost, state=RunState.FAILED, ended_at=now, error=_CUT_OFF)
                await books.source_runs.end(ended)
            elif lost.state is RunState.RUNNING:
                return None
        if not insist and not is_due(await books.source_runs.of_day(source.name, day), now):
            return None
        run = SourceRun(source.name, day, len(runs) + 1, now)
        return run if await books.source_runs.begin(run) else None

    async def _pull(self, source: Source, run: SourceRun, since: date | None = None) -> SourceRun:
        belongs = about(workspace=self._ledger.workspace, source=source.name, reference=self._ids()[:8])
        with belongs, span("source pull", kind=source.kind, attempt=str(run.attempt)) as note:
            ended = await self._pulled(source, run, since)
            note(state=ended.state)
        return ended

    async def _pulled(self, source: Source, run: SourceRun, since: date | None) -> SourceRun:
        async with self._ledger.open() as books:
            known = await books.sources.get(source.name) or KnownSource(source.name, source.kind)
        window = window_of(source, known, run.begun_at, since)
        try:
            rows = await self._puller(source, window)
        except SourceProblem as problem:
            ended = replace(run, state=RunState.FAILED, error=plain(str(problem)))
        else:
            judged = await self._judged(source, rows, window)
            error = judged.sentence()
            ended = replace(
                run, rows=len(rows), state=_state(judged, rows), error=None if error is None else plain(error)
            )
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
            partial(
                judge,
                rows,
                metrics,
                named=named,
                zone=source.zone,
                now=now,
                since=window.since,
                only=_only(source),
            )
        )

    async def _write(self, books: Books, run: SourceRun, values: Values) -> SourceRun:
        """Write down what is new or changed, and not in the place of what a person wrote."""
        news = await news_of(books, values)
        now, author = self._clock.now(), writers.source(run.source)
        async with history.taken(books, {metric for metric, _ in news.to_write}, author, now):
            await books.readings.put(
                Reading(metric, start, value, author, now) for (metric, start), value in news.to_write.items()
            )
        return replace(run, new=len(news.new), changed=len(news.changed), kept=len(news.kept))

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


def _state(judged: Judged, rows: Sequence[Row]) -> RunState:
    if judged.faults:
        return RunState.PARTIAL
    # Names that nobody knows are another one's columns, unless there is nothing else.
    return RunState.FAILED if judged.strangers and not judged.values and rows else RunState.DONE


def config_of(known: KnownSource) -> CsvWebSource | None:
    """What was said of a source in Slack; None for the operator's, and where it says nothing any more."""
    try:
        return CsvWebSource.model_validate_json(known.config) if known.config else None
    except ValidationError:
        return None


def _only(source: Source) -> tuple[str, ...]:
    return source.only if isinstance(source, Layout) else ()


def _keys(source: Source, metrics: Sequence[Metric]) -> set[str]:
    found = map(finder(metrics), source.metrics)
    return {metric.key for metric in found if metric is not None}
