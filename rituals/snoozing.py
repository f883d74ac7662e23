"""What somebody does with prompts besides answering them: put them off."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from rituals import prompts
from rituals.cadence import instant
from rituals.clock import Clock
from rituals.weeks import local_day
from storage.ledger import Ledger
from storage.records.people import Person


class Snoozing:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def until_tomorrow(self, who: Person) -> datetime:
        """Ask them nothing today; gives the instant from which on they may be asked."""
        now = self._clock.now()
        tomorrow = local_day(now, who.time_zone) + timedelta(days=1)
        until = instant(tomorrow, time(), ZoneInfo(who.time_zone))
        async with self._ledger.open() as books:
            await prompts.snooze(books, who, until, now)
            return until

    async def not_this_week(self, who: Person) -> datetime:
        """Ask them nothing before next Monday; gives the instant from which on they may be asked."""
        async with self._ledger.open() as books:
            return await prompts.not_this_week(books, who, self._clock.now())
