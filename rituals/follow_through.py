"""Follow-through: once a week everybody is asked, in one message, how what they promised went.

On Friday it is about the week that ends, on Monday about the one before: as each team likes it. Whoever is in
several teams is asked once. A pledge of two weeks is asked for lightly when its first week is over. Nobody is
asked twice about the same, and nobody is named for not answering.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from rituals import prompts
from rituals.authorisation import Action, Role
from rituals.cadence import Rhythm
from rituals.commitments import NotYours, carried_to, closes_on, last_week, said_halfway
from rituals.letters import Letter, unpacked
from rituals.rights import require
from rituals.ritual import Occasion, Ritual
from rituals.roster import counts
from rituals.weeks import week_of
from storage.ledger import Books
from storage.records.commitments import Commitment, CommitmentState
from storage.records.people import Person
from storage.records.prompts import Prompt, PromptState
from storage.records.teams import Team

NAME, HALFWAY_NAME = "follow_through", "halfway"
FRIDAY, MONDAY = 5, 1

_ONE_WEEK = timedelta(weeks=1)
# A light question that found no quiet moment until Friday is not asked any more.
_LIGHT_FOR = timedelta(days=4)


Zones = Mapping[str | None, str]
"""Where each team is, by its id; where the organisation is, by None."""


@dataclass(frozen=True, slots=True)
class Item:
    """One commitment as its owner is asked about it: with names instead of ids."""

    commitment: Commitment
    team: str | None
    input: str | None
    carried_to: date | None  # the Monday of the week it was carried over to
    halfway: CommitmentState | None = None  # what was said of a pledge a week in, now that it is over
    goes_on: bool = False  # a pledge that is not over yet: asked about lightly

    @property
    def is_open(self) -> bool:
        """Whether an answer is still wanted."""
        is_open = self.commitment.state is CommitmentState.OPEN or self.halfway is not None
        return is_open and not self.goes_on


@dataclass(frozen=True, slots=True)
class FollowThroughAsk:
    """What one person is asked, and what they have said so far. `light` wants no answer."""

    kind: ClassVar[str] = "follow_through.ask"

    key: str
    asked_on: date
    items: tuple[Item, ...]
    light: bool = False
    page: int = 0
    is_closed: bool = False

    @property
    def week(self) -> date:
        """The Monday of the week it is about."""
        return week_asked(self.asked_on)

    @property
    def is_answered(self) -> bool:
        """A light question is answered by saying anything at all."""
        if self.light:
            return not any(item.commitment.state is CommitmentState.OPEN for item in self.items)
        return not any(item.is_open for item in self.items)


def week_asked(day: date) -> date:
    """The Monday of the week that is asked about on a day: its own from Wednesday on, else the one before."""
    return week_of(day - timedelta(days=2))


def due_in(commitments: Iterable[Commitment], week: date, day: date, zones: Zones) -> Sequence[Commitment]:
    """Those whose last week is over when that week is, and of which it may be said on `day` how they went."""
    return [
        one
        for one in commitments
        if _wants_answer(one, zones) and last_week(one) <= week and day < closes_on(one)
    ]


def halfway_in(commitments: Iterable[Commitment], week: date) -> Sequence[Commitment]:
    """The open pledges of two weeks whose first week that was."""
    return [
        one
        for one in commitments
        if one.state is CommitmentState.OPEN and one.week == week and one.weeks == 2
    ]


async def prepare(books: Books, occasion: Occasion) -> Sequence[Letter]:
    """Ask the people of a team, or with no team everybody else, about all that they promised anywhere."""
    week, zones = week_asked(occasion.day), await _zones(books)
    for user in await _people(books, occasion, week, zones):
        theirs = await _of_person(books, user, week)
        due = due_in(theirs, week, occasion.day, zones)
        if not await _has_news(books, user, due):
            continue
        also = halfway_in(theirs, week) if occasion.day.isoweekday() == MONDAY else []
        items = await _items(books, [*due, *also], theirs, week)
        ask = FollowThroughAsk(_key(NAME, user, week), occasion.day, items)
        letter = Letter(ask.key, user, ask, resend=True)
        await prompts.ask(books, letter, occasion.now, until=await _end(books, due), once=True)
    if occasion.day.isoweekday() == MONDAY:
        await prepare_halfway(books, occasion)
    return []


async def prepare_halfway(books: Books, occasion: Occasion) -> Sequence[Letter]:
    """Ask lightly for the pledges of two weeks whose first week is over, unless that was asked already."""
    week = week_asked(occasion.day)
    for user in await _people(books, occasion, week, await _zones(books)):
        pledges = halfway_in(await _of_person(books, user, week), week)
        asked = await books.prompts.get(_key(NAME, user, week))
        if not pledges or (asked is not None and _mentions(asked, pledges)):
            continue
        items = await _items(books, pledges, pledges, week)
        ask = FollowThroughAsk(_key(HALFWAY_NAME, user, week), occasion.day, items, light=True)
        letter = Letter(ask.key, user, ask, resend=True)
        await prompts.ask(books, letter, occasion.now, until=occasion.now + _LIGHT_FOR, once=True)
    return []


async def show_answers(books: Books, user: str, now: datetime) -> None:
    """Bring what somebody was asked up to what they have said, wherever they said it."""
    await books.commitments.hold(user)  # answers in one moment see each other
    for prompt in await books.prompts.of_person(user, *_LIVING):
        if prompt.kind == FollowThroughAsk.kind and (prompt.until is None or prompt.until > now):
            fresh = await _as_of_now(books, user, unpacked(FollowThroughAsk, prompt.content))
            if fresh.is_answered:
                await prompts.answered(books, prompt.key, now, fresh)
            else:
                await prompts.renew(books, prompt.key, fresh, now)


async def close(books: Books, now: datetime) -> None:
    """Take the buttons off what can be answered no longer. To be done on every tick."""
    for prompt in await books.prompts.over(FollowThroughAsk.kind, now):
        told = unpacked(FollowThroughAsk, prompt.content)
        await prompts.close(books, prompt, replace(told, is_closed=True), now)


async def turn(books: Books, who: Person, key: str, page: int, now: datetime) -> None:
    """Show another page of what somebody was asked. Raises NotYours when it was not they."""
    prompt = await books.prompts.get(key)
    if prompt is None or prompt.kind != FollowThroughAsk.kind:
        raise NotYours
    asked = [Role.ASKED] if prompt.user == who.user else []
    require(Action.TURN_PAGE, who, also=asked, refusal=NotYours())
    await prompts.renew(books, key, replace(unpacked(FollowThroughAsk, prompt.content), page=page), now)


async def zone_of(books: Books, one: Commitment) -> str:
    """Where a commitment is kept: its team's zone, or the organisation's where there is no such team."""
    return _zone(one, await _zones(books))


async def _zones(books: Books) -> Zones:
    return _by_team(await books.teams.all(), await books.workspaces.zone())


def _by_team(teams: Iterable[Team], usual: str) -> Zones:
    zones: dict[str | None, str] = {None: usual}
    zones.update((team.id, team.time_zone) for team in teams)
    return zones


def _zone(one: Commitment, zones: Zones) -> str:
    return zones.get(one.team, zones[None])


def _wants_answer(one: Commitment, zones: Zones) -> bool:
    return one.state is CommitmentState.OPEN or said_halfway(one, _zone(one, zones))


_LIVING = (PromptState.WAITING, PromptState.ASKED, PromptState.ANSWERED, PromptState.DECLINED)


def _key(ritual: str, user: str, week: date) -> str:
    return f"{ritual}:{user}:{week.isoformat()}"


async def _people(books: Books, occasion: Occasion, week: date, zones: Zones) -> Sequence[str]:
    """Who has something open that belongs to the team, or to none that still meets."""
    users = {
        one.user
        for each in (week - _ONE_WEEK, week)
        for one in await books.commitments.counting_in(each)
        if _wants_answer(one, zones)
        if one.team == occasion.team or (occasion.team is None and one.team not in zones)
    }
    return [user for user in sorted(users) if await _is_here(books, user)]


async def _is_here(books: Books, user: str) -> bool:
    person = await books.people.get(user)
    return person is None or counts(person)


async def _has_news(books: Books, user: str, due: Iterable[Commitment]) -> bool:
    """Whether there is something among them that was not asked about before."""
    for one in due:
        asked = await books.prompts.get(_key(NAME, user, last_week(one)))
        if asked is None or not _mentions(asked, [one]):
            return True
    return False


def _mentions(asked: Prompt, commitments: Iterable[Commitment]) -> bool:
    told = {item.commitment.id for item in unpacked(FollowThroughAsk, asked.content).items}
    return all(one.id in told for one in commitments)


async def _of_person(books: Books, user: str, week: date) -> Sequence[Commitment]:
    """All of somebody's that can be answered in the days after a week, and some more."""
    return await books.commitments.of_person(user, week - 3 * _ONE_WEEK)


