"""Where messages of ours stand, and by what mark each is known in Slack."""

import hashlib

from bot.posting import Place
from storage.ledger import Ledger
from storage.records.deliveries import Delivery


class Places:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def thread(self, row: Delivery) -> str | None:
        """The timestamp of the message whose thread a delivery stands in."""
        parent = await self.of(row.thread_of) if row.thread_of else None
        return parent.ts if parent else None

    async def of(self, key: str) -> Place | None:
        """Where the message of another delivery stands."""
        async with self._ledger.open() as books:
            other = await books.deliveries.get(key)
        return Place(other.channel, other.ts) if other and other.channel and other.ts else None

    def reference(self, key: str) -> str:
        """Opaque: keys name teams and people, and everybody may read a message's metadata."""
        return hashlib.sha256(f"{self._ledger.workspace}:{key}".encode()).hexdigest()[:32]
