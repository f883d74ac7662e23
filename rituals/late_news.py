"""Late news: what people say of last week's commitments after the pulse was posted edits it.

One line in its thread tells how much came later: counts only, of the whole organisation, naming nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import TypeAdapter

from rituals import monday, scoreboard
from rituals.letters import Letter, edit_key, post
from rituals.monday import MondayPulse
from rituals.scoreboard import Kept
from rituals.weeks import local_day, week_of
from storage.ledger import Books
from storage.records.deliveries import Delivery, DeliveryState

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
    """Bring this week's pulse up to what people have said since, at most every few minutes."""
    workspace = await books.workspaces.get()
    if workspace is None:
        return
    week = week_of(local_day(now, workspace.time_zone))
    pulse = await books.deliveries.get(monday.key(week))
    if pulse is None or pulse.state is not DeliveryState.SENT:
        return
    newest = await books.deliveries.last_edit(pulse.key) or pulse
    if now < newest.written_at + _GAP and newest.key != pulse.key:
        return
    said = await books.commitments.last_settled_in(week - _ONE_WEEK)
    if said is None or said <= newest.written_at:
        return
    kept = tuple(await scoreboard.kept(books, week - _ONE_WEEK))
    shown = _PULSE.validate_json(newest.content)
    if kept != shown.kept:
        await _edit(books, pulse, replace(shown, kept=kept), now)
        await _tell(books, pulse, more(_PULSE.validate_json(pulse.content).kept, kept), now)


_PULSE = TypeAdapter(MondayPulse)


async def _edit(books: Books, pulse: Delivery, fresh: MondayPulse, now: datetime) -> None:
    key = edit_key(pulse.key, await books.deliveries.edits_of(pulse.key), fresh)
    await post(books, Letter(key, pulse.to, fresh, replaces=pulse.key), now)


async def _tell(books: Books, pulse: Delivery, news: LateNews, now: datetime) -> None:
    key = f"{pulse.key}:news"
    told = await books.deliveries.get(key)
    if told is not None:
        edit = edit_key(key, await books.deliveries.edits_of(key), news)
        await post(books, Letter(edit, pulse.to, news, replaces=key), now)
    elif news != LateNews():
        await post(books, Letter(key, pulse.to, news, thread_of=pulse.key), now)


def _sums(kept: Iterable[Kept]) -> dict[str, int]:
    each = list(kept)
    return {
        state: sum(getattr(one, state) for one in each) for state in ("done", "moved", "not_yet", "dropped")
    }
