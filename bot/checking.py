"""`polaris check` looks whether Polaris can do its work, and says how to mend what is in the way.

What fails ends nothing: whatever can still be looked at is.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import checking_books, connections
from bot.app import Installation, identify
from bot.findings import Finding, Mark
from bot.manifest import manifest
from bot.refusals import is_unknown, why_refused
from bot.settings import Mode, Settings, SettingsProblem

_LOST = {
    "channels:write.topic": "no public channel's topic tells the number",
    "groups:write.topic": "no private channel's topic tells the number",
    "channels:history": "a message whose sending was cut off is not looked for in public channels",
    "groups:history": "a message whose sending was cut off is not looked for in private channels",
    "files:read": "the chart stands in the thread under the Monday pulse instead of inside it",
}
"""What is lost without an optional scope."""

_SILENCE = (aiohttp.ClientError, TimeoutError)
# Each that is silent may take as long as a call may: after so many the others are not asked.
_SILENT_AT_MOST = 2
_SLACK = "SLACK_API_URL"


async def check(settings: Settings) -> AsyncIterator[Finding]:
    """Look at everything, in the order in which it is mended."""
    async with connections.slack_client(settings) as client:
        async for finding in look_at(client, settings, "SLACK_BOT_TOKEN"):
            yield finding


async def look_at(
    client: AsyncWebClient, settings: Settings, token: str, workspace: str | None = None
) -> AsyncIterator[Finding]:
    """Look at one workspace; `token` is what its token is called, `workspace` its id where it is known."""
    installation, accepted = await _accepted(client, settings, token)
    yield accepted
    if installation is not None:
        for finding in scopes(installation, manifest(settings.commands)["oauth_config"]["scopes"]):
            yield finding
    if accepted.subject != _SLACK and not settings.serves_many:
        yield await _delivery(client, settings)
    try:
        known = await checking_books.read(settings, installation, workspace)
    except SettingsProblem as problem:
        yield checking_books.unread(problem)
        return
    yield Finding(Mark.OK, "database", "reachable and up to date.")
    if known is not None:
        for finding in checking_books.look_at_books(settings, known):
            yield finding
        async for finding in _channels(client if installation else None, _places(known)):
            yield finding


async def _accepted(
    client: AsyncWebClient, settings: Settings, token: str
) -> tuple[Installation | None, Finding]:
    try:
        installation = await identify(client)
    except SlackApiError as refusal:
        return None, _refused(token, refusal)
    except _SILENCE as problem:
        return None, Finding(Mark.MEND, _SLACK, f"no answer from {settings.slack_api_url} ({_why(problem)}).")
    whose = installation.workspace_name or installation.workspace
    return installation, Finding(Mark.OK, token, f"accepted by {whose}.")


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
    except _SILENCE as problem:
        return _silent("SLACK_APP_TOKEN", problem)
    return Finding(Mark.OK, "SLACK_APP_TOKEN", "accepted; Socket Mode is open.")


def _places(known: checking_books.Known) -> Sequence[tuple[str, str]]:
    """Where Polaris writes: whose channel it is, and its id."""
    company = known.workspace.company_channel
    teams = [(f"channel of {team.name}", team.channel) for team in known.teams]
    return [("company channel", company), *teams] if company else teams


async def _channels(
    client: AsyncWebClient | None, places: Sequence[tuple[str, str]]
) -> AsyncIterator[Finding]:
    """Look at each; without a client that Slack knows at none."""
    silent, left = 0, [*places]
    while client and left and silent < _SILENT_AT_MOST:
        subject, channel = left.pop(0)
        try:
            yield await _channel(client, subject, channel)
        except _SILENCE as problem:
            yield _silent(subject, problem)
            silent += 1
    if left:
        mend = f"{len(left)} not looked at: mend what is above, and run it again."
        yield Finding(Mark.NOTE, "channels", mend)


def _silent(subject: str, problem: BaseException) -> Finding:
    return Finding(Mark.MEND, subject, f"no answer from Slack ({_why(problem)}): run it again.")


def _why(problem: BaseException) -> str:
    return str(problem) or "none in time"


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
