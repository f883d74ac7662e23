"""What a lead does about their team's pulse: skip a day, pause, resume, move it to another hour."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import ClassVar

from rituals import audit, pulse
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.letters import post
from rituals.pulse_hours import PulseHours, follow, hours_of, plan_of, rhythm_of
from rituals.rights import require
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.people import Person
from storage.records.pulses import PulsePlan
from storage.records.teams import Team

LONGEST_PAUSE = timedelta(days=92)
"""A pulse that is silent for longer than a quarter is one nobody wants: end it in the team's form."""


@dataclass(eq=False)
class PauseOutOfRange(RitualError):
    """A pause ends after today, and within `LONGEST_PAUSE`."""

    field: ClassVar[str | None] = "until"
    first: date
    last: date


@dataclass(eq=False)
class NoPulse(RitualError):
    """The team has no ritual that a pulse could join."""

    team: str


@dataclass(eq=False)
class PulseIsOver(RitualError):
    """A pulse of an earlier day is history: nothing can be skipped any more."""

    day: date


class Pulses:
    """Each raises NotTheTeamLead for others than the two leads, and NoPulse for a team without one."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def hours(self, who: Person, team_id: str) -> PulseHours:
        async with self._ledger.open() as books:
            team, plan = await self._mine(books, who, team_id)
            return await hours_of(books, team, plan, self._clock.now())

    async def skip(self, who: Person, team_id: str, day: date) -> PulseHours:
        """Keep the pulse silent on one day; one that is there already is taken back. Raises PulseIsOver."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            team, before = await self._mine(books, who, team_id)
            if day < local_day(now, team.time_zone):
                raise PulseIsOver(day)
            told = await self._write(books, who, team, before, replace(before, skipped=day))
            if (silenced := await pulse.take_back(books, team, day)) is not None:
                await post(books, silenced, now)
            return told

    async def pause(self, who: Person, team_id: str, until: date) -> PulseHours:
        """Keep the pulse silent before a day. Raises PauseOutOfRange."""
        async with self._ledger.open() as books:
            team, before = await self._mine(books, who, team_id)
            _require_in_range(until, local_day(self._clock.now(), team.time_zone))
            return await self._write(books, who, team, before, replace(before, paused_until=until))

    async def resume(self, who: Person, team_id: str) -> PulseHours:
        """End a pause, and take back a day that was to be skipped."""
        async with self._ledger.open() as books:
            team, before = await self._mine(books, who, team_id)
            on = replace(before, skipped=None, paused_until=None)
            return await self._write(books, who, team, before, on)

    async def move(self, who: Person, team_id: str, days: Sequence[int], at: time) -> PulseHours:
        """Change the days and the hour. Days left out stay as they are."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            before, plan = await self._mine(books, who, team_id)
            team = replace(before, standup_days=tuple(sorted(days)) or before.standup_days, standup_time=at)
            await books.teams.put(team)
            await audit.note(books, who.user, "team.changed", team.name, before=before, after=team, now=now)
            await follow(books, now)
            return await hours_of(books, team, plan, self._clock.now())

    async def _write(
        self, books: Books, who: Person, team: Team, before: PulsePlan, plan: PulsePlan
    ) -> PulseHours:
        now = self._clock.now()
        await books.pulses.put(plan)
        await audit.note(books, who.user, "pulse.changed", team.name, before=before, after=plan, now=now)
        return await hours_of(books, team, plan, self._clock.now())

    async def _mine(self, books: Books, who: Person, team_id: str) -> tuple[Team, PulsePlan]:
        team = await books.teams.get(team_id)
        if team is None or team.retired_at is not None:
            raise NoPulse(team.name if team else "")
        require(Action.CHANGE_TEAM, who, await books.workspaces.get(), team)
        plan = await plan_of(books, team)
        if rhythm_of(team, plan) is None:
            raise NoPulse(team.name)
        return team, plan


def _require_in_range(until: date, today: date) -> None:
    first, last = today + timedelta(days=1), today + LONGEST_PAUSE
    if not first <= until <= last:
        raise PauseOutOfRange(first, last)
