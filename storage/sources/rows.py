"""What every source takes and gives: a window of days in, rows of raw cells out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


class SourceProblem(Exception):
    """A source gives no rows; the text is a sentence for its owner, and never holds a secret."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are asked for: from `since`, before `until`."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Row:
    """One value as a source told it: text, number, date or nothing at all, not yet judged.

    `where` is how its owner finds it: "line 7". `metric` is a name or key; None leaves it to the config.
    """

    period: object
    value: object
    where: str
    metric: str | None = None


class Fetch(Protocol):
    """Gets what an address answers, safely: see `bot.fetching`. Raises SourceProblem."""

    async def __call__(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        allow_private: Collection[str],
        most_bytes: int,
        seconds: float,
    ) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Means:
    """What a source has beside its config: the values of the variables it names, and the web."""

    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    fetch: Fetch | None = None
