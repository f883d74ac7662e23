"""What a dashboard shows: the number on top, what moves it below, and what people said of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from rituals import home, scoreboard, triage, win_bank, worsening
from rituals.clock import Clock
from rituals.docket import may_read
from rituals.home import Coming
from rituals.scoreboard import Score
from rituals.triage import Item
from rituals.unnamed import without_names
from rituals.versions import today
from rituals.weeks import local_day
from rituals.win_words import WinTold, told
from storage.ledger import Books, Ledger
from storage.records.conflicts import ConflictState
from storage.records.dictionary import Standing
from storage.records.metrics import Input, InputState, NorthStar, Sentence
from storage.records.people import Person
from storage.records.teams import Team
from storage.records.wins import Win
from storage.records.workspaces import Workspace

SHOWN_WINS = 6
SHOWN_COMING = 6

_FRESH_FOR = timedelta(days=7)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How every metric that a board may show stands on a day; worked out once for all who look.

    `marks` and `definitions` are those of `storage.stamps`: what is as it was need not be worked out again.
    """

    day: date
    definitions: str
    marks: Mapping[str, str]
    star: NorthStar | None
    scores: Mapping[str, Score]
    front: frozenset[str]  # keys of what stands on the front board, for everybody


@dataclass(frozen=True, slots=True)
class Tile:
    """One metric below the one on top; `team` and `an_input` tell whose it is, if it is a team's."""

    score: Score
    team: Team | None = None
    an_input: Input | None = None
    guard: "Guard | None" = None


@dataclass(frozen=True, slots=True)
class Guard:
    """What must not get worse while an input is pushed."""

    score: Score
    is_breached: bool


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a person said of a period. `by` is their name, None where names are not shown."""

    text: str
    period: date
    by: str | None
    by_product_lead: bool
    is_old: bool  # written more than a week ago
    is_of_now: bool  # about the period that is shown


@dataclass(frozen=True, slots=True)
class ShownWin:
    """A win as these readers may read it: nobody is named who did not agree to it."""

    told: WinTold
    on: date
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What one reader finds on a board. `top` is None while there is nothing to show."""

    workspace: Workspace | None
    zone: str
    star: NorthStar | None
    top: Score | None
    tiles: Sequence[Tile]
    teams: Sequence[Team]  # every team, also those without an input
    outputs: Sequence[Score]  # what follows the North Star, apart from it
    annotation: Annotation | None
    owner: str | None  # who is asked for the sentence; None where names are not shown
    coming: Sequence[Coming]
    wins: Sequence[ShownWin]
    more_wins: int
    open: Sequence[Item] = field(default=())  # what waits for a decision and the reader may read
    open_elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class _Reader:
    """A member, or anybody: then `names` are those they are not to read."""

    who: Person | None
    names: tuple[str, ...] = ()

    def may_read(self, text: str) -> str:
        return text if self.who else without_names(text, self.names)


