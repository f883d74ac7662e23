"""Whose team is whose: a team's people are those of its channel, but for whom its lead added or left out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from rituals import audit, prompts
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.lead_left import ask_for_leads
from rituals.letters import Letter
from rituals.rights import require
from rituals.roles import keep_seats
from rituals.teams import living_team
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.people import Person
from storage.records.teams import Membership, RosterChange, Standing, Team


class Directory(Protocol):
    """What the world knows of people and channels."""

    async def everybody(self) -> Sequence[Person]:
        """The people of the organisation, those who have left too."""
        ...

    async def person(self, user: str) -> Person:
        """One person, perhaps of another organisation."""
        ...

    async def members(self, channel: str) -> Sequence[str] | None:
        """Who is in a channel; None when the bot cannot see it."""
        ...


@dataclass(frozen=True, slots=True)
class RosterNews:
    """Tells a lead, once a day at most, who came to the team's channel and who left it."""

    kind: ClassVar[str] = "roster_news"
    team_id: str
    team: str
    channel: str
    joined: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """A team, its people, and whom the lead added or left out by hand."""

    team: Team
    people: Sequence[str]
    added: Sequence[str]
    left_out: Sequence[str]


@dataclass(frozen=True, slots=True)
class ByHand:
    """The lead's part of a roster, as the audit trail tells it."""

    added: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(eq=False)
class BothWays(RitualError):
    """Somebody was added and left out in one breath."""

    field: ClassVar[str | None] = "left_out"
    user: str


@dataclass(eq=False)
class CannotJoin(RitualError):
    """Bots, people of elsewhere, people who have left and the unknown are nobody's team."""

    field: ClassVar[str | None] = "added"


def counts(person: Person) -> bool:
    """Whether somebody in a team's channel is one of the team: a living colleague, guests included."""
    return not (person.is_bot or person.is_external or person.is_deactivated)


