"""Who is asking: known before any listener runs."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from rituals.log_context import also
from rituals.people import People
from rituals.rights import require_ours
from storage.records.people import Person

_KEY = "asker"

_log = logging.getLogger(__name__)

_ACTS = {"block_actions", "message_action", "shortcut", "view_submission"}

Next = Callable[[], Awaitable[BoltResponse]]
"""What Bolt hands a middleware to go on with."""


class AskerMiddleware(AsyncMiddleware):
    """Puts the acting person on the context, as `asker(args)` gives it back.

    In a shared channel somebody of another organisation may press a button before anybody has met them:
    their own organisation stands beside their name. Nothing that happened in another workspace is heeded.
    """

    def __init__(self, people: People, workspace: str) -> None:
        self._people, self._workspace = people, workspace

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt's signature
        next: Next,  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        context, body = req.context, req.body
        is_ours = _organisation(body) in {None, self._workspace}
        if "event" in body and not is_ours:
            _log.warning("of another workspace", extra={"workspace": self._workspace})
            return BoltResponse(status=200)
        if context.user_id:
            also(workspace=self._workspace, person=context.user_id)
            person = await self._people.find(context.user_id)
            if not is_ours:
                person = replace(person, is_external=True)
            elif not person.name and _is_an_act(body):
                await self._people.welcome(context.user_id)
            context[_KEY] = person
        return await next()


def _is_an_act(body: Mapping[str, Any]) -> bool:
    """Whether somebody did something with Polaris; of events they may not even know."""
    return "command" in body or body.get("type") in _ACTS


def _organisation(body: Mapping[str, Any]) -> str | None:
    """Where the person belongs who typed, pressed or submitted; of an event, where it happened."""
    user, team = body.get("user"), body.get("team")
    if isinstance(user, Mapping) and user.get("team_id"):
        return str(user["team_id"])
    if isinstance(team, Mapping) and team.get("id"):
        return str(team["id"])
    # In a shared channel an event may name the other workspace; it is meant for the first that is authorised.
    meant = next(iter(body.get("authorizations") or ()), body)
    found = meant.get("team_id")
    return str(found) if found else None


def asker(args: AsyncArgs) -> Person:
    """The acting person. Raises Outsider for people of another organisation, and for those who have left."""
    person: Person = args.context[_KEY]
    require_ours(person)
    return person
