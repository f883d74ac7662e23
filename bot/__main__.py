"""The `polaris` command."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.endings import give_up, told_plainly
from bot.forget_command import forget

# Each command imports what it needs when it runs, so that none waits for the libraries of another.
from bot.settings import (
    Mode,
    Settings,
    SettingsProblem,
    SourceSettings,
    read_command_names,
    read_database_settings,
    read_settings,
    read_source_settings,
)
from bot.workspaces import WORKSPACE

if TYPE_CHECKING:
    from bot.tokens import TokenDesk
    from rituals.clock import Clock

Result = TypeVar("Result")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="polaris")
def main() -> None:
    """Your North Star Metric in the rituals you already have."""
    from bot import logs

    logs.begin()


@main.command()
def run() -> None:
    """Run the bot until it is told to stop."""
    from bot import logs, running
    from bot.watchdog import Silence

    settings = _settings()
    logs.set_up(settings.log_level, as_json=settings.log_format == "json")
    try:
        running.run(settings)
    except SettingsProblem as problem:
        give_up(problem)
    except Silence:
        click.echo("polaris: Slack was not heard for three minutes; start me again.", err=True)
        sys.exit(1)


@main.command()
@click.option("--http", is_flag=True, help="Reach the bot by signed HTTP instead of Socket Mode.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Where to open the page; else the first free one from 8765."
)
@click.option(
    "--data",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with another data set: one *.csv and one *.metrics.yml.",
)
def demo(http: bool, port: int | None, folder: Path | None) -> None:
    """Show everything in a simulated Slack; no account needed."""
    from bot.demo import dataset
    from bot.demo.process import BotStopped
    from bot.demo.show import PortTaken, show

    try:
        asyncio.run(show(folder or dataset.PACKAGED, Mode.HTTP if http else Mode.SOCKET, port, click.echo))
    except BotStopped as problem:
        click.echo(f"polaris: {problem}", err=True)
        sys.exit(1)
    except (SettingsProblem, dataset.DatasetProblem, PortTaken) as problem:
        give_up(problem)


@main.command()
@click.option("--live", is_flag=True, help="Try it too: a message to the operator, deleted at once.")
@WORKSPACE
def check(live: bool, workspace: str | None) -> None:
    """See what is in place, and how to mend what is not.

    It looks at tokens, scopes, channels, time zones and the database.
    """
    from bot.findings import report
    from bot.looks import looks_at

    settings = _settings()
    looks = looks_at(settings, live=live, workspace=workspace)
    if not asyncio.run(report(looks, click.echo)):
        sys.exit(1)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@WORKSPACE
def load(file: Path, workspace: str | None) -> None:
    """Load readings from a CSV file.

    FILE has the columns metric, period_start and value.
    """
    from bot.bulk import LoadProblem, load_file
    from rituals.clock import SystemClock

    with told_plainly(LoadProblem):
        url = read_database_settings().database_url
        asyncio.run(load_file(file, url, workspace, SystemClock(), click.echo))


@main.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@WORKSPACE
def export(file: Path | None, workspace: str | None) -> None:
    """Write everything a workspace owns into a zip.

    FILE holds documented CSV and JSON lines: see docs/export.md.
    """
    from bot import archives

    _archiving(lambda url: archives.export(file, url, workspace, click.echo))


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Restore what `polaris export` wrote.

    The database has to be empty.
    """
    from bot import archives

    _archiving(lambda url: archives.restore(file, url, click.echo))


def _archiving(work: "Callable[[str], Coroutine[Any, Any, None]]") -> None:
    from bot.archives import Refused

    with told_plainly(Refused):
        asyncio.run(work(read_database_settings().database_url))


@main.group()
def tokens() -> None:
    """Say which programs may push readings over HTTP."""


@tokens.command()
@click.argument("name")
@click.option("--metric", "metrics", multiple=True, help="Only for this metric; may be given several times.")
@WORKSPACE
def create(name: str, metrics: tuple[str, ...], workspace: str | None) -> None:
    """Make a token for the program NAME, and print it this once."""
    _at_the_desk(workspace, lambda desk: desk.create(name, metrics))


