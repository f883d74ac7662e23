"""What people have before them: the forms and messages of the bot, to be filled in and pressed."""

import json
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.rules.blocks import elements_of
from bot.simulator.views import Views

Json = dict[str, Any]

_NEWEST = 4
_NESTED = ("blocks", "view", "attachments", "metadata", "files")


def plain(arguments: Json) -> Json:
    """The arguments of a call; what is nested comes as JSON text in a form."""
    return {
        name: json.loads(value) if name in _NESTED and isinstance(value, str) else value
        for name, value in arguments.items()
    }


@dataclass(frozen=True, slots=True)
class Pressable:
    """An element that can be pressed or chosen, and where it stands: in a message, or in a view."""

    block_id: str
    element: Json
    view: Json | None = None
    channel: str = ""
    ts: str = ""


def _few() -> defaultdict[str, deque[Any]]:
    return defaultdict(lambda: deque(maxlen=_NEWEST))


@dataclass
class Seen:
    """The newest of each kind, and whose each window is."""

    _views: Views
    views: defaultdict[str, deque[Json]] = field(default_factory=_few)
    pressables: defaultdict[str, deque[Pressable]] = field(default_factory=_few)
    owners: dict[str, str] = field(default_factory=dict)
    messages: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=30))

    def look(self, entry: Json) -> None:
        """Take up what a call to Slack showed somebody."""
        answer, asked = entry.get("answer"), plain(entry.get("request") or {})
        if entry["kind"] == "response_url" and entry["status"] == 200:
            self.whisper(asked.get("blocks") or [], "")
        if not isinstance(answer, dict) or not answer.get("ok"):
            return
        if isinstance(answer.get("view"), dict):
            there = self._views.homes.values(), *self._views.stacks.values()
            self.owners |= {each.id: each.user for some in there for each in some}
            self.show(answer["view"])
        if "blocks" in asked and "ts" in answer:
            self._put(asked["blocks"], None, str(answer.get("channel", "")), str(answer["ts"]))
            self.messages.append((str(answer.get("channel", "")), str(answer["ts"])))

    def show(self, view: Json) -> None:
        """A form or a Home tab."""
        if view.get("callback_id"):
            self.views[view["callback_id"]].append(view)
        self._put(view.get("blocks") or [], view, "", "")

    def whisper(self, blocks: list[Json], channel: str) -> None:
        """An answer that only one person sees."""
        self._put(blocks, None, channel, "1754893020.000100")

    def _put(self, blocks: list[Json], view: Json | None, channel: str, ts: str) -> None:
        for block, element in _elements(blocks):
            found = Pressable(block.get("block_id") or "b1", element, view, channel, ts)
            if "action_id" in element:
                self.pressables[element["action_id"]].append(found)


def _elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Whatever tells the app when it is used: fields of a form do not, unless they are told to."""
    for block in blocks:
        if block.get("type") != "input" or block.get("dispatch_action"):
            for element in elements_of(block):
                yield block, element
