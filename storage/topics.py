"""How it is kept which channels' topics tell the number, and what they say."""

from collections.abc import Sequence
from dataclasses import asdict

from storage.records.topics import Topic
from storage.shelf import Shelf
from storage.tables.topics import topics


class TopicShelf(Shelf):
    async def put(self, topic: Topic) -> None:
        await self._put(topics, asdict(topic), key=["channel"])

    async def hold(self, channel: str) -> Topic | None:
        """What a channel's topic says; nobody else changes it before this transaction ends."""
        query = self._select(topics).where(topics.c.channel == channel)
        return await self._one(Topic, query.with_for_update())

    async def all(self) -> Sequence[Topic]:
        return await self._all(Topic, self._select(topics).order_by(topics.c.channel))
