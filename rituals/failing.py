"""A source that fails: whoever answers for its numbers is told once, and the numbers carry a caveat."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from rituals.letters import Letter, edit, post
from rituals.recording import owners
from storage.ledger import Books
from storage.records.sources import OPERATOR, KnownSource


@dataclass(frozen=True, slots=True)
class SourceFails:
    """For those who answer for the metrics (by name) that a source brings: what is wrong with it."""

    kind: ClassVar[str] = "source.fails"

    source: str
    metrics: tuple[str, ...]
    error: str
    since: datetime
    zone: str
    works_again_at: datetime | None = None
    added_by: str = OPERATOR  # who in Slack can mend it, where it is not the operator


async def tell(books: Books, source: KnownSource, now: datetime) -> None:
    """Write to whoever answers for the numbers; however often it fails until it works again, once."""
    for user in await _answer_for(books, source.metrics):
        await post(books, Letter(_key(source, user), user, await _facts(books, source)), now)


async def over(books: Books, source: KnownSource, now: datetime) -> None:
    """It works again: whoever was told reads so in the same place."""
    if source.failing_since is None:
        return
    for user in await _answer_for(books, source.metrics):
        key = _key(source, user)
        if await books.deliveries.get(key) is not None:
            facts = await _facts(books, source, works_again_at=now)
            await edit(books, Letter(key, user, facts), now)


async def since(books: Books) -> Mapping[str, datetime]:
    """Since when the source that brings a metric fails, by metric; of the others nothing is wrong.

    The hour is told as the organisation's clocks show it.
    """
    zone = ZoneInfo(await books.workspaces.zone())
    return {
        metric: each.failing_since.astimezone(zone)
        for each in reversed(await books.sources.failing())
        if each.failing_since is not None
        for metric in each.metrics
    }


def _key(source: KnownSource, user: str) -> str:
    assert source.failing_since is not None  # whoever asks has seen it fail
    return f"source:{source.name}:{user}:{source.failing_since.isoformat()}"


async def _answer_for(books: Books, metrics: Collection[str]) -> list[str]:
    """Who answers for some metrics; the product lead for those that nobody else does."""
    answering, workspace = await owners(books), await books.workspaces.get()
    lead = workspace.product_lead if workspace else None
    users = {answering.get(metric) or lead for metric in metrics} or {lead}
    return sorted(user for user in users if user)


async def _facts(books: Books, source: KnownSource, works_again_at: datetime | None = None) -> SourceFails:
    names = {metric.key: metric.name for metric in await books.metrics.all()}
    assert source.failing_since is not None  # as above
    return SourceFails(
        source.name,
        tuple(names[key] for key in source.metrics if key in names),
        source.error or "",
        source.failing_since,
        await books.workspaces.zone(),
        works_again_at,
        source.added_by if source.overruled_at is None else OPERATOR,
    )
