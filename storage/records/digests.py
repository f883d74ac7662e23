"""The issues of the wins digest, and what went out in them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class DigestKind(StrEnum):
    """What an issue is about; the two take turns."""

    NUMBERS = "numbers"
    STORIES = "stories"


@dataclass(frozen=True, slots=True)
class Digest:
    """One issue: what the product lead wants of it, and what became of it.

    `intro` is the parent message in their words ("" for the automatic ones); `order` are ids of wins that
    they put first, `left_out` those that stay out of it. `touched` is the win of the issue before that it
    told of as having touched people most, `heard_at` when that win's author was first told so.
    """

    day: date
    intro: str = ""
    order: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    approved_by: str | None = None
    approved_at: datetime | None = None
    kind: DigestKind | None = None  # once it went out
    posted_at: datetime | None = None
    touched: str | None = None
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DigestedWin:
    """A win that went out, in the one issue it was in."""

    win: str
    day: date
    place: int  # the first is 1
