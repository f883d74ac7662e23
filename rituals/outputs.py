"""Output metrics: what follows the North Star Metric, as revenue, retention and churn do.

They are kept apart: one to three of them, named by the product lead, never in the North Star's place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from rituals import audit, scoreboard
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.metrics import MetricNameTaken, free_key, require_free_name
from rituals.north_star import require_owner
from rituals.rights import may, may_be_named
from rituals.scoreboard import Score
from rituals.versions import begin, today
from storage.ledger import Books, Ledger
from storage.records.dictionary import Entry, Standing
from storage.records.metrics import Metric
from storage.records.people import Person
from storage.taken import Taken

MOST = 3


@dataclass(frozen=True, slots=True)
class OutputScore:
    """How an output metric stands, and who answers for it: the product lead, unless another was named."""

    metric: Metric
    score: Score
    owner: str | None


@dataclass(frozen=True, slots=True)
class OutputSheet:
    """The outputs as somebody may see and change them; `known` are metrics that could become one."""

    scores: Sequence[OutputScore]
    may_change: bool
    known: Sequence[Metric] = ()


@dataclass(eq=False)
class TooManyOutputs(RitualError):
    """Three outputs are looked at beside the North Star Metric at most."""

    names: Sequence[str]


@dataclass(eq=False)
class CannotOwn(RitualError):
    """Bots, guests, people of elsewhere, people who have left and the unknown answer for no number."""

    field: ClassVar[str | None] = "owner"


@dataclass(eq=False)
class NoSuchOutput(RitualError):
    """It is no output metric, or none any more."""


async def outputs(books: Books, day: date) -> Sequence[OutputScore]:
    """How every output metric stands on a local day, by name."""
    workspace = await books.workspaces.get()
    lead = workspace.product_lead if workspace else None
    named = {entry.metric: entry.owner for entry in await books.dictionary.all()}
    return [
        OutputScore(metric, await scoreboard.score(books, metric, day), named.get(metric.key) or lead)
        for metric in await books.dictionary.of_standing(Standing.OUTPUT)
    ]


class Outputs:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def sheet(self, who: Person) -> OutputSheet:
        """Everybody may look; what could become an output is for those who may say so."""
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            scores = await outputs(books, await today(books, self._clock.now()))
            mine = may(Action.FILE_OUTPUT, who, workspace)
            return OutputSheet(scores, mine, await _known(books) if mine else ())

    async def may_file(self, who: Person) -> Sequence[Metric]:
        """The metrics that could become an output. Raises NotTheProductLead or TooManyOutputs."""
        async with self._ledger.open() as books:
            await require_room(books, who)
            return await _known(books)

    async def file_new(self, who: Person, metric: Metric, owner: str | None = None) -> Metric:
        """Count something new as an output; its key is found here.

        Raises MetricNameTaken and CannotOwn besides what `may_file` does.
        """
        try:
            async with self._ledger.open() as books:
                await require_room(books, who)
                await require_free_name(books, metric.name)
                made = replace(metric, key=await free_key(books, metric.name))
                await books.metrics.add(made)
                await begin(books, made, who.user, self._clock.now())
                await self._file(books, who, made, owner)
                return made
        except Taken:
            raise MetricNameTaken(metric.name) from None

    async def file_known(self, who: Person, key: str, owner: str | None = None) -> Metric:
        """Look at a metric that is known as an output from now on; its words and readings stay."""
        async with self._ledger.open() as books:
            await require_room(books, who)
            metric = next((each for each in await _known(books) if each.key == key), None)
            if metric is None:
                raise NoSuchOutput
            await self._file(books, who, metric, owner)
            return metric

    async def remove(self, who: Person, key: str) -> Metric:
        """Look at a metric as an output no more; its readings stay."""
        async with self._ledger.open() as books:
            await require_owner(books, who, Action.FILE_OUTPUT)
            metric, entry = await books.metrics.get(key), await books.dictionary.get(key)
            if metric is None or entry is None or entry.standing is not Standing.OUTPUT:
                raise NoSuchOutput
            guards = any(each.metric == key for each in await books.guardrails.all())
            after = replace(entry, standing=Standing.GUARDRAIL if guards else None)
            await books.dictionary.put(after)
            await self._note(books, who, metric, entry, after)
            return metric

    async def _file(self, books: Books, who: Person, metric: Metric, owner: str | None) -> None:
        if owner is not None and not await may_be_named(books, owner):
            raise CannotOwn
        before = await books.dictionary.get(metric.key)
        entry = before or Entry(metric.key)
        after = replace(entry, standing=Standing.OUTPUT, owner=owner or entry.owner)
        await books.dictionary.put(after)
        await self._note(books, who, metric, before, after)

    async def _note(
        self, books: Books, who: Person, metric: Metric, before: Entry | None, after: Entry
    ) -> None:
        what = "output.filed" if after.standing is Standing.OUTPUT else "output.removed"
        now = self._clock.now()
        await audit.note(books, who.user, what, metric.name, before=before, after=after, now=now)


async def require_room(books: Books, who: Person) -> None:
    """Raises NotTheProductLead, or TooManyOutputs where there are as many as may be."""
    await require_owner(books, who, Action.FILE_OUTPUT)
    there = await books.dictionary.of_standing(Standing.OUTPUT)
    if len(there) >= MOST:
        raise TooManyOutputs([each.name for each in there])


async def _known(books: Books) -> Sequence[Metric]:
    """Metrics that are neither the North Star Metric, nor a team's input, nor an output already."""
    star = await books.north_stars.active()
    taken = {each.metric.key for each in await books.inputs.all()} | ({star.metric.key} if star else set())
    taken |= {each.key for each in await books.dictionary.of_standing(Standing.OUTPUT)}
    return [each for each in await books.metrics.all() if each.key not in taken]
