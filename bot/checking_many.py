"""`polaris check` where several workspaces install Polaris: each of them is looked at in turn."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import aiohttp

from bot import connections
from bot.checking import look_at
from bot.findings import Finding, Mark
from bot.installing.pages import INSTALL_PATH
from bot.settings import Settings, SettingsProblem
from storage.records.installations import Installed
from storage.sealing import CannotOpen, Seal


async def check_many(settings: Settings) -> AsyncIterator[Finding]:
    """Look at what they share, and then at each of them."""
    seal = connections.seal(settings)
    try:
        async with connections.opened_database(settings.database_url) as database:
            installed = await database.installed()
    except SettingsProblem as problem:
        yield Finding(
            Mark.MEND, "POLARIS_DATABASE_URL", str(problem).removeprefix("POLARIS_DATABASE_URL is wrong: ")
        )
        return
    if not any(each.stands for each in installed.values()):
        where = settings.url + INSTALL_PATH
        yield Finding(Mark.NOTE, "workspaces", f"none yet: each installs Polaris at {where}.")
    async with connections.slack_session() as session:
        async for finding in _each(settings, installed, seal, session):
            yield finding


async def _each(
    settings: Settings, installed: Mapping[str, Installed], seal: Seal, session: aiohttp.ClientSession
) -> AsyncIterator[Finding]:
    for workspace, each in installed.items():
        name = f"{each.name} ({workspace})"
        if each.sealed_token is None:
            erased = f"{each.erase_at:%Y-%m-%d}" if each.erase_at else "some day"
            yield Finding(Mark.NOTE, name, f"has left; everything of it is erased on {erased}.")
            continue
        try:
            token = seal.open(workspace, each.sealed_token)
        except CannotOpen:
            mend = "its token cannot be opened: add the key it was sealed with to POLARIS_TOKEN_KEYS."
            yield Finding(Mark.MEND, name, mend)
            continue
        client = connections.client_on(session, settings, token)
        async for finding in look_at(client, settings, "token", workspace):
            yield replace(finding, subject=f"{name}, {finding.subject}")
