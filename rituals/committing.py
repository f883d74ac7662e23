"""What people do with their commitments: make, aim, change, settle, undo, look."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rituals import owning
from rituals.authorisation import Action, Role
from rituals.clock import Clock
from rituals.commitment_list import Listing, listing
from rituals.commitments import (
    LONGEST_LINE,
    NoSuchInput,
    NotYourTeam,
    Promise,
    checked,
    home_team,
    refuse_late_undo,
    said_halfway,
    usual_visibility,
)
from rituals.follow_through import show_answers, zone_of
from rituals.ids import Ids
from rituals.rights import require
from rituals.weeks import local_day, week_of
from storage.desks import Desk
from storage.ledger import Books, Ledger
from storage.records.commitments import Commitment, CommitmentState
from storage.records.metrics import Input, InputState
from storage.records.people import Person
from storage.records.teams import Team


@dataclass(frozen=True, slots=True)
class Told:
    """A commitment, and what is said back with it."""

    commitment: Commitment
    team: Team | None
    teams: Sequence[Team]  # its owner's, by name
    inputs: Sequence[Input]  # the active ones of its team
    company_channel: str | None
    elsewhere: str | None = None  # the team's zone, while it is another week there than where its owner is
    carried_to: date | None = None  # the Monday of the week it was carried over to


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers somebody."""

    teams: Sequence[Team]
    home: Team | None
    inputs: Mapping[str, Sequence[Input]]  # by team, active ones only
    week: date  # the Monday of the week it would be for
    company_channel: str | None
    elsewhere: str | None = None  # the home team's zone, while it is another week there
    commitment: Commitment | None = None  # the one that is edited


