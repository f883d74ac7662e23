"""`polaris sources`: what is pulled from where, how it went, and one of them pulled now."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from functools import partial

from bot import connections
from bot.settings import SourceSettings
from bot.workspaces import chosen
from rituals.clock import Clock
from rituals.pulling import NoSuchSource, Pulls, UnderWay
from storage.ledger import Ledger
from storage.records.sources import OPERATOR, KnownSource, RunState, SourceRun
from storage.sources.pulling import pull

Say = Callable[[str], None]


class Unknown(Exception):
    """No source goes by that name, or it cannot be pulled right now; the text says so."""


@asynccontextmanager
async def opened(
    settings: SourceSettings, workspace: str | None, clock: Clock
) -> AsyncIterator[tuple[Ledger, Pulls]]:
    """The pulls of a workspace (of the only one, when none is named), the operator's file made known to it.

    Raises SettingsProblem, or WhichWorkspace when it is not clear which workspace.
    """
    sources, means = connections.sources(settings)
    async with connections.opened_database(settings.database_url, existing=True) as database:
        ledger = database.ledger(chosen(await database.workspaces(), workspace))
        pulls = Pulls(ledger, clock, sources, partial(pull, means=means))
        if settings.sources is not None:  # a shell without the variable makes nobody forget anything
            await pulls.adopt()
        yield ledger, pulls


async def list_them(settings: SourceSettings, workspace: str | None, clock: Clock, say: Say) -> None:
    """One line for each source."""
    async with opened(settings, workspace, clock) as (ledger, _), ledger.open() as books:
        known = await books.sources.all()
    say(f"{len(known) or 'No'} source{'' if len(known) == 1 else 's'}.")
    for source in known:
        say(_source(source))


async def show_runs(
    settings: SourceSettings, workspace: str | None, clock: Clock, say: Say, name: str | None
) -> None:
    """The last runs, newest first."""
    async with opened(settings, workspace, clock) as (ledger, _), ledger.open() as books:
        runs = await books.source_runs.latest(name)
    for told in [_run(run) for run in runs] or ["Nothing was pulled yet."]:
        say(told)


async def run_one(
    settings: SourceSettings,
    workspace: str | None,
    clock: Clock,
    say: Say,
    *,
    name: str,
    since: date | None,
) -> bool:
    """Pull one source now; gives whether it went well. Raises Unknown."""
    async with opened(settings, workspace, clock) as (ledger, pulls):
        try:
            run = await pulls.run(name, since)
        except NoSuchSource:
            async with ledger.open() as books:
                names = [source.name for source in await books.sources.all()]
            raise Unknown(f"No source is called {name}: {_names(names)}.") from None
        except UnderWay:
            raise Unknown(
                f"{name} is being pulled right now; `polaris sources runs` tells how it went."
            ) from None
    say(_run(run))
    return run.state is RunState.DONE


def _names(names: Sequence[str]) -> str:
    return f"there are {', '.join(names)}" if names else "there is none; POLARIS_SOURCES names their file"


def _source(source: KnownSource) -> str:
    well = f"{source.last_success_at:%Y-%m-%d %H:%M} UTC" if source.last_success_at else "never"
    from_where = "the operator's file" if source.added_by == OPERATOR else "Slack"
    if source.overruled_at is not None:
        from_where = "the operator's file, which wins over Slack"
    told = f"  {source.name} ({source.kind}, from {from_where}): last went well {well}"
    if source.failing_since is not None:
        told += f"\n    fails since {source.failing_since:%Y-%m-%d %H:%M} UTC: {source.error}"
    return told


def _run(run: SourceRun) -> str:
    told = f"  {run.begun_at:%Y-%m-%d %H:%M} UTC  {run.source}  {run.state}"
    if run.state in {RunState.DONE, RunState.PARTIAL}:
        told += f"  {run.rows} rows, {run.new} new, {run.changed} changed"
        told += f", {run.kept} kept as a person wrote them" if run.kept else ""
    return told + (f"\n    {run.error}" if run.error else "")
