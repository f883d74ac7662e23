"""Pressing buttons, choosing options, filling in fields: from the place on screen to `block_actions`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.simulator import state
from bot.simulator.cannot import CannotError
from bot.simulator.records import Channel, Json, Message, User
from bot.simulator.rules.blocks import elements_of
from bot.simulator.uploads import spelled_out
from bot.simulator.views import View

if TYPE_CHECKING:
    from bot.simulator.world import World


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element stands: in a message of a channel, or in a view."""

    channel: Channel | None = None
    message: Message | None = None
    view: View | None = None

    @property
    def blocks(self) -> list[Json]:
        """Give the blocks of the message or view."""
        if self.view is not None:
            found: list[Json] = self.view.content["blocks"]
            return found
        return self.message.blocks if self.message is not None else []

    @property
    def values(self) -> state.Values:
        """Give what was filled in there so far."""
        if self.view is not None:
            return self.view.values
        return self.message.values if self.message is not None else {}


class Presses:
    """Turns presses into payloads and carries them to the app."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def place(self, user: User, container: Json) -> Place:
        """Find what the page calls a container: a message, a view or the person's App Home."""
        workspace, views = self._world.workspace, self._world.views
        if "message" in container:
            channel = workspace.channel(container["message"]["channel"])
            if not workspace.may_look(user, channel):
                raise CannotError("You cannot see this message.")
            return Place(channel, workspace.message(channel, container["message"]["ts"], user.id))
        if container.get("home"):
            if user.id not in views.homes:
                raise CannotError("The Home tab is still empty.")
            return Place(view=views.homes[user.id])
        view = views.find(container.get("view"))
        if view.user != user.id:
            raise CannotError("This is somebody else's.")
        return Place(view=view)

    async def click(self, user: User, container: Json, block_id: str, action_id: str, value: Json) -> None:
        """Press or choose, and tell the app unless the element waits for a submission."""
        place = self.place(user, container)
        block, element = self.element(place, block_id, action_id)
        action = self._action(block, element, value)
        name = state.value_name(element["type"])
        if name is not None:
            kept = {"type": element["type"], name: action[name]}
            place.values.setdefault(block_id, {})[action_id] = kept
        if block["type"] != "input" or block.get("dispatch_action"):
            await self._dispatch(user, place, action)

    async def fill(
        self, user: User, view: str, block_id: str, action_id: str, *, value: Json, trigger: str | None
    ) -> None:
        """Remember a field's value, and tell the app when its block dispatches this trigger."""
        place = self.place(user, {"view": view})
        block, element = self.element(place, block_id, action_id)
        name = state.value_name(element["type"]) or "value"
        filled = {"type": element["type"], name: value.get(name)}
        place.values.setdefault(block_id, {})[action_id] = spelled_out(self._world, user, filled)
        if block.get("dispatch_action") and self._dispatches(element, trigger):
            await self._dispatch(user, place, self._action(block, element, value))

    @staticmethod
    def _dispatches(element: Json, trigger: str | None) -> bool:
        config = element.get("dispatch_action_config", {})
        wanted = config.get("trigger_actions_on", ["on_enter_pressed"])
        return {"enter": "on_enter_pressed", "character": "on_character_entered"}.get(trigger or "") in wanted

    @staticmethod
    def element(place: Place, block_id: str, action_id: str) -> tuple[Json, Json]:
        """Find an element by its identifiers."""
        for block in place.blocks:
            if block.get("block_id") == block_id:
                for element in elements_of(block):
                    if element["action_id"] == action_id:
                        return block, element
        raise CannotError("That is no longer there.")

    def _action(self, block: Json, element: Json, value: Json) -> Json:
        action: Json = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "action_ts": self._world.workspace.clock.stamp(),
        }
        for name in ("text", "value", "style", "confirm", "placeholder", "url"):
            if name in element and not (name == "value" and element["type"] != "button"):
                action[name] = element[name]
        chooses = "selected_option" if element["type"] == "overflow" else state.value_name(element["type"])
        if chooses is not None:
            chosen = value.get(chooses)
            self._among(element, chosen)
            action[chooses] = chosen
        return action

    @staticmethod
    def _among(element: Json, chosen: Any) -> None:
        groups = element.get("option_groups", [])
        options = element.get("options", [each for group in groups for each in group["options"]])
        if not options:
            return
        picked = chosen if isinstance(chosen, list) else [chosen] if chosen else []
        known = [each.get("value") for each in options]
        if any(not isinstance(each, dict) or each.get("value") not in known for each in picked):
            raise CannotError("There is no such option.")

    async def _dispatch(self, user: User, place: Place, action: Json) -> None:
        if not self._world.manifest.interactivity:
            raise CannotError("This app is not configured to handle interactive responses.")
        ack = await self._world.courier.carry(
            "interaction", action["action_id"], self._payload(user, place, action)
        )
        if ack.error is not None:
            self._world.fail(user.id, f"That did not work because {ack.error}")

    def _payload(self, user: User, place: Place, action: Json) -> Json:
        world = self._world
        if place.view is not None:
            return world.payloads.view_action(user, place.view, action, world.triggers.issue(user.id))
        channel, message = place.channel, place.message
        if channel is None or message is None:
            raise CannotError("That is no longer there.")
        path = world.response_urls.issue(
            user.id,
            channel.id,
            message_ts=message.ts,
            is_ephemeral=message.ephemeral_to is not None,
            thread_ts=message.thread_ts,
        )
        return world.payloads.message_action(
            user,
            channel,
            message,
            action=action,
            trigger=world.triggers.issue(user.id, channel.id),
            response_url=world.base + path,
        )

    async def options(self, user: User, container: Json, block_id: str, action_id: str, query: str) -> Json:
        """Ask the app what an external select offers for what was typed."""
        place = self.place(user, container)
        self.element(place, block_id, action_id)
        where: Json = {}
        if place.view is not None:
            where = {
                "container": {"type": "view", "view_id": place.view.id},
                "view": self._world.views.shape(place.view),
            }
        elif place.channel is not None and place.message is not None:
            where = self._world.payloads.in_message(place.channel, place.message)
        payload = self._world.payloads.suggestion(user, block_id, action_id, query, where)
        ack = await self._world.courier.carry("interaction", action_id, payload)
        if ack.error is not None or not isinstance(ack.payload, dict):
            raise CannotError(
                f"The options could not be loaded because {ack.error or 'the answer was empty'}."
            )
        groups = ack.payload.get("option_groups", [])
        return {"options": ack.payload.get("options", []), "option_groups": groups}
