"""Bringing up a conflict: where it would be talked over, framed by whoever raises it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rituals import cases
from rituals.clock import Clock
from rituals.commitments import NoSuchInput
from rituals.conflicts import CannotSponsor, NoSuchConflict, Parties, Raising, is_tried, leads, parties
from rituals.precedents import Nearest
from rituals.rights import may_be_named
from rituals.settling import near, offer, precedent, settled_by, tell_closed
from rituals.trying import Moved, alone_from, moved, up
from storage.ledger import Books, Ledger
from storage.records.conflicts import Conflict, ConflictKind, KpiPath
from storage.records.people import Person
from storage.records.teams import Standing, Team
from storage.taken import Taken


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a conflict between two teams would be talked over, who decides, and where it goes after that."""

    team: Team | None
    other: Team
    channel: str
    leads: tuple[str, ...]
    triage_channel: str | None
    sponsor: str | None


class Escalations:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def parties(self, who: Person) -> Parties:
        """Between whom it can be; see `rituals.conflicts.parties` for what it raises."""
        async with self._ledger.open() as books:
            return await parties(books, who)

    async def setting(self, who: Person, team: str | None, other_team: str) -> Setting:
        """Raises NotYourTeam, SameTeam or TeamGone, and what `parties` raises."""
        async with self._ledger.open() as books:
            ours, theirs = (await parties(books, who)).between(team, other_team)
            return await _setting(books, ours, theirs)

    async def require_sponsor(self, path: KpiPath) -> None:
        """Raises CannotSponsor for whoever may not be named, as `rituals.rights.may_be_named` says."""
        async with self._ledger.open() as books:
            await _require_sponsor(books, path)

    async def near(self, raising: Raising) -> Sequence[Nearest]:
        """What was decided before over much the same, nearest first."""
        async with self._ledger.open() as books:
            return await near(books, raising)

    async def raise_(self, who: Person, raising: Raising, sheet: str) -> Moved:
        """Keep a conflict, open its thread, and ask both leads whether it was tried.

        Whoever raises it as a lead has said so. It goes up at once where nobody else could. `sheet` is what
        it was written on: however often that is sent, it is one conflict.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            conflict = await _written(books, who, raising, sheet, now)
            conflict = replace(conflict, alone_from=await alone_from(books, conflict, now))
            if not await _keep(books, conflict):
                return await _as_it_stands(books, who, sheet)
            if is_tried(conflict, await leads(books, conflict)):
                conflict = await up(books, conflict, now)
            else:
                await cases.ask(books, conflict, now)
            await cases.open_thread(books, conflict, now)
            await offer(books, conflict, raising, now)
            return await moved(books, conflict)

    async def settle_before(self, who: Person, raising: Raising, sheet: str, decision_id: str) -> Moved:
        """What was decided before settles it while it is still being written: both leads are told.

        Raises NoSuchPrecedent.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            decision = await precedent(books, decision_id)
            conflict = settled_by(await _written(books, who, raising, sheet, now), decision, who, now)
            if not await _keep(books, conflict):
                return await _as_it_stands(books, who, sheet)
            await tell_closed(books, conflict, now)
            return await moved(books, conflict)


async def _written(books: Books, who: Person, raising: Raising, sheet: str, now: datetime) -> Conflict:
    """The conflict somebody may raise; whatever a form says, the rules are looked up anew."""
    found = await parties(books, who)
    ours, theirs = found.between(raising.team, raising.other_team)
    _require_inputs(found, raising)
    if raising.kpis is not None:
        await _require_sponsor(books, raising.kpis)
    setting = await _setting(books, ours, theirs)
    return Conflict(
        id=sheet,
        raised_by=who.user,
        team=raising.team,
        other_team=theirs.id,
        text=raising.text,
        tried=raising.tried,
        raised_at=now,
        kind=raising.kind,
        ours=raising.ours,
        theirs=raising.theirs,
        customers=raising.customers,
        kpis=raising.kpis,
        channel=setting.channel,
        tried_by=(who.user,) if who.user in setting.leads else (),
    )


async def _keep(books: Books, conflict: Conflict) -> bool:
    """False when it was kept before."""
    try:
        await books.conflicts.add(conflict)
    except Taken:
        return False
    return True


async def _as_it_stands(books: Books, who: Person, sheet: str) -> Moved:
    conflict = await books.conflicts.get(sheet)
    if conflict is None or conflict.raised_by != who.user:
        raise NoSuchConflict
    return await moved(books, conflict)


async def _require_sponsor(books: Books, path: KpiPath) -> None:
    if path.sponsor and not await may_be_named(books, path.sponsor):
        raise CannotSponsor


async def _setting(books: Books, team: Team | None, other: Team) -> Setting:
    workspace = await books.workspaces.get()
    ours = team.lead if team else workspace.product_lead if workspace else None
    leading = [lead for lead in dict.fromkeys((ours, other.lead)) if lead is not None]
    return Setting(
        team,
        other,
        await _shared_channel(books, [each for each in (team, other) if each is not None], leading),
        tuple(leading),
        workspace.triage_channel if workspace else None,
        workspace.sponsor if workspace else None,
    )


async def _shared_channel(books: Books, teams: list[Team], leading: Collection[str]) -> str:
    """The first of the teams' channels in which both leads are; else that of the team that raises it.

    No group message: it would take another scope, and talk belongs where a team can follow it. Whoever is
    not in that channel has the same buttons in a direct message.
    """
    for team in teams:
        there = {
            each.user
            for each in await books.memberships.of_team(team.id)
            if each.standing is not Standing.ADDED
        }
        if there.issuperset(leading):
            return team.channel
    return teams[0].channel


def _require_inputs(found: Parties, raising: Raising) -> None:
    """Raises NoSuchInput for one that its side does not have; capacity may serve anybody's."""
    of = None if raising.kind is ConflictKind.CAPACITY else raising.team
    for side, inputs in ((raising.ours, found.of(of)), (raising.theirs, found.of(raising.other_team))):
        if side.input is not None and side.input not in {each.id for each in inputs}:
            raise NoSuchInput
