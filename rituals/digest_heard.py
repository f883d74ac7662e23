"""What the author of a win hears when it touched people most: once, on their own page, without a number."""

from dataclasses import dataclass
from datetime import date, datetime

from rituals.weeks import local_day
from storage.ledger import Books
from storage.records.people import Person


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of somebody's win, and the day of the issue that told everybody of it."""

    text: str
    day: date


async def heard(books: Books, who: Person, now: datetime) -> Heard | None:
    """What somebody is told today; that they were is written down, and tomorrow there is nothing."""
    last = next(iter(await books.digests.posted(1)), None)
    win = await books.wins.get(last.touched) if last and last.touched else None
    if last is None or win is None or win.user != who.user or win.withdrawn_at:
        return None
    if last.heard_at and local_day(last.heard_at, who.time_zone) != local_day(now, who.time_zone):
        return None
    await books.digests.hear(last.day, now)
    return Heard(win.text, last.day)