@tokens.command("list")
@WORKSPACE
def list_(workspace: str | None) -> None:
    """List the tokens there are and were; secrets are kept nowhere."""
    _at_the_desk(workspace, lambda desk: desk.list())


@tokens.command()
@click.argument("name")
@WORKSPACE
def revoke(name: str, workspace: str | None) -> None:
    """Take a token back: from now on it opens nothing."""
    _at_the_desk(workspace, lambda desk: desk.revoke(name))


def _at_the_desk(workspace: str | None, work: "Callable[[TokenDesk], Coroutine[Any, Any, None]]") -> None:
    from bot.tokens import TokenDesk, TokenProblem
    from rituals.clock import SystemClock

    with told_plainly(TokenProblem):
        desk = TokenDesk(read_database_settings().database_url, workspace, SystemClock(), click.echo)
        asyncio.run(work(desk))


@main.command()
@click.argument("decision", type=click.Choice(["retry", "settle", "drop"]), required=False)
@click.argument("key", required=False)
@WORKSPACE
def deliveries(decision: str | None, key: str | None, workspace: str | None) -> None:
    """List messages that have not arrived, and decide about one.

    Retry, settle (take as arrived) or drop the one with KEY.
    """
    from bot import undelivered
    from rituals.undelivered import Decision

    with told_plainly(undelivered.Undecided):
        url = read_database_settings().database_url
        if decision is None:
            called = read_command_names().nsm_command
            asyncio.run(undelivered.report(url, workspace, click.echo, called))
            return
        if key is None:
            raise click.UsageError("Which message? Its key stands in brackets at the end of its line.")
        what = Decision(decision)
        asyncio.run(undelivered.settle(url, workspace, click.echo, decision=what, key=key))


@main.group(invoke_without_command=True)
@WORKSPACE
@click.pass_context
def sources(context: click.Context, workspace: str | None) -> None:
    """List where readings are pulled from, and how that goes."""
    context.obj = workspace
    if context.invoked_subcommand is None:
        context.invoke(list_sources)


@sources.command("list")
@click.pass_obj
def list_sources(workspace: str | None) -> None:
    """List every source, and what is wrong with it."""
    from bot import pulls

    _pulling(lambda settings, clock: pulls.list_them(settings, workspace, clock, click.echo))


@sources.command("runs")
@click.argument("name", required=False)
@click.pass_obj
def source_runs(workspace: str | None, name: str | None) -> None:
    """Show the last runs, of one source or of all."""
    from bot import pulls

    _pulling(lambda settings, clock: pulls.show_runs(settings, workspace, clock, click.echo, name))


@sources.command("run")
@click.argument("name")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="How far back, as 2024-01-01.")
@click.pass_obj
def run_source(workspace: str | None, name: str, since: datetime | None) -> None:
    """Pull one source now."""
    from bot import pulls

    first = since.date() if since else None
    if not _pulling(
        lambda settings, clock: pulls.run_one(settings, workspace, clock, click.echo, name=name, since=first)
    ):
        sys.exit(1)


def _pulling(work: "Callable[[SourceSettings, Clock], Coroutine[None, None, Result]]") -> "Result":
    from bot.pulls import Unknown
    from rituals.clock import SystemClock

    with told_plainly(Unknown):
        return asyncio.run(work(read_source_settings(), SystemClock()))


@main.command()
@click.option("--http", "url", metavar="URL", help="The https address Slack shall deliver to.")
@click.option("--many", is_flag=True, help="Any number of workspaces may install it: docs/workspaces.md.")
def manifest(url: str | None, many: bool) -> None:
    """Print the app manifest that fits the command names set here."""
    from bot import manifest as app

    try:
        click.echo(
            app.to_yaml(app.manifest(read_command_names().commands, http_url=url, many=many)), nl=False
        )
    except (SettingsProblem, ValueError) as problem:
        give_up(problem)


main.add_command(forget)


def _settings() -> Settings:
    try:
        return read_settings()
    except SettingsProblem as problem:
        give_up(problem)


if __name__ == "__main__":
    main()
