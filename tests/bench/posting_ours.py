"""Polaris posts the same messages, every state of each kept on disk.

Its courier and its driver, counted and logged as `polaris run` does by itself.
"""

import asyncio
import json
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from time import perf_counter, process_time

import uvloop
from pydantic import SecretStr

from bot import logs
from bot.connections import slack_client
from bot.delivery import Courier
from bot.drawing import by_kind
from bot.driver import driver_of
from bot.metrics import Metrics
from bot.pacing import Timing
from bot.posting import Posting
from bot.running import settle_in
from bot.settings import Settings
from rituals.clock import SystemClock
from rituals.ids import random_id
from rituals.letters import Letter, post
from storage.database import opened
from storage.ledger import Ledger
from storage.records.deliveries import Delivery, DeliveryState
from tests.bench.posting_words import Dozen, contents, view

_AT_ONCE = Timing(channel_gap=timedelta(0), workspace_gap=timedelta(0))
_SCOPES = frozenset({"chat:write", "channels:read"})


async def main(slack: str, database_url: str, number: int) -> None:
    clock, metrics = SystemClock(), Metrics()
    settings = Settings(
        SLACK_BOT_TOKEN=SecretStr("xoxb-bench"),
        SLACK_APP_TOKEN=SecretStr("xapp-bench"),
        SLACK_API_URL=f"{slack}/api/",
        POLARIS_DATABASE_URL=database_url,
    )
    logs.set_up(settings.log_level)
    arrived, left = asyncio.Event(), number

    def ended(row: Delivery, now: datetime) -> None:
        nonlocal left
        metrics.ended(row, now)
        left -= 1
        if left == 0:
            arrived.set()

    async with opened(database_url) as database, slack_client(settings, metrics.heard) as client:
        ledger = database.ledger("T1")
        await write(ledger, number)
        courier = Courier(
            ledger,
            Posting(client, _AT_ONCE.call),
            _SCOPES,
            _no_chart,
            calendar=clock,
            machine=clock,
            timing=_AT_ONCE,
            views=by_kind([(Dozen, view)]),
            ended=ended,
        )
        settle_in()
        began, worked = perf_counter(), process_time()
        driving = asyncio.create_task(driver_of(ledger, courier, clock, random_id).run())
        await arrived.wait()
        took, cpu = perf_counter() - began, process_time() - worked
        driving.cancel()
        with suppress(asyncio.CancelledError):
            await driving
        async with ledger.open() as books:
            sent = (await books.deliveries.numbers(DeliveryState.SENT)).get(DeliveryState.SENT, 0)
    if sent != number:
        raise RuntimeError(f"of {number} messages {sent} are known to have been sent")
    sys.stdout.write(json.dumps({"took_s": took, "cpu_s": cpu}))


async def write(ledger: Ledger, number: int) -> None:
    """Each in a transaction of its own, as teams' rituals are."""
    now = SystemClock().now()
    for place, (channel, facts) in enumerate(contents(number)):
        async with ledger.open() as books:
            await post(books, Letter(channel, channel, facts), now + timedelta(microseconds=place))


async def _no_chart(_picture: object) -> bytes:
    raise NotImplementedError


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
