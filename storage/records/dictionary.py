"""What the organisation agreed its metrics mean: who answers for each, what it is for, every change."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.records.metrics import Direction


class Standing(StrEnum):
    """What a metric is that is neither the North Star Metric nor an input of a team."""

    OUTPUT = "output"  # follows the North Star Metric, as revenue does
    GUARDRAIL = "guardrail"  # must not get worse
    UNCONNECTED = "unconnected"  # nobody knows yet how it moves anything


@dataclass(frozen=True, slots=True)
class Entry:
    """What the dictionary says of a metric beside its words; `source` is where people say it is from."""

    metric: str
    standing: Standing | None = None
    owner: str | None = None
    source: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class MetricVersion:
    """What a metric meant from a day on, until its next version; the first one has number 1.

    With `comparable` false, numbers of periods that start from `effective_from` on cannot be held against
    earlier ones. `approved_by` is None where nobody knows any more.
    """

    metric: str
    number: int
    effective_from: date
    name: str
    definition: str
    unit: str
    direction: Direction
    reason: str
    approved_by: str | None
    approved_at: datetime
    comparable: bool = True
