"""A file of readings that somebody brings by hand: looked at first, then written down whole or in part."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from rituals import audit, history
from rituals.clock import Clock
from rituals.feeding import NothingToFeed, fed_by
from rituals.loading import Loaded, parse
from rituals.news import News, news_of
from rituals.plain import plain
from rituals.trial import Brought, brought
from rituals.versions import today
from storage.ledger import Books, Ledger
from storage.records.metrics import Metric, Reading
from storage.records.people import Person

MOST_BYTES = 5_000_000

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Correction:
    metric: Metric
    start: date
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would do: good rows by metric, what is wrong (line, what to mend), what would change.

    `doubts` are about rows that are taken all the same; `corrections` are some of the `changed`; `mark`
    tells one content from another.
    """

    mark: str
    brought: Sequence[Brought]
    problems: Sequence[tuple[int, str]]
    doubts: Sequence[tuple[int, str]]
    new: int
    changed: int
    same: int
    corrections: Sequence[Correction]


@dataclass(frozen=True, slots=True)
class _Noted:
    """What the audit trail keeps of a file."""

    new: int
    changed: int
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """The metrics somebody may load readings of, and the organisation's day."""

    metrics: Sequence[Metric]
    day: date


class FileDesk:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def offer(self, who: Person) -> Offer:
        """Raises NothingToFeed, and what `fed_by` raises."""
        async with self._ledger.open() as books:
            if not (mine := await fed_by(books, who)):
                raise NothingToFeed
            return Offer(mine, await today(books, self._clock.now()))

    async def look(self, who: Person, content: bytes) -> Looked:
        """What a file would do; nothing is written down. Raises what `offer` raises."""
        async with self._ledger.open() as books:
            looked, _ = await _looked(books, who, content, self._clock.now())
            return looked

    async def load(self, who: Person, name: str, content: bytes) -> Looked:
        """Write down the good rows of a file, in one transaction. Raises what `offer` raises."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            looked, news = await _looked(books, who, content, now)
            async with history.taken(books, {metric for metric, _ in news.to_write}, who.user, now):
                await books.readings.put(
                    Reading(metric, start, value, who.user, now)
                    for (metric, start), value in news.to_write.items()
                )
            if news.to_write:
                noted = _Noted(looked.new, looked.changed, tuple(each.metric.name for each in looked.brought))
                await audit.note(
                    books, who.user, "readings.loaded", plain(name), before=None, after=noted, now=now
                )
            return looked


def mark_of(content: bytes) -> str:
    """The same for the same content, and for no other."""
    return sha256(content).hexdigest()[:32]


async def _looked(books: Books, who: Person, content: bytes, now: datetime) -> tuple[Looked, News]:
    mine, metrics, day = await fed_by(books, who), await books.metrics.all(), await today(books, now)
    if not mine:
        raise NothingToFeed
    # A file of some megabytes takes a while, and the loop has people to answer.
    loaded = await asyncio.to_thread(_parsed, content, metrics, day, {each.key for each in mine})
    values = {(row.metric, row.period_start): row.value for row in loaded.rows}
    news = await news_of(books, values, by_a_person=True)
    known = {each.key: each for each in metrics}
    corrections = [
        Correction(known[key], start, news.before[key, start].value, value)
        for (key, start), value in sorted(news.changed.items())[:_SHOWN]
    ]
    looked = Looked(
        mark_of(content),
        brought(values, metrics),
        loaded.problems,
        loaded.doubts,
        len(news.new),
        len(news.changed),
        news.same,
        corrections,
    )
    return looked, news


def _parsed(content: bytes, metrics: Sequence[Metric], day: date, mine: set[str]) -> Loaded:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        return Loaded([], [(line, "this is not text in UTF-8: save the file as “CSV UTF-8”")])
    if text.lstrip()[:1] == "<":
        return Loaded([], [(1, "this is a web page, not a CSV")])
    lines = text.splitlines(keepends=True)
    first = lines[0] if lines else ""
    delimiter = next((mark for mark in ";\t" if mark in first and "," not in first), ",")
    return parse(lines, metrics, day, mine=mine, delimiter=delimiter)
