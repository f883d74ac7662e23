"""Who listens to what, by name: a request goes straight to its listener.

Bolt asks its listeners in turn and makes up all their arguments for each of them. With some hundred of ours
finding one of the last took longer than answering, so Bolt knows one for each kind of request.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

Listener = Callable[[AsyncArgs], Awaitable[None]]
Body = Mapping[str, Any]

_ANY = re.compile("")


class Switchboard:
    """The listeners of one app. Of two with the same name the first is asked, as Bolt does."""

    def __init__(self, app: AsyncApp) -> None:
        self.commands: dict[str, Listener] = {}
        self.actions: dict[str, Listener] = {}
        self.shortcuts: dict[str, Listener] = {}
        self.views: dict[str, Listener] = {}
        self.events: dict[str, Listener] = {}
        for register, listeners, name in (
            (app.command, self.commands, lambda body: body["command"]),
            (app.block_action, self.actions, lambda body: body["actions"][0]["action_id"]),
            (app.shortcut, self.shortcuts, lambda body: body["callback_id"]),
            (app.view_submission, self.views, lambda body: body["view"]["callback_id"]),
            (app.event, self.events, lambda body: body["event"]["type"]),
        ):
            _connect(register, listeners, name)


def _connect(
    register: Callable[..., Any], listeners: Mapping[str, Listener], name: Callable[[Body], str]
) -> None:
    async def is_listened_to(body: Body) -> bool:
        return name(body) in listeners

    async def listen(args: AsyncArgs) -> None:
        await listeners[name(args.body)](args)

    register(_ANY, matchers=[is_listened_to])(listen)
