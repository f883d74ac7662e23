"""The page's JSON endpoints: what to show, what people do, and the live stream."""

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.simulator import shapes
from bot.simulator.files import PICTURES
from bot.simulator.records import Channel, Happening, Json, Message, User
from bot.simulator.refusal import SlackError
from bot.simulator.sight import Sight
from bot.simulator.traffic import shown

if TYPE_CHECKING:
    from bot.simulator.world import World


class PageApi:
    """Shows the workspace as one person sees it."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._workspace = world.workspace
        self.sight = Sight(world)
        self._streams: set[tuple[str, asyncio.Queue[Json | None]]] = set()
        self._stops: list[Callable[[], None]] = [self._workspace.listen(self._hear)]
        world.traffic.watchers.append(self._exchanged)
        world.faults.watchers.append(
            lambda: self._push(None, {"type": "faults", "faults": world.faults.list()})
        )
        for line in (world.sockets, world.http):
            line.watchers.append(
                lambda: self._push(None, {"type": "connected", "connected": self.sight.connected()})
            )

    def _exchanged(self, entry: Json) -> None:
        # Masking costs more than most calls: only when somebody looks.
        if self._streams:
            self._push(None, {"type": "traffic", "entry": shown(entry)})

    def routes(self) -> list[web.AbstractRouteDef]:
        """Give the endpoints."""
        return [
            web.get("/page/state", self._state),
            web.get("/page/messages", self._messages),
            web.get("/page/stream", self._stream),
            web.post("/page/act", self.act),
            web.get("/page/traffic", self._traffic),
            web.get("/page/file/{id}", self._file),
        ]

    def close(self) -> None:
        """End every stream."""
        for stop in self._stops:
            stop()
        for _, queue in self._streams:
            queue.put_nowait(None)

    def _viewer(self, request: web.Request) -> User:
        wanted = request.query.get("as", "")
        if wanted:
            try:
                return self._workspace.user(wanted)
            except SlackError:
                raise web.HTTPNotFound(text="Nobody here has this id.") from None
        return next(each for each in self._workspace.users.values() if not each.is_bot)

    async def _state(self, request: web.Request) -> web.Response:
        self._world.courier.own(self._world.http.look())
        return web.json_response(self.sight.state(self._viewer(request)))

    async def _messages(self, request: web.Request) -> web.Response:
        me = self._viewer(request)
        try:
            channel = self._workspace.channel(request.query.get("channel", ""))
        except SlackError:
            raise web.HTTPNotFound(text="There is no such channel.") from None
        if not self._workspace.may_look(me, channel):
            raise web.HTTPNotFound(text="There is no such channel.")
        thread = request.query.get("thread_ts")
        return web.json_response(
            {"messages": [self.sight.message(each) for each in self.sight.seen(channel, me.id, thread)]}
        )

    async def act(self, request: web.Request) -> web.Response:
        """Do what a person does on the page."""
        body = await request.json()
        user, do = body.pop("as", ""), body.pop("do", "")
        return web.json_response(await self._world.acts.perform(user, do, body))

    async def _traffic(self, request: web.Request) -> web.Response:
        limit = int(request.query.get("limit", "200"))
        return web.json_response({"entries": self._world.traffic.latest(limit)})

    async def _file(self, request: web.Request) -> web.Response:
        try:
            file = self._world.files.find(request.match_info["id"])
        except SlackError:
            raise web.HTTPNotFound(text="There is no such file.") from None
        # Only a picture is shown: anything else could be a page of its own, with this page's rights.
        shown = "inline" if file.mimetype in PICTURES else "attachment"
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f'{shown}; filename="{file.id}"',
        }
        return web.Response(body=file.content, content_type=file.mimetype, headers=headers)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        me = self._viewer(request)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        await response.write(b": hello\n\n")
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        mine = (me.id, queue)
        self._streams.add(mine)
        try:
            while True:
                try:
                    async with asyncio.timeout(15):
                        news = await queue.get()
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if news is None:
                    break
                await response.write(f"data: {json.dumps(news)}\n\n".encode())
        except ConnectionError:
            pass
        finally:
            self._streams.discard(mine)
        return response

    def _push(self, audience: set[str] | None, news: Json) -> None:
        for viewer, queue in self._streams:
            if audience is None or viewer in audience:
                queue.put_nowait(news)

    def _hear(self, happening: Happening) -> None:
        if not self._streams:
            return
        kind, facts = happening.kind, happening.facts
        if kind in _ABOUT_MESSAGES:
            self._about_message(kind, facts["channel"], facts["message"])
        elif kind == "unread":
            self._unread(facts["channel"], {facts["user"]})
        elif kind in _NEWS:
            audience = {facts["user"]} if facts.get("user") else None
            self._push(audience, {"type": kind, **_NEWS[kind](self.sight, facts)})
        elif kind in ("team_join", "user_change"):
            self._push(None, {"type": "users", "users": self.sight.people()})
        elif "channel" in facts:
            for viewer in {viewer for viewer, _ in self._streams}:
                self._push({viewer}, self._channels_news(viewer))

    def _channels_news(self, viewer: str) -> Json:
        # Somebody who is no longer there looks at a workspace that was started afresh.
        if viewer not in self._workspace.users:
            return {"type": "reset"}
        return {"type": "channels", "channels": self.sight.channels(viewer)}

    def _about_message(self, kind: str, channel: Channel, message: Message) -> None:
        if message.ephemeral_to:
            audience = {message.ephemeral_to}
        else:
            users, looking = self._workspace.users, {viewer for viewer, _ in self._streams}
            audience = {
                each for each in looking & set(users) if self._workspace.may_look(users[each], channel)
            }
        news: Json = {"type": _ABOUT_MESSAGES[kind], "channel": channel.id}
        if news["type"] == "reactions":
            news |= {"ts": message.ts, "reactions": shapes.reactions(message)}
        elif news["type"] == "message_deleted":
            news |= {"ts": message.ts, "thread_ts": message.thread_ts}
        else:
            news["message"] = self.sight.message(message)
        self._push(audience, news)
        if kind == "message":
            self._unread(channel, audience)

    def _unread(self, channel: Channel, audience: set[str]) -> None:
        for viewer in audience:
            shape = self.sight.channel(channel, viewer)
            news: dict[str, Any] = {"type": "unread", "channel": channel.id}
            self._push({viewer}, news | {"unread": shape["unread"], "mentions": shape["mentions"]})


_ABOUT_MESSAGES = {
    "message": "message",
    "ephemeral": "ephemeral",
    "message_changed": "message_changed",
    "message_deleted": "message_deleted",
    "reaction_added": "reactions",
    "reaction_removed": "reactions",
}

# The news about one person, or about everybody when the facts name nobody.
_NEWS: dict[str, Callable[[Sight, Json], Json]] = {
    "modals": lambda sight, facts: {"modals": sight.modals(facts["user"])},
    "home": lambda sight, facts: {"view": sight.home(facts["user"])},
    "clock": lambda sight, _: {"clock": sight.clock()},
    "notice": lambda _, facts: {"text": facts["text"]},
    "file_ready": lambda _, facts: {"file": facts["file"]},
}
