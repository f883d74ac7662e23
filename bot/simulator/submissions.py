"""Submitting and closing modals, and doing what the app answers."""

from typing import TYPE_CHECKING, Any

from bot.simulator import state
from bot.simulator.cannot import CannotError
from bot.simulator.records import Json, User
from bot.simulator.refusal import SlackError
from bot.simulator.rules.views import answer_complaints, scope_complaints
from bot.simulator.uploads import spelled_out
from bot.simulator.views import View, inputs

if TYPE_CHECKING:
    from bot.simulator.world import World

_TROUBLE = "We had some trouble connecting. Try again?"


class Submissions:
    """Carries submissions to the app and acts on its answer."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def _view(self, user: User, view_id: str) -> View:
        view = self._world.views.find(view_id)
        if view.user != user.id or view.content["type"] != "modal":
            raise CannotError("This is somebody else's.")
        return view

    async def submit(self, user: User, view_id: str, values: Json) -> Json:
        """Submit a modal; gives the field errors, Slack's own or the app's."""
        view = self._view(user, view_id)
        self._take(user, view, values)
        faults = state.faults(view.content["blocks"], view.values)
        if faults:
            return {"errors": faults}
        trigger = self._world.triggers.issue(user.id)
        payload = self._world.payloads.view_submission(user, view, trigger, self._response_urls(user, view))
        ack = await self._world.courier.carry("interaction", view.content.get("callback_id", ""), payload)
        if ack.error is not None:
            self._world.fail(user.id, f"{_TROUBLE} ({ack.error})")
            raise CannotError(_TROUBLE)
        return self._obey(user, view, ack.payload)

    def _response_urls(self, user: User, view: View) -> list[Json]:
        """Give an address for each channel chosen in a select that asks for one."""
        found: list[Json] = []
        for block, element in state.fields(view.content["blocks"]):
            if block["type"] == "input" and element.get("response_url_enabled"):
                name = state.value_name(element["type"]) or ""
                channel = view.values[block["block_id"]][element["action_id"]].get(name)
                if channel:
                    path = self._world.response_urls.issue(user.id, channel)
                    found.append(
                        {
                            "block_id": block["block_id"],
                            "action_id": element["action_id"],
                            "channel_id": channel,
                            "response_url": self._world.base + path,
                        }
                    )
        return found

    def _take(self, user: User, view: View, values: Json) -> None:
        known = {
            (block["block_id"], element["action_id"])
            for block, element in state.fields(view.content["blocks"])
        }
        for block_id, actions in values.items():
            for action_id, value in actions.items():
                if (block_id, action_id) not in known:
                    raise CannotError(f"There is no field {block_id}/{action_id} in this view.")
                whole = spelled_out(self._world, user, value)
                view.values.setdefault(block_id, {})[action_id] = whole

    def _obey(self, user: User, view: View, answer: Any) -> Json:
        views = self._world.views
        if not answer:
            views.close(view)
            return {}
        complaints = ["the answer must be an object"]
        if isinstance(answer, dict):
            complaints = answer_complaints(answer, set(inputs(view)), self._world.files.complaint)
            complaints += scope_complaints(answer.get("view"), self._world.granted)
        if complaints:
            self._world.fail(user.id, f"{_TROUBLE} ({'; '.join(complaints)})")
            raise CannotError(f"{_TROUBLE} The app's answer was refused: {'; '.join(complaints)}")
        try:
            if answer["response_action"] == "errors":
                return {"errors": answer["errors"]}
            if answer["response_action"] == "update":
                views.update(view, answer["view"])
            elif answer["response_action"] == "push":
                views.push(user.id, answer["view"])
            else:
                views.close(view, all_of_them=True)
        except SlackError as refused:
            self._world.fail(user.id, f"{_TROUBLE} ({refused.error})")
            raise
        return {}

    async def close(self, user: User, view_id: str, *, clear: bool) -> None:
        """Close a modal; the app is told when the view asked for it."""
        view = self._view(user, view_id)
        clear = clear or bool(view.content.get("clear_on_close"))
        for closed in self._world.views.close(view, all_of_them=clear):
            if closed.content.get("notify_on_close"):
                payload = self._world.payloads.view_closed(user, closed, is_cleared=clear)
                await self._world.courier.carry("interaction", closed.content.get("callback_id", ""), payload)
