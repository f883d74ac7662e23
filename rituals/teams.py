"""Teams: who leads them, where they meet and when; added by the product lead, kept by their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import ClassVar

from rituals import audit, prompts
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.days_off import chosen_country
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.letters import Letter
from rituals.pulse_hours import (
    USUAL_DAYS,
    HourMissing,
    PulseHours,
    checked,
    follow,
    hours_of,
    plan_of,
)
from rituals.rights import may_be_named, require
from rituals.zones import zone_named
from storage.ledger import Books, Ledger
from storage.records.metrics import InputState
from storage.records.people import Person
from storage.records.pulses import Gathering, PulsePlan
from storage.records.teams import FollowThrough, Team
from storage.taken import Taken

AUDIENCES = ("plain", "engineering", "marketing", "executives", "sales", "support", "design")


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """What a lead says of a team. Raises nothing by itself: `Teams` checks it."""

    name: str
    lead: str
    channel: str
    audience: str
    time_zone: str
    standup_days: tuple[int, ...] = ()  # none: the usual ones of the gathering
    standup_time: time | None = None
    gathering: Gathering = Gathering.NONE
    questions: tuple[str, ...] = ()
    follow_through: FollowThrough = FollowThrough.FRIDAY
    country: str | None = None  # as typed: a code, "none", or nothing for that of its zone


@dataclass(frozen=True, slots=True)
class Teamsheet:
    """The teams with the hours of their pulses, by name, and who may add one."""

    pulses: Sequence[PulseHours]
    product_lead: str | None

    @property
    def teams(self) -> Sequence[Team]:
        return [each.team for each in self.pulses]


@dataclass(frozen=True, slots=True)
class LeadNamed:
    """Tells somebody that they lead a team from now on, and what that means."""

    kind: ClassVar[str] = "lead_named"
    team_id: str
    team: str
    channel: str
    by: str


def function_of(team: Team) -> str:
    """The function a team belongs to; one that is told things plainly is a function of its own."""
    return team.id if team.audience == AUDIENCES[0] else team.audience


def lead_left_key(team: Team) -> str:
    """The key of the question who leads a team now that its lead has left."""
    return f"lead-left:{team.id}:{team.lead}"


@dataclass(eq=False)
class TeamGone(RitualError):
    """It was there when the form was opened."""


@dataclass(eq=False)
class TeamNameTaken(RitualError):
    field: ClassVar[str | None] = "name"
    name: str


@dataclass(eq=False)
class ChannelTaken(RitualError):
    """A channel belongs to one team, so that everybody's team is clear."""

    field: ClassVar[str | None] = "channel"
    team: str


@dataclass(eq=False)
class CannotLead(RitualError):
    """Bots, guests, people of elsewhere, people who have left and the unknown lead no team."""

    field: ClassVar[str | None] = "lead"


