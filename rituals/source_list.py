"""Which sources there are and how they do, for everybody; what is wrong with one for those it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rituals.authorisation import Action
from rituals.pulling import config_of
from rituals.recording import owners
from rituals.rights import require
from rituals.source_desk import fed_keys, may_change, may_pull
from storage.ledger import Books, Ledger
from storage.records.people import Person
from storage.records.sources import OPERATOR, KnownSource, SourceRun


@dataclass(frozen=True, slots=True)
class Listed:
    """A source, the names of its metrics, its newest run, and what the reader may do with it."""

    source: KnownSource
    metrics: tuple[str, ...]
    run: SourceRun | None
    is_paused: bool = False
    may_pull: bool = False
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """All of them, and whether the reader may add one."""

    listed: Sequence[Listed]
    may_add: bool = False


class SourceList:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def of(self, who: Person) -> Sources:
        """All of them, for members. Raises what `require` raises.

        The words of an error may name hosts and tables: they are for those who answer for the numbers, and
        for the product lead and the operator.
        """
        require(Action.SEE_SOURCES, who)
        async with self._ledger.open() as books:
            names = {metric.key: metric.name for metric in await books.metrics.all()}
            answering, workspace = await owners(books), await books.workspaces.get()
            keepers = {workspace.product_lead, workspace.operator} if workspace else set()
            mine, listed = await fed_keys(books, who), []
            for each in await books.sources.all():
                concerned = who.user in keepers | {answering.get(metric) for metric in each.metrics}
                concerned = concerned or not mine.isdisjoint(each.metrics)
                config = config_of(each)
                listed.append(
                    Listed(
                        each if concerned else replace(each, error=None),
                        tuple(names[key] for key in each.metrics if key in names),
                        await _newest(books, each.name, concerned=concerned),
                        is_paused=config is not None and config.paused and each.overruled_at is None,
                        may_pull=may_pull(who, each, mine, workspace),
                        may_change=each.added_by != OPERATOR and may_change(each, mine),
                    )
                )
            return Sources(listed, may_add=bool(mine))


async def _newest(books: Books, name: str, *, concerned: bool) -> SourceRun | None:
    runs = await books.source_runs.latest(name, limit=1)
    newest = runs[0] if runs else None
    return newest if newest is None or concerned else replace(newest, error=None)
