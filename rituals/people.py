"""Who somebody is, as far as the practice cares."""

from time import monotonic

from storage.ledger import Ledger
from storage.records.people import Person

# Every command asks who is asking. What another process writes is seen after this many seconds.
_REMEMBERED_S = 30.0


class People:
    """Remembers for a while whom it has found; what this process writes of people is seen at once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._found: dict[str, Person] = {}
        self._since = monotonic()
        ledger.watch("people", self._forget)

    async def find(self, user: str) -> Person:
        """What is known of somebody; for a newcomer nothing but the organisation's time zone."""
        if monotonic() - self._since > _REMEMBERED_S:
            self._forget()
        if user not in self._found:
            known = await self._look_up(user)
            if known is None:
                return await self._newcomer(user)
            self._found[user] = known
        return self._found[user]

    async def welcome(self, user: str) -> None:
        """Somebody unknown uses Polaris: if they were forgotten, they may be known again from now on."""
        async with self._ledger.open(brief=True) as books:
            await books.forgotten.remove(user)

    def _forget(self) -> None:
        self._found, self._since = {}, monotonic()

    async def _look_up(self, user: str) -> Person | None:
        async with self._ledger.open(brief=True) as books:
            return await books.people.get(user)

    async def _newcomer(self, user: str) -> Person:
        async with self._ledger.open(brief=True) as books:
            workspace = await books.workspaces.get()
        return Person(user=user, name="", time_zone=workspace.time_zone if workspace else "UTC")
