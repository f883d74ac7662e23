"""How teams, their members and people are kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import and_, bindparam, exists, literal, select
from sqlalchemy.exc import IntegrityError

from storage.records.people import Person
from storage.records.teams import Membership, RosterChange, Standing, Team
from storage.shelf import Shelf
from storage.tables.forgotten import forgotten
from storage.tables.people import people
from storage.tables.teams import memberships, roster_changes, teams
from storage.tables.workspaces import workspaces
from storage.taken import Taken


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody, should they be known; the organisation's time zone; whether any person is forgotten in it."""

    person: Person | None
    usual_zone: str | None
    is_anybody_forgotten: bool


class TeamShelf(Shelf):
    async def put(self, team: Team) -> None:
        """Write a team. Raises Taken, and leaves the transaction usable, when its channel is another's."""
        row = asdict(team) | {"standup_days": list(team.standup_days)}
        try:
            async with self._connection.begin_nested():
                await self._put(teams, row, key=["id"])
        except IntegrityError:
            raise Taken from None

    async def hold_names(self) -> None:
        """Let nobody else name a team before this transaction ends."""
        await self._alone("names of teams")

    async def get(self, team_id: str) -> Team | None:
        return await self._one(Team, self._select(teams).where(teams.c.id == team_id))

    async def hold(self, team_id: str) -> Team | None:
        """A team that nobody else changes before this transaction ends."""
        return await self._one(Team, self._select(teams).where(teams.c.id == team_id).with_for_update())

    async def all(self) -> Sequence[Team]:
        """The teams that are not retired, by name."""
        return await self._all(
            Team, self._select(teams).where(teams.c.retired_at.is_(None)).order_by(teams.c.name)
        )

    async def some(self, ids: Collection[str]) -> Mapping[str, Team]:
        """Teams by their id, retired ones too; those that there are."""
        return await self._some(Team, teams, "id", ids)

    async def led_by(self, user: str) -> Sequence[Team]:
        """The teams somebody leads, by name."""
        query = self._select(teams).where(teams.c.retired_at.is_(None), teams.c.lead == user)
        return await self._all(Team, query.order_by(teams.c.name))

    async def of_channel(self, channel: str) -> Team | None:
        return await self._one(
            Team, self._select(teams).where(teams.c.channel == channel, teams.c.retired_at.is_(None))
        )

    async def of_person(self, user: str) -> Sequence[Team]:
        """The teams that count somebody as a member, by name."""
        return (await self.of_people([user]))[user]

    async def of_people(self, users: Collection[str]) -> Mapping[str, Sequence[Team]]:
        """The same for several people in one trip."""
        query = (
            select(teams, memberships.c.user.label("of_user"))
            .join(
                memberships,
                (memberships.c.workspace == teams.c.workspace) & (memberships.c.team == teams.c.id),
            )
            .where(
                self._mine(teams),
                teams.c.retired_at.is_(None),
                memberships.c.user.in_(users),
                memberships.c.standing != Standing.LEFT_OUT,
            )
            .order_by(teams.c.name)
        )
        found: dict[str, list[Team]] = {user: [] for user in users}
        for row in (await self._connection.execute(query)).mappings():
            fields = dict(row)
            user = fields.pop("of_user")
            self._note(fields)
            found[user].append(self._as(Team, fields))
        return found


class MembershipShelf(Shelf):
    async def put(self, membership: Membership) -> None:
        await self._put(memberships, asdict(membership), key=["team", "user"])

    async def remove(self, team_id: str, user: str) -> None:
        await self._delete(memberships, memberships.c.team == team_id, memberships.c.user == user)

    async def of_team(self, team_id: str) -> Sequence[Membership]:
        """Every standing recorded for a team, those left out too, by user."""
        return await self._all(
            Membership,
            self._select(memberships).where(memberships.c.team == team_id).order_by(memberships.c.user),
        )


class RosterChangeShelf(Shelf):
    """Who came and went since the lead was last told."""

    async def note(self, change: RosterChange) -> None:
        """Remember one; somebody who came and went again in the meantime is no news."""
        mine = roster_changes.c
        same = mine.team == change.team, mine.user == change.user
        if not await self._delete(roster_changes, *same, mine.joined != change.joined):
            await self._put(roster_changes, asdict(change), key=["team", "user"])

    async def take(self, team_id: str) -> Sequence[RosterChange]:
        """The changes of a team, by user; they are told now and forgotten."""
        theirs = roster_changes.c.team == team_id
        query = self._select(roster_changes).where(theirs).order_by(roster_changes.c.user)
        changes = await self._all(RosterChange, query)
        await self._delete(roster_changes, theirs)
        return changes


# Built once: everything anybody does begins with it.
_PERSON = select(people).where(
    people.c.workspace == bindparam("of_workspace"), people.c.user == bindparam("of_user")
)
_ONE_ROW = select(literal(1).label("row")).subquery()
_MET = (
    select(
        people,
        workspaces.c.time_zone.label("usual_zone"),
        exists().where(forgotten.c.workspace == bindparam("of_workspace")).label("is_anybody_forgotten"),
    )
    .select_from(_ONE_ROW)
    .outerjoin(workspaces, workspaces.c.workspace == bindparam("of_workspace"))
    .outerjoin(
        people, and_(people.c.workspace == bindparam("of_workspace"), people.c.user == bindparam("of_user"))
    )
)


class PeopleShelf(Shelf):
    async def put(self, person: Person) -> None:
        await self._put(people, asdict(person), key=["user"])
        self._changed.add(people.name)

    async def get(self, user: str) -> Person | None:
        about = {"of_workspace": self._workspace, "of_user": user}
        found = (await self._connection.execute(_PERSON, about)).mappings().first()
        return None if found is None else self._as(Person, found)

    async def met(self, user: str) -> Met:
        """Whether somebody is known, and what holds for those who are not."""
        about = {"of_workspace": self._workspace, "of_user": user}
        found = (await self._connection.execute(_MET, about)).mappings().one()
        person = self._as(Person, found) if found["user"] is not None else None
        return Met(person, found["usual_zone"], found["is_anybody_forgotten"])

    async def some(self, users: Collection[str]) -> Mapping[str, Person]:
        """People by their user; those that are known."""
        return await self._some(Person, people, "user", users)

    async def all(self) -> Sequence[Person]:
        return await self._all(Person, self._select(people).order_by(people.c.user))

    async def names(self) -> tuple[str, ...]:
        """Whatever a text may call anybody."""
        return tuple(name for person in await self.all() for name in person.names)
