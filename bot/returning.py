"""What somebody typed comes back to them, wherever nothing could be made of it."""

import json
from collections.abc import Container, Mapping
from typing import Any

import aiohttp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot import forms
from bot.blocks import limits
from bot.blocks.layout import Message, paragraphs
from bot.blocks.text import quote
from bot.refusals import why_refused
from rituals.returning import Returned

_NO_COMMANDS: Mapping[str, Container[str]] = {}

# No window ever has it: an update that names it changes nothing, and tells whether there is a window.
_NO_HASH = "0.polaris"


def with_typed(
    body: Mapping[str, Any], sentence: str, commands: Mapping[str, Container[str]] = _NO_COMMANDS
) -> str:
    """The sentence, and below it what the person typed, to be copied from there.

    `commands` has the words each knows: one of them alone says what to do, and nobody could lose it.
    """
    command = (body.get("text") or "").strip()
    does = command.lower() in commands.get(body.get("command", ""), ())
    said = [command] if command and not does else []
    typed = list(forms.typed(body.get("view") or {}).values()) or said
    quoted = "\n".join(quote(text) for text in typed)
    return f"{sentence}\n\nYou wrote:\n{quoted}" if quoted else sentence


def window(args: AsyncArgs, sentence: str) -> dict[str, Any]:
    """The same as a modal to take the place of the one that was sent."""
    blocks = paragraphs(with_typed(args.body, sentence))
    return limits.view(View(type="modal", title="Polaris", close="Close", blocks=blocks))


def complaints(args: AsyncArgs) -> Mapping[str, str]:
    """What the answer to a form says under its fields."""
    answer = args.ack.response.body if args.ack.response else ""
    told: Mapping[str, str] = json.loads(answer).get("errors", {}) if answer else {}
    return told


def returned(facts: Returned) -> Message:
    """What somebody is told late."""
    return Message(facts.text, paragraphs(facts.text))


async def is_open(args: AsyncArgs) -> bool:
    """Whether the window that was sent is certainly still there for somebody to look at."""
    try:
        await args.client.views_update(
            view_id=args.body["view"]["id"], hash=_NO_HASH, view=window(args, "Still open?")
        )
    except SlackApiError as refusal:
        return why_refused(refusal) == "hash_conflict"
    except (aiohttp.ClientError, OSError):
        return False
    return True
