"""Slack's requests for several workspaces: looked at once, and handed to the one they are for."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from bot.manifest import FAREWELLS
from bot.organisations import Organisations, is_id
from bot.returning import with_typed
from rituals.installing import Installing

_log = logging.getLogger(__name__)


class Front:
    """No workspace's listeners ever see a request that is for another one.

    Which one it is for says Slack, whose signature is looked at first: `authorizations` and the like, as
    Bolt reads them. Nobody is asked who a token belongs to, for each workspace has its own.
    """

    def __init__(
        self, signing_secret: str, organisations: Organisations, installing: Installing, install_url: str
    ) -> None:
        self._verifier = SignatureVerifier(signing_secret)
        self._organisations, self._installing = organisations, installing
        self._install_url = install_url
        self._asking: set[asyncio.Task[None]] = set()

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answer with 401 what Slack has not signed."""
        body = req.body
        if not self._is_signed(req):
            return BoltResponse(status=401)
        if body.get("type") == "url_verification":
            return BoltResponse(status=200, body={"challenge": body.get("challenge")})
        workspace = req.context.team_id
        if is_id(workspace) and _event(body).get("type") in FAREWELLS:
            await self._farewell(workspace, body)
            return BoltResponse(status=200)
        organisation, stands = await self._organisations.look_up(workspace)
        if organisation is None:
            return self._nobody(body, stands=stands)
        return await organisation.app.async_dispatch(req)

    def _is_signed(self, req: AsyncBoltRequest) -> bool:
        signature, timestamp = (
            next(iter(req.headers.get(name, [])), "")
            for name in ("x-slack-signature", "x-slack-request-timestamp")
        )
        return self._verifier.is_valid(body=req.raw_body, timestamp=timestamp or "0", signature=signature)

    async def _farewell(self, workspace: str, body: Mapping[str, Any]) -> None:
        """They come in either order, twice, and late: after somebody has installed the app again."""
        if body.get("team_id", workspace) != workspace:
            _log.warning("farewell of two workspaces at once", extra={"workspace": workspace})
        elif _event(body)["type"] == "app_uninstalled":
            if await self._installing.uninstall(workspace, happened_at=_happened_at(body)):
                _log.info("workspace has left", extra={"workspace": workspace})
                self._beside(self._organisations.keep())
        elif (served := await self._organisations.find(workspace)) is not None:
            # It names users, no tokens: the one that was revoked may be another than the one we have. If it
            # is ours, the client tells.
            self._beside(served.client.auth_test())

    def _beside(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(_guarded(work))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def settled(self) -> None:
        """Wait for everything that was begun beside an answer."""
        while self._asking:
            await asyncio.gather(*self._asking)

    def _nobody(self, body: Mapping[str, Any], *, stands: bool) -> BoltResponse:
        """Where Polaris is not installed; whoever typed a command is told.

        Where it is, and is not served just now, Slack is to bring its events again, and to tell whoever
        pressed or sent something: a form stays open with what was typed.
        """
        if "command" not in body:
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE if stands else HTTPStatus.OK)
        if stands:
            text = with_typed(body, "Polaris is not at work here just now. Send it once more in a minute.")
        else:
            text = f"Polaris is not installed in this workspace. It can be, here: {self._install_url}"
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})


async def _guarded(work: Coroutine[Any, Any, object]) -> None:
    try:
        await work
    except SlackApiError:
        pass  # what Slack has against a token the client tells whom it concerns
    except Exception:  # noqa: BLE001 - the guard: it is looked at again in some seconds
        _log.exception("farewell not looked into")


def _happened_at(body: Mapping[str, Any]) -> datetime:
    """By Slack's clock; long ago where it says nothing that is a time."""
    try:
        return datetime.fromtimestamp(int(body.get("event_time", 0)), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _event(body: Mapping[str, Any]) -> Mapping[str, Any]:
    event = body.get("event")
    return event if isinstance(event, Mapping) else {}
