"""“We can't influence that”: the search for an indirect way, and what becomes of work without one."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from rituals import prompts
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.letters import Letter
from rituals.rights import require
from rituals.teams import living_team
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.levers import Finding, Unconnected
from storage.records.people import Person
from storage.records.teams import Team

PATIENCE = timedelta(weeks=4)
"""How long "not yet" lasts when nobody says otherwise."""

_DIAGNOSES = {Finding.TOO_NARROW, Finding.INCOMPLETE, Finding.OUTSIDE}

_LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Search:
    """The three answers about some work, and where they lead."""

    work: str
    needed_by: str
    effect: str
    finding: Finding
    reason: str = ""
    revisit_on: date | None = None


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Asks a lead whether there is a way by now, on the day they put it off to."""

    kind: ClassVar[str] = "look_again"
    work_id: str
    team: str
    work: str
    said_on: date


@dataclass(frozen=True, slots=True)
class LookedAgain:
    """What was answered: put off to another day, or found to be outside, or connected."""

    kind: ClassVar[str] = "looked_again"
    team: str
    work: str
    finding: Finding
    revisit_on: date | None


@dataclass(eq=False)
class ReasonMissing(RitualError):
    """What is found to have no way is found so for a reason."""

    field: ClassVar[str | None] = "reason"


@dataclass(eq=False)
class RevisitWhen(RitualError):
    """A day to look again lies ahead, within a year."""

    field: ClassVar[str | None] = "revisit_on"


@dataclass(eq=False)
class WorkGone(RitualError):
    """It was settled in the meantime, or its team is no more."""


class Searches:
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def keep(
        self, who: Person, team_id: str, search: Search, work_id: str | None = None
    ) -> Unconnected:
        """Keep what was found about some work; with `work_id`, anew about work that is known.

        Raises ReasonMissing, RevisitWhen, NotTheTeamLead and the like.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            team = await living_team(books, team_id)
            require(Action.TALK_LEVERS, who, team=team)
            revisit_on = _revisit(search, local_day(now, team.time_zone))
            if search.finding in _DIAGNOSES and not search.reason:
                raise ReasonMissing
            work = Unconnected(
                id=work_id or self._ids(),
                team=team.id,
                work=search.work,
                needed_by=search.needed_by,
                effect=search.effect,
                finding=search.finding,
                reason=search.reason,
                revisit_on=revisit_on,
                noted_by=who.user,
                noted_at=now,
            )
            if work_id is not None:
                known = await _known(books, work_id)
                if known.team != team.id:
                    raise WorkGone
                await _settle(books, known, work, team, now)
            await books.unconnected.put(work)
            return work

    async def get(self, who: Person, work_id: str) -> tuple[Unconnected, Team]:
        """Some work, for its team's lead. Raises WorkGone or NotTheTeamLead."""
        async with self._ledger.open() as books:
            work = await _known(books, work_id)
            team = await living_team(books, work.team)
            require(Action.TALK_LEVERS, who, team=team)
            return work, team

    async def put_off(self, who: Person, work_id: str) -> Unconnected:
        """Not yet, still: asked again after PATIENCE."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            work = await _known(books, work_id)
            team = await living_team(books, work.team)
            require(Action.TALK_LEVERS, who, team=team)
            later = replace(work, revisit_on=local_day(now, team.time_zone) + PATIENCE)
            await _settle(books, work, later, team, now)
            await books.unconnected.put(later)
            return later

    async def connected(self, who: Person, work_id: str) -> None:
        """A way was found: the work is an input now."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            work = await _known(books, work_id)
            team = await living_team(books, work.team)
            require(Action.TALK_LEVERS, who, team=team)
            found = replace(work, finding=Finding.CONNECTED, revisit_on=None)
            await _settle(books, work, found, team, now)
            await books.unconnected.put(found)


async def ask_again(books: Books, now: datetime) -> None:
    """Ask leads about what they put off, on the day they put it off to. To be done on every tick."""
    for work in await books.unconnected.to_revisit(local_day(now, "Pacific/Kiritimati")):
        team = await books.teams.get(work.team)
        if team is None or team.retired_at is not None or work.revisit_on is None:
            continue
        if work.revisit_on <= local_day(now, team.time_zone):
            asked = LookAgain(work.id, team.name, work.work, local_day(work.noted_at, team.time_zone))
            await prompts.ask(books, Letter(_key(work), team.lead, asked), now, joined=True)


def _revisit(search: Search, today: date) -> date | None:
    if search.finding is not Finding.NOT_YET:
        return None
    day = search.revisit_on or today + PATIENCE
    if not today < day <= today + _LONGEST:
        raise RevisitWhen
    return day


async def _settle(books: Books, asked: Unconnected, work: Unconnected, team: Team, now: datetime) -> None:
    """Answer what is being asked about some work, if anything is."""
    if asked.revisit_on is not None:
        answer = LookedAgain(team.name, work.work, work.finding, work.revisit_on)
        await prompts.answered(books, _key(asked), now, answer)


def _key(work: Unconnected) -> str:
    return f"look-again:{work.id}:{work.revisit_on}"


async def _known(books: Books, work_id: str) -> Unconnected:
    work = await books.unconnected.get(work_id)
    if work is None or work.finding is Finding.CONNECTED:
        raise WorkGone
    return work
