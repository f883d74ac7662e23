"""Who is told, and once a day, when a message cannot be delivered."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from rituals.letters import Letter, edit, post, unpacked
from rituals.sharing import SHARED
from storage.ledger import Books
from storage.records.deliveries import Delivery
from storage.records.people import is_forgotten


@dataclass(frozen=True, slots=True)
class Alarm:
    """Messages for these did not arrive, or nobody knows whether they did; `why` is Slack's word for it."""

    kind: ClassVar[str] = "delivery.alarm"

    to: tuple[str, ...]
    why: str
    uncertain: bool = False


async def tell(books: Books, delivery: Delivery, why: str, now: datetime, *, uncertain: bool = False) -> bool:
    """Write to whoever can mend it: the lead of the channel's team, or the product lead.

    One message a day for each cause, which names every channel; False when nobody is told, or was already.
    """
    if delivery.kind == Alarm.kind:
        return False
    owner = await _owner(books, delivery.to, why)
    if owner is None:
        return False
    key = f"alarm:{owner}:{why}:{'uncertain:' if uncertain else ''}{now.date().isoformat()}"
    alarm = Alarm((delivery.to,), why, uncertain)
    if await post(books, Letter(key, owner, alarm), now):
        return True
    told = await books.deliveries.last_edit(key)
    assert told is not None  # it has just been found in the way
    known = unpacked(Alarm, told.content).to
    if delivery.to in known:
        return False
    joined = replace(alarm, to=(*known, delivery.to))
    return await edit(books, Letter(key, owner, joined), now)


async def _owner(books: Books, to: str, why: str) -> str | None:
    # Whether outsiders may read of metrics is for the product lead alone to say.
    team = None if why == SHARED else await books.teams.of_channel(to)
    workspace = await books.workspaces.get()
    candidates = (team and team.lead, workspace and workspace.product_lead)
    return next((user for user in candidates if user and user != to and not is_forgotten(user)), None)
