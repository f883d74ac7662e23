"""Nothing that Slack sends, or that somebody sends again in its name, is taken twice."""

import hashlib
import logging
from array import array
from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.asker import Next
from rituals.clock import Clock
from rituals.requests import Requests, Stand

_log = logging.getLogger(__name__)

# Bolt takes a signature whose timestamp lies within five minutes, before or after.
_HOLDS = timedelta(minutes=5)

_BEGUN = "event_begun"

# On its way while this process started, a request may be this old.
_TRAVEL = timedelta(seconds=3)


class Replays:
    """Signatures that were taken and still hold, so that a copy of a request is known as one.

    They are remembered in this process, which spares every command a transaction of its own; what was
    signed before the process began is taken as a copy, for Slack never repeats what a person did. Several
    processes remember together in `shared`.

    A signature is remembered by eight bytes, among those of its second: strings would take twenty times as
    much, and five busy minutes have hundreds of thousands.
    """

    def __init__(self, machine: Clock, shared: Requests | None) -> None:
        self._machine, self._shared = machine, shared
        self._since = machine.now() - _TRAVEL
        self._taken: dict[int, array[int]] = {}

    async def is_one(self, signature: str, signed_at: datetime) -> bool:
        """Whether a request whose signature is right was taken before; from now on it was."""
        if not self._is_new(hash(signature), int(signed_at.timestamp())):
            return True
        if self._shared is None:
            return signed_at < self._since
        return not await self._shared.is_first(f"signature:{hashlib.sha256(signature.encode()).hexdigest()}")

    def _is_new(self, mark: int, second: int) -> bool:
        """A copy was signed in the same second: the time is part of what is signed."""
        holds_from = (self._machine.now() - _HOLDS).timestamp()
        while self._taken and (oldest := next(iter(self._taken))) < int(holds_from):
            del self._taken[oldest]
        marks = self._taken.setdefault(second, array("q"))
        place = bisect_left(marks, mark)
        if place < len(marks) and marks[place] == mark:
            return False
        marks.insert(place, mark)
        return True


class Once(AsyncMiddleware):
    """A middleware behind Bolt's check of the signature: what was taken before is answered, and no more.

    An event that is still under way may fail yet: its copy is refused, so that Slack brings another one.
    """

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
            stand = await self._requests.begin(f"event:{event}")
            if stand is Stand.NEW:
                req.context[_BEGUN] = f"event:{event}"
        else:
            stand = Stand.OVER if await self._is_replayed(req) else Stand.NEW
        if stand is Stand.NEW:
            return await next()
        _log.warning("taken already", extra={"event": event, "stand": stand.name.lower()})
        return BoltResponse(status=HTTPStatus.OK if stand is Stand.OVER else HTTPStatus.SERVICE_UNAVAILABLE)

    async def answered(self, request: AsyncBoltRequest, answer: BoltResponse) -> None:
        """Before the answer leaves: an event that was begun here is over, or may come again."""
        event = request.context.get(_BEGUN)
        if event is None:
            return
        if answer.status == HTTPStatus.OK:
            await self._requests.end(event)
        else:
            await self._requests.give_back(event)

    async def _is_replayed(self, request: AsyncBoltRequest) -> bool:
        """Over HTTP; a websocket is nobody's but Slack's."""
        signature = _header(request, "x-slack-signature")
        if signature is None:
            return False
        signed_at = datetime.fromtimestamp(int(_header(request, "x-slack-request-timestamp") or 0), UTC)
        return await self._replays.is_one(signature, signed_at)


def _header(request: AsyncBoltRequest, name: str) -> str | None:
    return next(iter(request.headers.get(name, [])), None)
