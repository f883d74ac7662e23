"""What somebody tells as a win: what it may be about, and what its words must leave to others."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from rituals import monday
from rituals.commitments import NoSuchInput
from rituals.errors import RitualError
from rituals.weeks import local_day, week_of
from rituals.win_names import NOBODY, Naming, cast, named
from rituals.win_numbers import Pair, pair, pairs, usual
from storage.ledger import Books
from storage.records.deliveries import DeliveryState
from storage.records.metrics import Input, InputState
from storage.records.people import Person
from storage.records.preferences import Consent
from storage.records.teams import Team
from storage.records.wins import Win
from storage.records.workspaces import Workspace

LONGEST_STORY = 500
LONGEST_MEANING = 300
MOST_PEOPLE = 12
MOST_TEAMS = 6

_EMOJI = re.compile(r":[\w+'-]+:")


@dataclass(eq=False)
class NowhereToTell(RitualError):
    """There is no company channel yet."""


@dataclass(eq=False)
class NoWords(RitualError):
    """Emoji and punctuation alone do not say who did what."""

    field: ClassVar[str | None] = "text"


@dataclass(eq=False)
class NumbersGone(RitualError):
    """One of the two readings is not there any more."""

    field: ClassVar[str | None] = "numbers"


@dataclass(eq=False)
class NamedInWords(RitualError):
    """The words name somebody who does not want to be named where everybody reads it."""

    field: ClassVar[str | None] = "text"
    name: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody fills in: ids of an input, people, teams; the first days of the periods to compare."""

    text: str = ""
    input: str | None = None
    meaning: str = ""
    stretch: tuple[date, date] | None = None  # None: a story rather than numbers
    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    commitment: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a win would be told, what it may be about, and how those it is about would appear."""

    channel: str
    pulse: str | None  # key of the Monday pulse it would stand under
    inputs: Mapping[str, Sequence[Input]]  # by the name of their team
    star: str | None
    teams: Sequence[Team] = ()
    pairs: Sequence[Pair] = ()  # of the chosen input, the nearest first
    usual: Pair | None = None
    author: Naming = NOBODY
    people: Naming = NOBODY


async def stage(
    books: Books, author: str, telling: Telling, now: datetime, *, kept: str | None = None
) -> Stage:
    """Active inputs may be chosen, and `kept`, the one a told win has already. Raises NowhereToTell."""
    workspace, star = await books.workspaces.get(), await books.north_stars.active()
    if workspace is None or workspace.company_channel is None:
        raise NowhereToTell
    teams = await books.teams.all()
    offered = [
        each for each in await books.inputs.all() if each.state is InputState.ACTIVE or each.id == kept
    ]
    inputs = {team.name: [one for one in offered if one.team == team.id] for team in teams}
    known = await cast(books, {author, *telling.people})
    chosen = next((each for each in offered if each.id == telling.input), None)
    found = await _pairs(books, chosen, telling, now) if chosen else ()
    return Stage(
        workspace.company_channel,
        await _latest_pulse(books, workspace, now),
        {team: each for team, each in inputs.items() if each},
        star.metric.name if star else None,
        teams,
        found,
        usual(found),
        named([author], known),
        named([user for user in telling.people if user != author], known),
    )


async def written(books: Books, win: Win, telling: Telling, on: Stage) -> Win:
    """The win with what was filled in. Raises NoWords, NoSuchInput, NumbersGone or NamedInWords."""
    if not has_words(telling.text):
        raise NoWords
    an_input = _input(on, telling.input)
    silent = await books.wins.names_taken_out(win.id)
    people = [user for user in dict.fromkeys(telling.people) if user not in {win.user, *silent}]
    # The form offers teams there are; one that has been retired since keeps its part in it.
    retired = [team for team in win.teams if team not in {each.id for each in on.teams}]
    win = replace(
        win,
        text=telling.text.strip(),
        input=telling.input,
        meaning=telling.meaning.strip(),
        people=tuple([user for user in people if await can_be_named(books, user)][:MOST_PEOPLE]),
        teams=tuple([*retired, *(team.id for team in on.teams if team.id in telling.teams)][:MOST_TEAMS]),
        commitment=telling.commitment,
        story=an_input is None or telling.stretch is None,
        before=None,
        after=None,
    )
    await _require_unnamed(books, win)
    if an_input is None or telling.stretch is None:
        return win
    if await pair(books, an_input, *telling.stretch) is None:
        raise NumbersGone
    return replace(win, before=telling.stretch[0], after=telling.stretch[1])


def has_words(text: str) -> bool:
    """Whether there is more to read than emoji (Slack writes them :so:), digits and punctuation."""
    return any(letter.isalpha() for letter in _EMOJI.sub("", text))


def tells(text: str, name: str) -> bool:
    """Whether a text has somebody's name in it, or the first part of it, as a word of its own."""
    parts = {name, *name.split()[:1]}
    return any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text, re.IGNORECASE) for part in parts if part)


async def _require_unnamed(books: Books, win: Win) -> None:
    known = await cast(books, win.people)
    for user in win.people:
        person = await books.people.get(user)
        if person is None or known.consents[user] is Consent.PUBLIC:
            continue
        if any(tells(f"{win.text}\n{win.meaning}", name) for name in person.names):
            raise NamedInWords(person.name)
    for chosen in await books.preferences.of_the_unnamed():
        person = await books.people.get(chosen.user)
        if person is None or chosen.user == win.user:
            continue
        if any(_names(win, name) for name in person.names):
            raise NamedInWords(person.name)


def _names(win: Win, name: str) -> bool:
    """Whether the words have the whole name of somebody nobody chose, written as a name is.

    A first part of it, or one in small letters, may be any other word.
    """
    written = {name.title(), name} - {name.lower()}
    words = f"{win.text}\n{win.meaning}"
    return any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", words) for each in written if each.strip())


async def can_be_named(books: Books, user: str) -> bool:
    """Bots take no bow, and people of other organisations were never asked."""
    person: Person | None = await books.people.get(user)
    return person is not None and not (person.is_bot or person.is_external)


def _input(on: Stage, input_id: str | None) -> Input | None:
    if input_id is None:
        return None
    found = next((one for each in on.inputs.values() for one in each if one.id == input_id), None)
    if found is None:
        raise NoSuchInput
    return found


async def _pairs(books: Books, chosen: Input, telling: Telling, now: datetime) -> Sequence[Pair]:
    """What there is to choose from; what was chosen weeks ago stays a choice."""
    found = await pairs(books, chosen.metric, local_day(now, await zone_of(books, chosen.team)))
    kept = await pair(books, chosen, *telling.stretch) if telling.stretch else None
    return found if kept is None or kept in found else [kept, *found]


async def zone_of(books: Books, team_id: str | None) -> str:
    """The time zone of a team, or the organisation's."""
    team = await books.teams.get(team_id) if team_id else None
    return team.time_zone if team else await books.workspaces.zone()


async def _latest_pulse(books: Books, workspace: Workspace, now: datetime) -> str | None:
    """The key of this week's pulse, or last week's while this one is not out."""
    this = week_of(local_day(now, workspace.time_zone))
    for day in (this, this - timedelta(weeks=1)):
        pulse = await books.deliveries.get(monday.key(day))
        if pulse is not None and pulse.state is DeliveryState.SENT and pulse.to == workspace.company_channel:
            return pulse.key
    return None
