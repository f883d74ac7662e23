"""A folder of readings, and when each of them arrives in the demo."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rituals import loading
from rituals.loading import Row
from rituals.weeks import next_, period_of, week_of
from storage.records.commitments import CommitmentState
from storage.records.metrics import Cadence, Direction, Lever, Metric

PACKAGED = Path(__file__).parent / "data"

# A period's readings are in at six in the morning, UTC, of the day after its last.
_ARRIVAL = time(6, tzinfo=UTC)
_TO_SUNDAY = timedelta(days=6)
_A_YEAR = timedelta(weeks=52)


class DatasetProblem(Exception):
    """The folder holds no data set the demo can show; the text says what is missing."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class MetricCard(_Part):
    """What `*.metrics.yml` says of one metric."""

    key: str
    name: str
    kind: Literal["nsm", "input"]
    unit: str
    direction: Direction
    team: str
    expected_lag_weeks: int | None = None
    hypothesis: str = ""
    how_measured: str = ""
    cadence: Cadence = Cadence.WEEK

    @property
    def metric(self) -> Metric:
        return Metric(self.key, self.name, self.unit, self.direction, self.cadence, self.how_measured)


class Narrative(_Part):
    """What an organisation says of its North Star Metric."""

    vision: str = "Not written down yet."
    value_moment: str = "Not written down yet."
    why_this: str = ""
    why_now: str = "Not written down yet."
    what_if: str = "Not written down yet."
    story: str = "Not written down yet."


class Promise(_Part):
    """A commitment somebody of the demo made last week."""

    person: str
    input: str
    state: CommitmentState
    text: str
    line: str = ""


class Celebration(_Part):
    """A win somebody of the demo tells: about whom, and which input it should have moved."""

    person: str
    about: tuple[str, ...]
    input: str
    text: str
    meaning: str = ""


class LifeWeek(_Part):
    """What the demo's people do in one week."""

    promises: tuple[Promise, ...] = ()
    wins: tuple[Celebration, ...] = ()


class Raising(_Part):
    """A conflict of two leads in a week of the demo: one raises it, the other says that it was tried."""

    week: int
    person: str
    other: str  # team
    confirmed_by: str
    text: str
    sides: dict[str, str]  # what is filled in, field by field


class Life(_Part):
    """What the demo's people do from week to week: after the last of `weeks` comes the first again."""

    weeks: tuple[LifeWeek, ...] = ()
    raisings: tuple[Raising, ...] = ()
    cheers: tuple[str, ...] = ()  # who reacts to Monday's pulse and to wins


class DisputeSide(_Part):
    input: str
    want: str
    effect: str = ""
    until: str = ""


class Dispute(_Part):
    """What two teams cannot settle, and bring to triage as the demo begins."""

    text: str
    sides: tuple[DisputeSide, DisputeSide]
    customers: str
    tried: str


class Decided(Dispute):
    """A conflict of earlier weeks, and what triage decided over it."""

    weeks_ago: int
    outcome: str
    reasons: str
    criteria: tuple[str, ...]


class Earlier(_Part):
    """What a metric meant until some weeks ago, where that differs from today, and why it was changed."""

    weeks_ago: int
    reason: str
    name: str | None = None
    definition: str | None = None
    comparable: bool = True


class Explained(_Part):
    """What the dictionary of the demo says of a metric; its changes begin with the latest."""

    metric: str
    owner: str | None = None
    source: str = ""
    department: str = ""
    changes: tuple[Earlier, ...] = ()


class Question(_Part):
    """A board of the demo's dashboard."""

    question: str
    decision: str
    metrics: tuple[str, ...]


class Summed(_Part):
    """An output that is counted from a metric of the data set: the sum of the weeks that ended in a month."""

    key: str
    name: str
    of: str
    direction: Direction
    definition: str
    source: str = ""

    @property
    def metric(self) -> Metric:
        return Metric(self.key, self.name, "count", self.direction, Cadence.MONTH, self.definition)

    def rows(self, rows: Sequence[Row]) -> Iterator[Row]:
        """A row for each month that has no day outside the weeks there are."""
        theirs = [row for row in rows if row.metric == self.of]
        first, last = theirs[0].period_start, theirs[-1].period_start + _TO_SUNDAY
        months: dict[date, float] = {}
        for row in theirs:
            month = period_of(row.period_start + _TO_SUNDAY, Cadence.MONTH)
            months[month] = months.get(month, 0) + row.value
        for month, value in months.items():
            if first <= month and next_(month, Cadence.MONTH) - timedelta(days=1) <= last:
                yield Row(self.key, month, value)


