"""Who is told, and once a day, when a message cannot be delivered."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rituals.letters import Letter, post
from storage.ledger import Books
from storage.records.deliveries import Delivery


@dataclass(frozen=True, slots=True)
class Alarm:
    """A message for `to` did not arrive, or nobody knows whether it did; `why` is Slack's word for it."""

    kind: ClassVar[str] = "delivery.alarm"

    to: str
    why: str
    uncertain: bool = False


async def tell(books: Books, delivery: Delivery, why: str, now: datetime, *, uncertain: bool = False) -> bool:
    """Write to whoever can mend it: the lead of the channel's team, or the product lead.

    Once a day for each channel and cause; False when nobody is told.
    """
    if delivery.kind == Alarm.kind:
        return False
    owner = await _owner(books, delivery.to)
    if owner is None:
        return False
    key = f"alarm:{delivery.to}:{why}:{now.date().isoformat()}"
    return await post(books, Letter(key, owner, Alarm(delivery.to, why, uncertain)), now)


async def _owner(books: Books, to: str) -> str | None:
    team = await books.teams.of_channel(to)
    workspace = await books.workspaces.get()
    candidates = (team and team.lead, workspace and workspace.product_lead)
    return next((user for user in candidates if user and user != to), None)
