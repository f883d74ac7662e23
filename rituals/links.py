"""The causal links: which input moves the North Star Metric itself, and which by way of another input."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from rituals.errors import RitualError
from storage.ledger import Books
from storage.records.metrics import Input, InputState


@dataclass(eq=False)
class Circle(RitualError):
    """An input cannot move the North Star Metric by way of something that it is itself moved by."""

    field: ClassVar[str | None] = "serves"
    name: str


@dataclass(eq=False)
class ServesNothing(RitualError):
    """The input it should serve has been retired, or was never there."""

    field: ClassVar[str | None] = "serves"


async def require_no_circle(books: Books, input_id: str | None, serves: str | None) -> None:
    """Raises Circle or ServesNothing unless input `input_id` (None: a new one) may serve another."""
    if serves is None:
        return
    known = {each.id: each for each in await books.inputs.all()}
    if serves not in known or known[serves].state is InputState.RETIRED:
        raise ServesNothing
    if any(each.id == input_id for each in upwards(known[serves], known)):
        raise Circle(known[serves].metric.name)


def upwards(start: Input, known: Mapping[str, Input]) -> Iterator[Input]:
    """An input and those it serves, one after the other, up to the one that moves the star itself."""
    seen: set[str] = set()
    each: Input | None = start
    while each is not None and each.id not in seen:
        yield each
        seen.add(each.id)
        each = known.get(each.serves or "")


def is_documented(an_input: Input) -> bool:
    """Whether somebody has written down why it should move anything."""
    return bool(an_input.hypothesis.strip())
