"""`polaris check` looks whether Polaris can do its work, and says how to mend what is in the way."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import connections
from bot.app import Installation, identify
from bot.manifest import manifest
from bot.refusals import is_unknown, why_refused
from bot.settings import Mode, Settings, SettingsProblem
from rituals.metrics import meant
from storage.records.teams import Team
from storage.records.workspaces import Workspace

_LOST = {
    "channels:write.topic": "no public channel's topic tells the number",
    "groups:write.topic": "no private channel's topic tells the number",
    "channels:history": "a message whose sending was cut off is not looked for in public channels",
    "groups:history": "a message whose sending was cut off is not looked for in private channels",
    "files:read": "the chart stands in the thread under the Monday pulse instead of inside it",
}
"""What is lost without an optional scope."""


_SILENCE = (aiohttp.ClientError, TimeoutError)


class Mark(StrEnum):
    OK = "ok"
    NOTE = "note"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, and what is there or how to mend it."""

    mark: Mark
    subject: str
    text: str

    def __str__(self) -> str:
        return f"{self.mark:<5} {self.subject}: {self.text}"


async def report(looks: Iterable[AsyncIterator[Finding]], say: Callable[[str], None]) -> bool:
    """Say line by line what each look finds; gives whether nothing needs mending."""
    sound = True
    for look in looks:
        async for finding in look:
            say(str(finding))
            sound = sound and finding.mark is not Mark.MEND
    return sound


async def check(settings: Settings) -> AsyncIterator[Finding]:
    """Look at everything, in the order in which it is mended."""
    async with connections.slack_client(settings) as client:
        async for finding in look_at(client, settings, "SLACK_BOT_TOKEN"):
            yield finding


async def look_at(client: AsyncWebClient, settings: Settings, token: str) -> AsyncIterator[Finding]:
    """Look at one workspace; `token` is what its token is called."""
    try:
        installation = await identify(client)
    except SlackApiError as refusal:
        yield _refused(token, refusal)
        return
    except _SILENCE as problem:
        yield Finding(Mark.MEND, "SLACK_API_URL", f"no answer from {settings.slack_api_url} ({problem}).")
        return
    try:
        async for finding in _inside(client, settings, token, installation):
            yield finding
    except _SILENCE as problem:
        why = str(problem) or "no answer in time"
        yield Finding(
            Mark.MEND,
            "SLACK_API_URL",
            f"the connection broke before all was looked at ({why}): run it again.",
        )


async def _inside(
    client: AsyncWebClient, settings: Settings, token: str, installation: Installation
) -> AsyncIterator[Finding]:
    yield Finding(Mark.OK, token, f"accepted by {installation.workspace_name or installation.workspace}.")
    for finding in scopes(installation, manifest(settings.commands)["oauth_config"]["scopes"]):
        yield finding
    if not settings.serves_many:
        yield await _delivery(client, settings)
    async for finding in _books(client, settings, installation):
        yield finding


def scopes(installation: Installation, asked: Mapping[str, Sequence[str]]) -> Sequence[Finding]:
    """Hold the granted scopes against those the manifest asks for."""
    if not installation.scopes:
        return [Finding(Mark.NOTE, "scopes", "this server does not say which are granted.")]
    missing = [scope for scope in asked["bot"] if scope not in installation.scopes]
    if missing:
        first = Finding(
            Mark.MEND,
            "scopes",
            f"{', '.join(missing)} not granted: paste the output of `polaris manifest` under App Manifest at"
            " api.slack.com/apps, then reinstall the app.",
        )
    else:
        first = Finding(Mark.OK, "scopes", f"all {len(asked['bot'])} that are needed are granted.")
    lost = [scope for scope in asked.get("bot_optional", ()) if scope not in installation.scopes]
    return [first, *(Finding(Mark.NOTE, scope, f"not granted: {_LOST[scope]}.") for scope in lost)]


async def _delivery(client: AsyncWebClient, settings: Settings) -> Finding:
    if settings.mode is Mode.HTTP:
        return Finding(
            Mark.NOTE,
            "SLACK_SIGNING_SECRET",
            "is set; whether it is the right one shows when Slack calls (a wrong one is logged as refused).",
        )
    try:
        await client.apps_connections_open(app_token=settings.app_token.get_secret_value())
    except SlackApiError as refusal:
        return _refused("SLACK_APP_TOKEN", refusal)
    return Finding(Mark.OK, "SLACK_APP_TOKEN", "accepted; Socket Mode is open.")


