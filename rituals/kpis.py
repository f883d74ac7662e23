"""A department's list of KPIs as people paste it, read line by line."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rituals.errors import RitualError
from rituals.metrics import key_of
from storage.records.metrics import Cadence, Direction

MOST = 20
"""KPIs of one list: each is a question in one window, and more would be answered without looking."""

NAME, UNIT = 80, 30

_BULLET = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_WAYS = {"up": Direction.UP, "down": Direction.DOWN}


class Fault(StrEnum):
    """What is wrong with a line."""

    NAMELESS = "nameless"
    LONG_NAME = "long name"
    LONG_UNIT = "long unit"
    WAY = "way"
    TWICE = "twice"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Kpi:
    """One line of a list: `name | unit | definition | up or down`, of which the name alone is needed."""

    name: str
    unit: str = "count"
    definition: str = ""
    direction: Direction = Direction.UP


@dataclass(frozen=True, slots=True)
class Pasted:
    """A list as it was pasted, and how often its KPIs are counted."""

    department: str
    cadence: Cadence
    text: str


@dataclass(eq=False)
class NoKpis(RitualError):
    """The list is empty."""

    field: ClassVar[str | None] = "kpis"


@dataclass(eq=False)
class TooManyKpis(RitualError):
    field: ClassVar[str | None] = "kpis"
    number: int


@dataclass(eq=False)
class FaultyKpis(RitualError):
    """Lines that cannot be read, counted from 1, each with its words."""

    field: ClassVar[str | None] = "kpis"
    faults: Sequence[tuple[int, Fault, str]]


@dataclass(eq=False)
class TooMuchAtOnce(RitualError):
    """The list is longer than what can be told apart in one go."""

    field: ClassVar[str | None] = "kpis"


def parse(text: str, known: Collection[str] = ()) -> Sequence[Kpi]:
    """Read a list as people paste it: bullets are left out, a tab of a sheet stands for a bar.

    `known` are the keys of names that other metrics have (`key_of`).

    Raises NoKpis, TooManyKpis or FaultyKpis.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise NoKpis
    if len(lines) > MOST:
        raise TooManyKpis(len(lines))
    read = [(number, line.strip(), _kpi(line)) for number, line in lines]
    if faults := list(_faults(read, known)):
        raise FaultyKpis(faults)
    return [kpi for _, _, kpi in read if isinstance(kpi, Kpi)]


def _kpi(line: str) -> Kpi | Fault:
    cells = [" ".join(cell.split()) for cell in re.split(r"[|\t]", _BULLET.sub("", line, count=1))]
    name, unit, definition, way = [*cells[:4], "", "", ""][:4]
    if not re.search(r"[^\W\d_]", name):
        return Fault.NAMELESS
    if len(name) > NAME:
        return Fault.LONG_NAME
    if len(unit) > UNIT:
        return Fault.LONG_UNIT
    if way.casefold() not in {"", *_WAYS}:
        return Fault.WAY
    direction = _WAYS.get(way.casefold(), Direction.UP)
    return Kpi(name, "percent" if unit == "%" else unit or "count", definition, direction)


def _faults(
    read: Sequence[tuple[int, str, Kpi | Fault]], known: Collection[str]
) -> Iterator[tuple[int, Fault, str]]:
    seen: set[str] = set()
    for number, line, kpi in read:
        if isinstance(kpi, Fault):
            yield number, kpi, line
        elif key_of(kpi.name) in seen:
            yield number, Fault.TWICE, kpi.name
        elif key_of(kpi.name) in known:
            yield number, Fault.KNOWN, kpi.name
        else:
            seen.add(key_of(kpi.name))
