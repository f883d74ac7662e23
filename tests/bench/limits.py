"""What 10,000 workspaces would need, worked out on paper from what the bench measured: docs/limits.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from bot.organisations import SHARE_S
from bot.pacing import Timing
from tests.bench.figures import Results
from tests.bench.page import shown

WORKSPACES = 10_000
_WEEK_MIN = 7 * 24 * 60
# The other half of a processor is for what comes at once, and for what fails elsewhere.
_FULL = 0.5
_MEMORY_MIB = 4096
# Less than a page is not measured: a workspace may fit into memory that was there already.
_PAGE_MIB = 4 / 1024
# Processor time is told in steps: what takes less seems to take none.
_STEP_MS = 10
_PROCESSORS = 4
_LATE_S = 60


@dataclass(frozen=True, slots=True)
class Usual:
    """What one workspace is taken to be, and to do in a week."""

    teams: int = 5
    people: int = 50
    metrics: int = 20
    standups: int = 25
    messages_of_a_standup: int = 2
    messages_of_monday: int = 3
    direct_messages: int = 75
    commitments: int = 75
    openings: int = 150

    @property
    def posts(self) -> int:
        """In a week."""
        return self.standups * self.messages_of_a_standup + self.messages_of_monday + self.direct_messages

    @property
    def posts_at_once(self) -> int:
        """On Monday at 09:00: the organisation's pulse and every team's."""
        return self.messages_of_monday + self.teams * self.messages_of_a_standup


@dataclass(frozen=True, slots=True)
class Wall:
    what: str
    workspaces: float


@dataclass(frozen=True, slots=True)
class Kept:
    """A table: how large a row is with its part of every index, and how many a workspace writes in a year."""

    name: str
    bytes: float
    rows: int


def limits(results: Results) -> str | None:
    """The page; None where what it rests on was not measured, as without PostgreSQL."""
    measured = {name: results.rows[name] for name in ("costs", "posting", "memory") if name in results.rows}
    if len(measured) < 3 or not measured["costs"].facts:
        return None
    rates = [each.ours for each in measured["posting"].figures if "PostgreSQL" in each.what]
    facts = measured["costs"].facts | measured["memory"].facts
    where = {"machine": results.machine, "versions": results.versions}
    return _template().render(_worked_out(Usual(), facts, median(rates[0])) | where)


def _worked_out(usual: Usual, facts: Mapping[str, float], rate: float) -> dict[str, Any]:
    here, there = (_a_second(usual, facts, side) for side in ("here", "there"))
    return {
        "all": WORKSPACES,
        "usual": usual,
        "week_min": _WEEK_MIN,
        "full": _FULL,
        "pace": round(60 / Timing().workspace_gap.total_seconds()),
        "crowd": WORKSPACES // 3 * usual.posts_at_once,
        "rate": rate,
        "tables": _tables(usual, facts),
        "here": here * WORKSPACES,
        "there": there * WORKSPACES,
        "share_ms": SHARE_S * 1000,
        "look_every_min": WORKSPACES * SHARE_S / 60,
        "lookout_here": _lookout(facts, "here"),
        "lookout_there": _lookout(facts, "there"),
        "walls": _walls(facts, here, there),
        "idle_mib": facts["idle_mib"],
        "served_mib": facts["served_mib"],
    }


def _a_second(usual: Usual, facts: Mapping[str, float], side: str) -> float:
    """Seconds of the processor that one workspace's work takes of each second."""
    times = {"standup": usual.standups, "monday": 1, "commit": usual.commitments, "home": usual.openings}
    in_a_week_ms = sum(number * facts[f"{name}_{side}_ms"] for name, number in times.items())
    return max(in_a_week_ms, _STEP_MS) / 60_000 / _WEEK_MIN


def _lookout(facts: Mapping[str, float], side: str) -> float:
    """Seconds of the processor a second that one process looks around, once it serves hundreds.

    What a workspace takes while nothing happens was measured with a look every `Timing.tick` seconds.
    """
    return facts[f"served_{side}_ms"] / 1000 * Timing().tick / SHARE_S


def _walls(facts: Mapping[str, float], here: float, there: float) -> Sequence[Wall]:
    """What is full with how many workspaces, the nearest first."""
    walls = [
        Wall(
            "the lookout: a process looks at one workspace after the other whether something is due, and at "
            "each of so many once a minute",
            _LATE_S / SHARE_S,
        ),
        Wall(
            "memory, 4 GiB for a process",
            (_MEMORY_MIB - facts["idle_mib"]) / max(facts["served_mib"], _PAGE_MIB),
        ),
        Wall("the work itself, in one process", _FULL * max(1 - _lookout(facts, "here"), 0) / here),
        Wall(
            f"PostgreSQL with {_PROCESSORS} processors and two replicas",
            _FULL * max(_PROCESSORS - 2 * _lookout(facts, "there"), 0) / there,
        ),
    ]
    return sorted(walls, key=lambda wall: wall.workspaces)


def _tables(usual: Usual, facts: Mapping[str, float]) -> Sequence[Kept]:
    in_a_week = {"readings": usual.metrics, "commitments": usual.commitments, "deliveries": usual.posts}
    return [Kept(name, facts[f"{name}_bytes"], number * 52) for name, number in in_a_week.items()]


def _template() -> Template:
    """Markdown, which has nothing to escape: every value is a number or a name of ours."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(),  # by the file's name, which is no page's
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "whole": lambda value: f"{value:,.0f}",
        "shown": shown,
        "up": lambda value: f"{ceil(value):,}",
    }
    return environment.get_template("limits.md.jinja")
