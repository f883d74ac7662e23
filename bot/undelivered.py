"""`polaris deliveries`: the messages that have not arrived, or of which nobody knows whether they did."""

from collections.abc import Callable, Sequence

from bot import connections
from storage.records.deliveries import Delivery, DeliveryState

_NOT_ARRIVED = (DeliveryState.UNKNOWN, DeliveryState.REJECTED, DeliveryState.SENDING, DeliveryState.PENDING)


async def report(database_url: str, say: Callable[[str], None]) -> None:
    """List them for every workspace, those that wait for somebody's decision first.

    Raises SettingsProblem when the database cannot be used.
    """
    async with connections.opened_database(database_url) as database:
        for workspace in await database.workspaces():
            async with database.ledger(workspace).open() as books:
                found = await books.deliveries.in_state(*_NOT_ARRIVED)
            say(f"{workspace}: {len(found) or 'no'} undelivered")
            for line in _lines(found):
                say(line)


def _lines(found: Sequence[Delivery]) -> Sequence[str]:
    ordered = sorted(found, key=lambda row: _NOT_ARRIVED.index(row.state))
    return [
        f"  {row.state:<8}  {row.written_at:%Y-%m-%d %H:%M} UTC  {row.kind} to {row.to}"
        f"  {row.error or ''} ({row.key})"
        for row in ordered
    ]
