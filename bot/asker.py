"""Who is asking: known before any listener runs."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from rituals.errors import Outsider
from rituals.people import People
from storage.records import Person

_KEY = "asker"


class AskerMiddleware:
    """Puts the acting person on the context, as `asker(args)` gives it back."""

    def __init__(self, people: People) -> None:
        self._people = people

    async def __call__(self, context: AsyncBoltContext, next: Callable[[], Awaitable[Any]]) -> None:  # noqa: A002 - Bolt's name
        if context.user_id:
            context[_KEY] = await self._people.find(context.user_id)
        await next()


def asker(args: AsyncArgs) -> Person:
    """The acting person. Raises Outsider for people of another organisation."""
    person: Person = args.context[_KEY]
    if person.is_external:
        raise Outsider
    return person
