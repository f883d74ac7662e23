"""What the templates of a board fill in: every field is words, or says which words to show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bot.charts import Size, Theme
from bot.dashboard.sketches import Sketch
from bot.dashboard.words import Mark, Mover
from rituals.scoreboard import Score
from storage.records.dashboard import Board

_MOST_IN_A_ROW = 9

Address = Callable[[str, Sketch, Size, Theme], str]
"""Where the picture of a metric is, by its key."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: the address of the door it is behind, and which of its boards it shows."""

    base: str
    boards: Sequence[Board]
    board: Board | None
    picture: Address
    sketch: Callable[[Score], Sketch | None]
    has_details: bool = False

    def metric(self, key: str) -> str:
        """The address of a metric's own page; "" where there is none."""
        return f"{self.base}/metric/{quote(key, safe='')}" if self.has_details else ""


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
    guard: "Guarded | None"
    sketch: Sketch | None
    at: Callable[[Sketch, Size, Theme], str]

    @property
    def has_chart(self) -> bool:
        return self.sketch is not None

    @property
    def is_long(self) -> bool:
        """Whether its value has more letters in a row than the largest type has room for on a phone."""
        return max(map(len, self.value.split(" "))) > _MOST_IN_A_ROW

    @property
    def has_doubts(self) -> bool:
        return bool(self.doubts)

    def picture(self, size: str, theme: str) -> str:
        assert self.sketch is not None  # templates ask first
        return self.at(self.sketch, Size(size), Theme(theme))


@dataclass(frozen=True, slots=True)
class Guarded:
    """What must not get worse beside it."""

    told: str
    mark: Mark
    is_breached: bool


@dataclass(frozen=True, slots=True)
class TeamCards:
    name: str
    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    note: str
    cards: Sequence[Card]


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
    on: str


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
    moved: str
    movers: Sequence[Mover]
    more_movers: int
    quiet: str
    sentence: Said | None
    asks: str
    teams: Sequence[TeamCards]
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
