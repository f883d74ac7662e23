"""The `polaris` command."""

import asyncio
import signal
import sys
from typing import NoReturn

import click

from bot import logs, wiring
from bot.settings import Settings, SettingsProblem, read_settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="polaris")
def main() -> None:
    """Your North Star Metric in the rituals you already have."""


@main.command()
def run() -> None:
    """Run the bot until it is told to stop."""
    settings = _settings()
    logs.set_up(settings.log_level)
    try:
        asyncio.run(_run(settings))
    except SettingsProblem as problem:
        _give_up(problem)


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with wiring.running(settings):
        await stop.wait()


def _settings() -> Settings:
    try:
        return read_settings()
    except SettingsProblem as problem:
        _give_up(problem)


def _give_up(problem: SettingsProblem) -> NoReturn:
    click.echo(f"polaris: {problem}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
