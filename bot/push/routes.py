"""Where programs push readings to, and read them back: beside /health, on the same server."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from bot.push import problems
from bot.push.models import Asked, Corrected, Doubtful, Kept, Reading, Readings, Series, Written
from bot.push.openapi import described
from bot.push.problems import Refused
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.log_context import also, known
from rituals.pushing import Pushed, Pushing, ReadBack, RowsRefused
from rituals.tokens import Tokens
from storage.records.tokens import Token

PREFIX = "/api/v1"
MOST_BYTES = 1024 * 1024

_PATIENCE_S = 30.0

_log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a program pushes: the readings of the workspace that gave it its token."""

    pushing: Pushing
    token: Token


DeskOf = Callable[[str], Awaitable[Desk | None]]
"""The desk that a secret opens, if it opens any."""


def desk_of(pushing: Pushing, tokens: Tokens) -> DeskOf:
    """The desk of one workspace."""

    async def find(secret: str) -> Desk | None:
        token = await tokens.bearer(secret)
        if token is None:
            return None
        also(workspace=pushing.workspace)
        return Desk(pushing, token)

    return find


@cache
def _description() -> str:
    """Made when it is first asked for: it takes longer than all else that is served here to start."""
    return json.dumps(described(PREFIX))


class Push:
    def __init__(self, find: DeskOf, new_id: Ids) -> None:
        self._find, self._new_id = find, new_id

    def application(self) -> web.Application:
        """To be added to the server under `PREFIX`."""
        application = web.Application(middlewares=[self._guarded])
        application.add_routes(
            [
                web.post("/readings", self._take),
                web.get("/readings", self._give, allow_head=False),
                web.get("/openapi.json", self._describe),
            ]
        )
        return application

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Whatever is answered is JSON, and nothing of a request is ever logged."""
        try:
            return await handler(request)
        except Refused as refused:
            _log.info("push refused", extra={"status": refused.status, "why": refused.problem.error})
            return refused.response()
        except web.HTTPMethodNotAllowed as wrong:
            allowed = ", ".join(sorted(wrong.allowed_methods))
            return Refused(405, "method", f"Here it is {allowed}.", Allow=allowed).response()
        except web.HTTPNotFound:
            return Refused(404, "address", f"See {PREFIX}/openapi.json for what there is.").response()
        except Exception:  # noqa: BLE001 - the guard: whatever is wrong, the answer is JSON
            reference = known().get("reference") or self._new_id()
            _log.exception("push failed", extra={"reference": reference})
            message = f"Something went wrong here; nothing was written. Reference: {reference}."
            return Refused(500, "failed", message).response()

    async def _take(self, request: web.Request) -> web.Response:
        desk = await self._desk(request)
        rows = _rows(await _body(request))
        try:
            pushed = await desk.pushing.push(desk.token, rows)
        except RowsRefused as refused:
            raise problems.of_rows(refused.faults) from None
        counts = {"new": pushed.new, "unchanged": pushed.unchanged, "corrected": len(pushed.corrected)}
        _log.info("readings pushed", extra={"token": desk.token.name, **counts})
        return web.json_response(text=_written(pushed, rows).model_dump_json())

    async def _give(self, request: web.Request) -> web.Response:
        desk = await self._desk(request)
        try:
            asked = Asked.model_validate(dict(request.query))
        except ValidationError as problem:
            raise problems.of_query(problem) from None
        try:
            found = await desk.pushing.read(desk.token, asked.metric, asked.since, asked.until)
        except RitualError as problem:
            raise problems.of_question(problem) from None
        return web.json_response(text=_series(found).model_dump_json(), headers={"Cache-Control": "no-store"})

    async def _describe(self, _request: web.Request) -> web.Response:
        return web.json_response(text=_description())

    async def _desk(self, request: web.Request) -> Desk:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        desk = await self._find(secret.strip()) if kind.lower() == "bearer" and secret else None
        if desk is None:
            message = (
                "Send `Authorization: Bearer` with a valid token; `polaris tokens create NAME` makes one."
            )
            raise Refused(401, "token", message, WWW_Authenticate='Bearer realm="polaris"')
        return desk


async def _body(request: web.Request) -> bytes:
    if request.content_type != "application/json" or "Content-Encoding" in request.headers:
        raise Refused(415, "content_type", "Send plain JSON, with `Content-Type: application/json`.")
    if (request.content_length or 0) > MOST_BYTES:  # whoever asks before sending sends nothing
        raise _too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE_S):
            async for chunk in request.content.iter_chunked(64 * 1024):
                body += chunk
                if len(body) > MOST_BYTES:
                    raise _too_large()
    except TimeoutError:
        message = f"The whole body has to arrive within {_PATIENCE_S:g} seconds."
        raise Refused(408, "slow", message, Connection="close") from None
    except ConnectionError:
        raise Refused(400, "cut_off", "The connection broke in mid-body.", Connection="close") from None
    return bytes(body)


def _too_large() -> Refused:
    message = f"A request has at most {MOST_BYTES} bytes: send the readings in several."
    return Refused(413, "too_large", message, Connection="close")


def _rows(body: bytes) -> list[Reading]:
    """One reading, or many. Raises Refused."""
    try:
        sent: Any = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused(400, "json", "The body is not JSON in UTF-8.") from None
    if not isinstance(sent, dict):
        message = 'Send one reading as an object, or several as {"readings": [...]}.'
        raise Refused(422, "shape", message)
    try:
        if "readings" in sent:
            return Readings.model_validate_json(body).readings
        return [Reading.model_validate_json(body)]
    except ValidationError as problem:
        raise problems.of_shape(problem) from None


def _written(pushed: Pushed, rows: Sequence[Reading]) -> Written:
    corrected = [
        Corrected(metric=each.metric, period_start=each.period_start, was=each.value)
        for each in pushed.corrected
    ]
    doubtful = [
        Doubtful(row=number, message=f"{rows[number - 1].value:g} is {bound}.")
        for number, bound in pushed.doubtful
    ]
    return Written(new=pushed.new, unchanged=pushed.unchanged, corrected=corrected, doubtful=doubtful)


def _series(found: ReadBack) -> Series:
    metric = found.metric
    return Series(
        metric=metric.key,
        name=metric.name,
        unit=metric.unit,
        cadence=metric.cadence,
        readings=[
            Kept(
                period_start=each.period_start,
                value=each.value,
                note=each.note,
                recorded_by=each.recorded_by,
                recorded_at=each.recorded_at,
                restated=each.period_start in found.restated,
            )
            for each in found.readings
        ],
    )
