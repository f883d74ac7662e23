"""The AsyncApp and its middleware."""

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.asker import AskerMiddleware
from rituals.people import People


@dataclass(frozen=True, slots=True)
class Installation:
    """What Slack says of the bot itself, asked once at start-up (auth.test)."""

    workspace: str
    workspace_name: str
    workspace_url: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str]


async def identify(client: AsyncWebClient) -> Installation:
    """Ask Slack who this token is. Raises SlackApiError when the token is not accepted."""
    answer = await client.auth_test()
    scopes = answer.headers.get("x-oauth-scopes") or answer.headers.get("X-OAuth-Scopes") or ""
    return Installation(
        workspace=answer["team_id"],
        workspace_name=answer.get("team", ""),
        workspace_url=answer.get("url", ""),
        bot_user=answer["user_id"],
        bot_id=answer.get("bot_id", ""),
        scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
    )


def why_refused(refusal: SlackApiError) -> str | None:
    """Slack's error code; None when something else answered (a proxy's page, say)."""
    response = refusal.response
    told = response.data if isinstance(response, AsyncSlackResponse) else None
    return str(told.get("error")) if isinstance(told, dict) else None


def build_app(
    client: AsyncWebClient, signing_secret: str | None, installation: Installation, people: People
) -> AsyncApp:
    """An app that answers before its listeners are left.

    `process_before_response` skips Bolt's 10 ms polling for the ack; a fixed `authorize` spares it asking
    auth.test again.
    """

    async def authorize(**_kwargs: Any) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=installation.workspace,
            bot_user_id=installation.bot_user,
            bot_id=installation.bot_id,
            bot_token=client.token,
        )

    app = AsyncApp(
        # Without a token of its own: `authorize` gives it, and Bolt warns of two.
        client=AsyncWebClient(
            base_url=client.base_url,
            timeout=client.timeout,
            session=client.session,
            retry_handlers=[],
        ),
        signing_secret=signing_secret,
        request_verification_enabled=signing_secret is not None,
        authorize=authorize,
        process_before_response=True,
    )
    app.use(AskerMiddleware(people, installation.workspace).__call__)
    return app
