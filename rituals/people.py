"""Who somebody is, as far as the practice cares."""

from storage.ledger import Ledger
from storage.records import Person


class People:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def find(self, user: str) -> Person:
        """What is known of somebody; for a newcomer nothing but the organisation's time zone."""
        async with self._ledger.open() as books:
            known = await books.people.get(user)
            if known is not None:
                return known
            workspace = await books.workspaces.get()
            return Person(user=user, name="", time_zone=workspace.time_zone if workspace else "UTC")
