"""What people do with their commitments: make, aim, change, settle, undo, look."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rituals.clock import Clock
from rituals.commitments import (
    LONGEST_LINE,
    NoSuchCommitment,
    NoSuchInput,
    NotYours,
    NotYourTeam,
    Promise,
    checked,
    closes_on,
    home_team,
    last_week,
    readable_by,
    refuse_changes_after_close,
    refuse_late_undo,
    refuse_more_than,
    usual_visibility,
)
from rituals.ids import Ids
from rituals.weeks import local_day, week_of
from storage.desks import Desk
from storage.ledger import Books, Ledger
from storage.records import Commitment, CommitmentState, Input, InputState, Person, Team


@dataclass(frozen=True, slots=True)
class Told:
    """A commitment, and what is said back with it."""

    commitment: Commitment
    team: Team | None
    teams: Sequence[Team]  # its owner's, by name
    inputs: Sequence[Input]  # the active ones of its team
    company_channel: str | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers somebody."""

    teams: Sequence[Team]
    home: Team | None
    inputs: Mapping[str, Sequence[Input]]  # by team, active ones only
    week: date  # the Monday of the week it would be for
    company_channel: str | None
    commitment: Commitment | None = None  # the one that is edited


@dataclass(frozen=True, slots=True)
class Listing:
    """What somebody sees of commitments."""

    mine: Sequence[Commitment]  # of this week, or still running
    earlier: Sequence[Commitment]  # over, but not closed: how did they go?
    others: Sequence[Commitment]  # of this week, as far as this person may read them
    teams: Mapping[str, Team]  # every team of them
    inputs: Mapping[str, str]  # the names of their inputs
    company_channel: str | None


