"""How it is kept where Polaris is installed."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete

from storage.records.installations import Installed
from storage.shelf import Shelf
from storage.tables.installations import installations, oauth_states


class InstallationShelf(Shelf):
    async def get(self) -> Installed | None:
        return await self._one(Installed, self._select(installations))

    async def alone(self) -> Installed | None:
        """Give it, and keep everybody else who comes this way waiting until the transaction ends.

        SQLite has one writer anyway.
        """
        return await self._one(Installed, self._select(installations).with_for_update())

    async def put(self, installed: Installed) -> None:
        await self._put(installations, asdict(installed), key=[])


class StateShelf(Shelf):
    """What Slack is to bring back to whoever began to install: no workspace's own yet."""

    async def add(self, digest: str, until: datetime) -> None:
        await self._add(oauth_states, {"digest": digest, "until": until})

    async def take(self, digest: str, now: datetime) -> bool:
        """Whether it was given out and still holds; it does so no more."""
        mine = delete(oauth_states).where(
            self._mine(oauth_states), oauth_states.c.digest == digest, oauth_states.c.until > now
        )
        found = await self._connection.execute(mine.returning(oauth_states.c.digest))
        return found.first() is not None

    async def forget(self, now: datetime) -> None:
        """Let go of those that hold no more."""
        await self._delete(oauth_states, oauth_states.c.until <= now)
