"""What is counted: metrics, the North Star Metric, inputs, their readings, and what people say of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Direction(StrEnum):
    """Which way is better for a metric."""

    UP = "up"
    DOWN = "down"


class Cadence(StrEnum):
    """The length of a metric's period; a reading belongs to the period that starts on its day."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Lever(StrEnum):
    """How an input metric moves the North Star Metric."""

    BREADTH = "breadth"
    DEPTH = "depth"
    FREQUENCY = "frequency"
    EFFICIENCY = "efficiency"
    ENABLING = "enabling"


class Confidence(StrEnum):
    """How sure a team is that an input moves what it is said to move."""

    HUNCH = "hunch"
    LIKELY = "likely"
    SEEN = "seen"  # it moved together before


class InputState(StrEnum):
    PROPOSED = "proposed"
    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Metric:
    """Something counted once a period. `key` is stable; names may change."""

    key: str
    name: str
    unit: str
    direction: Direction
    cadence: Cadence = Cadence.WEEK
    definition: str = ""


@dataclass(frozen=True, slots=True)
class NorthStar:
    """The one metric of the organisation, with the narrative that goes with it."""

    id: str
    metric: Metric
    vision: str
    value_moment: str
    why_this: str
    why_now: str
    what_if: str
    story: str
    chosen_by: str
    chosen_at: datetime
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefusedNorthStar:
    """A second North Star Metric that somebody asked for while one was active."""

    id: str
    name: str
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Input:
    """A team's input metric and the causal link it claims to the North Star Metric, or to another input."""

    id: str
    team: str
    metric: Metric
    lever: Lever
    hypothesis: str
    lag_periods: int
    state: InputState
    proposed_by: str
    proposed_at: datetime
    agreed_by: str | None = None
    agreed_at: datetime | None = None
    retired_at: datetime | None = None
    serves: str | None = None  # the input it moves the North Star Metric by way of
    confidence: Confidence | None = None
    source: str | None = None  # where the number comes from
    discussion: str | None = None  # what was said before it was agreed to


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of one metric for the period that starts on `period_start`.

    `recorded_by` says who or what wrote it down: a user, or what `rituals.writers` names.
    """

    metric: str
    period_start: date
    value: float
    recorded_by: str
    recorded_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A value that stood for a period until another one took its place; the first one has number 1."""

    metric: str
    period_start: date
    number: int
    value: float
    note: str
    recorded_by: str
    recorded_at: datetime
    replaced_by: str
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two values that something told in one go for one period, at `told_at`: neither was written down.

    `told_by` says what told them, as `Reading.recorded_by` does.
    """

    metric: str
    period_start: date
    value: float
    other: float
    told_by: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a person says about one period of the North Star Metric."""

    metric: str
    period_start: date
    text: str
    written_by: str
    written_at: datetime
