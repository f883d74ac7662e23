"""What one run of the crash suite does, and everything its seed decides."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"

FIRST_DAY = date(2026, 3, 16)
"""A Monday."""


@dataclass(frozen=True, slots=True)
class Case:
    """One run: `occurrences` are standups of `teams` at nine, day after day."""

    database: str
    history: bool
    seed: int
    kills: int
    occurrences: int
    teams: int

    @property
    def replicas(self) -> int:
        return 3 if self.database == POSTGRESQL else 1

    @property
    def days(self) -> list[date]:
        """Working days, as many as the occurrences need."""
        needed = -(-self.occurrences // self.teams)
        return [FIRST_DAY + timedelta(days=n // 5 * 7 + n % 5) for n in range(needed)]

    def random(self, what: str) -> random.Random:
        """Chance of its own for each thing, so that one drawn more often changes no other."""
        return random.Random(f"{self.seed} {self.database} {self.history} {what}")

    def mischief(self) -> list[str]:
        """What is done to the processes, in this order."""
        some = max(1, self.kills // 20)
        acts = ["kill"] * self.kills + ["pause"] * some + ["ahead"] * some + ["behind"] * some
        if self.replicas > 1:
            acts += ["restart the database"] * min(3, some + 1) + ["gone for good"]
        self.random("mischief").shuffle(acts)
        return acts


def nine(day: date) -> datetime:
    """The hour of every standup, a second past."""
    return datetime(day.year, day.month, day.day, 9, 0, 1, tzinfo=UTC)
