"""A connection that stands and says nothing: after a while the process ends, for whoever supervises it.

The client reconnects by itself, and mostly that helps. Where it does not (slackapi/bolt-python#417 and
others), nothing inside the process does, and a new process does.
"""

import asyncio
import logging

from bot.health import Health

# Slack answers a ping every few seconds.
_LOOKS = 36

_log = logging.getLogger(__name__)


class Silence(Exception):
    """Nothing was heard of Slack for as long as `Timing.silence` says."""


async def silence(health: Health, patience: float) -> None:
    """Return when Slack was not heard for so many seconds without a break."""
    loop = asyncio.get_running_loop()
    heard = loop.time()
    while loop.time() - heard < patience:
        await asyncio.sleep(patience / _LOOKS)
        if await health.holds("slack"):
            heard = loop.time()
    _log.error("slack is silent", extra={"for_s": patience})
