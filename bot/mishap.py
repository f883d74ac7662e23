"""A failure that is nobody's rule: logged, and put into a sentence for whoever ran into it."""

import logging

import aiohttp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from bot import refusals
from bot.answers import mishaps
from bot.blocks.values import ForgedValue
from rituals.log_context import known
from storage.engine import DATABASE_AWAY

log = logging.getLogger(__name__)

# A trigger opens one window, within three seconds.
_TOO_LATE = {"trigger_expired", "expired_trigger_id", "trigger_exchanged", "exchanged_trigger_id"}

# The window is closed, or shows by now what this answer was not made for.
_MOVED_ON = {"not_found", "view_not_found", "hash_conflict"}


def may_pass(error: Exception) -> bool:
    """Whether the same may go well in a minute: Slack or the database was not there, or was too slow."""
    if isinstance(error, SlackApiError):
        return refusals.may_pass(error)
    return isinstance(error, (aiohttp.ClientError, OSError, *DATABASE_AWAY))


def told(args: AsyncArgs, error: Exception) -> str:
    """What the person is told; the reference in it finds the lines of the log."""
    who = {"person": args.context.user_id}
    refused = error.response.get("error") if isinstance(error, SlackApiError) else None
    if refused in _TOO_LATE:
        log.warning("window not opened in time", extra=who)
        return mishaps.too_late()
    if refused in _MOVED_ON and args.body.get("view"):
        log.warning("window not changed", extra={**who, "refused": refused})
        return mishaps.moved_on()
    if isinstance(error, refusals.NotOpened):
        log.warning("window not opened: Slack did not answer", extra=who)
        return mishaps.not_opened()
    if isinstance(error, ForgedValue):
        log.warning("forged value", extra=who)
        return mishaps.forged()
    reference = known()["reference"]
    log.error("listener failed", exc_info=error, extra={**who, "reference": reference})
    return mishaps.our_fault(reference)
