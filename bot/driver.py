"""Who hands due deliveries to the courier, one at a time for each addressee, in the order of writing."""

from typing import Protocol

from bot.claim_loop import ClaimLoop
from bot.delivery import Courier
from bot.job_driver import JobDriver
from rituals.clock import Clock
from rituals.ids import Ids
from storage.ledger import Ledger


class Driver(Protocol):
    async def run(self) -> None:
        """Deliver until cancelled; then let what is under way arrive."""
        ...

    async def drain(self) -> None:
        """Deliver all that may be delivered now: on return each is settled, or postponed to a later time.

        Or under way elsewhere, where several processes share one database.
        """
        ...


def driver_of(ledger: Ledger, courier: Courier, machine: Clock, ids: Ids) -> Driver:
    """Give the driver that suits the database: one process on SQLite, any number of them on PostgreSQL."""
    kind = JobDriver if ledger.is_shared else ClaimLoop
    return kind(ledger, courier, machine, ids)
