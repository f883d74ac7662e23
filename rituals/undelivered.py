"""What did not arrive, or nobody knows whether it did: those who answer for the bot decide, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rituals import audit
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.rights import require
from storage.ledger import Books, Ledger
from storage.records.deliveries import Delivery, DeliveryState
from storage.records.people import Person

_WAITING = (DeliveryState.UNKNOWN, DeliveryState.REJECTED, DeliveryState.SENDING, DeliveryState.PENDING)

TO_DECIDE = (DeliveryState.UNKNOWN, DeliveryState.REJECTED)
"""What does not go on by itself."""


class Decision(StrEnum):
    """What is done about a message: sent again, taken as arrived, or let go."""

    RETRY = "retry"
    SETTLE = "settle"
    DROP = "drop"


# From which states to which. What is being sent is in somebody's hands, and what waits is sent anyway.
_LEADS_TO = {
    Decision.RETRY: ({DeliveryState.UNKNOWN, DeliveryState.REJECTED}, DeliveryState.PENDING),
    Decision.SETTLE: ({DeliveryState.UNKNOWN}, DeliveryState.SETTLED),
    Decision.DROP: (
        {DeliveryState.UNKNOWN, DeliveryState.REJECTED, DeliveryState.PENDING},
        DeliveryState.DROPPED,
    ),
}


@dataclass(eq=False)
class AlreadyDecided(RitualError):
    """No message of that key is in a state in which this can be decided."""

    decision: Decision


def decisions(row: Delivery) -> Sequence[Decision]:
    """What may be decided about a message as it stands."""
    return [decision for decision, (states, _) in _LEADS_TO.items() if row.state in states]


async def waiting(books: Books) -> Sequence[Delivery]:
    """What has not arrived, those first that wait for somebody's decision, each kind oldest first."""
    found = await books.deliveries.in_state(*_WAITING)
    return sorted(found, key=lambda row: _WAITING.index(row.state))


async def decide(books: Books, key: str, decision: Decision) -> Delivery:
    """Do it; gives the message as it stood. Raises AlreadyDecided.

    What stands in the thread of a message that is let go, or edits it, goes with it: nobody knows where one
    stands that was found by hand, either.
    """
    states, after = _LEADS_TO[decision]
    before = await books.deliveries.get(key)
    if before is None or not await books.deliveries.decide(key, states, after):
        raise AlreadyDecided(decision)
    if decision is not Decision.RETRY:
        await _drop_those_beneath(books, key)
    return before


async def _drop_those_beneath(books: Books, key: str) -> None:
    for each in await books.deliveries.hanging_on(key):
        await books.deliveries.decide(each, {DeliveryState.PENDING}, DeliveryState.DROPPED)
        await _drop_those_beneath(books, each)


class Undelivered:
    """The list of them in Slack, for the product lead and the operator."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def all(self, who: Person) -> Sequence[Delivery]:
        """See `waiting`. Raises NotTheProductLead and the like."""
        async with self._ledger.open() as books:
            require(Action.KEEP_DELIVERIES, who, await books.workspaces.get())
            return await waiting(books)

    async def decide(self, who: Person, key: str, decision: Decision) -> Sequence[Delivery]:
        """Do it, write down who did, and give what is left. Raises AlreadyDecided too."""
        async with self._ledger.open() as books:
            require(Action.KEEP_DELIVERIES, who, await books.workspaces.get())
            before = await decide(books, key, decision)
            noted = {
                Decision.RETRY: "delivery.sent_again",
                Decision.SETTLE: "delivery.settled",
                Decision.DROP: "delivery.dropped",
            }
            await audit.note(
                books,
                who.user,
                noted[decision],
                f"{before.kind} ({before.key})",
                before=before.state.value,
                after=_LEADS_TO[decision][1].value,
                now=self._clock.now(),
            )
            return await waiting(books)
