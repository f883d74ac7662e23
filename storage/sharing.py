"""How it is kept into which shared channels metrics may be posted."""

from dataclasses import asdict

from storage.records.sharing import AllowedChannel
from storage.shelf import Shelf
from storage.tables.sharing import allowed_channels


class AllowedChannelShelf(Shelf):
    async def put(self, allowed: AllowedChannel) -> None:
        await self._put(allowed_channels, asdict(allowed), key=["channel"])

    async def get(self, channel: str) -> AllowedChannel | None:
        query = self._select(allowed_channels).where(allowed_channels.c.channel == channel)
        return await self._one(AllowedChannel, query)
