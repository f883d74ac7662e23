"""The audit trail: who changed a metric, an input, a team, a role or a setting, from what to what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter

from rituals.authorisation import Action
from rituals.rights import require
from storage.ledger import Books, Ledger
from storage.records.audit import Change
from storage.records.people import Person

PAGE = 10
"""Changes on one page of the trail."""

# Characters of one value that are kept; what people write at length stands where it belongs.
_LONGEST = 400

# Fields that mean something to us alone.
_OURS = {"id", "key"}

State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Trail:
    """One page of the trail, newest first; pages are counted from 0."""

    changes: Sequence[Change]
    page: int
    pages: int


async def note(
    books: Books, who: str | None, what: str, subject: str, *, before: State, after: State, now: datetime
) -> None:
    """Write down a change in its own transaction; nothing is written when nothing differs.

    `who` is a user, or None for Polaris itself. `what` is a key as "team.changed" (`bot.features.audit.views`
    has words for it), `subject` the name people know the thing by. `before` and `after` are records, of
    which the fields that differ are kept, or words, or None where there was or is nothing.
    """
    differing = difference(before, after)
    if differing:
        old, new = ({name: states[at] for name, states in differing.items() if states[at]} for at in (0, 1))
        await books.audit.add(Change(who, what, subject, old, new, now))


def difference(before: object, after: object) -> Mapping[str, tuple[str, str]]:
    """What differs between two states of one thing: each field with what it was and is, "" for nothing."""
    old, new = _fields(before), _fields(after)
    states = {name: (old.get(name, ""), new.get(name, "")) for name in {**old, **new}}
    return {name: (was, now) for name, (was, now) in states.items() if was != now}


class Audits:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def page(self, who: Person, page: int = 0) -> Trail:
        """For the product lead and the operator; a page beyond the last is the last."""
        async with self._ledger.open() as books:
            require(Action.READ_AUDIT, who, await books.workspaces.get())
            pages = max(1, -(-await books.audit.count() // PAGE))
            page = min(max(page, 0), pages - 1)
            return Trail(await books.audit.newest(PAGE, skip=page * PAGE), page, pages)


def _fields(state: object) -> dict[str, str]:
    if state is None:
        return {}
    if not is_dataclass(state):
        return {"": _text(state)}
    named: Any = type(state)
    flat = _flat(TypeAdapter(named).dump_python(state, mode="json"))
    return {name: value for name, value in flat if name not in _OURS}


def _flat(state: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a record; those of a record inside it stand beside its own."""
    for name, value in state.items():
        if isinstance(value, Mapping):
            yield from _flat(value)
        else:
            yield name, _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    words = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
