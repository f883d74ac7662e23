"""Where messages of ours stand, and by what mark each is known in Slack."""

import hashlib

from bot.posting import Place
from storage.ledger import Ledger
from storage.records.deliveries import Delivery

# Messages whose place is known without asking: what stands in a thread mostly goes out right after it began.
_REMEMBERED = 500


class Places:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lately: dict[str, Place] = {}

    def remember(self, key: str, place: Place) -> None:
        """Where a message stands now; it never moves."""
        self._lately[key] = place
        if len(self._lately) > _REMEMBERED:
            del self._lately[next(iter(self._lately))]

    async def thread(self, row: Delivery) -> str | None:
        """The timestamp of the message whose thread a delivery stands in."""
        parent = await self.of(row.thread_of) if row.thread_of else None
        return parent.ts if parent else None

    async def of(self, key: str) -> Place | None:
        """Where the message of another delivery stands."""
        if (known := self._lately.get(key)) is not None:
            return known
        async with self._ledger.open() as books:
            other = await books.deliveries.get(key)
        return Place(other.channel, other.ts) if other and other.channel and other.ts else None

    async def charted(self, row: Delivery) -> Delivery | None:
        """The newest message that this one takes the place of and whose chart is in its thread."""
        if row.replaces is None:
            return None
        async with self._ledger.open() as books:
            return await books.deliveries.last_charted(row.replaces)

    def reference(self, key: str) -> str:
        """Opaque: keys name teams and people, and everybody may read a message's metadata."""
        return hashlib.sha256(f"{self._ledger.workspace}:{key}".encode()).hexdigest()[:32]
