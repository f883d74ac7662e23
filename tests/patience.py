"""How long tests wait: never for ever, and never less because the machine does something else meanwhile."""

import asyncio
from datetime import timedelta
from functools import wraps
from typing import TypedDict

from bot.pacing import Timing

IN_TIME_S = 200
"""Seconds. A test that takes longer has got stuck."""


AT_ONCE = Timing(channel_gap=timedelta(0), workspace_gap=timedelta(0), picture=60, tick=3_600.0)
"""What is written leaves at once, and what is due begins when a test says so, never in the middle of it.

A chart may take as long as a busy machine needs to begin the process that draws it.
"""


class Patient(TypedDict):
    """What `bot.simulator.running` is to be told."""

    ack_s: float
    trigger_s: float


PATIENT = Patient(ack_s=30.0, trigger_s=30.0)
"""Slack gives an app three seconds; tests of something else than that are not to fail with a slow machine."""


def in_time(test):
    """The same test, which ends where it waits for longer than any should."""

    @wraps(test)
    async def ended(**given):
        async with asyncio.timeout(IN_TIME_S):
            await test(**given)

    return ended