class Showing:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def is_on(self) -> bool:
        """Whether anybody may come."""
        async with self._ledger.open() as books:
            return (await books.dashboards.get()).is_on

    async def surroundings(self) -> str:
        """The same as long as nothing but numbers may have changed on any board."""
        async with self._ledger.open() as books:
            return f"{await today(books, self._clock.now())}:{await books.stamps.of_surroundings()}"

    async def numbers(self, before: Numbers | None = None) -> Numbers:
        """How everything stands now. `before` is what was found last: it is kept if nothing changed."""
        async with self._ledger.open() as books:
            day = await today(books, self._clock.now())
            definitions, marks = await books.stamps.of_definitions(), await books.stamps.of_metrics()
            if before and (before.day, before.definitions, before.marks) == (day, definitions, marks):
                return before
            star, metrics = await books.north_stars.active(), await books.metrics.all()
            front = await _front(books, star)
        kept = before.scores if before and (before.day, before.definitions) == (day, definitions) else {}
        was = before.marks if before else {}
        scores = {}
        for metric in metrics:
            if metric.key in kept and was.get(metric.key) == marks.get(metric.key):
                scores[metric.key] = kept[metric.key]
                continue
            # One at a time: others may read and write in between.
            async with self._ledger.open() as books:
                scores[metric.key] = await scoreboard.score(books, metric, day)
        return Numbers(day, definitions, marks, star, scores, front)

    async def shown(
        self, numbers: Numbers, metrics: Collection[str] = (), who: Person | None = None
    ) -> Shown:
        """A board of some metrics, the first on top; without any, the North Star and what moves it.

        To nobody in particular no person is named.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            workspace, zone = await books.workspaces.get(), await books.workspaces.zone()
            top, tiles, teams = await _metrics(books, numbers, metrics)
            outputs = [] if metrics else await books.dictionary.of_standing(Standing.OUTPUT)
            reader = _Reader(who, () if who else await books.people.names())
            wins, more = await _wins(books, reader, now, zone)
            items, elsewhere = await _open(books, workspace, who) if who else ((), 0)
            return Shown(
                workspace,
                zone,
                numbers.star,
                top,
                tiles,
                teams,
                [numbers.scores[each.key] for each in outputs if each.key in numbers.scores],
                await _annotation(books, workspace, top, reader, now) if top else None,
                await _name(books, workspace.product_lead) if who and workspace else None,
                await _coming(books, who, now),
                wins,
                more,
                items,
                elsewhere,
            )


async def _front(books: Books, star: NorthStar | None) -> frozenset[str]:
    if star is None:
        return frozenset()
    active = {each.id: each.metric for each in await books.inputs.all() if each.state is InputState.ACTIVE}
    guards = [each.metric for each in await books.guardrails.all() if each.input in active]
    others = [*active.values(), *await books.dictionary.of_standing(Standing.OUTPUT)]
    return frozenset([star.metric.key, *(each.key for each in others), *guards])


async def _metrics(
    books: Books, numbers: Numbers, wanted: Collection[str]
) -> tuple[Score | None, Sequence[Tile], Sequence[Team]]:
    teams = await books.teams.all()
    by_id = {team.id: team for team in teams}
    active = [each for each in await books.inputs.all() if each.state is InputState.ACTIVE]
    inputs = {each.metric.key: each for each in active}
    if wanted:
        keys = [key for key in wanted if key in numbers.scores]
        top, below = keys[:1], keys[1:]
    else:
        top = [numbers.star.metric.key] if numbers.star else []
        order = {team.id: place for place, team in enumerate(teams)}
        ordered = sorted(active, key=lambda each: order.get(each.team, len(order)))
        below = [each.metric.key for each in ordered if each.metric.key in numbers.scores]
    guarding = {each.input: each.metric for each in await books.guardrails.all()}
    tiles = []
    for key in below:
        an_input = inputs.get(key)
        guard = numbers.scores.get(guarding.get(an_input.id, "")) if an_input else None
        tiles.append(
            Tile(
                numbers.scores[key],
                by_id.get(an_input.team) if an_input else None,
                an_input,
                Guard(guard, worsening.is_worse(guard)) if guard else None,
            )
        )
    return next((numbers.scores[key] for key in top if key in numbers.scores), None), tiles, teams


async def _annotation(
    books: Books, workspace: Workspace | None, score: Score, reader: _Reader, now: datetime
) -> Annotation | None:
    said: Sentence | None = await books.sentences.latest(score.metric.key, score.verdict.period)
    if said is None:
        return None
    return Annotation(
        reader.may_read(said.text),
        said.period_start,
        await _name(books, said.written_by) if reader.who else None,
        workspace is not None and said.written_by == workspace.product_lead,
        now - said.written_at >= _FRESH_FOR,
        said.period_start == score.verdict.period,
    )


async def _name(books: Books, user: str | None) -> str | None:
    person = await books.people.get(user) if user else None
    return person.name or None if person else None


async def _wins(books: Books, reader: _Reader, now: datetime, zone: str) -> tuple[Sequence[ShownWin], int]:
    recent = (await books.wins.between(now - win_bank.LATELY, now + _INSTANT))[::-1]
    some = recent[:SHOWN_WINS]
    if reader.who is None:
        shown = [await _for_anybody(books, win, reader, zone) for win in some]
    else:
        teams = {team.id for team in await books.teams.of_person(reader.who.user)}
        shown = [await _for_a_member(books, win, teams, zone) for win in some]
    return shown, len(recent) - len(some)


async def _for_anybody(books: Books, win: Win, reader: _Reader, zone: str) -> ShownWin:
    every = await told(books, win)
    words = WinTold(
        user=None,
        text=reader.may_read(every.text),
        input=every.input,
        meaning=reader.may_read(every.meaning),
        star=every.star,
        teams=every.teams,
        pair=every.pair,
    )
    return ShownWin(words, local_day(win.celebrated_at, zone))


async def _for_a_member(books: Books, win: Win, teams: Collection[str], zone: str) -> ShownWin:
    words = await told(books, win, teams)
    users = dict.fromkeys([*([words.user] if words.user else []), *words.people.users])
    found = [await _name(books, user) for user in users]
    return ShownWin(words, local_day(win.celebrated_at, zone), tuple(name for name in found if name))


async def _coming(books: Books, who: Person | None, now: datetime) -> Sequence[Coming]:
    mine = {team.id for team in await books.teams.of_person(who.user)} if who else set()
    return (await home.coming(books, mine, now, is_in_charge=False))[:SHOWN_COMING]


async def _open(books: Books, workspace: Workspace | None, who: Person) -> tuple[Sequence[Item], int]:
    if workspace is None:
        return (), 0
    waiting = triage.in_order(await books.conflicts.in_state(ConflictState.UP), workspace.time_zone)
    readable = [each for each in waiting if await may_read(books, workspace, who, each)]
    items = [await triage.item(books, each, workspace.time_zone) for each in readable]
    return items, len(waiting) - len(items)
