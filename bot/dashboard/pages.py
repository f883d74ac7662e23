"""Facts of a board -> what its templates fill in: every word of a page is chosen here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.blocks.phrases import amount, period, say
from bot.blocks.text import clock_time, day
from bot.charts import Chart, Size, Theme
from bot.charts.of_score import alt_text, chart
from bot.dashboard import words
from bot.dashboard.words import Mark, Mover
from bot.features.home.views import RITUALS
from rituals.board import Shown, ShownWin, Tile
from rituals.home import Coming
from rituals.quality import CaveatKind
from rituals.scoreboard import Score
from rituals.triage import Item
from storage.records.dashboard import Board

Address = Callable[[str, Chart, Size, Theme], str]
"""Where the picture of a metric is."""

_MOST_ON_A_STRIP = 8
_TOO_OLD = {CaveatKind.STALE, CaveatKind.FAILING}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: the address of the door it is behind, and which of its boards it shows."""

    base: str
    boards: Sequence[Board]
    board: Board | None
    picture: Address


@dataclass(frozen=True, slots=True)
class Card:
    """One metric, in words."""

    name: str
    team: str
    address: str
    mark: Mark
    lead: str
    to_people: str
    value: str
    period: str
    moved: str
    better: str
    updated: str
    link: str
    doubts: Sequence[str]
    is_signal: bool
    is_dim: bool
    alt: str
    chart: Chart | None
    at: Callable[[Chart, Size, Theme], str]

    @property
    def has_chart(self) -> bool:
        return self.chart is not None

    @property
    def has_doubts(self) -> bool:
        return bool(self.doubts)

    def picture(self, size: str, theme: str) -> str:
        assert self.chart is not None  # templates ask first
        return self.at(self.chart, Size(size), Theme(theme))


@dataclass(frozen=True, slots=True)
class TeamCards:
    name: str
    cards: Sequence[Card]
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    note: str
    teams: Sequence[TeamCards]


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    about: str
    is_old: bool


