"""What a person can do in the workspace, and what Slack then does."""

import inspect
import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from bot.simulator import shapes
from bot.simulator.cannot import CannotError
from bot.simulator.interactions import ResponseUrl
from bot.simulator.presses import Presses
from bot.simulator.records import Channel, Json, Message, User
from bot.simulator.refusal import SlackError
from bot.simulator.submissions import Submissions
from bot.simulator.uploads import unpacked, upload

if TYPE_CHECKING:
    from bot.simulator.world import World


class Acts:
    """Each method is one thing a person does; `user` is who. Raises `CannotError` with a sentence."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._workspace = world.workspace
        self._presses = Presses(world)
        self._submissions = Submissions(world)

    async def perform(self, user: str, do: str, details: Json) -> Json:
        """Do what the page or the control API asks for by name."""
        doing: dict[str, Callable[..., Awaitable[Json | None]]] = {
            "post": self.post,
            "click": self.click,
            "fill": self.fill,
            "submit": self.submit,
            "upload": self.upload,
            "close": self.close,
            "react": self.react,
            "unreact": self.unreact,
            "open_home": self.open_home,
            "shortcut": self.shortcut,
            "message_shortcut": self.message_shortcut,
            "read": self.read,
            "join": self.join,
            "leave": self.leave,
            "open_dm": self.open_dm,
            "options": self.options,
            "dismiss": self.dismiss,
        }
        if do == "open_dm" and "user" in details:
            details = {"peer": details["user"]}
        if do not in doing:
            return {"ok": False, "error": f"Nobody can do {do!r} here."}
        act = doing[do]
        try:
            inspect.signature(act).bind(None, **details)
        except TypeError as wrong:
            return {"ok": False, "error": f"To {do}: {wrong}."}
        try:
            found = await act(self._person(user), **details)
            return {"ok": True, **(found or {})}
        except CannotError as cannot:
            return {"ok": False, "error": str(cannot)}
        except SlackError as refused:
            return {"ok": False, "error": refused.error.replace("_", " ")}

    def _person(self, reference: str) -> User:
        user = self._workspace.user(reference)
        if user.deleted or user.is_bot:
            raise CannotError(f"{user.real_name} cannot do anything here.")
        return user

    def _channel(self, user: User, reference: str) -> Channel:
        channel = self._workspace.channel(reference)
        if not self._workspace.may_look(user, channel):
            raise SlackError("channel_not_found")
        return channel

    async def post(self, user: User, channel: str, text: str, thread_ts: str | None = None) -> Json:
        """Write a message, or run a command when the text begins with a slash."""
        home = self._channel(user, channel)
        if text.startswith("/"):
            return await self._command(user, home, text, thread_ts)
        if not text.strip():
            raise CannotError("There is nothing to send.")
        if user.id not in home.members:
            raise CannotError(f"Join #{home.name} to write there.")
        if home.is_archived:
            raise CannotError(f"#{home.name} is archived.")
        to_app = home.is_im and self._workspace.bot.id in home.members
        if to_app and self._world.manifest.messages_read_only:
            raise CannotError("Sending messages to this app has been turned off.")
        if thread_ts is not None:
            parent = self._workspace.message(home, thread_ts)
            thread_ts = parent.thread_ts or parent.ts
        facts = {"client_msg_id": self._world.ids.secret(32)}
        message = self._workspace.post(home, user.id, self.written(text), thread_ts=thread_ts, facts=facts)
        self._workspace.read(home, user.id)
        await self._world.courier.settle()
        return {"ts": message.ts}

    def written(self, text: str) -> str:
        """Turn typed text into Slack's: names become mentions, the three special characters entities."""
        parts = re.split(r"(<[@#!][^<>]+>)", text)
        return "".join(part if index % 2 else self._typed(part) for index, part in enumerate(parts))

    def _typed(self, text: str) -> str:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return self._mentions(escaped, names=False)

    def _mentions(self, text: str, *, names: bool) -> str:
        handles = {each.name: each.id for each in self._workspace.users.values()}
        rooms = {each.name: each.id for each in self._workspace.channels.values() if each.name}

        def person(found: re.Match[str]) -> str:
            name = found[1]
            if name in ("here", "channel", "everyone"):
                return f"<!{name}>"
            label = f"|{name}" if names else ""
            return f"<@{handles[name]}{label}>" if name in handles else found[0]

        def room(found: re.Match[str]) -> str:
            label = f"|{found[1]}"
            return f"<#{rooms[found[1]]}{label}>" if found[1] in rooms else found[0]

        text = re.sub(r"(?<![\w<])@([\w.-]*\w)", person, text)
        return re.sub(r"(?<![\w<])#([\w-]+)", room, text)

    async def _command(self, user: User, channel: Channel, typed: str, thread_ts: str | None) -> Json:
        name, _, text = typed.partition(" ")
        declared = self._world.manifest.commands.get(name)
        if declared is None or "commands" not in self._world.granted:
            raise CannotError(f"{name} is not a valid command.")
        if thread_ts is not None:
            raise CannotError(f"{name} is not supported in threads. Sorry!")
        self._ours(user, name)
        text = self._mentions(text.strip(), names=True) if declared.should_escape else text.strip()
        path = self._world.response_urls.issue(user.id, channel.id)
        payload = self._world.payloads.command(
            user,
            channel,
            command=name,
            text=text,
            trigger=self._world.triggers.issue(user.id, channel.id),
            response_url=self._world.base + path,
        )
        ack = await self._world.courier.carry("command", name, payload)
        if ack.error is not None:
            self._world.fail(user.id, f"{name} failed because {ack.error}")
        if ack.payload:
            try:
                self._world.answers.show(ack.payload, ResponseUrl(user.id, channel.id, 0), typed)
            except SlackError as refused:
                self._world.fail(user.id, f"{name} failed because its answer was refused: {refused.error}")
        return {}

    async def click(self, user: User, container: Json, block_id: str, action_id: str, **value: Any) -> None:
        """Press a button or choose something, in a message, a view or the App Home."""
        await self._presses.click(user, container, block_id, action_id, value)

    async def fill(self, user: User, view: str, block_id: str, action_id: str, **filled: Any) -> None:
        """Fill in a field with `value`; the app hears of it when the block dispatches this `trigger`."""
        value, trigger = filled.get("value") or {}, filled.get("trigger")
        await self._presses.fill(user, view, block_id, action_id, value=value, trigger=trigger)

    async def options(
        self, user: User, container: Json, block_id: str, action_id: str, query: str = ""
    ) -> Json:
        """Ask the app for the options of an external select."""
        return await self._presses.options(user, container, block_id, action_id, query)

    async def upload(self, user: User, name: str, content: str) -> Json:
        """Choose a file, its `content` in base64; gives what stands for it in the value of a file input."""
        file = upload(self._world, user, name, unpacked(content))
        return {"file": shapes.file(self._workspace, file, self._world.base)}

    async def submit(self, user: User, view: str, values: Json | None = None) -> Json:
        """Submit a modal; gives the errors to show under its fields, by block."""
        return await self._submissions.submit(user, view, values or {})

    async def close(self, user: User, view: str, *, clear: bool = False) -> None:
        """Close a modal, or all of them."""
        await self._submissions.close(user, view, clear=clear)

    async def react(self, user: User, channel: str, ts: str, name: str) -> None:
        """Add a reaction."""
        home, message = self._message(user, channel, ts)
        self._workspace.react(home, message, user.id, name)
        await self._world.courier.settle()

    async def unreact(self, user: User, channel: str, ts: str, name: str) -> None:
        """Take a reaction back."""
        home, message = self._message(user, channel, ts)
        self._workspace.unreact(home, message, user.id, name)
        await self._world.courier.settle()

    def _message(self, user: User, channel: str, ts: str) -> tuple[Channel, Message]:
        home = self._channel(user, channel)
        if home.is_archived:
            raise SlackError("is_archived")
        return home, self._workspace.message(home, ts)

    async def open_home(self, user: User) -> None:
        """Open the app's Home tab."""
        self._ours(user, "The Home tab")
        if not self._world.manifest.home_tab:
            raise CannotError("This app has no Home tab.")
        await self._open_app(user, "home")

    async def _open_app(self, user: User, tab: str) -> None:
        home = self._world.views.homes.get(user.id) if tab == "home" else None
        self._workspace.announce(
            "app_home_opened",
            user=user.id,
            channel=self._workspace.direct(self._workspace.bot.id, user.id),
            tab=tab,
            view=self._world.views.shape(home) if home else None,
        )
        await self._world.courier.settle()

    async def shortcut(self, user: User, callback_id: str) -> None:
        """Use a global shortcut."""
        name = self._shortcut(user, callback_id, "global")
        trigger = self._world.triggers.issue(user.id)
        payload = self._world.payloads.shortcut(user, callback_id, trigger)
        await self._send(user, name, payload)

    async def message_shortcut(self, user: User, callback_id: str, channel: str, ts: str) -> None:
        """Use a shortcut on a message."""
        name = self._shortcut(user, callback_id, "message")
        home = self._channel(user, channel)
        message = self._workspace.message(home, ts)
        path = self._world.response_urls.issue(user.id, home.id)
        payload = self._world.payloads.message_shortcut(
            user,
            home,
            message,
            callback_id=callback_id,
            trigger=self._world.triggers.issue(user.id, home.id),
            response_url=self._world.base + path,
        )
        await self._send(user, name, payload)

    def _ours(self, user: User, what: str) -> None:
        """Refuse what only people of the organisation that installed the app may use."""
        if self._workspace.is_outside(user):
            raise CannotError(f"{what} is not available to people from other organisations.")

    def _shortcut(self, user: User, callback_id: str, kind: str) -> str:
        declared = self._world.manifest.shortcuts.get(callback_id)
        if declared is None or declared.type != kind or "commands" not in self._world.granted:
            raise CannotError(f"There is no {kind} shortcut {callback_id}.")
        if not self._world.manifest.interactivity:
            raise CannotError("This app is not configured to handle interactive responses.")
        self._ours(user, declared.name)
        return declared.name

    async def _send(self, user: User, name: str, payload: Json) -> None:
        ack = await self._world.courier.carry("interaction", payload["callback_id"], payload)
        if ack.error is not None:
            self._world.fail(user.id, f"{name} failed because {ack.error}")

    async def read(self, user: User, channel: str) -> None:
        """Mark a channel as read."""
        self._workspace.read(self._channel(user, channel), user.id)

    async def join(self, user: User, channel: str) -> None:
        """Join a public channel."""
        self._workspace.join(self._channel(user, channel), user.id)
        await self._world.courier.settle()

    async def leave(self, user: User, channel: str) -> None:
        """Leave a channel."""
        home = self._channel(user, channel)
        if home.is_general:
            raise CannotError(f"Nobody can leave #{home.name}.")
        self._workspace.leave(home, user.id)
        await self._world.courier.settle()

    async def open_dm(self, user: User, peer: str) -> Json:
        """Open the direct message with somebody; with the app, its Messages tab."""
        other = self._workspace.user(peer)
        channel = self._workspace.direct(user.id, other.id)
        if other.id == self._workspace.bot.id:
            await self._open_app(user, "messages")
        return {"channel": channel.id}

    async def dismiss(self, user: User, channel: str, ts: str) -> None:
        """Put an ephemeral message away."""
        home = self._channel(user, channel)
        message = home.ephemerals.get(user.id, {}).get(ts)
        if message is None:
            raise SlackError("message_not_found")
        self._workspace.delete(home, message)
