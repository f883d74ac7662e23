"""`polaris deliveries`: the messages that have not arrived, or of which nobody knows whether they did."""

from collections.abc import Callable

from bot import connections
from bot.features.delivery.mends import mend
from bot.workspaces import chosen
from rituals.undelivered import AlreadyDecided, Decision, decide, waiting
from storage.records.deliveries import Delivery

_DONE = {
    Decision.RETRY: "is on its way again, as soon as `polaris run` is",
    Decision.SETTLE: "counts as arrived",
    Decision.DROP: "is let go of, with what stood beneath it",
}


class Undecided(Exception):
    """There is nothing to decide; the text says why."""


async def report(
    database_url: str, workspace: str | None, say: Callable[[str], None], called: str = "/nsm"
) -> None:
    """List them for one workspace or all, those that wait for somebody's decision first.

    `called` is the name of the umbrella command. Raises WhichWorkspace, and SettingsProblem when the database
    cannot be used.
    """
    async with connections.opened_database(database_url, existing=True) as database:
        known = await database.workspaces()
        for each in known if known and workspace is None else [chosen(known, workspace)]:
            async with database.ledger(each).open() as books:
                found = await waiting(books)
            say(f"{each}: {len(found)} undelivered" if found else f"{each}: everything has arrived")
            for row in found:
                say(_line(row, called))


async def settle(
    database_url: str, workspace: str | None, say: Callable[[str], None], *, decision: Decision, key: str
) -> None:
    """Decide about one message. Raises Undecided, WhichWorkspace and SettingsProblem."""
    async with connections.opened_database(database_url, existing=True) as database:
        which = chosen(await database.workspaces(), workspace)
        try:
            async with database.ledger(which).open() as books:
                await decide(books, key, decision)
        except AlreadyDecided:
            raise Undecided(
                f"No message “{key}” can be taken that way now: `polaris deliveries` lists those that wait."
            ) from None
    say(f"{key} {_DONE[decision]}.")


def _line(row: Delivery, called: str) -> str:
    told = f"  {row.state:<8}  {row.written_at:%Y-%m-%d %H:%M} UTC  {row.kind} to {row.to}  {row.error or ''}"
    how = mend(row.state, row.error, row.to, f"`{called} team`")
    return f"{told.rstrip()} ({row.key})" + (f"\n            {how}" if how else "")
