"""What one person finds on their own page: their promises, their teams, their wins, the next pulse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rituals.committing import Commitments, Listing
from storage.ledger import Ledger
from storage.records import Input, InputState, NorthStar, Person, Team, Win


@dataclass(frozen=True, slots=True)
class Front:
    """Only what this person may see."""

    who: Person
    star: NorthStar | None
    listing: Listing
    teams: Sequence[Team]  # theirs, by name
    inputs: Mapping[str, Sequence[Input]]  # the active ones, by team
    next_pulse: datetime | None
    wins: Sequence[tuple[Win, int]]  # theirs, newest first, with the number of people who cheered


_WINS = 5


class HomePage:
    def __init__(self, ledger: Ledger, commitments: Commitments) -> None:
        self._ledger, self._commitments = ledger, commitments

    async def front(self, who: Person) -> Front:
        async with self._ledger.open() as books:
            teams = await books.teams.of_person(who.user)
            monday = await books.appointments.get("monday", None)
            wins = list(await books.wins.of_person(who.user))[:_WINS]
            return Front(
                who=who,
                star=await books.north_stars.active(),
                listing=await self._commitments.listing(books, who),
                teams=teams,
                inputs={
                    team.id: [
                        one for one in await books.inputs.of_team(team.id) if one.state is InputState.ACTIVE
                    ]
                    for team in teams
                },
                next_pulse=monday.next_due if monday else None,
                wins=[(win, await books.wins.cheered_by(win.id)) for win in wins],
            )
