"""How it is remembered, without their name, who does not want to be written down again."""

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import scrypt
from secrets import token_hex

from sqlalchemy import func, select

from storage.shelf import Shelf
from storage.tables.forgotten import forgetting_salts, forgotten
from storage.tables.people import people

# Some milliseconds for each guess: a list of an organisation's users can be tried, one of all ids cannot.
_COST = {"n": 2**9, "r": 8, "p": 1, "dklen": 24}


class ForgottenShelf(Shelf):
    async def add(self, user: str, at: datetime) -> None:
        row = {"digest": _digest(await self._salt(), user), "at": at}
        await self._put(forgotten, row, key=["digest"])
        self._changed.add(people.name)  # nobody remembers them any more

    async def remove(self, user: str) -> bool:
        """Let somebody be known again; False when they were not forgotten."""
        if not await self.is_any():
            return False
        return await self._delete(forgotten, forgotten.c.digest == _digest(await self._salt(), user)) > 0

    async def among(self, users: Iterable[str]) -> Collection[str]:
        """Those of these users who are forgotten."""
        if not await self.is_any():
            return frozenset()
        query = select(forgotten.c.digest).where(self._mine(forgotten))
        known = set((await self._connection.execute(query)).scalars())
        salt = await self._salt()
        return {user for user in users if _digest(salt, user) in known}

    async def is_any(self) -> bool:
        query = select(func.count()).select_from(forgotten).where(self._mine(forgotten))
        return bool((await self._connection.execute(query)).scalar_one())

    async def _salt(self) -> str:
        fresh = self._insert(forgetting_salts, {"salt": token_hex(16)}).on_conflict_do_nothing()
        await self._connection.execute(fresh)
        query = select(forgetting_salts.c.salt).where(self._mine(forgetting_salts))
        return str((await self._connection.execute(query)).scalar_one())


def _digest(salt: str, user: str) -> str:
    return scrypt(user.encode(), salt=salt.encode(), **_COST).hex()