async def _as_of_now(books: Books, user: str, told: FollowThroughAsk) -> FollowThroughAsk:
    known = await _of_person(books, user, told.week)
    by_id = {one.id: one for one in known}
    still = [by_id[item.commitment.id] for item in told.items if item.commitment.id in by_id]
    return replace(told, items=await _items(books, still, known, told.week))


async def _items(
    books: Books, commitments: Iterable[Commitment], known: Iterable[Commitment], week: date
) -> tuple[Item, ...]:
    """As they are asked about after a week; `known` are their owner's, what they became among them."""
    known_teams = await books.teams.all()
    teams = {team.id: team.name for team in known_teams}
    zones = _by_team(known_teams, await books.workspaces.zone())
    inputs = {each.id: each.metric.name for each in await books.inputs.all()}
    carried = carried_to(known)
    return tuple(
        Item(
            one,
            teams.get(one.team or ""),
            inputs.get(one.input or ""),
            carried.get(one.id),
            one.state if said_halfway(one, _zone(one, zones)) and last_week(one) <= week else None,
            goes_on=last_week(one) > week,
        )
        for one in commitments
    )


async def _end(books: Books, commitments: Iterable[Commitment]) -> datetime:
    """When the last of them can be answered no longer: a midnight where its team is."""
    zones = await _zones(books)
    return max(Rhythm((MONDAY,), time(), _zone(one, zones)).on(closes_on(one)) for one in commitments)


# Asked some days late it is still of use: it can be answered for more than a week.
FOLLOW_THROUGH = Ritual(NAME, prepare, fresh_for=timedelta(days=3))
HALFWAY = Ritual(HALFWAY_NAME, prepare_halfway, fresh_for=timedelta(days=1))
