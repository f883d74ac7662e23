"""How fast and how locally conflicts are settled, quarter by quarter: figures of the practice, of nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from rituals.precedents import sides
from rituals.weeks import local_day
from storage.records.conflicts import Conflict, ConflictState
from storage.records.decisions import Decision

FEWEST = 5
"""Below this a median or a share would say more than the numbers behind it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One calendar quarter. `took` are the times from raised to decided, shortest first.

    `repeats` counts those raised in it that much the same was decided before: between the same two teams,
    with an input in common.
    """

    quarter: date  # its first day
    raised: int
    settled: int  # by the teams themselves, or by a precedent
    took: tuple[timedelta, ...]
    repeats: int

    @property
    def decided(self) -> int:
        return len(self.took)

    @property
    def closed(self) -> int:
        return self.settled + self.decided

    @property
    def typical(self) -> timedelta | None:
        """The median from raised to decided; None while there are too few."""
        if self.decided < FEWEST:
            return None
        return timedelta(seconds=median(each.total_seconds() for each in self.took))

    @property
    def local_share(self) -> float | None:
        """Which part of those that ended was settled locally; None while there are too few."""
        return self.settled / self.closed if self.closed >= FEWEST else None


def figures(
    conflicts: Sequence[Conflict], decisions: Sequence[Decision], quarter: date, zone: str
) -> Figures:
    """The figures of the quarter that begins on a day."""
    first = {each.conflict: each for each in decisions if each.supersedes is None}

    def within(at: datetime | None) -> bool:
        return at is not None and quarter_of(local_day(at, zone)) == quarter

    raised = [each for each in conflicts if within(each.raised_at)]
    settled = [each for each in conflicts if each.state is ConflictState.SETTLED and within(each.closed_at)]
    took = [
        first[each.id].decided_at - each.raised_at
        for each in conflicts
        if each.id in first and within(first[each.id].decided_at)
    ]
    known = {each.id: each for each in conflicts}
    repeats = [each for each in raised if _is_repeat(each, known, first)]
    return Figures(quarter, len(raised), len(settled), tuple(sorted(took)), len(repeats))


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter a day is in."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarter_before(quarter: date) -> date:
    return quarter_of(quarter - timedelta(days=1))


def _is_repeat(conflict: Conflict, known: Mapping[str, Conflict], decided: Mapping[str, Decision]) -> bool:
    return any(
        decision.decided_at < conflict.raised_at
        and len(sides(conflict)) == 2
        and set(sides(known[earlier])) == set(sides(conflict))
        and not set(known[earlier].inputs).isdisjoint(conflict.inputs)
        for earlier, decision in decided.items()
    )
