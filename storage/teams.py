"""How teams, their members and people are kept."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select

from storage.records import Membership, Person, Standing, Team
from storage.shelf import Shelf
from storage.tables import memberships, people, teams


class TeamShelf(Shelf):
    async def put(self, team: Team) -> None:
        """Write a team. Raises sqlalchemy.exc.IntegrityError when its channel is another team's."""
        await self._put(teams, asdict(team) | {"standup_days": list(team.standup_days)}, key=["id"])

    async def get(self, team_id: str) -> Team | None:
        return await self._one(Team, self._select(teams).where(teams.c.id == team_id))

    async def all(self) -> Sequence[Team]:
        """The teams that are not retired, by name."""
        return await self._all(
            Team, self._select(teams).where(teams.c.retired_at.is_(None)).order_by(teams.c.name)
        )

    async def of_channel(self, channel: str) -> Team | None:
        return await self._one(
            Team, self._select(teams).where(teams.c.channel == channel, teams.c.retired_at.is_(None))
        )

    async def of_person(self, user: str) -> Sequence[Team]:
        """The teams that count somebody as a member, by name."""
        query = (
            self._select(teams)
            .join(
                memberships,
                (memberships.c.workspace == teams.c.workspace) & (memberships.c.team == teams.c.id),
            )
            .where(
                teams.c.retired_at.is_(None),
                memberships.c.user == user,
                memberships.c.standing != Standing.LEFT_OUT,
            )
            .order_by(teams.c.name)
        )
        return await self._all(Team, query)


class MembershipShelf(Shelf):
    async def put(self, membership: Membership) -> None:
        await self._put(memberships, asdict(membership), key=["team", "user"])

    async def remove(self, team_id: str, user: str) -> None:
        await self._connection.execute(
            memberships.delete().where(
                self._mine(memberships), memberships.c.team == team_id, memberships.c.user == user
            )
        )

    async def of_team(self, team_id: str) -> Sequence[Membership]:
        """Every standing recorded for a team, those left out too, by user."""
        return await self._all(
            Membership,
            self._select(memberships).where(memberships.c.team == team_id).order_by(memberships.c.user),
        )


class PeopleShelf(Shelf):
    async def put(self, person: Person) -> None:
        await self._put(people, asdict(person), key=["user"])

    async def get(self, user: str) -> Person | None:
        return await self._one(Person, select(people).where(self._mine(people), people.c.user == user))

    async def all(self) -> Sequence[Person]:
        return await self._all(Person, self._select(people).order_by(people.c.user))
