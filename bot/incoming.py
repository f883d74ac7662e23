"""Reads what is posted in Slack's name; nobody has looked at its signature yet."""

import asyncio
import logging

from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest

_log = logging.getLogger(__name__)

# Slack itself waits three seconds for an answer.
_PATIENCE_S = 10.0

_FORM = "application/x-www-form-urlencoded"

# No text, no such charset, no JSON, JSON that is no object, JSON that is too deep, another thing where one
# is meant; not packed as it says, broken off, or never sent to its end.
_UNREADABLE = (
    *(ValueError, LookupError, AttributeError, TypeError, RecursionError),
    *(web.RequestPayloadError, ConnectionError, TimeoutError),
)


class Unreadable(Exception):
    """Nobody can make a request of it."""


async def read(request: web.Request) -> AsyncBoltRequest:
    """The request as Bolt wants it. Raises Unreadable."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            raw = await request.text()
        asked = AsyncBoltRequest(
            body=_with_its_payload(raw, request.content_type),
            query=request.query_string,
            # Of a header that is there twice, the one that was looked at before.
            headers={name: request.headers[name] for name in request.headers},
            # Bolt tells its log of several response URLs before it has one.
            context={"logger": _log},
        )
        if not isinstance(asked.body, dict):
            raise TypeError("no object")
    except _UNREADABLE as problem:
        raise Unreadable from problem
    asked.raw_body = raw  # what was signed
    return asked


def _with_its_payload(raw: str, content_type: str) -> str:
    """Bolt takes every form with the word `payload` in it for a press, also a command about payloads."""
    if content_type == _FORM and not raw.startswith("payload="):
        return raw.replace("payload", "p%61yload")
    return raw
