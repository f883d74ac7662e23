"""Messages that must arrive: written beside the fact they tell, delivered by whoever is awake."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any, ClassVar, Protocol, TypeVar

from pydantic import TypeAdapter

from storage.ledger import Books
from storage.records.deliveries import Delivery, DeliveryState
from storage.records.people import is_forgotten


class Content(Protocol):
    """What a message tells: a frozen dataclass of plain facts that survives a round trip through JSON."""

    kind: ClassVar[str]
    """Its name in the database, never changed; `bot.drawing` knows the view for it."""


Told = TypeVar("Told", bound=Content)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one channel or person.

    `key` is unique in the workspace: however often a letter is posted, it is sent once. A letter in a
    thread, or one that replaces another, names the other's key and waits until that one is sent.
    `resend` says that twice is better than not at all, should nobody be able to find out.
    """

    key: str
    to: str
    content: Content
    thread_of: str | None = None
    replaces: str | None = None
    resend: bool = False


def packed(content: Content) -> str:
    """A content as it is stored: JSON."""
    return _adapter(type(content)).dump_json(content).decode()


def unpacked(kind: type[Told], content: str) -> Told:
    """A stored content of a certain type. Raises pydantic's ValidationError for one that does not fit it."""
    told: Told = _adapter(kind).validate_json(content)
    return told


def be_ready_for(kind: type[Content]) -> None:
    """Packing the first content of a type takes milliseconds longer than all others."""
    _adapter(kind)


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Building one takes longer than all it is used for in a message."""
    return TypeAdapter(kind)


async def post(books: Books, letter: Letter, now: datetime, due_at: datetime | None = None) -> bool:
    """Put a letter on its way, in the transaction of the fact it tells; False when it is already.

    `now` is calendar time: it orders letters, and holds none back. `due_at` is when it should have arrived,
    where it comes by the clock: what somebody waits for goes before.
    """
    if is_forgotten(letter.to):
        return False  # nobody is there
    return await books.deliveries.add(_delivery(letter, now, due_at))


async def post_all(books: Books, written: Iterable[tuple[Letter, datetime, datetime]]) -> None:
    """The same of several letters at once, each with its `now` and its `due_at`."""
    there = [each for each in written if not is_forgotten(each[0].to)]
    await books.deliveries.add_all([_delivery(*each) for each in there])


def _delivery(letter: Letter, now: datetime, due_at: datetime | None) -> Delivery:
    return Delivery(
        key=letter.key,
        to=letter.to,
        kind=letter.content.kind,
        content=packed(letter.content),
        written_at=now,
        resend=letter.resend,
        thread_of=letter.thread_of,
        replaces=letter.replaces,
        due_at=due_at,
    )


async def edit(books: Books, letter: Letter, now: datetime) -> bool:
    """Post a letter that replaces the one with its key, after whatever has replaced that one before.

    Edits are delivered in their order, and two that are written at the same moment are two.
    """
    number = await books.deliveries.edits_of(letter.key) + 1
    mark = sha256(packed(letter.content).encode()).hexdigest()[:8]
    key = f"{letter.key}:edit:{number:03d}:{mark}"
    return await post(books, replace(letter, key=key, replaces=letter.key), now)


async def stand_in(books: Books, channel: str, ts: str, now: datetime) -> str:
    """The key of a message that somebody else may have written, so that a letter can stand in its thread."""
    ours = await books.deliveries.at(channel, ts)
    if ours is not None:
        return ours.key
    key = f"message:{channel}:{ts}"
    await books.deliveries.add(
        Delivery(key, channel, "message", "{}", now, DeliveryState.SENT, channel=channel, ts=ts)
    )
    return key
