"""The AsyncApp and its middleware."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.middleware.ssl_check.async_ssl_check import AsyncSslCheck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import envelope
from bot.asker import AskerMiddleware, Next
from bot.kinds import kind_of, name_of
from bot.once import Once
from rituals.ids import Ids, random_id
from rituals.log_context import about
from rituals.people import People
from storage.spans import span

_log = logging.getLogger(__name__)

Answered = Callable[[Mapping[str, Any], float], None]
"""Told of every request that was answered: its body, and after how many seconds."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What Slack says of the bot itself, asked once at start-up (auth.test).

    `scopes` is empty where a server does not say which are granted, and `app` where it does not say which
    app this is.
    """

    workspace: str
    workspace_name: str
    workspace_url: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str]
    app: str = ""


async def identify(client: AsyncWebClient) -> Installation:
    """Ask Slack who this token is. Raises SlackApiError when there is no answer that says so."""
    answer = await client.auth_test()
    if not (answer.get("team_id") and answer.get("user_id")):
        raise SlackApiError("auth.test does not say who this is", answer)
    scopes = answer.headers.get("x-oauth-scopes") or answer.headers.get("X-OAuth-Scopes") or ""
    return Installation(
        workspace=answer["team_id"],
        workspace_name=answer.get("team", ""),
        workspace_url=answer.get("url", ""),
        bot_user=answer["user_id"],
        bot_id=answer.get("bot_id", ""),
        scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
        app=answer.get("app_id") or "",
    )


class _OurClient(AsyncMiddleware):
    """Bolt's own client would add `team_id` to every call, which most methods do not know."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt's signature
        next: Next,  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        req.context["client"] = self._client
        return await next()


class App(AsyncApp):
    """Gives each request a reference, for the log and for the person; tells how long its answer took."""

    def __init__(self, once: Once, ids: Ids, answered: Answered, **settings: Any) -> None:
        super().__init__(**settings)
        self._once, self._ids, self._answered = once, ids, answered

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        began = monotonic()
        with about(reference=self._ids()[:8]), span("slack request") as note:
            if not envelope.is_whole(req.body):
                return BoltResponse(status=HTTPStatus.BAD_REQUEST, body={"error": "invalid request"})
            req.body = envelope.legible(req.body)
            answer = await super().async_dispatch(req)
            await self._once.answered(req, answer)
            note(status=str(answer.status))
            if answer.status != HTTPStatus.UNAUTHORIZED:  # else it was not Slack who asked
                note(kind=kind_of(req.body), name=name_of(req.body))
                self._answered(req.body, monotonic() - began)
        return answer

    def _handle_unmatched_requests(self, req: AsyncBoltRequest, resp: BoltResponse) -> BoltResponse:
        """Bolt would log what somebody chose or typed."""
        _log.warning("nobody listens", extra={"kind": kind_of(req.body)})
        return resp


def build_app(
    client: AsyncWebClient,
    signing_secret: str | None,
    installation: Installation,
    people: People,
    once: Once,
    *,
    ids: Ids = random_id,
    answered: Answered = lambda _body, _seconds: None,
) -> App:
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

    app = App(
        once,
        ids,
        answered,
        # Else Bolt looks through every frame of the stack, and its sources, for a file to be named after.
        name="polaris",
        # Without a token of its own: `authorize` gives it, and Bolt warns of two.
        client=AsyncWebClient(
            base_url=client.base_url,
            timeout=client.timeout,
            session=client.session,
            retry_handlers=[],
        ),
        signing_secret=signing_secret,
        request_verification_enabled=signing_secret is not None,
        ssl_check_enabled=False,  # there Bolt answers before it looks at the signature
        authorize=authorize,
        process_before_response=True,
    )

    app.use(AsyncSslCheck())
    app.use(_OurClient(client))
    app.use(once)
    app.use(AskerMiddleware(people, installation.workspace))
    return app