class Teams:
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def sheet(self) -> Teamsheet:
        async with self._ledger.open() as books:
            workspace, now = await books.workspaces.get(), self._clock.now()
            pulses = [
                await hours_of(books, team, await plan_of(books, team), now)
                for team in await books.teams.all()
            ]
            return Teamsheet(pulses, workspace.product_lead if workspace else None)

    async def get(self, team_id: str) -> Team:
        async with self._ledger.open() as books:
            return await living_team(books, team_id)

    async def hours(self, team_id: str) -> PulseHours:
        async with self._ledger.open() as books:
            team = await living_team(books, team_id)
            return await hours_of(books, team, await plan_of(books, team), self._clock.now())

    async def may_add(self, who: Person) -> str:
        """The organisation's time zone, for somebody who may add a team. Raises NotTheProductLead."""
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            require(Action.ADD_TEAM, who, workspace)
            return workspace.time_zone if workspace else who.time_zone

    async def may_change(self, who: Person, team_id: str) -> Team:
        """The team, for somebody who may change it. Raises NotTheTeamLead and the like."""
        async with self._ledger.open() as books:
            return await _changeable(books, who, team_id)

    async def plan_to_change(self, who: Person, team_id: str) -> tuple[Team, PulsePlan]:
        """The team and what it wants of its pulse, for somebody who may change both."""
        async with self._ledger.open() as books:
            team = await _changeable(books, who, team_id)
            return team, await plan_of(books, team)

    async def add(self, who: Person, plan: TeamPlan) -> Team:
        """Raises what is wrong with the plan: UnknownZone, HourMissing, TeamNameTaken and the like."""
        async with self._ledger.open() as books:
            require(Action.ADD_TEAM, who, await books.workspaces.get())
            team = _planned(self._ids(), plan)
            await _require_sound(books, team)
            await self._name(books, who, team)
            await self._write(books, team, plan)
            await self._note(books, who, "team.added", None, team)
            return team

    async def change(self, who: Person, team_id: str, plan: TeamPlan) -> Team:
        """Rename, move or re-time a team; its people's commitments and its inputs stay with it."""
        async with self._ledger.open() as books:
            before = await _changeable(books, who, team_id)
            pulse_before = await plan_of(books, before)
            if plan.gathering is not pulse_before.gathering and plan.standup_days == before.standup_days:
                plan = replace(plan, standup_days=())  # the days were those of the ritual it had before
            team = _planned(team_id, plan)
            await _require_sound(books, team)
            if team.lead != before.lead:
                await self._name(books, who, team, before)
            pulse_after = await self._write(books, team, plan)
            await self._note(books, who, "team.changed", before, team)
            await audit.note(
                books,
                who.user,
                "pulse.changed",
                team.name,
                before=pulse_before,
                after=pulse_after,
                now=self._clock.now(),
            )
            return team

    async def hand_over(self, who: Person, team_id: str, lead: str) -> Team:
        async with self._ledger.open() as books:
            before = await _changeable(books, who, team_id)
            team = replace(before, lead=lead)
            await _require_sound(books, team)
            await self._name(books, who, team, before)
            await _put(books, team)
            await self._note(books, who, "team.handed_over", before, team)
            return team

    async def retire(self, who: Person, team_id: str) -> Team:
        """Retire a team and the inputs it looks at; everything it did stays readable."""
        async with self._ledger.open() as books:
            team = await _changeable(books, who, team_id)
            now = self._clock.now()
            for each in await books.inputs.of_team(team_id):
                if each.state is not InputState.RETIRED:
                    await books.inputs.put(replace(each, state=InputState.RETIRED, retired_at=now))
            retired = replace(team, retired_at=now)
            await books.teams.put(retired)
            await follow(books, now)
            await self._note(books, who, "team.retired", team, retired)
            return retired

    async def _write(self, books: Books, team: Team, plan: TeamPlan) -> PulsePlan:
        """The team, its wishes for the pulse, and the appointment that follows from both."""
        questions = checked(plan.questions)
        await _put(books, team)
        kept = await books.pulses.get(team.id) or PulsePlan(team.id, plan.gathering)
        pulse = replace(kept, gathering=plan.gathering, questions=questions)
        await books.pulses.put(pulse)
        await follow(books, self._clock.now())
        return pulse

    async def _note(self, books: Books, who: Person, what: str, before: Team | None, after: Team) -> None:
        now = self._clock.now()
        await audit.note(books, who.user, what, after.name, before=before, after=after, now=now)

    async def _name(self, books: Books, who: Person, team: Team, before: Team | None = None) -> None:
        now = self._clock.now()
        if before is not None:
            await prompts.withdraw(books, lead_left_key(before), now)
        if team.lead != who.user:
            key = f"lead-named:{team.id}:{team.lead}:{now:%Y-%m-%d}"
            content = LeadNamed(team.id, team.name, team.channel, by=who.user)
            await prompts.tell(books, Letter(key, team.lead, content), now)


def _planned(team_id: str, plan: TeamPlan) -> Team:
    if plan.gathering is not Gathering.NONE and plan.standup_time is None:
        raise HourMissing
    return Team(
        id=team_id,
        name=plan.name,
        lead=plan.lead,
        channel=plan.channel,
        time_zone=zone_named(plan.time_zone),
        audience=plan.audience,
        standup_days=tuple(sorted(plan.standup_days)) or USUAL_DAYS[plan.gathering],
        standup_time=plan.standup_time,
        follow_through=plan.follow_through,
        country=chosen_country(plan.country),
    )


async def _require_sound(books: Books, team: Team) -> None:
    await books.teams.hold_names()
    for other in await books.teams.all():
        if other.id != team.id and other.name.casefold() == team.name.casefold():
            raise TeamNameTaken(other.name)
    if not await may_be_named(books, team.lead):
        raise CannotLead


async def _put(books: Books, team: Team) -> None:
    try:
        await books.teams.put(team)
    except Taken:
        other = await books.teams.of_channel(team.channel)
        raise ChannelTaken(other.name if other else team.name) from None


async def _changeable(books: Books, who: Person, team_id: str) -> Team:
    team = await living_team(books, team_id)
    require(Action.CHANGE_TEAM, who, await books.workspaces.get(), team)
    return team


async def living_team(books: Books, team_id: str, *, hold: bool = False) -> Team:
    """A team that is not retired; `hold` lets nobody else change it. Raises TeamGone."""
    team = await (books.teams.hold(team_id) if hold else books.teams.get(team_id))
    if team is None or team.retired_at is not None:
        raise TeamGone
    return team
