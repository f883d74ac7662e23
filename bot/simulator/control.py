"""The control API: everything a demo, a test or another program may do to the simulator."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.simulator import shapes
from bot.simulator.page_api import PageApi
from bot.simulator.records import Json
from bot.simulator.refusal import SlackError
from bot.simulator.workspace import OTHER_TEAM

if TYPE_CHECKING:
    from bot.simulator.world import World

_Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def body_of(request: web.Request) -> Json:
    """Read a JSON body; an empty one is an empty object."""
    text = await request.text()
    found: Json = json.loads(text) if text else {}
    return found


def moment(text: str | None) -> datetime | None:
    """Read an ISO moment, which must say its offset."""
    if text is None:
        return None
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text} does not say its offset from UTC.")
    return found


@web.middleware
async def local_only(request: web.Request, handler: _Answer) -> web.StreamResponse:
    """Keep the control API to this machine, and say what was wrong with a request in a sentence."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        raise web.HTTPForbidden(text="Other sites may not act here.")
    if not request.path.startswith(("/control/", "/page/")):
        return await handler(request)
    if request.path.startswith("/control/") and request.remote not in ("127.0.0.1", "::1"):
        raise web.HTTPForbidden(text="The control API answers this machine only.")
    try:
        return await handler(request)
    except SlackError as refused:
        return web.json_response(refused.answer(), status=400)
    except KeyError as missing:
        return web.json_response({"ok": False, "error": f"{missing.args[0]} is missing."}, status=400)
    except (ValueError, TypeError, LookupError) as wrong:
        return web.json_response({"ok": False, "error": str(wrong)}, status=400)


