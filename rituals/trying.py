"""What becomes of a conflict once it is raised: both leads say that it was tried, or how they settled it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from rituals import cases, days_off
from rituals.authorisation import Action, Role
from rituals.cases import Case
from rituals.clock import Clock
from rituals.commitments import NoSuchInput
from rituals.conflicts import (
    ALONE_AFTER,
    ForTheLeads,
    NoSuchConflict,
    NotOpenAnyMore,
    NotTheRaiser,
    WaitForTheOther,
    is_tried,
    leads,
    working_days_later,
)
from rituals.rights import require
from rituals.settling import close, precedent, settled_by
from storage.ledger import Books, Ledger
from storage.records.conflicts import Conflict, ConflictKind, ConflictState, Side
from storage.records.metrics import InputState
from storage.records.people import Person

Leads = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a conflict: how it stands, and the channel of its thread."""

    case: Case
    channel: str | None


@dataclass(frozen=True, slots=True)
class OwnSide:
    """A lead's own side of a conflict as it stands, and the inputs it may name: id -> name."""

    conflict: str
    is_ours: bool
    team: str | None
    side: Side
    inputs: Mapping[str, str]


class Trying:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def confirm(self, who: Person, conflict_id: str) -> Moved:
        """A lead says that it was tried; with both it goes up. Raises ForTheLeads or NotOpenAnyMore."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            conflict, leading = await _held_by_lead(books, who, conflict_id, ConflictState.ASKING)
            conflict = await _said(books, conflict, who)
            if is_tried(conflict, leading):
                conflict = await up(books, conflict, now)
            else:
                await cases.redraw(books, conflict, now)
            return await moved(books, conflict)

    async def alone(self, who: Person, conflict_id: str) -> Moved:
        """A lead brings it up without the other, who had their time. Raises WaitForTheOther before that."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            conflict, _ = await _held_by_lead(books, who, conflict_id, ConflictState.ASKING)
            if conflict.alone_from is not None and now < conflict.alone_from:
                raise WaitForTheOther(conflict.alone_from, who.time_zone)
            return await moved(books, await up(books, await _said(books, conflict, who), now))

    async def may_settle(self, who: Person, conflict_id: str) -> Case:
        """Raises ForTheLeads or NotOpenAnyMore."""
        async with self._ledger.open() as books:
            conflict, _ = await _held_by_lead(books, who, conflict_id, ConflictState.ASKING, ConflictState.UP)
            return await cases.told(books, conflict)

    async def settle(self, who: Person, conflict_id: str, closing: str) -> Moved:
        """A lead says how the two sides settled it; the other lead is told, and may say that they did not."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            conflict, _ = await _held_by_lead(books, who, conflict_id, ConflictState.ASKING, ConflictState.UP)
            settled = replace(
                conflict,
                state=ConflictState.SETTLED,
                closed_at=now,
                closed_by=who.user,
                closing=closing,
            )
            await close(books, settled, now)
            return await moved(books, settled)

    async def settle_by(self, who: Person, conflict_id: str, decision_id: str) -> Moved:
        """A lead says that what was decided before settles it, too. Raises NoSuchPrecedent."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            conflict, _ = await _held_by_lead(books, who, conflict_id, ConflictState.ASKING, ConflictState.UP)
            settled = settled_by(conflict, await precedent(books, decision_id), who, now)
            await close(books, settled, now)
            return await moved(books, settled)

    async def reopen(self, who: Person, conflict_id: str) -> Moved:
        """A lead says that it is not settled: it is where it was before."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            conflict, _ = await _held_by_lead(books, who, conflict_id, ConflictState.SETTLED)
            state = ConflictState.ASKING if conflict.up_at is None else ConflictState.UP
            again = replace(
                conflict, state=state, closed_at=None, closed_by=None, closing="", settled_by=None
            )
            if again.alone_from is None:
                again = replace(again, alone_from=await alone_from(books, again, now))
            await books.conflicts.change(again)
            await cases.open_thread(books, again, now)
            await cases.redraw(books, again, now)
            if state is ConflictState.ASKING:
                await cases.ask(books, again, now)
            return await moved(books, again)

    async def withdraw(self, who: Person, conflict_id: str) -> Moved:
        """Whoever raised it takes it back; what was posted says so. Raises NotTheRaiser."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            conflict = await _held(books, conflict_id)
            raised = [Role.OWNER] if conflict.raised_by == who.user else []
            require(Action.WITHDRAW_CONFLICT, who, also=raised, refusal=NotTheRaiser(conflict.raised_by))
            _require_state(conflict, ConflictState.ASKING, ConflictState.UP)
            withdrawn = replace(conflict, state=ConflictState.WITHDRAWN, closed_at=now, closed_by=who.user)
            await close(books, withdrawn, now)
            return await moved(books, withdrawn)

    async def own_side(self, who: Person, conflict_id: str) -> OwnSide:
        """What a lead may say anew: their own side, while both leads are asked."""
        async with self._ledger.open() as books:
            conflict, leading = await _held_by_lead(books, who, conflict_id, ConflictState.ASKING)
            return await _own_side(books, conflict, is_ours=leading[0] == who.user)

    async def say_side(self, who: Person, conflict_id: str, side: Side) -> Moved:
        """A lead says their own side in their own words."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            conflict, leading = await _held_by_lead(books, who, conflict_id, ConflictState.ASKING)
            own = await _own_side(books, conflict, is_ours=leading[0] == who.user)
            if side.input is not None and side.input not in own.inputs:
                raise NoSuchInput
            changed = replace(conflict, ours=side) if own.is_ours else replace(conflict, theirs=side)
            await books.conflicts.change(changed)
            case = await cases.told(books, changed)
            await cases.edit(books, cases.sides_key(conflict.id), cases.SidesTold(case), now)
            await cases.redraw(books, changed, now)
            return Moved(case, changed.channel)


async def up(books: Books, conflict: Conflict, now: datetime) -> Conflict:
    """It is with triage from now on."""
    risen = replace(conflict, state=ConflictState.UP, up_at=now)
    await books.conflicts.change(risen)
    await cases.bring_up(books, risen, now)
    await cases.redraw(books, risen, now)
    return risen


async def alone_from(books: Books, conflict: Conflict, now: datetime) -> datetime:
    """From when on one lead need not wait for the other: two working days of whoever is waited for."""
    latest = now
    for lead in await leads(books, conflict):
        if lead is not None and lead not in conflict.tried_by:
            latest = max(latest, await _had_their_time(books, lead, now))
    return latest


async def moved(books: Books, conflict: Conflict) -> Moved:
    return Moved(await cases.told(books, conflict), conflict.channel)


async def _had_their_time(books: Books, user: str, now: datetime) -> datetime:
    known = await books.people.get(user)
    zone = known.time_zone if known else await books.workspaces.zone()

    async def is_off(day: date) -> bool:
        return await days_off.is_off(books, user, zone, day)

    return await working_days_later(now, zone, ALONE_AFTER, is_off)


async def _said(books: Books, conflict: Conflict, who: Person) -> Conflict:
    """A lead confirmed it, however often."""
    said = replace(conflict, tried_by=tuple(dict.fromkeys((*conflict.tried_by, who.user))))
    await books.conflicts.change(said)
    return said


async def _held(books: Books, conflict_id: str) -> Conflict:
    conflict = await books.conflicts.hold(conflict_id)
    if conflict is None:
        raise NoSuchConflict
    return conflict


async def _held_by_lead(
    books: Books, who: Person, conflict_id: str, *states: ConflictState
) -> tuple[Conflict, Leads]:
    conflict = await _held(books, conflict_id)
    leading = await leads(books, conflict)
    refusal = ForTheLeads([lead for lead in dict.fromkeys(leading) if lead is not None])
    require(Action.TRY, who, also=[Role.LEAD] if who.user in leading else [], refusal=refusal)
    _require_state(conflict, *states)
    return conflict, leading


def _require_state(conflict: Conflict, *states: ConflictState) -> None:
    if conflict.state not in states:
        raise NotOpenAnyMore(conflict.state)


async def _own_side(books: Books, conflict: Conflict, *, is_ours: bool) -> OwnSide:
    team_id = conflict.team if is_ours else conflict.other_team
    team = await books.teams.get(team_id) if team_id else None
    anybodys = team_id is None or (is_ours and conflict.kind is ConflictKind.CAPACITY)
    return OwnSide(
        conflict.id,
        is_ours,
        team.name if team else None,
        conflict.ours if is_ours else conflict.theirs,
        {
            each.id: each.metric.name
            for each in await books.inputs.all()
            if each.state is InputState.ACTIVE and (anybodys or each.team == team_id)
        },
    )
