"""Each period's readings come in as the simulated calendar moves on, by the code of `polaris load`."""

from datetime import datetime, timedelta

from bot.demo.dataset import Dataset
from rituals import loading
from storage.ledger import Ledger

# When there is nothing left to bring, the next look is as good as any.
_A_WEEK = timedelta(weeks=1)


class FixedClock:
    """Stands at the moment the feed has reached."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


class Feed:
    """Brings the readings that have come in, once each."""

    def __init__(self, ledger: Ledger, dataset: Dataset, recorded_by: str) -> None:
        self._ledger, self._dataset, self._recorded_by = ledger, dataset, recorded_by
        self._until: datetime | None = None

    async def bring(self, now: datetime) -> datetime:
        """Load what came in since the last time; gives the moment of the next readings."""
        rows = self._dataset.arrived(self._until, now)
        if rows:
            latest = max(self._dataset.arrival(row) for row in rows)
            await loading.load(self._ledger, FixedClock(latest), rows, self._recorded_by)
        self._until = now
        return self._dataset.next_arrival(now) or now + _A_WEEK
