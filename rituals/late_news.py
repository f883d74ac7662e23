"""Late news: what people say of last week's commitments after a pulse was posted edits it.

One line in its thread tells how much came later: counts only, of the whole organisation, naming nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from rituals import scoreboard
from rituals.letters import Letter, edit, post, unpacked
from rituals.monday import MondayPulse, Preview
from rituals.pulse import StandupPulse
from rituals.scoreboard import Kept
from rituals.weeks import local_day, week_of
from storage.ledger import Books
from storage.records.deliveries import Delivery

_ONE_WEEK = timedelta(weeks=1)

# Everybody answers on Monday morning: the pulse is edited for several of them at once.
_GAP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class LateNews:
    """How many more commitments are done, moved and so on than the pulse told when it was posted."""

    kind: ClassVar[str] = "late_news"

    done: int = 0
    moved: int = 0
    not_yet: int = 0
    dropped: int = 0


def more(told: Iterable[Kept], now: Iterable[Kept]) -> LateNews:
    """What was added to each count; what went from one to another adds to the other."""
    before, after = _sums(told), _sums(now)
    return LateNews(**{state: max(0, after[state] - before[state]) for state in after})


async def tell(books: Books, now: datetime) -> None:
    """Bring this week's pulses up to what people have said since, at most every few minutes."""
    workspace = await books.workspaces.get()
    if workspace is None:
        return
    last_week = week_of(local_day(now, workspace.time_zone)) - _ONE_WEEK
    said = await books.commitments.last_settled_in(last_week)
    if said is None:
        return
    for posted in await books.deliveries.sent_since(now - _ONE_WEEK, MondayPulse.kind, StandupPulse.kind):
        newest = await books.deliveries.last_edit(posted.key) or posted
        is_fresh = newest.key != posted.key and now < newest.written_at + _GAP
        # What was said just before may have been on its way into the books when this was written.
        if said > newest.written_at - _GAP and not is_fresh and _tells_of(posted, last_week):
            await _catch_up(books, posted, newest, last_week, now)


def _pulse(row: Delivery) -> MondayPulse | StandupPulse:
    if row.kind == MondayPulse.kind:
        return unpacked(MondayPulse, row.content)
    return unpacked(StandupPulse, row.content)


def _tells_of(row: Delivery, week: date) -> bool:
    """Whether it counts the commitments of a week: that before its own."""
    pulse = _pulse(row)
    return _kept(pulse) is not None and week_of(pulse.day) - _ONE_WEEK == week


def _kept(pulse: MondayPulse | StandupPulse) -> tuple[Kept, ...] | None:
    if isinstance(pulse, MondayPulse):
        return pulse.kept if pulse.preview is Preview.NO else None
    return None if pulse.elsewhere is None else pulse.elsewhere.kept


def _with(pulse: MondayPulse | StandupPulse, kept: tuple[Kept, ...]) -> MondayPulse | StandupPulse:
    if isinstance(pulse, MondayPulse):
        return replace(pulse, kept=kept)
    assert pulse.elsewhere is not None  # only those that tell of it come here
    return replace(pulse, elsewhere=replace(pulse.elsewhere, kept=kept))


async def _catch_up(books: Books, posted: Delivery, newest: Delivery, week: date, now: datetime) -> None:
    kept, shown = tuple(await scoreboard.kept(books, week)), _pulse(newest)
    if kept == _kept(shown):
        return
    fresh = _with(shown, kept)
    await edit(books, Letter(posted.key, posted.to, fresh), now)
    await _tell(books, posted, more(_kept(_pulse(posted)) or (), kept), now)


async def _tell(books: Books, pulse: Delivery, news: LateNews, now: datetime) -> None:
    key = f"{pulse.key}:news"
    told = await books.deliveries.get(key)
    if told is not None:
        await edit(books, Letter(key, pulse.to, news), now)
    elif news != LateNews():
        await post(books, Letter(key, pulse.to, news, thread_of=pulse.key), now)


def _sums(kept: Iterable[Kept]) -> dict[str, int]:
    each = list(kept)
    return {
        state: sum(getattr(one, state) for one in each) for state in ("done", "moved", "not_yet", "dropped")
    }
