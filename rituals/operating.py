"""What whoever operates the bot wants to know of its books, in numbers alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.ledger import Books
from storage.records.deliveries import DeliveryState
from storage.records.sources import OPERATOR, KnownSource

# They are named as people like: together they stand under one name.
ADDED_IN_SLACK = "added in Slack"

_QUEUED = (DeliveryState.PENDING, DeliveryState.SENDING)
_NOT_ARRIVED = (*_QUEUED, DeliveryState.REJECTED, DeliveryState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """How a source does. `age` is since it last went well; None before it ever did."""

    name: str
    age: timedelta | None
    is_failing: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How many messages have not arrived, by state; and the sources, those added in Slack as one."""

    deliveries: Mapping[DeliveryState, int]
    sources: Sequence[SourceStanding]

    @property
    def queue(self) -> int:
        """How many messages are still to be sent, or being sent."""
        return sum(self.deliveries[state] for state in _QUEUED)


async def standing(books: Books, now: datetime) -> Standing:
    """How things stand; `now` is calendar time."""
    found = await books.deliveries.numbers(*_NOT_ARRIVED)
    known = await books.sources.all()
    named = [_one(each.name, [each], now) for each in known if each.added_by == OPERATOR]
    others = [each for each in known if each.added_by != OPERATOR]
    return Standing(
        {state: found.get(state, 0) for state in _NOT_ARRIVED},
        [*named, *([_one(ADDED_IN_SLACK, others, now)] if others else [])],
    )


def together(standings: Sequence[Standing]) -> Standing:
    """Several workspaces as one: sources of the same name too, which are as old as the oldest of them."""
    named: dict[str, list[SourceStanding]] = {}
    for source in (source for each in standings for source in each.sources):
        named.setdefault(source.name, []).append(source)
    return Standing(
        {state: sum(each.deliveries[state] for each in standings) for state in _NOT_ARRIVED},
        [
            SourceStanding(
                name,
                max((each.age for each in those if each.age is not None), default=None),
                any(each.is_failing for each in those),
            )
            for name, those in named.items()
        ],
    )


def _one(name: str, sources: Sequence[KnownSource], now: datetime) -> SourceStanding:
    """Several together are as old as the oldest of them."""
    ages = [now - each.last_success_at for each in sources if each.last_success_at is not None]
    return SourceStanding(
        name, max(ages, default=None), any(each.failing_since is not None for each in sources)
    )