class Commitments:
    """Each verb is one transaction. `who` is the acting person, checked against the owner every time."""

    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids, limit: int) -> None:
        self._ledger, self._clock, self._ids, self._limit = ledger, clock, ids, limit

    async def make(self, who: Person, text: str, channel: str | None = None) -> Told:
        """Take a promise that is words only, typed in `channel`."""
        words = checked(text)
        async with self._ledger.open() as books:
            desk = await books.desks.of_person(who.user)
            team = home_team(desk.teams, channel)
            return await self._take(books, who, desk, Promise(words, team.id if team else None))

    async def promise(self, who: Person, promise: Promise) -> Told:
        """Take a promise from the form."""
        words = checked(promise.text)
        async with self._ledger.open() as books:
            desk = await books.desks.of_person(who.user)
            return await self._take(books, who, desk, replace(promise, text=words))

    async def undo(self, who: Person, commitment_id: str) -> Commitment:
        """As if it had never been made; gives what it was."""
        async with self._ledger.open() as books:
            own = await self._own(books, who, commitment_id)
            refuse_late_undo(own, await self._today(books, who, own.team))
            await books.commitments.remove(own.id)
            return own

    async def settle(self, who: Person, commitment_id: str, state: CommitmentState) -> Told:
        """Say how it went. A second time changes nothing."""
        async with self._ledger.open() as books:
            own = await self._own(books, who, commitment_id)
            if own.state is not state:
                own = replace(own, state=state, settled_at=self._clock.now())
                await books.commitments.change(own)
            return await self._told(books, own)

    async def add_line(self, who: Person, commitment_id: str, line: str) -> Told:
        """Put a line beside how it went; an empty one takes it away."""
        words = checked(line, LONGEST_LINE) if line.strip() else ""
        async with self._ledger.open() as books:
            own = replace(await self._own(books, who, commitment_id), line=words)
            await books.commitments.change(own)
            return await self._told(books, own)

    async def aim(self, who: Person, commitment_id: str, input_id: str | None) -> Told:
        """Say which input it should move; None for none of them."""
        async with self._ledger.open() as books:
            own = await self._own(books, who, commitment_id)
            if input_id is not None:
                _require_one_of(await _active(books, own.team), input_id)
            own = replace(own, input=input_id)
            await books.commitments.change(own)
            return await self._told(books, own)

    async def place(self, who: Person, commitment_id: str, team_id: str) -> Told:
        """Move it to another of its owner's teams; the input belonged to the old one."""
        async with self._ledger.open() as books:
            own = await self._own(books, who, commitment_id)
            if own.team == team_id:
                return await self._told(books, own)
            moved = Promise(own.text, team_id, None, own.weeks, own.visibility)
            return await self._rewrite(books, who, own, moved)

    async def edit(self, who: Person, commitment_id: str, promise: Promise) -> Told:
        words = checked(promise.text)
        async with self._ledger.open() as books:
            own = await self._own(books, who, commitment_id)
            return await self._rewrite(books, who, own, replace(promise, text=words))

    async def choices(self, who: Person, channel: str | None = None) -> Choices:
        async with self._ledger.open() as books:
            return await self._choices(books, who, channel)

    async def choices_for(self, who: Person, commitment_id: str) -> Choices:
        """What the form offers to change one's own commitment."""
        async with self._ledger.open() as books:
            own = await self._own(books, who, commitment_id)
            team = await books.teams.get(own.team) if own.team else None
            offered = await self._choices(books, who, None)
            teams, inputs = offered.teams, offered.inputs
            if team and team.id not in inputs:  # they have left it; the commitment has not
                teams, inputs = [*teams, team], {**inputs, team.id: await _active(books, team.id)}
            return replace(offered, teams=teams, inputs=inputs, home=team, week=own.week, commitment=own)

    async def told(self, who: Person, commitment_id: str) -> Told:
        async with self._ledger.open() as books:
            return await self._told(books, await self._own(books, who, commitment_id))

    async def list(self, who: Person) -> Listing:
        async with self._ledger.open() as books:
            return await self.listing(books, who)

    async def listing(self, books: Books, who: Person) -> Listing:
        """What `list` gives, within a transaction that is open already."""
        teams = {team.id: team for team in await books.teams.all()}
        days = {team.id: local_day(self._clock.now(), team.time_zone) for team in teams.values()}
        today = local_day(self._clock.now(), who.time_zone)
        own = await books.commitments.of_person(who.user, week_of(today) - timedelta(weeks=3))
        changeable = [one for one in own if days.get(one.team or "", today) < closes_on(one)]
        running = [one for one in changeable if last_week(one) >= week_of(days.get(one.team or "", today))]
        desk = await books.desks.of_person(who.user)
        others = [
            one
            for one in await books.commitments.counting_in(week_of(today))
            if one.user != who.user and readable_by(one, who.user, desk.inputs)
        ]
        return Listing(
            mine=running,
            earlier=[one for one in changeable if one not in running],
            others=sorted(others, key=lambda one: one.team not in desk.inputs),
            teams=teams,
            inputs={one.id: one.metric.name for one in await books.inputs.all()},
            company_channel=desk.company_channel,
        )

    async def _take(self, books: Books, who: Person, desk: Desk, promise: Promise) -> Told:
        team = _team_of(desk, promise.team)
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
        await self._check_room(books, made)
        await books.commitments.add(made)
        return await self._told(books, made, desk)

    async def _rewrite(self, books: Books, who: Person, own: Commitment, promise: Promise) -> Told:
        desk = await books.desks.of_person(who.user)
        week = own.week
        if promise.team != own.team:
            team = _team_of(desk, promise.team)
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
            await self._check_room(books, changed)
        await books.commitments.change(changed)
        return await self._told(books, changed, desk)

    async def _check_room(self, books: Books, wanted: Commitment) -> None:
        await books.commitments.hold(wanted.user)
        theirs = await books.commitments.of_person(wanted.user, wanted.week - timedelta(weeks=1))
        for week in {wanted.week, last_week(wanted)}:
            refuse_more_than(self._limit, [one for one in theirs if one.id != wanted.id], week)

    async def _own(self, books: Books, who: Person, commitment_id: str) -> Commitment:
        """Raises NoSuchCommitment, NotYours or WeekIsOver: whatever a button says, the person decides."""
        found = await books.commitments.get(commitment_id)
        if found is None:
            raise NoSuchCommitment
        if found.user != who.user:
            raise NotYours
        refuse_changes_after_close(found, await self._today(books, who, found.team))
        return found

    async def _today(self, books: Books, who: Person, team_id: str | None) -> date:
        """The local day where the commitment's team is; with no team, where its owner is."""
        team = await books.teams.get(team_id) if team_id else None
        return local_day(self._clock.now(), team.time_zone if team else who.time_zone)

    async def _told(self, books: Books, one: Commitment, desk: Desk | None = None) -> Told:
        if desk is None:
            desk = await books.desks.of_person(one.user)
        if one.team is None or one.team in desk.inputs:
            team = next((each for each in desk.teams if each.id == one.team), None)
            return Told(one, team, desk.teams, desk.inputs.get(one.team or "", ()), desk.company_channel)
        left = await books.teams.get(one.team)
        return Told(one, left, desk.teams, await _active(books, one.team), desk.company_channel)

    async def _choices(self, books: Books, who: Person, channel: str | None) -> Choices:
        desk = await books.desks.of_person(who.user)
        home = home_team(desk.teams, channel)
        week = week_of(local_day(self._clock.now(), home.time_zone if home else who.time_zone))
        return Choices(desk.teams, home, desk.inputs, week, desk.company_channel)


def _team_of(desk: Desk, team_id: str | None) -> Team | None:
    """The person's team with that id. Raises NotYourTeam; None is nobody's and anybody's."""
    if team_id is None:
        return None
    found = next((team for team in desk.teams if team.id == team_id), None)
    if found is None:
        raise NotYourTeam
    return found


def _require_one_of(active: Iterable[Input], input_id: str) -> None:
    """Raises NoSuchInput."""
    if input_id not in {one.id for one in active}:
        raise NoSuchInput


async def _active(books: Books, team_id: str | None) -> Sequence[Input]:
    if team_id is None:
        return []
    return [one for one in await books.inputs.of_team(team_id) if one.state is InputState.ACTIVE]
