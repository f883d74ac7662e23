"""`polaris forget`: one person erased from the database, by whoever runs the bot."""

from collections.abc import Callable, Sequence

from bot import connections
from bot.workspaces import chosen
from rituals.clock import Clock
from rituals.forgetting import Forgetting
from rituals.ids import random_id

Say = Callable[[str], None]

_BLOCKED = (
    "Another process was in the way, so the database's files may still hold what was deleted:"
    " run the same command again."
)
_ON_POSTGRES = "Backups made before still hold it; so does PostgreSQL's own log until it is recycled."
_ON_SQLITE = "Backups made before still hold it."


class NobodyKnown(Exception):
    """There is nothing to erase."""


async def called(
    database_url: str, workspace: str | None, user: str, *, names: Sequence[str], clock: Clock
) -> str:
    """Whom an id stands for, to be asked about. Raises what `forget` does."""
    async with connections.opened_database(database_url, existing=True) as database:
        ledger = database.ledger(chosen(await database.workspaces(), workspace))
        name = await Forgetting(ledger, clock, random_id).called(user, names)
    if name is None:
        raise _nobody(user)
    return f"{name} ({user})" if name else f"{user} (nobody knows their name)"


async def forget(
    database_url: str, workspace: str | None, user: str, *, names: Sequence[str], clock: Clock, say: Say
) -> None:
    """Erase one person. A bot that runs meanwhile is none the worse: it waits for some moments.

    Raises NobodyKnown, WhichWorkspace, and SettingsProblem when the database cannot be used.
    """
    async with connections.opened_database(database_url, existing=True) as database:
        ledger = database.ledger(chosen(await database.workspaces(), workspace))
        done = await Forgetting(ledger, clock, random_id).forget(user, names)
    if not done.was_known:
        raise _nobody(user)
    say(f"{user} is forgotten: {done.gone} rows went, {done.rewritten} stay without them.")
    if not done.is_swept:
        say(_BLOCKED)
    say(_ON_POSTGRES if ledger.is_shared else _ON_SQLITE)


def _nobody(user: str) -> NobodyKnown:
    return NobodyKnown(f"Nothing is kept of {user}: an id is written as U012AB3CD, without <@ and >.")
