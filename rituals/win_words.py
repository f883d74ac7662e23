"""A win as everybody reads it, and every message about one kept true to it.

A message about one win has a key that ends in `win:ID`, in its own thread as in a digest: reactions on it
count for the win, and a correction edits it in place.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar, Literal

from rituals.ids import Ids
from rituals.letters import Letter, post
from rituals.weeks import local_day
from rituals.win_names import NOBODY, Naming, cast, named
from rituals.win_numbers import Pair, pair
from storage.ledger import Books
from storage.records.metrics import Input
from storage.records.people import Person
from storage.records.wins import Win

_KEY = "win:"
_QUARTER = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class WinTold:
    """A win as everybody reads it; `input`, `star` and `teams` are names.

    `user` is who told it, None when they are not named; `author_of` then may be a team of theirs.
    `promised_on` is the day of the commitment it came from. A withdrawn one has no words; it was its
    "author" who took it back, or the product "lead". `spelled` has the names of those who are not to be
    mentioned: a mention pings, and whoever is named hears of it once.
    """

    kind: ClassVar[str] = "win"

    user: str | None
    text: str
    input: str | None
    meaning: str
    star: str | None
    author_of: str | None = None
    people: Naming = NOBODY
    teams: tuple[str, ...] = ()
    pair: Pair | None = None
    promised_on: date | None = None
    corrected: bool = False
    spelled: Mapping[str, str] = field(default_factory=dict)
    withdrawn_by: Literal["author", "lead"] | None = None


def key(win: Win) -> str:
    return _KEY + win.id


def is_collaboration(win: Win) -> bool:
    """Whether two teams or more had a hand in it."""
    return len(win.teams) > 1


async def told(books: Books, win: Win, readers: Collection[str] = (), *, once_more: bool = False) -> WinTold:
    """A win that stands, as it is told now to those who are all in the teams `readers`.

    Told `once_more`, it pings nobody: those it names have heard of it.
    """
    return (await each_told(books, [win], readers, once_more=once_more))[0]


async def each_told(
    books: Books, wins: Sequence[Win], readers: Collection[str] = (), *, once_more: bool = False
) -> Sequence[WinTold]:
    """The same of several wins; what they have in common is looked up once."""
    if not wins:
        return []
    star = await books.north_stars.active()
    inputs = await books.inputs.some({win.input for win in wins if win.input})
    teams = await books.teams.some({team for win in wins for team in win.teams})
    known = await cast(books, {user for win in wins for user in (win.user, *win.people)})
    found = []
    for win in wins:
        an_input = inputs.get(win.input or "")
        author, people = named([win.user], known, readers), named(win.people, known, readers)
        found.append(
            WinTold(
                user=next(iter(author.users), None),
                text=win.text,
                input=an_input.metric.name if an_input else None,
                meaning=win.meaning,
                star=star.metric.name if star else None,
                author_of=next(iter(author.colleagues), None),
                people=people,
                teams=tuple(sorted(teams[each].name for each in win.teams if each in teams)),
                pair=await numbers(books, win, an_input),
                promised_on=await _promised_on(books, win),
                corrected=win.changed_at is not None,
                spelled=await _names(books, [*author.users, *people.users]) if once_more else {},
            )
        )
    return found


async def team_names(books: Books, win: Win) -> list[str]:
    """The names of the teams that had a hand in it, by name."""
    return sorted(team.name for team in (await books.teams.some(win.teams)).values())


async def numbers(books: Books, win: Win, an_input: Input | None) -> Pair | None:
    if an_input is None or win.before is None or win.after is None:
        return None
    return await pair(books, an_input, win.before, win.after)


async def labels(books: Books, win: Win) -> list[str]:
    """What a win is found by besides its own words."""
    an_input = await books.inputs.get(win.input) if win.input else None
    return [*([an_input.metric.name] if an_input else []), *await team_names(books, win)]


async def retell(books: Books, win: Win, now: datetime, ids: Ids) -> None:
    """Edit every message about a win in place; reactions stay."""
    await _edit(books, win, await told(books, win), now, ids())


async def take_back(books: Books, win: Win, who: Person, now: datetime, ids: Ids) -> None:
    """Take the words out of every message about a win; reactions stay."""
    by: Literal["author", "lead"] = "author" if who.user == win.user else "lead"
    await _edit(books, win, WinTold(None, "", None, "", None, withdrawn_by=by), now, ids())


async def name_anew(books: Books, user: str, now: datetime) -> None:
    """Edit what was told in the past quarter to name somebody as they agree to now."""
    for win in await books.wins.between(now - _QUARTER, now + timedelta(microseconds=1)):
        if user in {win.user, *win.people}:
            await _edit(books, win, await told(books, win), now, f"{user}:{now.isoformat()}")


async def _edit(books: Books, win: Win, content: WinTold, now: datetime, mark: str) -> None:
    for message in await books.deliveries.ending_in(key(win), WinTold.kind):
        edit = f"{message.key}:edit:{mark}"
        await post(books, Letter(edit, message.to, content, replaces=message.key), now)


async def win_at(books: Books, channel: str, ts: str) -> tuple[Win, str] | None:
    """The win that a message is about, and the key of the message."""
    message = await books.deliveries.at(channel, ts)
    if message is None or message.kind != WinTold.kind:
        return None
    win = await books.wins.get(message.key.rpartition(_KEY)[2])
    return None if win is None else (win, message.key)


async def _names(books: Books, users: Collection[str]) -> Mapping[str, str]:
    found = {user: await books.people.get(user) for user in users}
    return {user: person.name for user, person in found.items() if person is not None and person.name}


async def _promised_on(books: Books, win: Win) -> date | None:
    made = await books.commitments.get(win.commitment) if win.commitment else None
    if made is None:
        return None
    team = await books.teams.get(made.team) if made.team else None
    zone = team.time_zone if team else await books.workspaces.zone()
    return local_day(made.made_at, zone)
