"""An answer by the address that came with what somebody did: five times, within half an hour."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import ClientSession
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot import refusals
from bot.blocks import limits
from bot.blocks.layout import Message
from bot.refusals import Heard
from storage.spans import span

_SLACKS = {("https", "hooks.slack.com"), ("https", "hooks.slack-gov.com")}


def is_slacks(url: str, api: str) -> bool:
    """Whether an address that a window kept leads to Slack, or to where its Web API is: it may be forged."""
    ours = urlsplit(api)
    try:
        parts = urlsplit(url)
        place, port = (parts.scheme, parts.hostname), parts.port
    except ValueError:
        return False
    is_ours = (*place, port) == (ours.scheme, ours.hostname, ours.port)
    return is_ours or (place in _SLACKS and port in {None, 443})


async def answer(
    url: str,
    message: Message,
    session: ClientSession | None,
    tell: Callable[[Heard], None],
    *,
    replace: bool,
) -> bool:
    """Whether Slack took it; `tell` hears what came back. Raises what aiohttp raises."""
    # The SDK's default would post again after a dropped connection, and be seen twice.
    webhook = AsyncWebhookClient(url, session=session, retry_handlers=[])
    with span("slack call", method="response_url") as note:
        try:
            came = await webhook.send(
                text=limits.text(message.text),
                blocks=limits.message(message.blocks),
                response_type="ephemeral",
                replace_original=replace,
            )
        except BaseException as problem:  # a call that was given up is cancelled: it may have been heard
            tell(outcome := refusals.heard(problem))
            note(outcome=outcome)
            raise
        tell(outcome := _heard(came.status_code))
        note(outcome=outcome)
    return came.status_code == HTTPStatus.OK


def _heard(status: int) -> Heard:
    if status == HTTPStatus.OK:
        return Heard.OK
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Heard.RATELIMITED
    return Heard.AMBIGUOUS if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Heard.REFUSED
