"""`python -m bot.simulator`: a Slack workspace on this machine."""

import asyncio
import signal
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.simulator import seeds
from bot.simulator.control import moment
from bot.simulator.server import running


def _read_moment(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
    try:
        return moment(text)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong)) from None


@click.command()
@click.option(
    "--manifest", required=True, type=click.Path(exists=True, path_type=Path), help="The app's manifest."
)
@click.option("--port", default=8765, show_default=True, help="Where to listen; 0 chooses a free port.")
@click.option("--seed", type=click.Path(exists=True, path_type=Path), help="People and channels, as JSON.")
@click.option("--events-url", help="Post signed events here instead of waiting for Socket Mode.")
@click.option("--now", callback=_read_moment, help="The calendar's start, as an ISO moment with its offset.")
@click.option("--bot-token", default="xoxb-simulated-bot-token", show_default=True)
@click.option("--app-token", default="xapp-simulated-app-token", show_default=True)
@click.option("--signing-secret", default="simulated-signing-secret", show_default=True)
@click.option(
    "--grant-optional", multiple=True, help="Grant an optional scope of the manifest; `all` for every one."
)
@click.option("--rate-limits", is_flag=True, help="Answer 429 to what is called too often.")
def main(manifest: Path, port: int, seed: Path | None, now: datetime | None, **setup: Any) -> None:
    """Run a simulated Slack workspace until interrupted."""
    setup["granted_optional"] = setup.pop("grant_optional")
    try:
        asyncio.run(_serve(manifest, now, port, seed=seeds.read(seed) if seed else None, **setup))
    except ValueError as refused:
        raise click.ClickException(str(refused)) from None
    except OSError as taken:
        raise click.ClickException(f"Port {port} cannot be listened on: {taken.strerror}.") from None


async def _serve(manifest: Path, now: datetime | None, port: int, **setup: Any) -> None:
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    async with running(manifest, now, port=port, **setup) as simulator:
        click.echo(f"A Slack workspace is at {simulator.url} and its Web API at {simulator.api_url}")
        await stopped.wait()


if __name__ == "__main__":
    main()
