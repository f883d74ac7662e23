"""The way by which a workspace installs Polaris: a page, Slack's consent, and back."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from urllib.parse import urlencode

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.app import Installation, identify
from bot.dashboard.files import Files
from bot.installing import pages
from bot.installing.exchange import Exchange, Grant, NoAnswer, Refused
from bot.installing.pages import Page
from bot.manifest import REDIRECT_PATH
from bot.refusals import Undelivered, narrowed
from rituals.clock import Clock
from rituals.installing import STATE_HOLDS, Installing
from storage.records.installations import Installed
from storage.sealing import Seal

COOKIE = "polaris_install"

_log = logging.getLogger(__name__)

ClientOf = Callable[[str], AsyncWebClient]


@dataclass(frozen=True, slots=True)
class Asking:
    """How people are asked: where, for which app, and where Slack sends them back to.

    `scopes` are what Polaris asks for: "bot" is what it cannot do without, "bot_optional" as people like.
    """

    address: str
    client_id: str
    scopes: Mapping[str, Sequence[str]]
    back: str

    @property
    def needed(self) -> frozenset[str]:
        return frozenset(self.scopes["bot"])

    def link(self, state: str) -> str:
        wanted = [*self.scopes["bot"], *self.scopes.get("bot_optional", ())]
        query = {
            "client_id": self.client_id,
            "scope": ",".join(wanted),
            "redirect_uri": self.back,
            "state": state,
        }
        return f"{self.address}?{urlencode(query)}"


class InstallRoutes:
    """`client_of` makes a client for a token.

    `came` is told when a workspace was installed, and returns when it is served.
    """

    def __init__(
        self,
        asking: Asking,
        installing: Installing,
        exchange: Exchange,
        seal: Seal,
        *,
        client_of: ClientOf,
        machine: Clock,
        came: Callable[[], Awaitable[None]],
        files: Files,
    ) -> None:
        self._asking, self._installing, self._exchange, self._seal = asking, installing, exchange, seal
        self._client_of, self._machine, self._came, self._files = client_of, machine, came, files

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(pages.INSTALL_PATH, self._show),
            web.get(pages.BEGIN, self._begin, allow_head=False),
            web.get(REDIRECT_PATH, self._end, allow_head=False),
        ]

    async def _show(self, _request: web.Request) -> web.Response:
        return pages.INSTALL.answer(self._files)

    async def _begin(self, _request: web.Request) -> web.Response:
        """To Slack, with a state that this browser alone can bring back."""
        state = self._installing.begin()
        headers = {"Location": self._asking.link(state), "Cache-Control": "no-store"}
        answer = web.Response(status=303, headers=headers)
        answer.set_cookie(
            COOKIE,
            state,
            max_age=int(STATE_HOLDS.total_seconds()),
            path="/slack",
            httponly=True,
            samesite="Lax",
            secure=self._asking.back.startswith("https:"),
        )
        return answer

    async def _end(self, request: web.Request) -> web.Response:
        try:
            page = await self._installed(request)
        except Refused as refusal:
            page = pages.refused(str(refusal))
        except NoAnswer:
            page = pages.NO_ANSWER
        if page.status != 200:
            _log.warning("not installed", extra={"why": page.title})
        answer = page.answer(self._files)
        answer.del_cookie(COOKIE, path="/slack")
        return answer

    async def _installed(self, request: web.Request) -> Page:
        state, began = request.query.get("state", ""), request.cookies.get(COOKIE, "")
        if not state or not compare_digest(_bytes(state), _bytes(began)):
            return pages.NOT_BEGUN_HERE
        if not await self._installing.holds(state):
            return pages.STALE
        if error := request.query.get("error"):
            return pages.DECLINED if error == "access_denied" else pages.refused(error)
        grant = await self._exchange.by_code(request.query.get("code", ""))
        # Not before Slack has taken the code: others could fill a table with what they make up.
        return await self._granted(grant) if await self._installing.use(state) else pages.STALE

    async def _granted(self, grant: Grant) -> Page:
        """What becomes of what people agreed to. Raises NoAnswer."""
        client = self._client_of(grant.tokens.token)
        if grant.workspace is None:
            await _give_back(client)
            return pages.ORG_WIDE
        if lacking := self._asking.needed - grant.scopes:
            return pages.lacking(lacking)
        ours = await _asked_itself(client)
        if not grant.is_of(ours):
            # It is not given back: it may be what another workspace is served with.
            return pages.CONTRADICTED
        await self._keep(grant.workspace, grant, ours)
        return pages.installed(grant.name, f"https://slack.com/app_redirect?{_place(grant)}")

    async def _keep(self, workspace: str, grant: Grant, ours: Installation) -> None:
        tokens, now = grant.tokens, self._machine.now()
        seal = self._seal.seal
        await self._installing.install(
            workspace,
            Installed(
                name=grant.name,
                url=ours.workspace_url,
                enterprise=grant.enterprise,
                bot_user=grant.bot_user,
                bot_id=ours.bot_id,
                scopes=tuple(sorted(grant.scopes)),
                sealed_token=seal(workspace, tokens.token),
                sealed_refresh_token=seal(workspace, tokens.refresh_token) if tokens.refresh_token else None,
                expires_at=now + timedelta(seconds=tokens.lasts_s) if tokens.lasts_s else None,
                installed_by=grant.installer,
                installed_at=now,
            ),
        )
        await self._came()


def consent_address(slack_api_url: str) -> str:
    """Where people are asked: beside the Web API."""
    return str(URL(slack_api_url.rstrip("/")).parent / "oauth/v2/authorize")


async def _asked_itself(client: AsyncWebClient) -> Installation:
    """What a token says that it is. Raises NoAnswer."""
    try:
        async with narrowed():
            return await identify(client)
    except Undelivered:
        raise NoAnswer from None


async def _give_back(client: AsyncWebClient) -> None:
    """Let a token go that nobody keeps."""
    try:
        async with narrowed():
            await client.auth_revoke()
    except Undelivered:
        _log.warning("token not given back")


def _place(grant: Grant) -> str:
    return urlencode({"app": grant.app, "team": grant.workspace or ""})


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
