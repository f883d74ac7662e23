"""How it is kept where Polaris is installed."""

from dataclasses import asdict
from datetime import datetime

from storage.records.installations import Installed
from storage.shelf import Shelf
from storage.tables.installations import installations, oauth_states


class InstallationShelf(Shelf):
    async def get(self) -> Installed | None:
        return await self._one(Installed, self._select(installations))

    async def hold(self) -> Installed | None:
        """How it is kept; nobody else changes it before this transaction ends."""
        return await self._one(Installed, self._select(installations).with_for_update())

    async def put(self, installed: Installed) -> None:
        await self._put(installations, asdict(installed), key=[])


class StateShelf(Shelf):
    """What Slack brought back from whoever installed, so that nobody brings it twice: no workspace's own."""

    async def use(self, digest: str, until: datetime) -> bool:
        """Remember what holds until an instant; False where it was used before."""
        return await self._added(oauth_states, {"digest": digest, "until": until})

    async def is_used(self, digest: str) -> bool:
        query = self._select(oauth_states).where(oauth_states.c.digest == digest)
        return (await self._connection.execute(query)).first() is not None

    async def forget(self, now: datetime) -> None:
        """Let go of those that hold no more."""
        await self._delete(oauth_states, oauth_states.c.until <= now)
