"""Monday at nine: every team's content and chart, from the tick to the last message that Slack took.

Counted and logged as `polaris run` does by itself.
"""

import asyncio
import json
import os
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import FileIO
from pathlib import Path
from time import perf_counter

import uvloop
from pydantic import SecretStr

from bot import logs
from bot.blocks.layout import Message, Picture
from bot.charts import Chart, draw
from bot.connections import slack_client
from bot.delivery import Courier
from bot.drawing import VIEWS, by_kind
from bot.driver import driver_of
from bot.features.pulse.views import pulse
from bot.metrics import Metrics
from bot.pacing import Timing
from bot.posting import Posting
from bot.running import settle_in
from bot.settings import Settings
from bot.worker import Worker
from rituals.agenda import Agenda
from rituals.catalogue import RITUALS
from rituals.clock import SystemClock
from rituals.ids import random_id
from rituals.pulse import StandupPulse
from storage.database import opened
from storage.ledger import Ledger
from storage.records.appointments import Appointment
from storage.records.deliveries import Delivery, DeliveryState
from storage.records.pulses import Gathering, PulsePlan
from tests.fakes import HandClock
from tests.making import MONDAY_NINE, a_reading, a_star, a_team, a_workspace, an_appointment, an_input

_AT_ONCE = Timing(channel_gap=timedelta(0), workspace_gap=timedelta(0), picture=120)
_WEEKS = 52
_ALONE = 40
_BEAT_S = 0.002


async def main(slack: str, database_url: str, teams: int) -> None:
    settings = Settings(
        SLACK_BOT_TOKEN=SecretStr("xoxb-bench"),
        SLACK_APP_TOKEN=SecretStr("xapp-bench"),
        SLACK_API_URL=f"{slack}/api/",
        POLARIS_DATABASE_URL=database_url,
    )
    logs.set_up(settings.log_level)
    calendar, machine, metrics = HandClock(MONDAY_NINE), SystemClock(), Metrics()
    arrived, left = asyncio.Event(), teams

    def ended(row: Delivery, now: datetime) -> None:
        nonlocal left
        metrics.ended(row, now)
        left -= row.kind == StandupPulse.kind  # and not what stands in its thread
        if left == 0:
            arrived.set()

    async with (
        opened(database_url) as database,
        slack_client(settings, metrics.heard) as client,
        Worker(patience=120) as worker,
    ):
        ledger = database.ledger("T1")
        await furnish(ledger, teams)
        alone = one_alone()
        courier = Courier(
            ledger,
            Posting(client, _AT_ONCE.call),
            frozenset({"files:read", "files:write", "chat:write", "channels:read"}),
            worker.draw,
            calendar=calendar,
            machine=machine,
            timing=_AT_ONCE,
            views={**VIEWS, **by_kind([(StandupPulse, view)])},
            ended=ended,
        )
        agenda = Agenda(ledger, calendar, RITUALS)
        settle_in()
        began = perf_counter()
        held = asyncio.create_task(longest_hold(arrived))
        driving = asyncio.create_task(driver_of(ledger, courier, machine, random_id).run())
        await agenda.tick()
        written = perf_counter() - began
        await arrived.wait()
        took = perf_counter() - began
        driving.cancel()
        with suppress(asyncio.CancelledError):
            await driving
        async with ledger.open() as books:
            sent = await books.deliveries.in_state(DeliveryState.SENT)
    charted = sum(row.picture is None and row.kind == StandupPulse.kind for row in sent)
    if charted != teams:
        raise RuntimeError(f"of {teams} messages {charted} were sent with their chart")
    told = {"took_s": took, "written_s": written, "alone_s": alone, "held_ms": await held}
    sys.stdout.write(json.dumps(told))


def view(facts: StandupPulse) -> Message:
    """The pulse as it is, and the year of its metric as a picture of this team's own."""
    said = pulse(facts)
    return replace(said, picture=Picture(chart_of(facts.name), facts.name, "A year"), picture_at=1)


def chart_of(name: str) -> Chart:
    days = [date(2025, 3, 17) + timedelta(weeks=week) for week in range(_WEEKS)]
    return Chart(name, "a week", days, [30.0 + week % 5 for week in range(_WEEKS)], "34")


async def furnish(ledger: Ledger, teams: int) -> None:
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(id="T1", company_channel="C0"))
        await books.north_stars.add(a_star())
        for number in range(teams):
            await books.teams.put(a_team(id=f"t{number}", name=f"Team {number}", channel=f"C{number:05d}"))
            await books.pulses.put(PulsePlan(f"t{number}", Gathering.STANDUP))
            await books.appointments.put(_appointment(f"t{number}"))
        await books.inputs.add(an_input(team="t0"))
        for metric in (a_star().metric, an_input().metric):
            await books.readings.put(
                a_reading(
                    metric=metric.key,
                    period_start=MONDAY_NINE.date() - timedelta(weeks=week + 1),
                    value=30.0 + week % 5,
                )
                for week in range(_WEEKS)
            )


def _appointment(team: str) -> Appointment:
    return replace(an_appointment(), ritual="pulse", team=team, next_due=MONDAY_NINE)


def one_alone() -> float:
    """Seconds that one of these charts takes where nothing else is done."""
    draw(chart_of("Team"))  # with the import
    began = perf_counter()
    for number in range(_ALONE):
        draw(chart_of(f"Team {number}"))
    return (perf_counter() - began) / _ALONE


async def longest_hold(until: asyncio.Event) -> float:
    """The longest time, in milliseconds, for which nobody else came to their turn.

    For what the loop did, or waited for: while it could have gone on but the machine gave its cores to
    others, as to those who draw, it held up nobody.
    """
    longest = 0.0
    with what_linux_tells() as scheduled:
        waited = waited_for_a_core(scheduled)
        while not until.is_set():
            began = perf_counter()
            await asyncio.sleep(_BEAT_S)
            late, before, waited = perf_counter() - began - _BEAT_S, waited, waited_for_a_core(scheduled)
            longest = max(longest, late - (waited - before))
    return longest * 1000


def what_linux_tells() -> FileIO:
    """Of this thread and its cores."""
    return Path("/proc/thread-self/schedstat").open("rb", buffering=0)


def waited_for_a_core(scheduled: FileIO) -> float:
    """Seconds for which this thread could have gone on and no core was free, as Linux tells it."""
    return int(os.pread(scheduled.fileno(), 64, 0).split()[1]) / 1e9


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
