"""Nothing that Slack sends, or that somebody sends again in its name, is taken twice."""

import hashlib
import logging
from datetime import UTC, datetime, timedelta

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.asker import Next
from rituals.clock import Clock
from rituals.requests import Requests

_log = logging.getLogger(__name__)

# Bolt takes a signature whose timestamp lies within five minutes, before or after.
_HOLDS = timedelta(minutes=5)

# On its way while this process started, a request may be this old.
_TRAVEL = timedelta(seconds=3)


class Replays:
    """Signatures that were taken and still hold, so that a copy of a request is known as one.

    They are remembered in this process, which spares every command a transaction of its own; what was
    signed before the process began is taken as a copy, for Slack never repeats what a person did. Several
    processes remember together in `shared`.
    """

    def __init__(self, machine: Clock, shared: Requests | None) -> None:
        self._machine, self._shared = machine, shared
        self._since = machine.now() - _TRAVEL
        self._until: dict[str, datetime] = {}

    async def is_one(self, signature: str, signed_at: datetime) -> bool:
        """Whether a request whose signature is right was taken before; from now on it was."""
        now = self._machine.now()
        while self._until and (oldest := next(iter(self._until.items())))[1] < now:
            del self._until[oldest[0]]
        if signature in self._until:
            return True
        self._until[signature] = max(signed_at, now) + _HOLDS
        if self._shared is None:
            return signed_at < self._since
        return not await self._shared.is_first(f"signature:{hashlib.sha256(signature.encode()).hexdigest()}")


class Once(AsyncMiddleware):
    """A middleware behind Bolt's check of the signature: what was taken before is answered, and no more."""

    def __init__(self, requests: Requests, replays: Replays) -> None:
        self._requests, self._replays = requests, replays

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt's signature
        next: Next,  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        event = req.body.get("event_id")
        if event is not None:
            again = not await self._requests.is_first(f"event:{event}")
        else:
            again = await self._is_replayed(req)
        if again:
            _log.warning("taken already", extra={"event": event})
            return BoltResponse(status=200)
        return await next()

    async def _is_replayed(self, request: AsyncBoltRequest) -> bool:
        """Over HTTP; a websocket is nobody's but Slack's."""
        signature = _header(request, "x-slack-signature")
        if signature is None:
            return False
        signed_at = datetime.fromtimestamp(int(_header(request, "x-slack-request-timestamp") or 0), UTC)
        return await self._replays.is_one(signature, signed_at)


def _header(request: AsyncBoltRequest, name: str) -> str | None:
    return next(iter(request.headers.get(name, [])), None)
