"""The page's JSON endpoints: what to show, what people do, and the live stream."""

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.simulator import shapes
from bot.simulator.records import Channel, Happening, Json, Message, User
from bot.simulator.refusal import SlackError
from bot.simulator.traffic import shown

if TYPE_CHECKING:
    from bot.simulator.world import World


class PageApi:
    """Shows the workspace as one person sees it."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._workspace = world.workspace
        self._streams: set[tuple[str, asyncio.Queue[Json | None]]] = set()
        self._stops: list[Callable[[], None]] = [self._workspace.listen(self._hear)]
        world.traffic.watchers.append(self._exchanged)
        world.faults.watchers.append(
            lambda: self._push(None, {"type": "faults", "faults": world.faults.list()})
        )
        world.sockets.watchers.append(
            lambda: self._push(None, {"type": "connected", "connected": self._connected()})
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
        me = self._viewer(request)
        world, workspace = self._world, self._workspace
        home = world.views.homes.get(me.id)
        return web.json_response(
            {
                "team": {
                    "id": workspace.team_id,
                    "name": workspace.team_name,
                    "domain": workspace.team_domain,
                },
                "me": person(me),
                "users": [person(each) for each in workspace.users.values()],
                "channels": self.channels(me.id),
                "commands": [
                    {"command": each.command, "description": each.description, "usage_hint": each.usage_hint}
                    for each in world.manifest.commands.values()
                ],
                "shortcuts": [
                    {
                        "name": each.name,
                        "type": each.type,
                        "callback_id": each.callback_id,
                        "description": each.description,
                    }
                    for each in world.manifest.shortcuts.values()
                ],
                "app": {
                    "name": workspace.app_name,
                    "bot_user_id": workspace.bot.id,
                    "home_tab_enabled": world.manifest.home_tab,
                    "messages_tab_read_only": world.manifest.messages_read_only,
                },
                "clock": world.walk.shape(),
                "faults": world.faults.list(),
                "connected": self._connected(),
                "home": world.views.shape(home) if home else None,
                "modals": self.modals(me.id),
            }
        )

    def _connected(self) -> str | None:
        line = self._world.line
        return line.kind if line.connected() else None

    def channels(self, viewer: str) -> list[Json]:
        """List the conversations somebody may see."""
        return [
            self.channel(each, viewer)
            for each in self._workspace.channels.values()
            if viewer in each.members or not (each.is_private or self._workspace.users[viewer].is_restricted)
        ]

    def channel(self, shown: Channel, viewer: str) -> Json:
        """Describe a conversation as the page lists it."""
        return {
            "id": shown.id,
            "name": shown.name,
            "is_private": shown.is_private,
            "is_im": shown.is_im,
            "is_member": viewer in shown.members,
            "is_archived": shown.is_archived,
            "topic": shown.topic,
            "user": shown.peer_of(viewer) if shown.is_im else None,
            "unread": shown.unread.get(viewer, 0),
            "mentions": shown.mentions.get(viewer, 0),
            "num_members": len(shown.members),
        }

    def modals(self, viewer: str) -> list[Json]:
        """List somebody's open modals, bottom first."""
        return [self._world.views.shape(each) for each in self._world.views.stacks.get(viewer, [])]

    def message(self, message: Message) -> Json:
        """Describe a message as the page draws it."""
        shape = shapes.message(self._workspace, message)
        shape |= {"ephemeral": message.ephemeral_to is not None, "reactions": shapes.reactions(message)}
        shape.setdefault("reply_count", 0)
        return shape

    async def _messages(self, request: web.Request) -> web.Response:
        me = self._viewer(request)
        try:
            channel = self._workspace.channel(request.query.get("channel", ""))
        except SlackError:
            raise web.HTTPNotFound(text="There is no such channel.") from None
        if channel.is_private and me.id not in channel.members:
            raise web.HTTPNotFound(text="There is no such channel.")
        thread = request.query.get("thread_ts")
        return web.json_response(
            {"messages": [self.message(each) for each in self.seen(channel, me.id, thread)]}
        )

    @staticmethod
    def seen(channel: Channel, viewer: str, thread: str | None = None) -> list[Message]:
        """Give what somebody sees in a channel or a thread, oldest first."""
        whispers = channel.ephemerals.get(viewer, {}).values()
        if thread:
            found = [
                channel.messages[ts]
                for ts in [thread, *channel.threads.get(thread, [])]
                if ts in channel.messages
            ]
            found += [each for each in whispers if each.thread_ts == thread]
        else:
            found = [each for each in channel.messages.values() if not each.thread_ts or each.broadcast]
            found += [each for each in whispers if not each.thread_ts]
        return sorted(found, key=lambda each: each.ts)

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
        return web.Response(
            body=file.content,
            content_type=file.mimetype,
            headers={
                "X-Content-Type-Options": "nosniff",
                "Content-Disposition": f'inline; filename="{file.id}"',
            },
        )

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
            self._push(audience, {"type": kind, **_NEWS[kind](self, facts)})
        elif kind in ("team_join", "user_change"):
            people = [person(each) for each in self._workspace.users.values()]
            self._push(None, {"type": "users", "users": people})
        elif "channel" in facts:
            for viewer in {viewer for viewer, _ in self._streams}:
                self._push({viewer}, self._channels_news(viewer))

    def _channels_news(self, viewer: str) -> Json:
        # Somebody who is no longer there looks at a workspace that was started afresh.
        if viewer not in self._workspace.users:
            return {"type": "reset"}
        return {"type": "channels", "channels": self.channels(viewer)}

    def home(self, user: str) -> Json:
        """Give somebody's App Home as published."""
        return self._world.views.shape(self._world.views.homes[user])

    def clock(self) -> Json:
        """Give the clock."""
        return self._world.walk.shape()

    def _about_message(self, kind: str, channel: Channel, message: Message) -> None:
        if message.ephemeral_to:
            audience = {message.ephemeral_to}
        else:
            audience = set(channel.members) if channel.is_private else {viewer for viewer, _ in self._streams}
        news: Json = {"type": _ABOUT_MESSAGES[kind], "channel": channel.id}
        if news["type"] == "reactions":
            news |= {"ts": message.ts, "reactions": shapes.reactions(message)}
        elif news["type"] == "message_deleted":
            news |= {"ts": message.ts, "thread_ts": message.thread_ts}
        else:
            news["message"] = self.message(message)
        self._push(audience, news)
        if kind == "message":
            self._unread(channel, audience)

    def _unread(self, channel: Channel, audience: set[str]) -> None:
        for viewer in audience:
            shape = self.channel(channel, viewer)
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
_NEWS: dict[str, Callable[[PageApi, Json], Json]] = {
    "modals": lambda page, facts: {"modals": page.modals(facts["user"])},
    "home": lambda page, facts: {"view": page.home(facts["user"])},
    "clock": lambda page, _: {"clock": page.clock()},
    "notice": lambda _, facts: {"text": facts["text"]},
    "file_ready": lambda _, facts: {"file": facts["file"]},
}


def person(who: User) -> Json:
    """Describe a person as the page shows them."""
    return {
        "id": who.id,
        "name": who.name,
        "real_name": who.real_name,
        "display_name": who.display_name,
        "title": who.title,
        "is_bot": who.is_bot,
        "tz": who.tz,
        "deleted": who.deleted,
        "is_restricted": who.is_restricted,
        "color": who.color,
        "initials": "".join(word[0] for word in who.real_name.split()[:2]).upper(),
    }