@dataclass(frozen=True, slots=True)
class Won:
    text: str
    numbers: str
    meaning: str
    by: str


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class BoardLink:
    question: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What the templates of a board fill in; `top` is None while there is no number to show."""

    title: str
    question: str
    decision: str
    organisation: str
    boards: Sequence[BoardLink]
    top: Card | None
    is_dim: bool
    movers: Sequence[Mover]
    more_movers: int
    quiet: str
    sentence: Said | None
    asks: str
    groups: Sequence[Group]
    cards: Sequence[Card]
    strip: Sequence[Card]
    rest: str
    wins: Sequence[Won]
    more_wins: int
    open: Sequence[Case]
    open_elsewhere: str
    coming: Sequence[Line]
    nothing: str
    how: str
    foot: str


def page(shown: Shown, place: Place, links: Mapping[str, str]) -> Page:
    """A board as one reader sees it. `links` are the verdicts on inputs, in words, where they are known."""
    zone = shown.zone
    card = partial(_card, place=place, zone=zone)
    top = card(shown.top) if shown.top else None
    cards = [card(each.score, tile=each, link=words.link_of(each, links)) for each in shown.tiles]
    moved, more = words.movers(shown)
    question, decision = _question(shown, place)
    said = shown.annotation
    strip = sorted(cards, key=lambda each: not each.is_signal)[:_MOST_ON_A_STRIP]
    return Page(
        title=f"{top.mark.word}: {top.name}" if top else question,
        question=question,
        decision=decision,
        organisation=shown.workspace.name if shown.workspace else "Polaris",
        boards=_boards(place),
        top=top,
        is_dim=top is not None and (top.is_dim or said is None or said.is_old),
        movers=moved,
        more_movers=more,
        quiet=_quiet(place),
        sentence=Said(said.text, words.about(said, shown.top.metric), said.is_old)
        if said and shown.top
        else None,
        asks=_asks(shown),
        groups=_groups(shown, place, cards),
        cards=cards,
        strip=strip,
        rest=_rest(cards[: len(cards)], len(strip)),
        wins=[_won(each) for each in shown.wins],
        more_wins=shown.more_wins,
        open=[_case(each) for each in shown.open],
        open_elsewhere=_elsewhere(shown),
        coming=[_line(each, zone) for each in shown.coming if each.ritual in RITUALS],
        nothing="There is no North Star Metric yet."
        if place.board is None
        else "There is nothing to show yet.",
        how="Whoever leads the product chooses it in Slack; from then on this page says whether it moves.",
        foot="Made by Polaris. Moving together is a hint, not a proof; nobody is ranked here.",
    )


def _question(shown: Shown, place: Place) -> tuple[str, str]:
    if place.board is not None:
        return place.board.question, place.board.decision
    if shown.star is None:
        return "Is our North Star moving, and why?", ""
    going = "down" if words.better(shown.star.metric) else "up"
    return f"Is {shown.star.metric.name} going {going}, and why?", "what each team does next week"


def _boards(place: Place) -> Sequence[BoardLink]:
    if not place.boards:
        return []
    front = BoardLink("Is our North Star moving, and why?", place.base, place.board is None)
    here = place.board.id if place.board else None
    others = [BoardLink(b.question, f"{place.base}/board/{b.id}", b.id == here) for b in place.boards]
    return [front, *others]


def _card(score: Score, place: Place, zone: str, tile: Tile | None = None, link: str = "") -> Card:
    metric, verdict = score.metric, score.verdict
    drawn = chart(score) if len(score.points) > 1 else None
    return Card(
        name=metric.name,
        team=tile.team.name if tile and tile.team else "",
        address="",
        mark=words.mark(verdict),
        lead=words.lead(score),
        to_people=say(verdict, metric).to_people,
        value=words.value(score),
        period=words.of_period(score),
        moved=words.moved(score),
        better=words.better(metric),
        updated=words.updated(score, zone),
        link=link,
        doubts=words.doubts(score),
        is_signal=verdict.is_signal,
        is_dim=any(each.kind in _TOO_OLD for each in score.caveats),
        alt=alt_text(score) if drawn else "",
        chart=drawn,
        at=partial(place.picture, metric.key),
    )


def _quiet(place: Place) -> str:
    return "No input has a signal of its own." if place.board is None else "None of the others has a signal."


def _asks(shown: Shown) -> str:
    """Whom the sentence is asked of; by name where names are shown."""
    if shown.top is None or (shown.annotation is not None and not shown.annotation.is_old):
        return ""
    what = "It needs a sentence" if shown.annotation is None else "It needs a new sentence"
    told = period(shown.top.verdict.period, shown.top.metric)
    return f"{what} about {told}: {shown.owner or 'the product lead'} is asked for it."


def _groups(shown: Shown, place: Place, cards: Sequence[Card]) -> Sequence[Group]:
    if shown.top is None:
        return []
    if place.board is not None:
        return [Group("Beside it", "", [TeamCards("", cards)])] if cards else []
    teams = [
        TeamCards(
            team.name,
            [card for card in cards if card.team == team.name],
            "No input metric yet: its lead can propose one.",
        )
        for team in shown.teams
    ]
    return [Group("What moves it", "The teams’ inputs, each with its direction and its signal.", teams)]


def _rest(cards: Sequence[Card], shown: int) -> str:
    more = len(cards) - shown
    return f"… and {more} more on the page for laptops and phones" if more > 0 else ""


def _won(win: ShownWin) -> Won:
    told = win.told
    numbers = ""
    if told.pair is not None:
        was, became = (amount(each, told.pair.metric) for each in (told.pair.was, told.pair.became))
        numbers = f"{told.pair.metric.name}: {was} → {became}"
    who = ", ".join([*win.names, *told.teams])
    return Won(told.text, numbers, told.meaning, " · ".join(each for each in (who, day(win.on)) if each))


def _line(coming: Coming, zone: str) -> Line:
    team = f", {coming.team}" if coming.team else ""
    return Line(f"{RITUALS[coming.ritual]}{team}", _at(coming.at, zone))


def _at(instant: datetime, zone: str) -> str:
    return clock_time(instant, zone)


def _case(item: Item) -> Case:
    return Case(item.text, f"{' and '.join(item.teams)}, waiting since {day(item.since)}")


def _elsewhere(shown: Shown) -> str:
    others = shown.open_elsewhere
    if not others:
        return ""
    what = "1 more case waits" if others == 1 else f"{others} more cases wait"
    return f"{what} for triage, for those who are part of it."
