"""Open views: a stack of modals and one App Home per person."""

from dataclasses import dataclass, field
from typing import Any

from bot.simulator import state
from bot.simulator.records import Json
from bot.simulator.refusal import SlackError
from bot.simulator.rules.limits import VIEW_STACK
from bot.simulator.workspace import Workspace


@dataclass(slots=True)
class View:
    """A view somebody has open; `values` is what they filled in so far."""

    id: str
    user: str
    content: Json
    hash: str
    root_id: str
    # When it last changed, as a message stamp.
    at: str
    previous_id: str | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)


class Views:
    """Every open view of the workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def open(self, user: str, content: Json) -> View:
        """Open a modal as the bottom of a new stack; a stack already open is replaced."""
        self._only_once(content, None)
        view = self._made(user, content, "V")
        self.stacks[user] = [view]
        self._announce(user)
        return view

    def push(self, user: str, content: Json) -> View:
        """Put a modal on top; raises `push_limit_reached`, or `view_not_found` when nothing is open."""
        stack = self.stacks.get(user)
        if not stack:
            raise SlackError("view_not_found")
        if len(stack) >= VIEW_STACK:
            raise SlackError("push_limit_reached")
        self._only_once(content, None)
        view = self._made(user, content, "V")
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        self._announce(user)
        return view

    def update(self, view: View, content: Json, hash_: str | None = None) -> View:
        """Replace what a view shows; fields that stay keep what was filled in. Raises `hash_conflict`."""
        if hash_ is not None and hash_ != view.hash:
            raise SlackError("hash_conflict")
        self._only_once(content, view)
        view.content = state.with_ids(content, self._workspace.ids)
        view.values = state.carried(view.values, view.content["blocks"])
        view.hash, view.at = self._hash(), self._workspace.clock.stamp()
        if view.content["type"] == "home":
            self._workspace.announce("home", user=view.user)
        else:
            self._announce(view.user)
        return view

    def publish(self, user: str, content: Json, hash_: str | None = None) -> View:
        """Show somebody their App Home; raises `hash_conflict`."""
        if user in self.homes:
            return self.update(self.homes[user], content, hash_)
        self.homes[user] = self._made(user, content, "V")
        self._workspace.announce("home", user=user)
        return self.homes[user]

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View:
        """Find an open view; raises `not_found`."""
        for view in self._all():
            if view.id == view_id or (external_id and view.content.get("external_id") == external_id):
                return view
        raise SlackError("not_found")

    def close(self, view: View, *, all_of_them: bool = False) -> list[View]:
        """Close a view and what lies on top of it, or the whole stack; gives what was closed."""
        stack = self.stacks.get(view.user, [])
        keep = 0 if all_of_them or view not in stack else stack.index(view)
        closed = stack[keep:]
        self.stacks[view.user] = stack[:keep]
        self._announce(view.user)
        return closed

    def shape(self, view: View) -> Json:
        """Give the view object as Slack sends it."""
        content = view.content
        modal = content["type"] == "modal"
        return {
            "id": view.id,
            "team_id": self._workspace.team_id,
            "type": content["type"],
            "blocks": content["blocks"],
            "private_metadata": content.get("private_metadata", ""),
            "callback_id": content.get("callback_id", ""),
            "state": {"values": view.values},
            "hash": view.hash,
            "title": content.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
            "clear_on_close": content.get("clear_on_close", False) if modal else False,
            "notify_on_close": content.get("notify_on_close", False) if modal else False,
            "submit_disabled": content.get("submit_disabled", False),
            "close": content.get("close"),
            "submit": content.get("submit"),
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": self._workspace.app_id,
            "external_id": content.get("external_id", ""),
            "app_installed_team_id": self._workspace.team_id,
            "bot_id": self._workspace.bot.bot_id,
        }

    def clear(self) -> None:
        """Close everything."""
        self.stacks.clear()
        self.homes.clear()

    def _made(self, user: str, content: Json, prefix: str) -> View:
        view_id = self._workspace.ids.new(prefix)
        shown = state.with_ids(content, self._workspace.ids)
        values = state.initial(shown["blocks"])
        at = self._workspace.clock.stamp()
        return View(view_id, user, shown, self._hash(), view_id, at, values=values)

    def _hash(self) -> str:
        return f"{int(self._workspace.clock.seconds())}.{self._workspace.ids.secret(8)}"

    def _all(self) -> list[View]:
        return [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())

    def _only_once(self, content: Json, but: View | None) -> None:
        external = content.get("external_id")
        if external and any(
            view.content.get("external_id") == external for view in self._all() if view is not but
        ):
            raise SlackError("duplicate_external_id")

    def _announce(self, user: str) -> None:
        self._workspace.announce("modals", user=user)


def inputs(view: View) -> dict[str, Any]:
    """Give the input blocks of a view by `block_id`."""
    return {block["block_id"]: block for block in view.content["blocks"] if block["type"] == "input"}
