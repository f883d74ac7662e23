"""The story bank: wins found again, and what people hear of those that are theirs."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rituals.clock import Clock
from rituals.weeks import local_day
from rituals.win_words import WinTold, each_told
from storage.ledger import Books, Ledger
from storage.records.people import Person
from storage.records.teams import Team
from storage.records.wins import Win
from storage.searching import words_of

SHOWN = 10
"""Wins on one page of a list or a search."""

SHOWN_AT_HOME = 5

LATELY = timedelta(days=14)

# A team is quiet when three issues in a row went by without it.
_QUIET = timedelta(days=42)
_REMEMBERED = timedelta(days=366)
# Words that are looked for; whoever types more has said what they mean.
_MOST_WORDS = 20
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """A win as one person may read it, and what they may do with it."""

    win: Win
    told: WinTold
    on: date
    cheers: int
    is_mine: bool
    may_change: bool
    names_me: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """Somebody's own wins, and those of others that name them; newest first."""

    mine: Sequence[Shown]
    about_me: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class Found:
    query: str
    wins: Sequence[Shown]
    more: bool  # there are older ones
    people: tuple[str, ...] = ()  # whom they name


@dataclass(frozen=True, slots=True)
class AtHome:
    """What App Home tells somebody of wins."""

    lately: Sequence[Shown]  # of the fortnight: those that name them, then the others, newest first
    more: int  # of the fortnight, besides those
    touched: Sequence[tuple[Win, int]]  # their own that people cheered, with how many


@dataclass(frozen=True, slots=True)
class QuietTeam:
    """A team that no win has named for a while; `last` is the day one did."""

    team: Team
    last: date | None


class WinBank:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def of(self, who: Person) -> Shelf:
        async with self._ledger.open() as books:
            mine = (await books.wins.of_person(who.user))[:SHOWN]
            about_me = (await naming(books, who.user, self._clock.now(), _REMEMBERED))[:SHOWN]
            return Shelf(await shown(books, who, mine), await shown(books, who, about_me))

    async def search(self, who: Person, query: str, people: Collection[str] = ()) -> Found:
        """The wins that have every word, and that name (for this reader) everybody of `people`."""
        async with self._ledger.open() as books:
            limit = None if people else SHOWN + 1
            words = words_of(query)[:_MOST_WORDS]
            found = await shown(books, who, await books.wins.search(words, limit))
            wins = [each for each in found if {*people} <= {*each.told.people.users, each.told.user}]
            return Found(query, wins[:SHOWN], len(wins) > SHOWN, tuple(sorted(people)))


async def shown(books: Books, who: Person, wins: Iterable[Win]) -> Sequence[Shown]:
    """Wins as one person may read them: their own team's people by name, others as they agreed to."""
    kept = list(wins)
    cheers = await books.wins.cheers_of([win.id for win in kept])
    workspace = await books.workspaces.get()
    leads = workspace is not None and workspace.product_lead == who.user
    teams = {team.id for team in await books.teams.of_person(who.user)}
    return [
        Shown(
            win,
            told,
            local_day(win.celebrated_at, who.time_zone),
            cheers.get(win.id, 0),
            is_mine=win.user == who.user,
            may_change=leads or win.user == who.user,
            names_me=who.user in win.people,
        )
        for win, told in zip(kept, await each_told(books, kept, teams), strict=True)
    ]


async def naming(books: Books, user: str, now: datetime, within: timedelta = LATELY) -> Sequence[Win]:
    """The wins of others, told lately, that name somebody; newest first. They hear of each in App Home."""
    recent = await books.wins.between(now - within, now + _INSTANT)
    return [win for win in recent[::-1] if user in win.people]


async def touched(books: Books, user: str, now: datetime) -> Sequence[tuple[Win, int]]:
    """Somebody's own wins of late that people cheered, with how many did; newest first."""
    own = [win for win in await books.wins.of_person(user) if win.celebrated_at >= now - LATELY]
    cheers = await books.wins.cheers_of([win.id for win in own])
    return [(win, cheers[win.id]) for win in own if win.id in cheers]


async def at_home(books: Books, who: Person, now: datetime) -> AtHome:
    """Whoever is named hears of it, however many wins there are."""
    recent = (await books.wins.between(now - LATELY, now + _INSTANT))[::-1]
    chosen = sorted(recent, key=lambda win: who.user not in win.people)[:SHOWN_AT_HOME]
    rows = await shown(books, who, chosen)
    return AtHome(rows, len(recent) - len(chosen), await touched(books, who.user, now))


async def not_named_lately(books: Books, now: datetime) -> Sequence[QuietTeam]:
    """For the product lead: the teams that the wins of three issues have left out, by name."""
    wins = await books.wins.between(now - _REMEMBERED, now + _INSTANT)
    return quiet_teams(await books.teams.all(), wins, now)


def quiet_teams(teams: Iterable[Team], wins: Sequence[Win], now: datetime) -> Sequence[QuietTeam]:
    """The same from wins, oldest first. A team's name and a day, no count: nobody is compared."""
    last = {team: win.celebrated_at for win in wins for team in win.teams}
    return [
        QuietTeam(team, local_day(last[team.id], team.time_zone) if team.id in last else None)
        for team in teams
        if team.id not in last or last[team.id] < now - _QUIET
    ]
