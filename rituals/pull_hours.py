"""When a source is to be pulled, how soon again after it failed, and what to ask it for."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zlib import crc32

from rituals.cadence import Rhythm
from rituals.weeks import local_day
from storage.records.sources import KnownSource, RunState, SourceRun
from storage.sources.configs import Source
from storage.sources.rows import Window

ATTEMPTS = 3

# After the first attempt, and after the second; half as much more or less, so that not all come at once.
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5))


def due_day(source: Source, now: datetime) -> date:
    """The local day of the last hour at which a source was due; a new one is due at once."""
    rhythm = Rhythm(source.weekdays, source.at, source.zone)
    return rhythm.due(now - timedelta(days=9), now)[-1].day


def is_due(runs: Sequence[SourceRun], now: datetime) -> bool:
    """Whether another attempt is to be made after those of the day, and now."""
    if not runs:
        return True
    last = runs[-1]
    if last.state is not RunState.FAILED or last.ended_at is None or len(runs) >= ATTEMPTS:
        return False
    return now >= last.ended_at + pause_after(last)


def pause_after(run: SourceRun) -> timedelta:
    """How long to leave a source alone after a failed attempt: alike in every process, unlike for others."""
    spread = crc32(f"{run.source}:{run.day}:{run.attempt}".encode()) / 0xFFFFFFFF
    return _PAUSES[min(run.attempt, len(_PAUSES)) - 1] * (0.5 + spread)


def window_of(source: Source, known: KnownSource, now: datetime, since: date | None = None) -> Window:
    """What to ask for: all on the first pull, then what may have been corrected since the last good one."""
    today = local_day(now, source.zone)
    first = source.first_day(today)
    if since is None and known.last_success_at is not None:
        last = local_day(known.last_success_at, source.zone)
        since = max(first, last - timedelta(days=source.look_back))
    return Window(since or first, today)
