"""What one person finds on their own page: the number, their promises, their teams, their wins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rituals import monday, scoreboard
from rituals.clock import Clock
from rituals.commitment_list import Listing, listing
from rituals.scoreboard import InputScore, Score
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.metrics import NorthStar
from storage.records.people import Person
from storage.records.teams import Team
from storage.records.wins import Win

_WINS = 5


@dataclass(frozen=True, slots=True)
class Star:
    """The North Star Metric, and how it stands today."""

    north_star: NorthStar
    score: Score


@dataclass(frozen=True, slots=True)
class Front:
    """Only what this person may see."""

    who: Person
    star: Star | None
    listing: Listing
    teams: Sequence[tuple[Team, Sequence[InputScore]]]  # theirs, by name, each with its active inputs
    next_pulse: datetime | None
    wins: Sequence[tuple[Win, int]]  # theirs, newest first, with the number of people who cheered


class HomePage:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def front(self, who: Person) -> Front:
        async with self._ledger.open() as books:
            appointment = await books.appointments.get(monday.NAME, None)
            wins = list(await books.wins.of_person(who.user))[:_WINS]
            return Front(
                who=who,
                star=await self._star(books),
                listing=await listing(books, who, self._clock.now()),
                teams=await self._teams(books, who),
                next_pulse=appointment.next_due if appointment else None,
                wins=[(win, await books.wins.cheered_by(win.id)) for win in wins],
            )

    async def _star(self, books: Books) -> Star | None:
        workspace, star = await books.workspaces.get(), await books.north_stars.active()
        if workspace is None or star is None:
            return None
        today = local_day(self._clock.now(), workspace.time_zone)
        return Star(star, await scoreboard.score(books, star.metric, today))

    async def _teams(self, books: Books, who: Person) -> Sequence[tuple[Team, Sequence[InputScore]]]:
        theirs = await books.teams.of_person(who.user)
        if not theirs:
            return []
        scores = await scoreboard.inputs(books, local_day(self._clock.now(), who.time_zone))
        return [(team, [each for each in scores if each.team == team.name]) for team in theirs]
