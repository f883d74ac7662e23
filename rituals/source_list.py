"""Which sources there are and how they do, for everybody; what is wrong with one for those it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rituals.recording import owners
from rituals.rights import require_member
from storage.ledger import Books, Ledger
from storage.records.people import Person
from storage.records.sources import KnownSource


@dataclass(frozen=True, slots=True)
class Listed:
    """A source, the names of its metrics, and its newest number of rows."""

    source: KnownSource
    metrics: tuple[str, ...]
    rows: int | None


class SourceList:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def of(self, who: Person) -> Sequence[Listed]:
        """All of them, for members. Raises what `require_member` raises.

        The words of an error may name hosts and tables: they are for those who answer for the numbers, and
        for the product lead and the operator.
        """
        require_member(who)
        async with self._ledger.open() as books:
            names = {metric.key: metric.name for metric in await books.metrics.all()}
            answering, workspace = await owners(books), await books.workspaces.get()
            keepers = {workspace.product_lead, workspace.operator} if workspace else set()
            return [
                Listed(
                    each
                    if who.user in keepers | {answering.get(metric) for metric in each.metrics}
                    else replace(each, error=None),
                    tuple(names[key] for key in each.metrics if key in names),
                    await _rows(books, each.name),
                )
                for each in await books.sources.all()
            ]


async def _rows(books: Books, name: str) -> int | None:
    runs = await books.source_runs.latest(name, limit=1)
    return runs[0].rows if runs else None