class Commitments:
    """Each verb is one transaction. `who` is the acting person, checked against the owner every time."""

    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids, limit: int) -> None:
        self._ledger, self._clock, self._ids, self._limit = ledger, clock, ids, limit

    async def make(self, who: Person, text: str, channel: str | None = None) -> Told:
        """Take a promise that is words only, typed in `channel`."""
        words = checked(text)
        async with self._ledger.open(brief=True) as books:
            desk = await books.desks.of_person(who.user, hold=True)
            team = home_team(desk.teams, channel)
            return await self._take(books, who, desk, Promise(words, team.id if team else None))

    async def promise(self, who: Person, promise: Promise) -> Told:
        """Take a promise from the form."""
        words = checked(promise.text)
        async with self._ledger.open(brief=True) as books:
            desk = await books.desks.of_person(who.user, hold=True)
            return await self._take(books, who, desk, replace(promise, text=words))

    async def undo(self, who: Person, commitment_id: str) -> Commitment:
        """As if it had never been made; gives what it was."""
        async with self._ledger.open(brief=True) as books:
            own = await self._own(books, who, commitment_id)
            refuse_late_undo(own, await owning.today_of(books, who, own.team, self._clock.now()))
            await books.commitments.remove(own.id)
            await self._show(books, who)
            return own

    async def settle(self, who: Person, commitment_id: str, state: CommitmentState) -> Told:
        """Say how it went. A second time changes nothing."""
        async with self._ledger.open(brief=True) as books:
            own = await self._own(books, who, commitment_id)
            if own.state is not state or said_halfway(own, await zone_of(books, own)):
                own = replace(own, state=state, settled_at=self._clock.now())
                await self._change(books, who, own)
            return await self._told(books, who, own)

    async def add_line(self, who: Person, commitment_id: str, line: str) -> Told:
        """Put a line beside how it went; an empty one takes it away."""
        words = checked(line, LONGEST_LINE) if line.strip() else ""
        async with self._ledger.open(brief=True) as books:
            own = replace(await self._own(books, who, commitment_id), line=words)
            await self._change(books, who, own)
            return await self._told(books, who, own)

    async def aim(self, who: Person, commitment_id: str, input_id: str | None) -> Told:
        """Say which input it should move; None for none of them."""
        async with self._ledger.open(brief=True) as books:
            own = await self._own(books, who, commitment_id)
            if input_id is not None:
                _require_one_of(await _active(books, own.team), input_id)
            own = replace(own, input=input_id)
            await self._change(books, who, own)
            return await self._told(books, who, own)

    async def place(self, who: Person, commitment_id: str, team_id: str) -> Told:
        """Move it to another of its owner's teams; the input belonged to the old one."""
        async with self._ledger.open(brief=True) as books:
            own = await self._own(books, who, commitment_id)
            if own.team == team_id:
                return await self._told(books, who, own)
            moved = Promise(own.text, team_id, None, own.weeks, own.visibility)
            return await self._rewrite(books, who, own, moved)

    async def edit(self, who: Person, commitment_id: str, promise: Promise) -> Told:
        words = checked(promise.text)
        async with self._ledger.open(brief=True) as books:
            own = await self._own(books, who, commitment_id)
            return await self._rewrite(books, who, own, replace(promise, text=words))

    async def choices(self, who: Person, channel: str | None = None) -> Choices:
        async with self._ledger.open(brief=True) as books:
            return await self._choices(books, who, channel)

    async def choices_for(self, who: Person, commitment_id: str) -> Choices:
        """What the form offers to change one's own commitment."""
        async with self._ledger.open(brief=True) as books:
            own = await self._own(books, who, commitment_id)
            team = await books.teams.get(own.team) if own.team else None
            offered = await self._choices(books, who, None)
            teams, inputs = offered.teams, offered.inputs
            if team and team.id not in inputs:  # they have left it; the commitment has not
                teams, inputs = [*teams, team], {**inputs, team.id: await _active(books, team.id)}
            return replace(offered, teams=teams, inputs=inputs, home=team, week=own.week, commitment=own)

    async def told(self, who: Person, commitment_id: str) -> Told:
        async with self._ledger.open(brief=True) as books:
            return await self._told(books, who, await self._own(books, who, commitment_id))

    async def list(self, who: Person) -> Listing:
        async with self._ledger.open(brief=True) as books:
            return await listing(books, who, self._clock.now())

    async def _take(self, books: Books, who: Person, desk: Desk, promise: Promise) -> Told:
        require(Action.COMMIT, who)
        team = _team_of(who, desk, promise.team)
        if promise.input is not None:
            _require_one_of(desk.inputs.get(promise.team or "", ()), promise.input)
        now = self._clock.now()
        made = Commitment(
            id=self._ids(),
            user=who.user,
            team=promise.team,
            week=week_of(local_day(now, team.time_zone if team else who.time_zone)),
            weeks=promise.weeks,
            text=promise.text,
            input=promise.input,
            visibility=promise.visibility or usual_visibility(promise.team),
            state=CommitmentState.OPEN,
            made_at=now,
        )
        await owning.add(books, made, self._limit)
        return await self._told(books, who, made, desk)

    async def _rewrite(self, books: Books, who: Person, own: Commitment, promise: Promise) -> Told:
        desk = await books.desks.of_person(who.user)
        week = own.week
        if promise.team != own.team:
            team = _team_of(who, desk, promise.team)
        if promise.team != own.team and own.carried_from is None:
            week = week_of(local_day(own.made_at, team.time_zone if team else who.time_zone))
        if promise.input is not None and (promise.input, promise.team) != (own.input, own.team):
            _require_one_of(await _active(books, promise.team), promise.input)
        changed = replace(
            own,
            text=promise.text,
            team=promise.team,
            week=week,
            input=promise.input,
            weeks=promise.weeks,
            visibility=promise.visibility or usual_visibility(promise.team),
        )
        if changed.state is CommitmentState.OPEN and (changed.week, changed.weeks) != (own.week, own.weeks):
            await owning.require_room(books, changed, self._limit)
        await self._change(books, who, changed)
        return await self._told(books, who, changed, desk)

    async def _change(self, books: Books, who: Person, changed: Commitment) -> None:
        await books.commitments.change(changed)
        await self._show(books, who)

    async def _show(self, books: Books, who: Person) -> None:
        await show_answers(books, who.user, self._clock.now())

    async def _own(self, books: Books, who: Person, commitment_id: str) -> Commitment:
        return await owning.own(books, who, commitment_id, self._clock.now())

    async def _told(self, books: Books, who: Person, one: Commitment, desk: Desk | None = None) -> Told:
        if desk is None:
            desk = await books.desks.of_person(one.user)
        team = next((each for each in desk.teams if each.id == one.team), None)
        inputs: Sequence[Input] = desk.inputs.get(one.team or "", ())
        if team is None and one.team is not None:  # they have left it; the commitment has not
            team, inputs = await books.teams.get(one.team), await _active(books, one.team)
        elsewhere = _elsewhere(team, who, one.made_at)
        carried = await owning.week_carried_to(books, one)
        return Told(one, team, desk.teams, inputs, desk.company_channel, elsewhere, carried)

    async def _choices(self, books: Books, who: Person, channel: str | None) -> Choices:
        desk, now = await books.desks.of_person(who.user), self._clock.now()
        home = home_team(desk.teams, channel)
        week = week_of(local_day(now, home.time_zone if home else who.time_zone))
        elsewhere = _elsewhere(home, who, now)
        return Choices(desk.teams, home, desk.inputs, week, desk.company_channel, elsewhere)


def _elsewhere(team: Team | None, who: Person, at: datetime) -> str | None:
    """The zone of the team, should it be another week there than where the person is."""
    if team is None or week_of(local_day(at, team.time_zone)) == week_of(local_day(at, who.time_zone)):
        return None
    return team.time_zone


def _team_of(who: Person, desk: Desk, team_id: str | None) -> Team | None:
    """The person's team with that id. Raises NotYourTeam; None is nobody's and anybody's."""
    if team_id is None:
        return None
    found = next((team for team in desk.teams if team.id == team_id), None)
    counted = [] if found is None else [Role.TEAM]
    require(Action.COMMIT_FOR_TEAM, who, also=counted, refusal=NotYourTeam())
    return found


def _require_one_of(active: Iterable[Input], input_id: str) -> None:
    """Raises NoSuchInput."""
    if input_id not in {one.id for one in active}:
        raise NoSuchInput


async def _active(books: Books, team_id: str | None) -> Sequence[Input]:
    if team_id is None:
        return []
    return [one for one in await books.inputs.of_team(team_id) if one.state is InputState.ACTIVE]