class Rosters:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def of_team(self, team_id: str) -> Roster:
        async with self._ledger.open() as books:
            return await _roster(books, await living_team(books, team_id))

    async def arrange(
        self, who: Person, team_id: str, added: Collection[str], left_out: Collection[str]
    ) -> Roster:
        """Set by hand who belongs to a team besides its channel's people, and who does not."""
        async with self._ledger.open() as books:
            team = await living_team(books, team_id)
            require(Action.CHANGE_TEAM, who, await books.workspaces.get(), team)
            if both := set(added) & set(left_out):
                raise BothWays(min(both))
            old = await _roster(books, team)
            before = {each.user: each.standing for each in await books.memberships.of_team(team.id)}
            if not all([await _may_join(books, user) for user in added if user not in before]):
                raise CannotJoin
            for user, standing in before.items():
                if (standing is Standing.ADDED and user not in added) or (
                    standing is Standing.LEFT_OUT and user not in left_out
                ):
                    await books.memberships.remove(team.id, user)
            for user in added:
                if before.get(user) is not Standing.CHANNEL:
                    await books.memberships.put(Membership(team.id, user, Standing.ADDED))
            for user in left_out:
                await books.memberships.put(Membership(team.id, user, Standing.LEFT_OUT))
            new = await _roster(books, team)
            await self._note(books, who, old, new)
            return new

    async def _note(self, books: Books, who: Person, old: Roster, new: Roster) -> None:
        name, now = new.team.name, self._clock.now()
        before, after = (ByHand(tuple(each.added), tuple(each.left_out)) for each in (old, new))
        await audit.note(books, who.user, "team.people", name, before=before, after=after, now=now)

    async def came(self, channel: str, person: Person) -> None:
        """Somebody joined a channel; it matters if the channel is a team's."""
        async with self._ledger.open() as books:
            if await _is_forgotten(books, person.user):
                return
            await books.people.put(person)
            team = await books.teams.of_channel(channel)
            if team is None or not counts(person):
                return
            known = {each.user for each in await books.memberships.of_team(team.id)}
            if person.user not in known:
                await _count_in(books, team, person.user)

    async def went(self, channel: str, user: str) -> None:
        """Somebody left a channel; whom the lead added by hand stays on the team."""
        async with self._ledger.open() as books:
            team = await books.teams.of_channel(channel)
            if team is None:
                return
            standings = {each.user: each.standing for each in await books.memberships.of_team(team.id)}
            if standings.get(user) is Standing.CHANNEL:
                await _count_out(books, team, user)

    async def met(self, person: Person) -> None:
        """What Slack now says of somebody: a new name or zone, that they are a guest now, or have left."""
        async with self._ledger.open() as books:
            if await _is_forgotten(books, person.user):
                return
            await books.people.put(person)
            if not counts(person):
                for team in await books.teams.of_person(person.user):
                    await _count_out(books, team, person.user)
            if person.is_member_no_more:
                await keep_seats(books, self._clock.now())
                await ask_for_leads(books, {person.user: person}, self._clock.now())

    async def sync(self, team_id: str, directory: Directory) -> None:
        """Read one team's channel anew, as after it was added or moved."""
        async with self._ledger.open() as books:
            team = await living_team(books, team_id)
        await self._sync(team, directory, {})

    async def sync_channel(self, channel: str, directory: Directory) -> None:
        """The bot was invited somewhere: if it is a team's channel, read it."""
        async with self._ledger.open() as books:
            team = await books.teams.of_channel(channel)
        if team is not None:
            await self._sync(team, directory, {})

    async def refresh(self, directory: Directory) -> None:
        """The daily check: everybody and every team's channel anew, and one letter a day to each lead."""
        people = {person.user: person for person in await directory.everybody()}
        async with self._ledger.open() as books:
            known = {person.user: person for person in await books.people.all()}
            for user in await books.forgotten.among(people.keys() - known.keys()):
                del people[user]
            for person in people.values():
                if known.get(person.user) != person:
                    await books.people.put(person)
            teams = await books.teams.all()
        for team in teams:
            await self._sync(team, directory, people)
        async with self._ledger.open() as books:
            now = self._clock.now()
            await keep_seats(books, now)
            await ask_for_leads(books, people, now)
            for team in await books.teams.all():
                await _tell(books, team, now)

    async def _sync(self, team: Team, directory: Directory, people: Mapping[str, Person]) -> None:
        there = await directory.members(team.channel)
        if there is None:
            return  # nobody is sent away because the bot was
        async with self._ledger.open() as books:
            known = {person.user: person for person in await books.people.all()}
            forgotten = await books.forgotten.among(set(there) - known.keys())
        known |= people
        met = {
            user: known.get(user) or await self._ask(user, directory)
            for user in there
            if user not in forgotten
        }
        present = {user for user, person in met.items() if counts(person)}
        async with self._ledger.open() as books:
            before = {each.user: each.standing for each in await books.memberships.of_team(team.id)}
            if not before:
                for user in sorted(present):
                    await books.memberships.put(Membership(team.id, user, Standing.CHANNEL))
                return  # a first reading is no news
            gone = {person.user for person in await books.people.all() if not counts(person)}
            for user in sorted(present - before.keys()):
                await _count_in(books, team, user)
            for user, standing in before.items():
                absent = standing is Standing.CHANNEL and user not in present
                if absent or (standing is Standing.ADDED and user in gone):
                    await _count_out(books, team, user)

    async def _ask(self, user: str, directory: Directory) -> Person:
        """Ask who somebody is, and keep it at once: of a large channel not all is asked again."""
        person = await directory.person(user)
        async with self._ledger.open() as books:
            await books.people.put(person)
        return person


async def _may_join(books: Books, user: str) -> bool:
    person = await books.people.get(user)
    return person is not None and counts(person)


async def _is_forgotten(books: Books, user: str) -> bool:
    """Whether somebody nobody knows is one who was forgotten."""
    return await books.people.get(user) is None and user in await books.forgotten.among([user])


async def _count_in(books: Books, team: Team, user: str) -> None:
    await books.memberships.put(Membership(team.id, user, Standing.CHANNEL))
    await books.roster_changes.note(RosterChange(team.id, user, joined=True))


async def _count_out(books: Books, team: Team, user: str) -> None:
    await books.memberships.remove(team.id, user)
    await books.roster_changes.note(RosterChange(team.id, user, joined=False))


async def _tell(books: Books, team: Team, now: datetime) -> None:
    key = f"roster:{team.id}:{local_day(now, team.time_zone)}"
    if await books.deliveries.get(key) is not None:
        return  # told today; the rest can wait until tomorrow
    changes = await books.roster_changes.take(team.id)
    if not changes:
        return
    news = RosterNews(
        team_id=team.id,
        team=team.name,
        channel=team.channel,
        joined=tuple(change.user for change in changes if change.joined),
        left=tuple(change.user for change in changes if not change.joined),
    )
    await prompts.tell(books, Letter(key, team.lead, news), now)


async def _roster(books: Books, team: Team) -> Roster:
    standings = await books.memberships.of_team(team.id)
    return Roster(
        team,
        people=[each.user for each in standings if each.standing is not Standing.LEFT_OUT],
        added=[each.user for each in standings if each.standing is Standing.ADDED],
        left_out=[each.user for each in standings if each.standing is Standing.LEFT_OUT],
    )