async def _books(
    client: AsyncWebClient, settings: Settings, installation: Installation
) -> AsyncIterator[Finding]:
    try:
        async with connections.opened_ledger(settings, installation) as ledger, ledger.open() as books:
            workspace, teams = await books.workspaces.get(), await books.teams.all()
            assert workspace is not None  # opening the ledger puts it there
            lead = await books.people.get(workspace.product_lead or "")
            dashboard = await books.dashboards.get()
    except SettingsProblem as problem:
        yield Finding(Mark.MEND, "POLARIS_DATABASE_URL", str(problem))
        return
    yield Finding(Mark.OK, "database", "reachable and up to date.")
    async for finding in _sources(settings, installation):
        yield finding
    if dashboard.is_on:
        yield _dashboard(settings)
    for finding in time_zones(workspace, teams):
        yield finding
    if workspace.product_lead is None:
        yield Finding(Mark.NOTE, "North Star", f"not set up yet: type {settings.nsm_command} setup in Slack.")
    elif lead is not None and lead.is_member_no_more:
        yield Finding(
            Mark.MEND,
            "product lead",
            f"{lead.name} is no member any more: whoever takes over types {settings.nsm_command} setup.",
        )
    if workspace.company_channel:
        yield await _channel(client, "company channel", workspace.company_channel)
    for team in teams:
        yield await _channel(client, f"channel of {team.name}", team.channel)


async def _sources(settings: Settings, installation: Installation) -> AsyncIterator[Finding]:
    """The operator's file, line by line; metrics it names that nobody knows; what fails."""
    try:
        wanted, _ = connections.sources(settings)
    except SettingsProblem as problem:
        yield Finding(Mark.MEND, "POLARIS_SOURCES", str(problem))
        return
    async with connections.opened_ledger(settings, installation) as ledger, ledger.open() as books:
        metrics, known = await books.metrics.all(), await books.sources.all()
    for source in wanted:
        for name in source.metrics:
            if meant(name, metrics) is None:
                yield Finding(Mark.MEND, f"source {source.name}", f"no metric goes by “{name}”.")
    for each in known:
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
    unknown = {owner: zone for owner, zone in zones.items() if not _known(zone)}
    if not unknown:
        return [Finding(Mark.OK, "time zones", f"{', '.join(sorted(set(zones.values())))}.")]
    return [
        Finding(Mark.MEND, f"time zone of {owner}", f"{zone} is not an IANA zone such as Europe/Berlin.")
        for owner, zone in unknown.items()
    ]


def _known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


async def _channel(client: AsyncWebClient, subject: str, channel_id: str) -> Finding:
    try:
        channel: dict[str, Any] = (await client.conversations_info(channel=channel_id))["channel"]
    except SlackApiError as refusal:
        return _unseen(subject, refusal)
    name = f"#{channel.get('name', channel_id)}"
    if channel.get("is_archived"):
        return Finding(Mark.MEND, subject, f"{name} is archived: unarchive it, or choose another.")
    if channel.get("is_ext_shared"):
        return Finding(
            Mark.MEND, subject, f"{name} is shared with another organisation: choose one that is yours alone."
        )
    if not channel.get("is_member", True):
        return Finding(Mark.MEND, subject, f"Polaris is not in {name}: type /invite @polaris there.")
    return Finding(Mark.OK, subject, f"Polaris is in {name}.")


def _unseen(subject: str, refusal: SlackApiError) -> Finding:
    if why_refused(refusal) == "channel_not_found":
        return Finding(
            Mark.MEND, subject, "Polaris cannot see it: if it is private, type /invite @polaris in it."
        )
    if is_unknown(refusal):
        return Finding(Mark.NOTE, subject, "this server does not say.")
    return _refused(subject, refusal)


def _refused(subject: str, refusal: SlackApiError) -> Finding:
    error = why_refused(refusal)
    if error is None:
        return Finding(Mark.MEND, "SLACK_API_URL", "what answers there does not answer as Slack does.")
    reinstall = "reinstall the app and copy the new token"
    other_kind = "it is another kind of token: xoxb- for the bot, xapp- for Socket Mode"
    mends = {
        "invalid_auth": "copy the token again from your app's page at api.slack.com/apps",
        "token_revoked": reinstall,
        "account_inactive": reinstall,
        "not_allowed_token_type": other_kind,
        "missing_scope": "paste the output of `polaris manifest` under App Manifest, then reinstall the app",
        "ratelimited": "Slack asks to slow down; try again in a minute",
    }
    return Finding(Mark.MEND, subject, f"Slack refused ({error}): {mends.get(error, 'see the error')}.")
