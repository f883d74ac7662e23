"""`polaris check` where several workspaces install Polaris: each of them is looked at in turn."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace

from bot import connections
from bot.checking import look_at
from bot.checking_books import unread
from bot.findings import Finding, Mark
from bot.installing.pages import INSTALL_PATH
from bot.live_check import try_out
from bot.settings import Settings, SettingsProblem
from storage.records.installations import Installed
from storage.sealing import CannotOpen, Seal


async def check_many(
    settings: Settings, wanted: str | None = None, *, live: bool = False
) -> AsyncIterator[Finding]:
    """Look at what they share, and then at each of them.

    The `wanted` one is looked at alone, and only such a one is tried out: somebody there is written to.
    """
    seal = connections.seal(settings)
    try:
        async with connections.opened_database(settings.database_url) as database:
            installed = await database.installed()
    except SettingsProblem as problem:
        yield unread(problem)
        return
    if not any(each.stands for each in installed.values()):
        where = settings.url + INSTALL_PATH
        yield Finding(Mark.NOTE, "workspaces", f"none yet: each installs Polaris at {where}.")
    if wanted is not None and wanted not in installed:
        known = f" Those that have: {', '.join(installed)}." if installed else ""
        yield Finding(Mark.MEND, wanted, f"has not installed Polaris.{known}")
        return
    chosen = installed if wanted is None else {wanted: installed[wanted]}
    async with connections.slack_session() as session:
        for workspace, each in chosen.items():
            token = _token(workspace, each, seal)
            if isinstance(token, Finding):
                yield token
                continue
            client = connections.client_on(session, settings, token)
            looks = [look_at(client, settings, "token", workspace)]
            if live and wanted:
                looks.append(try_out(client, settings))
            async for finding in _all(looks):
                yield replace(finding, subject=f"{_name(workspace, each)}, {finding.subject}")
    if live and not wanted:
        yield Finding(Mark.NOTE, "--live", "not tried, as it writes to somebody: name one by --workspace.")


async def _all(looks: Iterable[AsyncIterator[Finding]]) -> AsyncIterator[Finding]:
    for look in looks:
        async for finding in look:
            yield finding


def _name(workspace: str, installed: Installed) -> str:
    return f"{installed.name} ({workspace})"


def _token(workspace: str, installed: Installed, seal: Seal) -> str | Finding:
    """What opens a workspace, or why nothing does."""
    name = _name(workspace, installed)
    if installed.sealed_token is None:
        erased = f"{installed.erase_at:%Y-%m-%d}" if installed.erase_at else "some day"
        return Finding(Mark.NOTE, name, f"has left; everything of it is erased on {erased}.")
    try:
        return seal.open(workspace, installed.sealed_token)
    except CannotOpen:
        mend = "its token cannot be opened: add the key it was sealed with to POLARIS_TOKEN_KEYS."
        return Finding(Mark.MEND, name, mend)
