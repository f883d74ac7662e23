"""When a team's pulse comes: which ritual of the team's it joins, and on which days it is silent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from rituals import days_off
from rituals.appointing import keep_in_step
from rituals.cadence import Due, Rhythm
from rituals.errors import RitualError
from rituals.weeks import local_day
from storage.ledger import Books
from storage.records.pulses import Gathering, PulsePlan
from storage.records.teams import Team

NAME = "pulse"

LONGEST_QUESTION = 160
"""Characters of one of a team's own questions: it is read aloud in a breath."""

MOST_QUESTIONS = 8

USUAL_DAYS: Mapping[Gathering, tuple[int, ...]] = {
    Gathering.NONE: (),
    Gathering.STANDUP: (1, 2, 3, 4, 5),
    Gathering.SPRINT: (1, 4),
    Gathering.SYNC: (1,),
    Gathering.EXECUTIVE: (1,),
}
"""On which ISO weekdays each ritual is, unless a team says otherwise."""


@dataclass(eq=False)
class HourMissing(RitualError):
    """A ritual that exists has an hour."""

    field: ClassVar[str | None] = "standup_time"


@dataclass(eq=False)
class QuestionTooLong(RitualError):
    """One of the team's own questions has more than `longest` characters."""

    field: ClassVar[str | None] = "questions"
    question: str
    longest: int


@dataclass(eq=False)
class TooManyQuestions(RitualError):
    field: ClassVar[str | None] = "questions"
    most: int


@dataclass(frozen=True, slots=True)
class PulseHours:
    """A team's pulse as its lead sees it. `next_day` is None where there is no pulse."""

    team: Team
    plan: PulsePlan
    today: date
    next_day: date | None

    @property
    def is_paused(self) -> bool:
        return self.plan.paused_until is not None and self.today < self.plan.paused_until

    @property
    def skipped(self) -> date | None:
        """The day to come, or today, that is left out."""
        skipped = self.plan.skipped
        return skipped if skipped is not None and skipped >= self.today else None


async def plan_of(books: Books, team: Team) -> PulsePlan:
    """What a team wants; of one that never said, what its days and hour tell."""
    return await books.pulses.get(team.id) or _guessed(team)


async def plans_of(books: Books, teams: Collection[Team]) -> Mapping[str, PulsePlan]:
    """The same of several teams, by their id."""
    said = await books.pulses.some([team.id for team in teams])
    return {team.id: said.get(team.id) or _guessed(team) for team in teams}


def rhythm_of(team: Team, plan: PulsePlan) -> Rhythm | None:
    """When a team's pulse comes; None for a team without one."""
    if plan.gathering is Gathering.NONE or not team.standup_days or team.standup_time is None:
        return None
    return Rhythm(team.standup_days, team.standup_time, team.time_zone)


def is_silent(plan: PulsePlan, day: date) -> bool:
    return day == plan.skipped or (plan.paused_until is not None and day < plan.paused_until)


def next_due(team: Team, plan: PulsePlan, now: datetime, had: date | None = None) -> Due | None:
    """The next pulse that is neither kept silent nor on a public holiday.

    A day that `had` its pulse has no other, though the hour be moved to a later one.
    """
    rhythm = rhythm_of(team, plan)
    if rhythm is None:
        return None
    due = rhythm.next_after(now)
    while due.day == had or is_silent(plan, due.day) or _is_holiday(team, due.day):
        due = rhythm.next_after(due.at)
    return due


async def hours_of(books: Books, team: Team, plan: PulsePlan, now: datetime) -> PulseHours:
    today = local_day(now, team.time_zone)
    has_been = await books.deliveries.get(key(team.id, today)) is not None
    due = next_due(team, plan, now, had=today if has_been else None)
    return PulseHours(team, plan, today, due.day if due else None)


def key(team: str, day: date, *parts: str) -> str:
    """The key of a team's pulse of a local day, and of the letters that go with it."""
    return ":".join([NAME, team, day.isoformat(), *parts])


async def follow(books: Books, now: datetime) -> None:
    """Keep every team's appointment with its pulse as the team wants it."""
    plans = {plan.team: plan for plan in await books.pulses.all()}
    wanted: dict[str | None, Rhythm] = {
        team.id: rhythm
        for team in await books.teams.all()
        if (rhythm := rhythm_of(team, plans.get(team.id) or _guessed(team))) is not None
    }
    await keep_in_step(books, NAME, wanted, now)


def checked(questions: Sequence[str]) -> tuple[str, ...]:
    """A team's own questions without empty ones. Raises QuestionTooLong or TooManyQuestions."""
    kept = tuple(" ".join(question.split()) for question in questions if question.strip())
    for question in kept:
        if len(question) > LONGEST_QUESTION:
            raise QuestionTooLong(question, LONGEST_QUESTION)
    if len(kept) > MOST_QUESTIONS:
        raise TooManyQuestions(MOST_QUESTIONS)
    return kept


def _guessed(team: Team) -> PulsePlan:
    return PulsePlan(team.id, Gathering.STANDUP if team.standup_time else Gathering.NONE)


def _is_holiday(team: Team, day: date) -> bool:
    country = team.country if team.country is not None else days_off.country_of_zone(team.time_zone)
    return days_off.is_public_holiday(country, day)
