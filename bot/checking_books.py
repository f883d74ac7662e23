"""What `polaris check` finds in the books: sources, the dashboard's address, time zones, who leads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import connections
from bot.app import Installation
from bot.findings import Finding, Mark
from bot.settings import Settings, SettingsProblem
from rituals.metrics import finder
from rituals.zones import is_zone
from storage.ledger import Ledger
from storage.records.dashboard import Dashboard
from storage.records.metrics import Metric
from storage.records.people import Person
from storage.records.sources import KnownSource
from storage.records.teams import Team
from storage.records.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Known:
    """What the books say of one workspace."""

    workspace: Workspace
    teams: Sequence[Team]
    lead: Person | None
    dashboard: Dashboard
    metrics: Sequence[Metric]
    sources: Sequence[KnownSource]


async def read(settings: Settings, installation: Installation | None, workspace: str | None) -> Known | None:
    """The books of whoever Slack says the token is of; without that of `workspace`, or of the only one.

    None where nobody can say whose. Raises SettingsProblem when the database cannot be used.
    """
    if installation is not None:
        async with connections.opened_ledger(settings, installation) as ledger:
            return await _read(ledger)
    async with connections.opened_database(settings.database_url) as database:
        wanted = [workspace] if workspace else await database.workspaces()
        return await _read(database.ledger(wanted[0])) if len(wanted) == 1 else None


async def _read(ledger: Ledger) -> Known | None:
    async with ledger.open() as books:
        workspace = await books.workspaces.get()
        if workspace is None:
            return None
        return Known(
            workspace,
            await books.teams.all(),
            await books.people.get(workspace.product_lead or ""),
            await books.dashboards.get(),
            await books.metrics.all(),
            await books.sources.all(),
        )


def unread(problem: SettingsProblem) -> Finding:
    """The books cannot be opened, and why: the sentence begins with the name of its variable."""
    variable, _, why = str(problem).partition(" ")
    return Finding(Mark.MEND, variable, why)


def look_at_books(settings: Settings, known: Known) -> Iterator[Finding]:
    """Everything that can be told of them without Slack."""
    yield from _sources(settings, known)
    if known.dashboard.is_on:
        yield _dashboard(settings)
    yield from time_zones(known.workspace, known.teams)
    if known.workspace.product_lead is None:
        yield Finding(Mark.NOTE, "North Star", f"not set up yet: type {settings.nsm_command} setup in Slack.")
    elif known.lead is not None and known.lead.is_member_no_more:
        yield Finding(
            Mark.MEND,
            "product lead",
            f"{known.lead.name} is no member any more: whoever takes over types"
            f" {settings.nsm_command} setup.",
        )


def _sources(settings: Settings, known: Known) -> Iterator[Finding]:
    """The operator's file, line by line; metrics it names that nobody knows; what fails."""
    try:
        wanted, _ = connections.sources(settings)
    except SettingsProblem as problem:
        yield Finding(Mark.MEND, "POLARIS_SOURCES", str(problem))
        return
    find = finder(known.metrics)
    for source in wanted:
        for name in source.metrics:
            if find(name) is None:
                yield Finding(Mark.MEND, f"source {source.name}", f"no metric goes by “{name}”.")
    for each in known.sources:
        if each.failing_since is not None:
            since = f"{each.failing_since:%Y-%m-%d %H:%M} UTC"
            yield Finding(Mark.MEND, f"source {each.name}", f"fails since {since}: {each.error}")
    if wanted:
        names = ", ".join(source.name for source in wanted)
        yield Finding(Mark.OK, "POLARIS_SOURCES", f"says how to pull {names}.")


def _dashboard(settings: Settings) -> Finding:
    """It is on: then browsers must find it."""
    if not settings.url:
        mend = "the dashboard is on and nobody can open it: set it as in https://polaris.example.com."
        return Finding(Mark.MEND, "POLARIS_URL", mend)
    if settings.url.startswith("http://"):
        return Finding(
            Mark.NOTE, "POLARIS_URL", "the dashboard's links travel unencrypted: https:// is safer."
        )
    return Finding(Mark.OK, "POLARIS_URL", f"the dashboard is on; its links begin with {settings.url}.")


def time_zones(workspace: Workspace, teams: Sequence[Team]) -> Sequence[Finding]:
    """Every time zone must be one this machine knows."""
    zones = {workspace.name or workspace.id: workspace.time_zone} | {
        team.name: team.time_zone for team in teams
    }
    unknown = {owner: zone for owner, zone in zones.items() if not is_zone(zone)}
    if not unknown:
        return [Finding(Mark.OK, "time zones", f"{', '.join(sorted(set(zones.values())))}.")]
    return [
        Finding(Mark.MEND, f"time zone of {owner}", f"{zone} is not an IANA zone such as Europe/Berlin.")
        for owner, zone in unknown.items()
    ]
