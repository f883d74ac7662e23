"""The `polaris forget` command."""

import asyncio

import click

from bot.endings import told_plainly
from bot.settings import read_database_settings
from bot.workspaces import WORKSPACE


@click.command()
@click.argument("user")
@click.option("--name", "names", multiple=True, help="Another name they went by; may be given several times.")
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
@WORKSPACE
def forget(user: str, names: tuple[str, ...], yes: bool, workspace: str | None) -> None:
    """Erase one person everywhere.

    USER is their id in Slack. What is kept of them all the same: docs/privacy.md.
    """
    from bot import forgetting
    from rituals.clock import SystemClock

    clock = SystemClock()
    with told_plainly(forgetting.NobodyKnown):
        url = read_database_settings().database_url
        if not yes:
            who = asyncio.run(forgetting.called(url, workspace, user, names=names, clock=clock))
            click.confirm(f"Erase {who} from everything Polaris keeps? It cannot be undone", abort=True)
        asyncio.run(forgetting.forget(url, workspace, user, names=names, clock=clock, say=click.echo))
