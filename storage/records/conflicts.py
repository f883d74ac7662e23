"""What two teams could not settle at once, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ConflictKind(StrEnum):
    INPUTS = "inputs"  # each side moves an input, and they pull at one thing
    KPIS = "kpis"  # two numbers that seem to work against each other
    CAPACITY = "capacity"  # enabling capacity for future North Star growth; never "competing"


class ConflictState(StrEnum):
    ASKING = "asking"  # both leads are asked whether they tried; nothing has gone up
    UP = "up"  # with triage, and not decided
    SETTLED = "settled"  # by the teams themselves, or by a precedent
    DECIDED = "decided"  # by triage
    WITHDRAWN = "withdrawn"  # by whoever raised it


OPEN = (ConflictState.ASKING, ConflictState.UP)


@dataclass(frozen=True, slots=True)
class Side:
    """One side in the input framework; `input` is an input's id, the rest are people's words.

    Of enabling capacity the side that would build it names the input it will serve.
    """

    want: str = ""
    input: str | None = None
    effect: str = ""  # by how much
    until: str = ""  # by when


@dataclass(frozen=True, slots=True)
class KpiPath:
    """Two KPIs: is the conflict real, can they be said as inputs, and if not, what shows it."""

    ours: str
    theirs: str
    is_real: bool
    reframed: str = ""  # as inputs, in people's words
    evidence: str = ""
    sponsor: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two teams could not settle; `team` is None when the product lead speaks for everybody.

    `text` says in a line what it is about. From `alone_from` on one lead may bring it up without the
    other. `channel` is where its thread stands, `settled_by` the decision that settled or decided it.
    """

    id: str
    raised_by: str
    team: str | None
    other_team: str
    text: str
    tried: str  # together, before it was brought up
    raised_at: datetime
    kind: ConflictKind = ConflictKind.INPUTS
    state: ConflictState = ConflictState.ASKING
    ours: Side = Side()
    theirs: Side = Side()
    customers: str = ""  # whom it touches
    kpis: KpiPath | None = None
    channel: str | None = None
    tried_by: tuple[str, ...] = ()  # the leads who confirmed that it was tried
    alone_from: datetime | None = None
    up_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    closing: str = ""  # how it was settled, in people's words
    settled_by: str | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """The ids of the inputs it touches, the raising side's first; each once."""
        return tuple(dict.fromkeys(each.input for each in (self.ours, self.theirs) if each.input))
