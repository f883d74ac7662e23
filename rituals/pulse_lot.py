"""What the pulses of several teams have in common, and what is read for all of them in one trip."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from rituals import monday, narrative, pulse_promises, scoreboard
from rituals.lot import Lot
from rituals.monday import MondayPulse
from rituals.narrative import Narrative
from rituals.pulse_hours import key, plans_of
from rituals.pulse_promises import Names
from rituals.scoreboard import Score
from rituals.weeks import week_of
from storage.ledger import Books
from storage.records.commitments import Commitment
from storage.records.deliveries import Delivery
from storage.records.metrics import Input, Metric, NorthStar
from storage.records.pulses import PulsePlan
from storage.records.teams import Team
from storage.records.workspaces import Workspace


class PulseLot:
    """Each thing is read when the first team needs it."""

    def __init__(self, lot: Lot) -> None:
        self.books = lot.books
        self._lot, self._once = lot, lot.once

    @classmethod
    def of(cls, books: Books, team: str) -> "PulseLot":
        """For a team by itself."""
        return cls(Lot(books, [team]))

    async def team(self, team: str | None) -> Team | None:
        return await self._lot.team(team)

    async def plan(self, team: Team) -> PulsePlan:
        return (await self._once("plans", self._plans))[team.id]

    async def _plans(self) -> Mapping[str, PulsePlan]:
        teams = [await self.team(team) for team in self._lot.teams]
        return await plans_of(self.books, [team for team in teams if team is not None])

    async def star(self) -> NorthStar | None:
        return await self._once("star", self.books.north_stars.active)

    async def workspace(self) -> Workspace | None:
        return await self._once("workspace", self.books.workspaces.get)

    async def story(self, audience: str) -> Narrative | None:
        return await self._once(("story", audience), lambda: narrative.for_audience(self.books, audience))

    async def score(self, metric: Metric, day: date) -> Score:
        return await self._once(("score", metric.key, day), lambda: scoreboard.score(self.books, metric, day))

    async def inputs(self, team: Team) -> Sequence[Input]:
        """A team's active inputs, in the order they were proposed."""
        found = await self._once("inputs", lambda: self.books.inputs.active_of(self._lot.teams))
        return [each for each in found if each.team == team.id]

    async def commitments(self, team: Team, week: date) -> tuple[Sequence[Commitment], Names]:
        """Those that count in a week, of one team, and what their people are called."""
        theirs, names = await self._once(("commitments", week), lambda: self._commitments(week))
        return theirs.get(team.id, ()), names

    async def _commitments(self, week: date) -> tuple[Mapping[str | None, Sequence[Commitment]], Names]:
        found = await self.books.commitments.of_teams(self._lot.teams, week)
        theirs: dict[str | None, list[Commitment]] = defaultdict(list)
        for each in found:
            theirs[each.team].append(each)
        return theirs, await pulse_promises.names_of(self.books, {each.user for each in found})

    async def earlier(self, team: Team, day: date) -> Sequence[tuple[date, Delivery]]:
        """A team's pulses of this week before a day, without those that were taken back."""
        days = [week_of(day) + timedelta(days=number) for number in range(day.weekday())]
        found = await self._once(("earlier", day), lambda: self._earlier(days))
        keys = [(each, key(team.id, each)) for each in days]
        return [(each, found[its]) for each, its in keys if its in found and silence(its) not in found]

    async def _earlier(self, days: Sequence[date]) -> Mapping[str, Delivery]:
        keys = [key(team, day) for team in self._lot.teams for day in days]
        return await self.books.deliveries.some([*keys, *map(silence, keys)])

    async def monday_said(self, day: date) -> Delivery | None:
        """The Monday pulse of the week of a day, as it was written."""
        its = monday.key(week_of(day))
        return await self._once(its, lambda: self.books.deliveries.get(its))

    async def monday_coming(self, day: date) -> MondayPulse | None:
        """The Monday pulse as it will be, where it is to be prepared yet."""
        return await self._once(("monday", day), lambda: self._monday_coming(day))

    async def _monday_coming(self, day: date) -> MondayPulse | None:
        is_waiting = await self.books.appointments.is_open(monday.NAME)
        return await monday.gather(self.books, day) if is_waiting else None


def silence(pulse: str) -> str:
    """The key of what takes a pulse back."""
    return f"{pulse}:skipped"