class Story(_Part):
    """What `*.story.yml` invents around the readings."""

    north_star: Narrative = Field(default_factory=Narrative)
    levers: dict[str, Lever] = Field(default_factory=dict)
    sentences: tuple[str, ...] = ()  # about the last full week, and each one before it
    commitments: tuple[Promise, ...] = ()
    dictionary: tuple[Explained, ...] = ()
    boards: tuple[Question, ...] = ()
    outputs: tuple[Summed, ...] = ()
    guardrails: dict[str, str] = Field(default_factory=dict)  # what must not get worse, by the input pushed
    life: Life = Field(default_factory=Life)
    decided: tuple[Decided, ...] = ()
    waiting: tuple[Dispute, ...] = ()


@dataclass(frozen=True)
class Dataset:
    title: str
    cards: Sequence[MetricCard]
    rows: Sequence[Row]
    story: Story

    @property
    def north_star(self) -> MetricCard:
        return next(card for card in self.cards if card.kind == "nsm")

    @property
    def inputs(self) -> Sequence[MetricCard]:
        return [card for card in self.cards if card.kind == "input"]

    @property
    def narrative(self) -> Narrative:
        """The story's narrative; the metric's hypothesis stands in where nobody said why."""
        told = self.story.north_star
        return told if told.why_this else told.model_copy(update={"why_this": self.north_star.hypothesis})

    @property
    def start(self) -> date:
        """The Monday the demo begins: a year before the data ends, or later when they are short."""
        days = [row.period_start for row in self.rows]
        first, last = min(days), max(days)
        return week_of(max(last - _A_YEAR, first + (last - first) / 3))

    def arrived(self, after: datetime | None, until: datetime) -> Sequence[Row]:
        """The rows that come in later than one instant and no later than another."""
        arrivals = self._arrivals
        first = 0 if after is None else bisect_right(arrivals, after, key=_when)
        return [row for _, row in arrivals[first : bisect_right(arrivals, until, key=_when)]]

    def next_arrival(self, after: datetime) -> datetime | None:
        """When the next readings come in; None once all of them have."""
        later = bisect_right(self._arrivals, after, key=_when)
        return self._arrivals[later][0] if later < len(self._arrivals) else None

    @cached_property
    def _arrivals(self) -> Sequence[tuple[datetime, Row]]:
        """Every reading with its hour, the earliest first."""
        months = [row for each in self.story.outputs for row in each.rows(self.rows)]
        return sorted(((self.arrival(row), row) for row in [*self.rows, *months]), key=_when)

    def arrival(self, row: Row) -> datetime:
        """When a reading comes in: the morning after its period."""
        metrics = [*(card.metric for card in self.cards), *(each.metric for each in self.story.outputs)]
        cadence = next(metric.cadence for metric in metrics if metric.key == row.metric)
        return datetime.combine(next_(row.period_start, cadence), _ARRIVAL)


def _when(arrival: tuple[datetime, Row]) -> datetime:
    return arrival[0]


def read(folder: Path) -> Dataset:
    """The one data set of a folder. Raises DatasetProblem."""
    cards_file = _only(folder, "*.metrics.yml")
    rows_file = _readings_beside(cards_file)
    try:
        described = yaml.safe_load(cards_file.read_text(encoding="utf-8"))
        cards = [MetricCard.model_validate(card) for card in described["metrics"]]
        stories = sorted(folder.glob("*.story.yml"))
        story = Story.model_validate(yaml.safe_load(stories[0].read_text("utf-8")) if stories else {})
    except (yaml.YAMLError, ValidationError, KeyError, TypeError) as problem:
        raise DatasetProblem(f"{cards_file.name} does not describe metrics: {problem}") from None
    if [card.kind for card in cards].count("nsm") != 1:
        raise DatasetProblem(f"{cards_file.name} needs exactly one metric of kind nsm.")
    loaded = loading.parse(
        rows_file.read_text(encoding="utf-8").splitlines(), [card.metric for card in cards]
    )
    if loaded.problems:
        line, fault = loaded.problems[0]
        raise DatasetProblem(f"{rows_file.name}, line {line}: {fault}.")
    return Dataset(str(described.get("title", rows_file.stem)), cards, loaded.rows, story)


def _readings_beside(cards: Path) -> Path:
    """The file of the same name; other tables may lie beside it."""
    named = cards.with_name(cards.name.removesuffix(".metrics.yml") + ".csv")
    return named if named.exists() else _only(cards.parent, "*.csv")


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise DatasetProblem(f"{folder} must hold exactly one {pattern}, and holds {len(found)}.")
    return found[0]