class Control:
    """Answers `/control/...`."""

    def __init__(self, world: "World", page: PageApi) -> None:
        self._world, self._page = world, page

    def routes(self) -> list[web.AbstractRouteDef]:
        """Give the endpoints."""
        return [
            web.get("/control/ready", self._ready),
            web.get("/control/clock", self._clock),
            web.post("/control/clock/follow", self._follow),
            web.post("/control/clock/jump", self._jump),
            web.get("/control/faults", self._faults),
            web.post("/control/faults", self._add_fault),
            web.delete("/control/faults", self._clear_faults),
            web.post("/control/people/act", self._page.act),
            web.get("/control/messages", self._messages),
            web.get("/control/views", self._views),
            web.get("/control/traffic", self._traffic),
            web.get("/control/users", self._users),
            web.post("/control/users", self._change_user),
            web.get("/control/channels", self._channels),
            web.post("/control/channels", self._add_channel),
            web.post("/control/channels/{id}/{what}", self._change_channel),
            web.post("/control/app/{what}", self._app),
            web.post("/control/reset", self._reset),
        ]

    async def _ready(self, _request: web.Request) -> web.Response:
        line = self._world.line
        await self._world.http.look()
        return web.json_response({"bot_connected": line.connected(), "by": line.kind})

    async def _clock(self, _request: web.Request) -> web.Response:
        return web.json_response(self._world.walk.shape())

    async def _follow(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        shape = await self._world.walk.follow(
            body["follower"],
            body.get("confirmed_step"),
            moment(body.get("next_moment")),
            aside=bool(body.get("aside")),
        )
        return web.json_response(shape)

    async def _jump(self, request: web.Request) -> web.Response:
        body, walk = await body_of(request), self._world.walk
        if "to" in body:
            target = moment(body["to"])
            shape = await walk.to(target or self._world.clock.now())
        elif "seconds" in body:
            shape = await walk.on(seconds=float(body["seconds"]))
        elif body.get("next_moment"):
            shape = await walk.to_next_moment()
        elif "weekday" in body:
            shape = await walk.to_weekday(body["weekday"], body.get("time", "09:00"), body.get("tz", "UTC"))
        else:
            raise ValueError("Say where to: to, seconds, next_moment, or weekday with time and tz.")
        return web.json_response({"ok": True, **shape})

    async def _faults(self, _request: web.Request) -> web.Response:
        return web.json_response({"faults": self._world.faults.list()})

    async def _add_fault(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        added = self._world.faults.add(body.pop("fault"), body.pop("method", "*"), **body)
        return web.json_response({"ok": True, "id": added.id, "faults": self._world.faults.list()})

    async def _clear_faults(self, request: web.Request) -> web.Response:
        self._world.faults.clear((await body_of(request)).get("id"))
        return web.json_response({"ok": True, "faults": self._world.faults.list()})

    async def _messages(self, request: web.Request) -> web.Response:
        channel = self._world.workspace.channel(request.query.get("channel", ""))
        return web.json_response(
            {
                "messages": [
                    shapes.message(self._world.workspace, each, metadata=True)
                    for each in channel.messages.values()
                ],
                "ephemeral": [
                    {**self._page.sight.message(each), "to": each.ephemeral_to}
                    for mine in channel.ephemerals.values()
                    for each in mine.values()
                ],
            }
        )

    async def _views(self, request: web.Request) -> web.Response:
        user = self._world.workspace.user(request.query.get("user", ""))
        home = self._world.views.homes.get(user.id)
        return web.json_response(
            {
                "modals": self._page.sight.modals(user.id),
                "home": self._world.views.shape(home) if home else None,
                "notices": [text for who, text in self._world.notices if who == user.id],
            }
        )

    async def _traffic(self, request: web.Request) -> web.Response:
        limit = int(request.query.get("limit", "200"))
        return web.json_response({"entries": self._world.traffic.latest(limit)})

    async def _users(self, _request: web.Request) -> web.Response:
        workspace = self._world.workspace
        shown = [shapes.user(workspace, each, email=True, locale=True) for each in workspace.users.values()]
        return web.json_response({"users": shown})

    async def _change_user(self, request: web.Request) -> web.Response:
        body, workspace = await body_of(request), self._world.workspace
        name = body.pop("name")
        known = next((each for each in workspace.users.values() if name in (each.id, each.name)), None)
        if known is None:
            known = workspace.add_user(name, **body)
        else:
            workspace.change_user(known, **_fields(known, body))
        await self._world.courier.settle()
        return web.json_response({"ok": True, "user": shapes.user(workspace, known)})

    async def _channels(self, _request: web.Request) -> web.Response:
        workspace = self._world.workspace
        shown = [
            {**shapes.channel(workspace, each), "members": list(each.members)}
            for each in workspace.channels.values()
        ]
        return web.json_response({"channels": shown})

    async def _add_channel(self, request: web.Request) -> web.Response:
        body, workspace = await body_of(request), self._world.workspace
        members = [workspace.user(each).id for each in body.pop("members", [])]
        if body.pop("app", True):
            members.append(workspace.bot.id)
        creator = members[0] if members else workspace.bot.id
        channel = workspace.add_channel(body.pop("name"), creator, members, **body)
        await self._world.courier.settle()
        return web.json_response({"ok": True, "channel": shapes.channel(workspace, channel)})

    async def _change_channel(self, request: web.Request) -> web.Response:
        body, workspace = await body_of(request), self._world.workspace
        channel = workspace.channel(request.match_info["id"])
        user = workspace.user(body["user"]).id if "user" in body else channel.creator
        what = request.match_info["what"]
        changes: dict[str, Callable[[], Any]] = {
            "archive": lambda: workspace.archive(channel, user),
            "unarchive": lambda: workspace.archive(channel, user, archived=False),
            "rename": lambda: workspace.rename(channel, body["name"]),
            "join": lambda: workspace.join(channel, user),
            "leave": lambda: workspace.leave(channel, user),
            "change_id": lambda: workspace.change_id(channel),
            "share": lambda: workspace.share(channel, body.get("team", OTHER_TEAM)),
            "unshare": lambda: workspace.unshare(channel, body.get("team", OTHER_TEAM)),
            "topic": lambda: workspace.set_topic(channel, body["topic"], user),
        }
        if what not in changes:
            raise LookupError(f"A channel can be: {', '.join(changes)}.")
        changes[what]()
        await self._world.courier.settle()
        return web.json_response({"ok": True, "channel": shapes.channel(workspace, channel)})

    async def _app(self, request: web.Request) -> web.Response:
        body, world = await body_of(request), self._world
        what = request.match_info["what"]
        answer: Json = {"ok": True}
        if what == "disconnect":
            await world.sockets.disconnect(body.get("reason", "refresh_requested"))
        elif what == "revoke_tokens":
            world.revoke_tokens()
        elif what == "uninstall":
            world.uninstall()
        elif what == "restore_tokens":
            world.restore_tokens()
        elif what == "oauth_code":
            code = world.ids.secret()
            world.oauth_codes[code] = world.workspace.user(body["user"]).id
            answer["code"] = code
        elif what == "verify_url":
            answer["ok"] = await world.http.verify()
        else:
            raise LookupError("No such thing can be done to the app.")
        return web.json_response(answer)

    async def _reset(self, _request: web.Request) -> web.Response:
        self._world.reset()
        return web.json_response({"ok": True})


def _fields(known: Any, given: Json) -> Json:
    for name in given:
        if not hasattr(known, name):
            raise ValueError(f"A person has no {name}.")
    return given
