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
        self._forget()
        ledger.watch("people", self._forget)
        ledger.watch("workspaces", self._forget)

    async def find(self, user: str) -> Person:
        """What is known of somebody; for a newcomer nothing but the organisation's time zone."""
        if monotonic() - self._since > _REMEMBERED_S:
            self._forget()
        found, welcomed = self._found, self._welcomed  # what is forgotten meanwhile stays so
        if user not in found:
            async with self._ledger.single() as books:
                met = await books.people.met(user)
            if not met.is_anybody_forgotten:
                welcomed.add(user)
            found[user] = met.person or Person(user=user, name="", time_zone=met.usual_zone or "UTC")
        return found[user]

    async def welcome(self, user: str) -> None:
        """Somebody unknown uses Polaris: if they were forgotten, they may be known again from now on."""
        if user not in self._welcomed:
            self._welcomed.add(user)
            async with self._ledger.open(brief=True) as books:
                await books.forgotten.remove(user)

    def _forget(self) -> None:
        self._found: dict[str, Person] = {}
        self._welcomed: set[str] = set()
        self._since = monotonic()
