"""What Slack may send, made of its types, of what the bot listens to and of what people have before them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from bot.simulator import shapes
from bot.simulator.uploads import upload
from tests.contracts.shapes import known
from tests.fuzz import said
from tests.fuzz.filled import filled, forged
from tests.fuzz.hand import Hand, hands
from tests.fuzz.people import STAMPS, Cast
from tests.fuzz.seen import Pressable, Seen
from tests.fuzz.stage import FORM, JSON, Stage
from tests.fuzz.typed import Draw, Types

Json = dict[str, Any]

_EVENTS = sorted(name for name in known("schemas/events.json") if name.islower())
_METADATA, _VALUE = 3_000, 2_000
# Chooses anything, and forges nothing.
_STEADY = Hand(b"\x07", ["7"])
_TABLE = f"week,{said.MARK}<!channel>\n2025-08-04,=1+1\n2025-08-04,\x00\n".encode()


@dataclass(frozen=True, slots=True)
class Input:
    """One request; `shown` is the view that was submitted.

    `is_likely` is what Slack sends of what was shown; not what nobody was ever shown, in its shape.
    """

    kind: str
    payload: Json
    shown: Json | None = None
    is_likely: bool = True

    @property
    def about(self) -> str:
        """The name of the listener it is for."""
        payload = self.payload
        if self.kind == "event":
            return str(payload["event"]["type"])
        if "command" in payload:
            word = f"{payload['command']} {payload['text']}".split()
            return " ".join(word[:2])
        if "actions" in payload:
            return str(payload["actions"][0]["action_id"])
        return str(payload.get("callback_id") or payload.get("view", {}).get("callback_id"))

    def encoded(self) -> tuple[bytes, str]:
        """As Slack sends it: commands and interactions as forms, events as JSON."""
        if self.kind == "command":
            return urlencode(self.payload).encode(), FORM
        if self.kind == "event":
            return json.dumps(self.payload).encode(), JSON
        return urlencode({"payload": json.dumps(self.payload)}).encode(), FORM


class Inputs:
    """Inputs for one stage: drawn without a look at it, then fitted to what stands there by now."""

    def __init__(self, stage: Stage, seen: Seen) -> None:
        self._seen, self._cast = seen, Cast(stage)
        self._heard = stage.polaris.door.registered
        world = stage.slack.world
        self._shortcuts = world.manifest.shortcuts
        named = self._cast.named()
        self._interactions = Types("schemas/interactions.json", named, said.typed())
        self._events = Types("schemas/events.json", named, said.typed())
        self._numbers = self._drawn = 0
        file = upload(world, world.workspace.user("ana"), f"{said.MARK}.csv", _TABLE)
        self._file = shapes.file(world.workspace, file, world.base)
        # Presses and forms are most of what there is, so they come twice as often.
        self._fitting: list[tuple[str, Callable[[Hand, Json], Input]]] = [
            ("command", self._command),
            *[("block_actions", self._press)] * 2,
            *[("view_submission", self._submission)] * 2,
            ("view_closed", self._closed),
            ("shortcut", self._shortcut),
            ("message_action", self._message_shortcut),
            ("event", self._event),
            ("block_suggestion", self._suggestion),
        ]

    def draw(self, draw: Draw) -> tuple[Input, Hand]:
        """One of any kind, and the hand that goes on choosing."""
        kind, fit = draw(st.sampled_from(self._fitting))
        made = (
            self._events.draw(draw, draw(st.sampled_from(_EVENTS)))
            if kind == "event"
            else self._interactions.draw(draw, kind)
        )
        self._drawn += 1
        hand = draw(hands()).mixed(self._drawn)
        return fit(hand, made), hand

    def plain_commands(self) -> Iterator[Input]:
        """Every command with every word it knows, by the product lead and by a team's."""
        for user in (self._cast.lead, self._cast.team_lead):
            for name, words in self._heard.commands.items():
                for word in ("", *words):
                    yield Input("command", self._command_by(user, self._cast.general, name, word))

    def plain_presses(self, pressed: Pressable) -> Iterator[Input]:
        """Whoever has a window before them presses in it, or either lead what stands in a message."""
        here = [self._owner(pressed.view)] if pressed.view else [self._cast.lead, self._cast.team_lead]
        return (self._plain_press(user, pressed) for user in here)

    def _plain_press(self, user: str, pressed: Pressable) -> Input:
        by = self._by(_STEADY, user)
        kind = {
            "type": "block_actions",
            "actions": [self._action(_STEADY, pressed)],
            "api_app_id": "A",
            "token": "",
        }
        if pressed.view is None:
            return Input("interactive", kind | by | self._in_message(_STEADY, user, pressed))
        view = {"view": pressed.view, "container": {"type": "view", "view_id": pressed.view["id"]}}
        return Input("interactive", kind | by | view)

    def plain_submission(self, shown: Json) -> Input:
        """Somebody sends a form as it opened, and fills in what they have to."""
        view = self._view(_STEADY, shown, is_hurried=True)
        kind = {"type": "view_submission", "api_app_id": "A", "token": "", "view": view}
        return Input("interactive", kind | self._by(_STEADY, self._owner(shown)), shown=view)

    def _command(self, hand: Hand, made: Json) -> Input:
        name = hand.pick(sorted(self._heard.commands))
        text = f"{hand.pick(['', *self._heard.commands[name]])} {'' if hand.one_in(4) else hand.text()}"
        user, channel = self._cast.user(hand), hand.pick(self._cast.channels)
        return Input("command", made | self._command_by(user, channel, name, text.strip()))

    def _command_by(self, user: str, channel: str, name: str, text: str) -> Json:
        return {
            "command": name,
            "text": text,
            "user_id": user,
            "team_id": self._cast.workspace,
            "channel_id": channel,
            "trigger_id": self._cast.trigger(user),
            "response_url": self._cast.response_url(user, channel),
        }

    def _press(self, hand: Hand, made: Json) -> Input:
        """Something that is there is pressed; now and then what is listened to, wherever it may stand."""
        there = [*self._seen.pressables.values()]
        is_likely = bool(there) and not hand.one_in(5)
        pressed = hand.pick(hand.pick(there)) if is_likely else self._unseen(hand)
        user = self._cast.user(hand) if hand.one_in(3) else self._owner(pressed.view)
        is_likely = is_likely and (pressed.view is None or user == self._owner(pressed.view))
        payload = made | self._by(hand, user) | {"actions": [self._action(hand, pressed)]}
        if pressed.view is None:
            payload.pop("view", None)
            place = self._in_message(hand, user, pressed)
            return Input("interactive", payload | place, is_likely=is_likely)
        for name in ("message", "channel", "response_url"):
            payload.pop(name, None)
        view = self._view(hand, pressed.view)
        place = {"view": view, "container": {"type": "view", "view_id": view["id"]}}
        return Input("interactive", payload | place, is_likely=is_likely)

    def _submission(self, hand: Hand, made: Json) -> Input:
        is_likely = bool(self._seen.views) and not hand.one_in(10)
        view = self._form(hand, made["view"], is_likely=is_likely)
        user = self._cast.user(hand) if hand.one_in(3) else self._owner(view)
        # A window that asks for nothing has no button to send it by.
        is_likely = is_likely and user == self._owner(view) and bool(view["submit"])
        by = self._by(hand, user)
        return Input("interactive", made | by | {"view": view}, shown=view, is_likely=is_likely)

    def _closed(self, hand: Hand, made: Json) -> Input:
        view = self._form(hand, made["view"], is_likely=bool(self._seen.views))
        by = self._by(hand, self._cast.user(hand))
        return Input("interactive", made | by | {"view": view}, is_likely=bool(view["notify_on_close"]))

    def _shortcut(self, hand: Hand, made: Json) -> Input:
        name = {"callback_id": hand.pick(self._shortcuts_of("global"))}
        return Input("interactive", made | self._by(hand, self._cast.user(hand)) | name)

    def _message_shortcut(self, hand: Hand, made: Json) -> Input:
        user, channel = self._cast.user(hand), hand.pick(self._cast.channels)
        message = {"type": "message", "user": self._cast.user(hand), "ts": hand.pick(STAMPS)}
        used = {
            "callback_id": hand.pick(self._shortcuts_of("message")),
            "channel": {"id": channel, "name": "general"},
            "message": made.get("message", {}) | message | {"text": hand.text()},
            "response_url": self._cast.response_url(user, channel),
        }
        return Input("interactive", made | self._by(hand, user) | used)

    def _event(self, hand: Hand, made: Json) -> Input:
        """Who joins is told as who changes; reactions are mostly to what was posted."""
        event = made["event"]
        if event["type"] == "user_change" and hand.one_in(2):
            event["type"] = "team_join"
        if event["type"] == "app_home_opened" and not hand.one_in(4):
            event["tab"] = "home"
        if "item" in event and self._seen.messages and not hand.one_in(4):
            event["item"]["channel"], event["item"]["ts"] = hand.pick(self._seen.messages)
        self._numbers += 1
        about = {"team_id": self._cast.workspace, "event_id": f"Ev{self._numbers}", "authorizations": []}
        return Input("event", made | about)

    def _suggestion(self, hand: Hand, made: Json) -> Input:
        """No field of ours asks for its options."""
        asked = {"action_id": hand.pick(self._heard.actions)}
        by = self._by(hand, self._cast.user(hand))
        return Input("interactive", made | by | asked, is_likely=False)

    def _owner(self, view: Json | None) -> str:
        """Whose window it is."""
        return self._seen.owners.get((view or {}).get("id", ""), self._cast.lead)

    def _shortcuts_of(self, kind: str) -> list[str]:
        return [name for name, each in self._shortcuts.items() if each.type == kind]

    def _by(self, hand: Hand, user: str) -> Json:
        home = "TOTHER" if hand.one_in(12) else self._cast.workspace
        who = {"id": user, "username": "somebody", "name": "somebody", "team_id": home}
        team = {"id": self._cast.workspace, "domain": "northlight"}
        return {"user": who, "team": team, "trigger_id": self._cast.trigger(user)}

    def _unseen(self, hand: Hand) -> Pressable:
        element = {"type": "button", "action_id": hand.pick(self._heard.actions), "value": hand.text()}
        return Pressable("b1", element, channel=hand.pick(self._cast.channels), ts=hand.pick(STAMPS))

    def _action(self, hand: Hand, pressed: Pressable) -> Json:
        element = pressed.element
        action: Json = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": pressed.block_id,
            "action_ts": "1754893020.000100",
        }
        if element["type"] != "button":
            return action | filled(hand, element, self._cast, self._file, is_press=True)
        if "value" in element:
            value = element["value"]
            action["value"] = forged(hand, value, _VALUE) if hand.one_in(6) else value
        return action | {"text": {"type": "plain_text", "text": "Press", "emoji": True}}

    def _in_message(self, hand: Hand, user: str, pressed: Pressable) -> Json:
        channel = pressed.channel or hand.pick(self._cast.channels)
        place = {"type": "message", "message_ts": pressed.ts, "channel_id": channel}
        return {
            "channel": {"id": channel, "name": "general"},
            "container": place | {"is_ephemeral": hand.one_in(2)},
            "message": {"type": "message", "ts": pressed.ts, "text": hand.text(), "user": user},
            "response_url": self._cast.response_url(user, channel),
        }

    def _form(self, hand: Hand, made: Json, *, is_likely: bool) -> Json:
        """One that is open, filled in; else one that was never shown."""
        if is_likely:
            return self._view(hand, hand.pick(hand.pick([*self._seen.views.values()])))
        callback = {"type": "modal", "callback_id": hand.pick(self._heard.views)}
        return made | callback | {"private_metadata": hand.text()[:_METADATA]}

    def _view(self, hand: Hand, view: Json, *, is_hurried: bool = False) -> Json:
        """A view as it comes back; at times with other metadata than it was given."""
        values = {
            block["block_id"]: {
                block["element"]["action_id"]: {"type": block["element"]["type"]}
                | filled(hand, block["element"], self._cast, self._file, is_press=is_hurried)
            }
            for block in view.get("blocks") or []
            if block.get("type") == "input" and not (is_hurried and block.get("optional"))
        }
        metadata = view.get("private_metadata", "")
        if hand.one_in(6):
            metadata = forged(hand, metadata, _METADATA)
        return view | {"state": {"values": values}, "private_metadata": metadata}
