"""Bringing up a conflict: where it would be talked over, framed by whoever raises it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from rituals import cases
from rituals.clock import Clock
from rituals.commitments import NoSuchInput
from rituals.conflicts import Parties, Raising, is_tried, leads, parties
from rituals.ids import Ids
from rituals.trying import Moved, alone_from, ask, moved, up
from storage.ledger import Books, Ledger
from storage.records.conflicts import Conflict, ConflictKind
from storage.records.people import Person
from storage.records.teams import Standing, Team


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
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def parties(self, who: Person) -> Parties:
        """Between whom it can be; see `rituals.conflicts.parties` for what it raises."""
        async with self._ledger.open() as books:
            return await parties(books, who)

    async def setting(self, who: Person, team: str | None, other_team: str) -> Setting:
        """Raises NotYourTeam, SameTeam or TeamGone, and what `parties` raises."""
        async with self._ledger.open() as books:
            ours, theirs = (await parties(books, who)).between(team, other_team)
            return await _setting(books, ours, theirs)

    async def raise_(self, who: Person, raising: Raising) -> Moved:
        """Keep a conflict, open its thread, and ask both leads whether it was tried.

        Whoever raises it as a lead has said so. It goes up at once where nobody else could.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            found = await parties(books, who)
            ours, theirs = found.between(raising.team, raising.other_team)
            _require_inputs(found, raising)
            setting = await _setting(books, ours, theirs)
            conflict = Conflict(
                id=self._ids(),
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
            conflict = replace(conflict, alone_from=await alone_from(books, conflict, now))
            await books.conflicts.add(conflict)
            if is_tried(conflict, await leads(books, conflict)):
                conflict = await up(books, conflict, now)
            else:
                await ask(books, conflict, now)
            await cases.open_thread(books, conflict, now)
            return await moved(books, conflict)


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
