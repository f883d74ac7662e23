"""A conflict that ends between the two sides: by what they agree, or by what was decided before."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from rituals import cases, precedents, prompts
from rituals.conflicts import NoSuchPrecedent, Raising, leads
from rituals.letters import Letter, post
from rituals.precedents import Nearest
from storage.ledger import Books
from storage.records.conflicts import Conflict, ConflictState
from storage.records.decisions import Decision
from storage.records.people import Person


@dataclass(frozen=True, slots=True)
class PrecedentsOffered:
    """Offers, in the shared thread, what was decided before over much the same."""

    kind: ClassVar[str] = "escalate.precedents"
    conflict: str
    near: tuple[Nearest, ...]


async def near(books: Books, raising: Raising) -> tuple[Nearest, ...]:
    """The nearest past decisions: by the two teams, their inputs, and what it is about.

    One word in common is chance, and offering it would be noise.
    """
    teams = [team for team in (raising.team, raising.other_team) if team is not None]
    inputs = [side.input for side in (raising.ours, raising.theirs) if side.input is not None]
    words = f"{raising.text} {raising.ours.want} {raising.theirs.want}"
    found = await precedents.nearest(books, teams, inputs, words)
    return tuple(each for each in found if each.both or each.shared_inputs or len(each.words) > 1)


async def offer(books: Books, conflict: Conflict, raising: Raising, now: datetime) -> None:
    """Put the nearest past decisions into the shared thread, if there are any."""
    found = await near(books, raising)
    if found and conflict.channel is not None and conflict.state is ConflictState.ASKING:
        content = PrecedentsOffered(conflict.id, found)
        key, head = f"{cases.sides_key(conflict.id)}:near", cases.thread_key(conflict.id)
        await post(books, Letter(key, conflict.channel, content, thread_of=head), now)


async def precedent(books: Books, decision_id: str) -> Decision:
    """A decision that holds. Raises NoSuchPrecedent."""
    decision = await books.decisions.get(decision_id)
    if decision is None or decision.superseded_by is not None:
        raise NoSuchPrecedent
    return decision


def settled_by(conflict: Conflict, decision: Decision, who: Person, now: datetime) -> Conflict:
    """Settled by what was decided before."""
    return replace(
        conflict,
        state=ConflictState.SETTLED,
        closed_at=now,
        closed_by=who.user,
        settled_by=decision.id,
    )


async def close(books: Books, conflict: Conflict, now: datetime) -> None:
    """Keep how it ended, bring what was posted up to it, and tell the leads who did not do it."""
    await books.conflicts.change(conflict)
    await cases.redraw(books, conflict, now)
    if conflict.state is ConflictState.SETTLED:
        await tell_closed(books, conflict, now)


async def tell_closed(books: Books, conflict: Conflict, now: datetime) -> None:
    """Tell the leads who did not settle it themselves, each once for each time."""
    told = cases.CaseClosed(await cases.told(books, conflict))
    for lead in dict.fromkeys(await leads(books, conflict)):
        if lead is not None and lead != conflict.closed_by:
            key = f"{cases.thread_key(conflict.id)}:closed:{now.isoformat()}:{lead}"
            await prompts.tell(books, Letter(key, lead, told), now)
