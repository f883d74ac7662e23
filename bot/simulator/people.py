"""A hand on the mouse for tests: a person who runs, clicks, submits, reacts and reads."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.simulator import state
from bot.simulator.cannot import CannotError
from bot.simulator.records import Channel, Json, Message, User
from bot.simulator.rules.blocks import elements_of
from bot.simulator.rules.messages import fallback
from bot.simulator.sight import Sight
from bot.simulator.typing_in import typed_value
from bot.simulator.uploads import upload

if TYPE_CHECKING:
    from bot.simulator.world import World


class Person:
    """Somebody in the workspace; every act waits until the app has acknowledged it."""

    def __init__(self, world: "World", user: User) -> None:
        self._world = world
        self.user = user
        self.errors: dict[str, str] = {}
        self._at = "general"

    @property
    def id(self) -> str:
        """Give the person's user id."""
        return self.user.id

    async def _does(self, what: str, **details: Any) -> Json:
        answer = await self._world.acts.perform(self.id, what, details)
        if not answer["ok"]:
            raise CannotError(answer["error"])
        return answer

    def _channel(self, reference: str | None) -> Channel:
        if reference is not None:
            self._at = reference
        return self._world.workspace.channel(self._at)

    async def says(self, text: str, channel: str | None = None, thread: str | None = None) -> Message:
        """Write a message."""
        home = self._channel(channel)
        answer = await self._does("post", channel=home.id, text=text, thread_ts=thread)
        return home.messages[answer["ts"]]

    async def runs(self, text: str, channel: str | None = None) -> None:
        """Run a slash command."""
        await self._does("post", channel=self._channel(channel).id, text=text)

    async def clicks(self, what: str, *, beside: str = "", **value: Any) -> None:
        """Press the newest visible element with this `action_id` or label; `value` for those that choose.

        Where there are several, `beside` is what the block it belongs to says, or one above it.
        """
        container, block, element = self._find(what, beside)
        await self._does(
            "click",
            container=container,
            block_id=block["block_id"],
            action_id=element["action_id"],
            **value,
        )

    async def chooses(self, what: str, option: Any, *, beside: str = "") -> None:
        """Choose in a select, menu, picker or the like, by text, value or what it holds."""
        container, block, element = self._find(what, beside)
        kind = "static_select" if element["type"] == "overflow" else element["type"]
        value = typed_value({**element, "type": kind}, option)
        del value["type"]
        await self._does(
            "click",
            container=container,
            block_id=block["block_id"],
            action_id=element["action_id"],
            **value,
        )

    async def fills(self, trigger: str | None = None, **values: Any) -> None:
        """Fill in fields of the top modal, by block, without submitting."""
        view = self._top()
        for block, element in state.fields(view["blocks"]):
            if block["block_id"] in values:
                value = self._value(element, values[block["block_id"]])
                await self._does(
                    "fill",
                    view=view["id"],
                    block_id=block["block_id"],
                    action_id=element["action_id"],
                    value=value,
                    trigger=trigger,
                )

    async def submits(self, **values: Any) -> dict[str, str]:
        """Submit the top modal with these values by block; gives the errors under its fields.

        Of a file input the value is a file's name and content, or several: `csv={"numbers.csv": b"..."}`.
        """
        view = self._top()
        given: dict[str, dict[str, Json]] = {}
        for block, element in state.fields(view["blocks"]):
            if block["block_id"] in values:
                value = self._value(element, values.pop(block["block_id"]))
                given.setdefault(block["block_id"], {})[element["action_id"]] = value
        if values:
            raise CannotError(f"This modal has no field {', '.join(values)}.")
        answer = await self._does("submit", view=view["id"], values=given)
        self.errors = answer.get("errors", {})
        return self.errors

    def _value(self, element: Json, plain: Any) -> Json:
        if element["type"] != "file_input":
            return typed_value(element, plain)
        given = {name: each.encode() if isinstance(each, str) else each for name, each in plain.items()}
        files = [upload(self._world, self.user, name, content) for name, content in given.items()]
        return {"type": "file_input", "files": [{"id": file.id} for file in files]}

    async def closes(self, *, everything: bool = False) -> None:
        """Close the top modal, or all."""
        await self._does("close", view=self._top()["id"], clear=everything)

    @property
    def modal(self) -> Json | None:
        """Give the top modal."""
        stack = self._world.views.stacks.get(self.id)
        return self._world.views.shape(stack[-1]) if stack else None

    @property
    def home(self) -> Json | None:
        """Give the App Home as published."""
        view = self._world.views.homes.get(self.id)
        return self._world.views.shape(view) if view else None

    def _top(self) -> Json:
        modal = self.modal
        if modal is None:
            raise CannotError("No modal is open.")
        return modal

    async def opens_home(self) -> None:
        """Open the app's Home tab."""
        await self._does("open_home")

    async def uses(self, callback_id: str, on: Message | None = None) -> None:
        """Use a shortcut, on a message if one is given."""
        if on is None:
            await self._does("shortcut", callback_id=callback_id)
        else:
            await self._does("message_shortcut", callback_id=callback_id, channel=on.channel, ts=on.ts)

    async def reacts(self, name: str, message: Message) -> None:
        """Add a reaction."""
        await self._does("react", channel=message.channel, ts=message.ts, name=name)

    async def unreacts(self, name: str, message: Message) -> None:
        """Take a reaction back."""
        await self._does("unreact", channel=message.channel, ts=message.ts, name=name)

    async def joins(self, channel: str) -> None:
        """Join a channel."""
        await self._does("join", channel=channel)

    async def leaves(self, channel: str) -> None:
        """Leave a channel."""
        await self._does("leave", channel=channel)

    async def options(self, what: str, query: str = "") -> list[Json]:
        """Give what an external select offers for what is typed."""
        container, block, element = self._find(what)
        answer = await self._does(
            "options",
            container=container,
            block_id=block["block_id"],
            action_id=element["action_id"],
            query=query,
        )
        found: list[Json] = answer["options"]
        return found

    def can_press(self, what: str, *, beside: str = "") -> bool:
        """Say whether there is such an element to press or choose in."""
        try:
            self._find(what, beside)
        except CannotError:
            return False
        return True

    def sees(self, channel: str | None = None, thread: str | None = None) -> list[Message]:
        """Give the messages of a channel as this person sees them, oldest first."""
        return Sight.seen(self._channel(channel), self.id, thread)

    def reads(self, channel: str | None = None, thread: str | None = None) -> list[str]:
        """Give the texts of a channel as this person reads them, oldest first."""
        return [each.text or fallback(each.blocks) for each in self.sees(channel, thread)]

    @property
    def dm(self) -> Channel:
        """Give the direct message with the app."""
        return self._world.workspace.direct(self._world.workspace.bot.id, self.id)

    @property
    def notices(self) -> list[str]:
        """Give what Slack told this person went wrong."""
        return [text for user, text in self._world.notices if user == self.id]

    def _find(self, what: str, beside: str = "") -> tuple[Json, Json, Json]:
        for container, blocks in self._visible():
            for block in _below(blocks, beside) if beside else reversed(blocks):
                for element in elements_of(block):
                    label = element.get("text", {})
                    if what in (element["action_id"], label.get("text")):
                        return container, block, element
        where = f" beside {beside!r}" if beside else ""
        raise CannotError(f"{self.user.real_name} sees nothing called {what!r} to press{where}.")

    def _visible(self) -> list[tuple[Json, list[Json]]]:
        modal = self.modal
        if modal is not None:
            return [({"view": modal["id"]}, modal["blocks"])]
        found: list[tuple[str, Json, list[Json]]] = []
        for channel in self._world.workspace.channels.values():
            if self.id in channel.members:
                every = [*channel.messages.values(), *channel.ephemerals.get(self.id, {}).values()]
                found += [
                    (each.ts, {"message": {"channel": channel.id, "ts": each.ts}}, each.blocks)
                    for each in every
                    if each.blocks
                ]
        home = self._world.views.homes.get(self.id)
        if home:
            found.append((home.at, {"home": True}, home.content["blocks"]))
        found.sort(key=lambda each: each[0], reverse=True)
        return [(container, blocks) for _, container, blocks in found]


def _below(blocks: list[Json], words: str) -> Iterator[Json]:
    """Give the block that says this and those below it, to the end of what can be pressed there."""
    at = next((at for at, block in enumerate(blocks) if words in fallback([block])), len(blocks))
    begun = False
    for block in blocks[at:]:
        if begun and not elements_of(block):
            return
        begun = begun or bool(elements_of(block))
        yield block


class People:
    """Everybody, by handle."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._known: dict[str, Person] = {}

    def __getitem__(self, handle: str) -> Person:
        """Give a person; raises `SlackError` (`user_not_found`) for one there is not."""
        user = self._world.workspace.user(handle)
        if handle not in self._known or self._known[handle].user is not user:
            self._known[handle] = Person(self._world, user)
        return self._known[handle]
