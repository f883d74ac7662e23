"""The way into the Web API: reads a request as Slack does, checks it, runs the method, answers."""

import base64
import json
import time
from typing import TYPE_CHECKING

from aiohttp import web

from bot.simulator.records import Json
from bot.simulator.refusal import SlackError

# Importing the families registers their methods.
from bot.simulator.web_api import auth, chat, conversations, files, reactions, scheduling, users, views
from bot.simulator.web_api.method import METHODS, STANDARD, Call, Method, Token

if TYPE_CHECKING:
    from bot.simulator.world import World

__all__ = ["WebApi", "auth", "chat", "conversations", "files", "reactions", "scheduling", "users", "views"]


async def arguments(request: web.Request) -> Json:
    """Read arguments from the query and from a form, multipart or JSON body."""
    found: Json = dict(request.query)
    kind = request.content_type
    if kind == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except json.JSONDecodeError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return found | {name: value for name, value in body.items() if value is not None}
    if request.method == "POST" and request.body_exists:
        if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
            raise SlackError("invalid_post_type")
        found |= dict(await request.post())
    return found


_LIMITED = {"ok": False, "error": "ratelimited"}


class _TooOften(Exception):
    """A call beyond the rate limit, to be tried again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class WebApi:
    """Answers `/api/<method>`."""

    def __init__(self, world: "World") -> None:
        self._world = world

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, noting it in the traffic."""
        name = request.match_info["method"]
        began = time.perf_counter()
        fault = self._world.faults.for_method(name)
        args: Json = {}
        token: Token | None = None
        try:
            args = await arguments(request) | _basic(request)
            if fault is not None and fault.before:
                return await fault.happen(request, self._world.traffic, name, request=args)
            found = self._method(name)
            token = self._token(found, request, args)
            self._count(name, args)
            if fault is not None:
                await fault.hold()
            answer = {"ok": True, **await self._run(found, args, token, _base(request))}
        except _TooOften as limited:
            self._world.traffic.note("in", "web_api", name, status=429, request=args, answer=_LIMITED, ms=0)
            headers = {"Retry-After": str(limited.seconds)}
            return web.json_response(_LIMITED, status=429, headers=headers)
        except SlackError as refused:
            answer = refused.answer()
        spent = round((time.perf_counter() - began) * 1000, 2)
        entry = {"request": args, "answer": answer, "ms": spent}
        if fault is not None:
            return await fault.happen(request, self._world.traffic, name, **entry)
        self._world.traffic.note("in", "web_api", name, status=200, **entry)
        return web.json_response(answer, headers=self._headers(name, token))

    def _count(self, name: str, args: Json) -> None:
        seconds = self._world.rate_limits.wait(name, str(args.get("channel", "")))
        if seconds:
            raise _TooOften(seconds)

    def _headers(self, name: str, token: Token | None) -> dict[str, str]:
        headers = {"X-Accepted-OAuth-Scopes": ",".join(METHODS[name].scopes) if name in METHODS else ""}
        if token is not None:
            headers["X-OAuth-Scopes"] = ",".join(sorted(token.scopes))
        return headers

    def _method(self, name: str) -> Method:
        if name not in METHODS:
            raise SlackError("unknown_method", req_method=name)
        return METHODS[name]

    def _token(self, method: Method, request: web.Request, args: Json) -> Token | None:
        header = request.headers.get("Authorization", "")
        # Slack reads a token from a form or the query, never from a JSON body.
        written = args.pop("token", "") if request.content_type != "application/json" else ""
        given = written or header.removeprefix("Bearer ").strip()
        if method.caller is None:
            return None
        if not given:
            raise SlackError("not_authed")
        found = self._world.token(str(given))
        if found.kind != method.caller:
            raise SlackError("not_allowed_token_type")
        return found

    async def _run(self, method: Method, args: Json, token: Token | None, base: str) -> Json:
        known = {*method.required, *method.optional, *STANDARD}
        wrong = [
            f"invalid additional property: {each} [json-pointer:/{each}]"
            for each in args
            if each not in known
        ]
        wrong += [
            f"missing required field: {each} [json-pointer:/{each}]"
            for each in method.required
            if each not in args
        ]
        call = Call(self._world, args, token, base)
        if method.scopes:
            call.needs(*method.scopes)
        if wrong and method.name != "api.test":
            raise SlackError.because("invalid_arguments", *wrong)
        return await method.run(call)


def _basic(request: web.Request) -> Json:
    """Read a client's id and secret from HTTP basic authentication, as the OAuth methods allow."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind != "Basic":
        return {}
    try:
        name, _, secret = base64.b64decode(given).decode().partition(":")
    except ValueError:
        raise SlackError("invalid_auth") from None
    return {"client_id": name, "client_secret": secret}


def _base(request: web.Request) -> str:
    return f"{request.scheme}://{request.host}"
