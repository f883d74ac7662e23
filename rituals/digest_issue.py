"""What an issue of the wins digest is made of, and in which order."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rituals import scoreboard
from rituals.scoreboard import InputScore
from rituals.teams import function_of
from rituals.weeks import week_of
from rituals.win_bank import not_named_lately
from storage.ledger import Books
from storage.records.digests import Digest, DigestKind
from storage.records.wins import Win

FORTNIGHT = timedelta(weeks=2)

# A win whose issue was missed or skipped still comes in the next one; an older one is history.
_FURTHEST_BACK = timedelta(weeks=4)

# What moves one person may be chance, or a friend.
_TOUCHED_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Material:
    """All there is for the issue of a day.

    It looks back to the day of the last issue, `since`. `due` is the kind whose turn it is, `about` the one
    there is something for. `kept` counts the commitments done or moved in the full weeks since, `moves` are
    inputs with a good signal, `touched` is the win that touched people most in the last issue, `quiet`
    names teams that no win named for a while.
    """

    day: date
    since: date
    plan: Digest
    due: DigestKind
    about: DigestKind
    wins: tuple[Win, ...]
    together: frozenset[str]  # the ids of those in which two functions or more had a hand
    left_out: tuple[Win, ...]
    kept: int
    moves: tuple[InputScore, ...]
    touched: Win | None
    quiet: tuple[str, ...]

    @property
    def lacks_its_kind(self) -> bool:
        return not self.wins or self.due is not self.about


async def gather(books: Books, day: date, now: datetime) -> Material:
    """What the issue of a local day would hold, were it made now."""
    plan = await books.digests.get(day) or Digest(day)
    last = next(iter(await books.digests.posted(1)), None)
    since = since_last(last, day)
    wins = await _waiting(books, now)
    moves = tuple(
        each for each in await scoreboard.inputs(books, day) if each.verdict.is_signal and each.verdict.good
    )
    chosen = [win for win in wins if win.id not in plan.left_out]
    together = await _together(books, chosen)
    due = due_after(last)
    about = about_of(due, chosen, has_moves=bool(moves))
    return Material(
        day=day,
        since=since,
        plan=plan,
        due=due,
        about=about,
        wins=arranged(chosen, about, plan.order, together),
        together=together,
        left_out=tuple(win for win in wins if win.id in plan.left_out),
        kept=await _kept(books, since, day),
        moves=moves,
        touched=await _touched(books, last),
        quiet=tuple(each.team.name for each in await not_named_lately(books, now)),
    )


def due_after(last: Digest | None) -> DigestKind:
    """The other kind than last time; the first issue is about numbers."""
    return DigestKind.STORIES if last and last.kind is DigestKind.NUMBERS else DigestKind.NUMBERS


def since_last(last: Digest | None, day: date) -> date:
    """The day from which the issue of a day looks back: that of the last one, unless too long ago."""
    if last is None or last.day >= day:
        return day - FORTNIGHT
    return max(last.day, day - _FURTHEST_BACK)


def about_of(due: DigestKind, wins: Iterable[Win], *, has_moves: bool) -> DigestKind:
    """The kind that is due, or the other one rather than an empty promise."""
    has_stories = {win.story for win in wins}
    there = {
        DigestKind.NUMBERS: False in has_stories or has_moves,
        DigestKind.STORIES: True in has_stories,
    }
    other = DigestKind.STORIES if due is DigestKind.NUMBERS else DigestKind.NUMBERS
    return other if there[other] and not there[due] else due


def arranged(
    wins: Iterable[Win], about: DigestKind, order: Sequence[str] = (), together: Collection[str] = ()
) -> tuple[Win, ...]:
    """As the editor put them; what nobody arranged: wins `together` first, then those of the kind."""
    places = {win: place for place, win in enumerate(order)}

    def place(win: Win) -> tuple[int, bool, bool, datetime, str]:
        of_the_kind = win.story is (about is DigestKind.STORIES)
        there = places.get(win.id, len(places))
        return (there, win.id not in together, not of_the_kind, win.celebrated_at, win.id)

    return tuple(sorted(wins, key=place))


async def _together(books: Books, wins: Iterable[Win]) -> frozenset[str]:
    """The ids of the wins in which two functions or more had a hand."""
    functions = {team.id: function_of(team) for team in await books.teams.all()}
    return frozenset(win.id for win in wins if len({functions.get(team, team) for team in win.teams}) > 1)


async def _waiting(books: Books, now: datetime) -> Sequence[Win]:
    """The wins of the last weeks that no issue had, and none left out."""
    wins = await books.wins.between(now - _FURTHEST_BACK, now)
    gone = set(await books.digests.out_already([win.id for win in wins]))
    for issue in await books.digests.posted(_FURTHEST_BACK // FORTNIGHT):
        gone.update(issue.left_out)
    return [win for win in wins if win.id not in gone]


async def _kept(books: Books, since: date, until: date) -> int:
    """The commitments done or moved in the ISO weeks from that of a day to the one before that of another."""
    week, kept = week_of(since), 0
    while week < week_of(until):
        kept += sum(each.done + each.moved for each in await scoreboard.kept(books, week))
        week += timedelta(weeks=1)
    return kept


async def _touched(books: Books, last: Digest | None) -> Win | None:
    """What most people reacted to in an issue; of two alike the one that stood first."""
    told = await books.digests.wins_of(last.day) if last else []
    people = await books.wins.cheers_of([one.win for one in told])
    for one in sorted(told, key=lambda one: -people.get(one.win, 0)):
        win = await books.wins.get(one.win)
        if people.get(one.win, 0) >= _TOUCHED_AT_LEAST and win is not None and win.withdrawn_at is None:
            return win
    return None
