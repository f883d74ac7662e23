"""Where people are asked whether an app may come into their workspace."""

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import web

from bot.simulator.refusal import SlackError

if TYPE_CHECKING:
    from bot.simulator.world import World

PATH = "/oauth/v2/authorize"


class Consent:
    """Sends the browser back to the app, with a code or with a refusal."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def allow(self, address: str, user: str) -> str:
        """Let the app in; gives the address the browser goes to. Raises what Slack shows instead."""
        asked = self._asked(address)
        code = self._world.ids.secret()
        self._world.oauth_codes[code] = user
        self._world.oauth_redirects[code] = asked["redirect_uri"]
        return _with(asked["redirect_uri"], code=code, state=asked.get("state", ""))

    def cancel(self, address: str) -> str:
        """Do not; gives the address the browser goes to."""
        asked = self._asked(address)
        return _with(asked["redirect_uri"], error="access_denied", state=asked.get("state", ""))

    def routes(self) -> list[web.RouteDef]:
        """Give the page and its two buttons, for whoever tries it in a browser as the first owner."""
        return [
            web.get(PATH, self._page),
            web.post(f"{PATH}/allow", self._allow),
            web.post(f"{PATH}/cancel", self._cancel),
        ]

    def _asked(self, address: str) -> dict[str, str]:
        asked = dict(parse_qsl(urlsplit(address).query))
        manifest = self._world.manifest
        if asked.get("client_id") != self._world.client_id:
            raise SlackError("invalid_client_id")
        if asked.get("redirect_uri") not in manifest.redirect_urls:
            raise SlackError("bad_redirect_uri")
        wanted = {scope for scope in asked.get("scope", "").split(",") if scope}
        if not wanted or not wanted <= manifest.scopes | manifest.optional_scopes:
            raise SlackError("invalid_scope")
        return asked

    async def _page(self, request: web.Request) -> web.Response:
        try:
            self._asked(str(request.url))
        except SlackError as refused:
            return web.Response(status=400, text=f"Something went wrong: {refused.error}")
        workspace, query = self._world.workspace, escape(request.query_string)
        buttons = "".join(
            f'<form method="post" action="{self._world.base}{PATH}/{what}?{query}">'
            f"<button>{what.title()}</button></form>"
            for what in ("allow", "cancel")
        )
        asks = f"{escape(workspace.app_name)} asks to come into {escape(workspace.team_name)}"
        return web.Response(text=f"<!DOCTYPE html><h1>{asks}</h1>{buttons}", content_type="text/html")

    async def _allow(self, request: web.Request) -> web.Response:
        owner = next(each for each in self._world.workspace.users.values() if each.is_owner)
        raise web.HTTPSeeOther(self.allow(str(request.url), owner.id))

    async def _cancel(self, request: web.Request) -> web.Response:
        raise web.HTTPSeeOther(self.cancel(str(request.url)))


def _with(address: str, **query: str) -> str:
    return f"{address}?{urlencode(query)}"
