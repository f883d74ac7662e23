"""What was missed while nobody was awake: the product lead reads of it once, and nobody else is disturbed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rituals.letters import Letter, edit, post, unpacked
from storage.ledger import Books
from storage.records.appointments import Occurrence


@dataclass(frozen=True, slots=True)
class MissedOne:
    """A ritual that found nobody awake; `team` is the name of the team whose it was, if it was one's."""

    ritual: str
    team: str | None
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """Newest first; `zone` is the reader's."""

    kind: ClassVar[str] = "missed"

    rituals: tuple[MissedOne, ...]
    zone: str


async def tell(books: Books, missed: Sequence[Occurrence], now: datetime) -> None:
    """Tell the product lead, in one message a day, however many processes find something."""
    workspace = await books.workspaces.get()
    if not missed or workspace is None or workspace.product_lead is None:
        return
    found = {MissedOne(each.ritual, await _name(books, each.team), each.due_at) for each in missed}
    key = f"missed:{now.date().isoformat()}"
    told = await books.deliveries.last_edit(key)
    if told is not None:
        known = set(unpacked(Missed, told.content).rituals)
        if found <= known:
            return  # another process told it
        found |= known
    newest_first = sorted(found, key=lambda one: (one.due_at, one.ritual, one.team or ""), reverse=True)
    note = Missed(tuple(newest_first), workspace.time_zone)
    if told is None:
        await post(books, Letter(key, workspace.product_lead, note, resend=True), now)
    else:
        await edit(books, Letter(key, told.to, note), now)


async def _name(books: Books, team_id: str | None) -> str | None:
    team = await books.teams.get(team_id) if team_id else None
    return team.name if team else None
