"""Where readings come from, and what became of every pull."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

OPERATOR = ""
"""Who added a source that stands in the operator's file."""


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"  # some values were no readings, and were left out
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source and how it does. `metrics` are the keys of those it was seen to speak of.

    `config` is JSON for one that was added in Slack; of one in the operator's file the file alone tells.
    Since `overruled_at` the file has one of the same name, which is pulled instead. It fails since
    `failing_since`, for the reason in `error`.
    """

    name: str
    kind: str
    added_by: str = OPERATOR
    config: str = ""
    metrics: tuple[str, ...] = ()
    last_success_at: datetime | None = None
    failing_since: datetime | None = None
    error: str | None = None
    overruled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceRun:
    """One attempt to pull a source, for the local day it was due on.

    `rows` were told; of them `new` and `changed` were written down, and `kept` would have overwritten what a
    person wrote. `error` says in words what was wrong, or worth knowing.
    """

    source: str
    day: date
    attempt: int
    begun_at: datetime
    ended_at: datetime | None = None
    state: RunState = RunState.RUNNING
    rows: int = 0
    new: int = 0
    changed: int = 0
    kept: int = 0
    error: str | None = None
