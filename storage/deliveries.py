"""How messages on their way to Slack are kept."""

from dataclasses import asdict

from storage.records import Delivery
from storage.shelf import Shelf
from storage.tables import deliveries


class DeliveryShelf(Shelf):
    async def add(self, delivery: Delivery) -> bool:
        """Put a message on its way; False when one with that key exists already."""
        done = await self._connection.execute(
            self._insert(deliveries, asdict(delivery)).on_conflict_do_nothing()
        )
        return done.rowcount == 1

    async def get(self, key: str) -> Delivery | None:
        return await self._one(Delivery, self._select(deliveries).where(deliveries.c.key == key))

    async def at(self, channel: str, ts: str) -> Delivery | None:
        """The delivery that became a certain message."""
        return await self._one(
            Delivery, self._select(deliveries).where(deliveries.c.channel == channel, deliveries.c.ts == ts)
        )
