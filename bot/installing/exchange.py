"""What Slack gives an app that people let in: a token for a code, and the next one for a refresh token."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import Installation
from bot.refusals import why_refused

_METHOD = "oauth.v2.access"


class Refused(Exception):
    """Slack says no, in the words of its code."""


class NoAnswer(Exception):
    """Slack says nothing, or nothing that can be understood."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """`refresh_token` and `lasts_s`, in seconds, are of tokens that Slack has rotated."""

    token: str
    refresh_token: str | None
    lasts_s: int | None

    def __repr__(self) -> str:
        return "Tokens(...)"


@dataclass(frozen=True, slots=True)
class Grant:
    """What people agreed to; `workspace` is None where that was a whole Grid organisation."""

    workspace: str | None
    name: str
    enterprise: str | None
    app: str
    bot_user: str
    scopes: frozenset[str]
    installer: str
    tokens: Tokens

    def is_of(self, ours: Installation) -> bool:
        """Whether its token says itself that it is of this workspace, and of this app."""
        is_this_bot = (ours.workspace, ours.bot_user) == (self.workspace, self.bot_user)
        return is_this_bot and ours.app in {"", self.app}


class Exchange:
    """`client` has no token of its own; `back` is where Slack sends people back to."""

    def __init__(self, client: AsyncWebClient, client_id: str, client_secret: str, back: str) -> None:
        self._client, self._back = client, back
        # In the header, as Slack advises: the SDK's own way is on its way out of aiohttp.
        self._headers = {"Authorization": aiohttp.encode_basic_auth(client_id, client_secret)}

    async def by_code(self, code: str) -> Grant:
        """Raises Refused and NoAnswer."""
        answer = await self._ask({"code": code, "redirect_uri": self._back})
        team, enterprise = answer.get("team") or {}, answer.get("enterprise") or {}
        is_org_wide = answer.get("is_enterprise_install") is True
        return Grant(
            workspace=None if is_org_wide else str(team["id"]) if team.get("id") else None,
            name=str(team.get("name") or ""),
            enterprise=enterprise.get("id"),
            app=str(answer.get("app_id") or ""),
            bot_user=str(answer.get("bot_user_id") or ""),
            scopes=frozenset(scope for scope in str(answer.get("scope") or "").split(",") if scope),
            installer=str((answer.get("authed_user") or {}).get("id") or ""),
            tokens=_tokens(answer),
        )

    async def by_refresh_token(self, refresh_token: str) -> Tokens:
        """Raises Refused and NoAnswer; either way the refresh token may be spent."""
        return _tokens(await self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token}))

    async def _ask(self, given: Mapping[str, str]) -> Mapping[str, Any]:
        try:
            answer = await self._client.api_call(_METHOD, data=dict(given), headers=dict(self._headers))
        except SlackApiError as refusal:
            why = why_refused(refusal)
            raise (NoAnswer() if why is None else Refused(why)) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as problem:
            raise NoAnswer(type(problem).__name__) from None
        data = answer.data
        if not isinstance(data, dict) or not data.get("access_token"):
            raise NoAnswer
        return data


def _tokens(answer: Mapping[str, Any]) -> Tokens:
    lasts = answer.get("expires_in")
    return Tokens(str(answer["access_token"]), answer.get("refresh_token"), int(lasts) if lasts else None)
