"""The shape of a ritual, and of one day on which it is kept."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from rituals.letters import Letter
from rituals.lot import Lot
from storage.ledger import Books


@dataclass(frozen=True, slots=True)
class Occasion:
    """One ritual of one team (or, with no team, of the organisation) on one local day.

    `lot` has what it shares with those that are prepared in the same transaction; None where it is alone.
    """

    ritual: str
    team: str | None
    day: date
    due_at: datetime
    now: datetime
    lot: Lot | None = field(default=None, compare=False, repr=False)

    def key(self, *parts: str) -> str:
        """A letter's key that belongs to this occasion, and to no other."""
        return ":".join([self.ritual, self.team or "", self.day.isoformat(), *parts])


@dataclass(frozen=True, slots=True)
class Ritual:
    """Something a team does at an hour. `prepare` says what is posted, and to whom."""

    name: str
    prepare: Callable[[Books, Occasion], Awaitable[Sequence[Letter]]]
    fresh_for: timedelta
    """How long after its hour it still helps; later it is recorded as missed, and nothing is posted."""
    rests_on_holidays: bool = False
    """Whether a team leaves it out on a public holiday of its country."""
