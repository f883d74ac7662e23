"""Carries events and interactions to the app, with Slack's retries, and notes each attempt."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from bot.simulator.events import Subscriptions
from bot.simulator.faults import Faults
from bot.simulator.line import LOST_ITS_WAY, TIMED_OUT, Ack, Line
from bot.simulator.payloads import Payloads
from bot.simulator.records import Happening, Json
from bot.simulator.traffic import Traffic

# Seconds before each retry of an event: nearly at once, a minute, five minutes.
RETRY_SCHEDULE = (0.5, 60.0, 300.0)


class Courier:
    """Owns every delivery under way."""

    def __init__(
        self,
        line: Line,
        payloads: Payloads,
        subscriptions: Subscriptions,
        traffic: Traffic,
        faults: Faults,
        *,
        retry_schedule: tuple[float, ...] = RETRY_SCHEDULE,
    ) -> None:
        self._line, self._payloads, self._subscriptions = line, payloads, subscriptions
        self._traffic, self._faults = traffic, faults
        self.retry_schedule = retry_schedule
        self._tasks: set[asyncio.Task[None]] = set()
        self._first_attempts: set[asyncio.Future[None]] = set()
        self._held: list[Json] = []

    async def carry(self, kind: str, name: str, payload: Json) -> Ack:
        """Deliver a command or an interaction once and give the ack."""
        began = time.perf_counter()
        ack = await self._line.deliver("slash_commands" if kind == "command" else "interactive", payload)
        if self._faults.unheard(name):
            ack = Ack(error=TIMED_OUT, status=0)
        self._note(kind, name, payload, ack, began)
        return ack

    def hear(self, happening: Happening) -> None:
        """Send the events a happening causes."""
        for event in self._subscriptions.events(happening):
            self._send(self._payloads.event(event))

    def _send(self, payload: Json) -> None:
        fault = self._faults.for_event(payload["event"]["type"])
        kind = fault.fault if fault is not None else ""
        if kind == "lose_event":
            return
        if kind == "reorder_events":
            self._held.append(payload)
            return
        delay = fault.seconds if fault is not None and kind == "delay_event" else 0.0
        for _ in range(2 if kind == "duplicate_event" else 1):
            self._start(payload, delay)
        held, self._held = self._held, []
        for each in held:
            self._start(each, 0.0)

    def _start(self, payload: Json, delay: float) -> None:
        first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if not delay:
            self._first_attempts.add(first)
            first.add_done_callback(self._first_attempts.discard)
        delivering = self.own(self._deliver(payload, delay, first))
        # Also where it is given up before it begins.
        delivering.add_done_callback(lambda _: None if first.done() else first.set_result(None))

    def own(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Keep a task until it is done."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _deliver(self, payload: Json, delay: float, first: asyncio.Future[None]) -> None:
        if delay:
            await asyncio.sleep(delay)
        ack = await self._attempt(payload, None)
        first.set_result(None)
        for number, pause in enumerate(self.retry_schedule, 1):
            if ack.error is None or ack.no_retry:
                return
            await asyncio.sleep(pause)
            ack = await self._attempt(payload, (number, _reason(ack)))

    async def _attempt(self, payload: Json, retry: tuple[int, str] | None) -> Ack:
        began = time.perf_counter()
        ack = await self._line.deliver("events_api", payload, retry=retry)
        kind = payload["event"]["type"]
        if self._faults.unheard(kind):
            ack = Ack(error=TIMED_OUT, status=0)
        name = kind + (f" (retry {retry[0]})" if retry else "")
        self._note("event", name, payload, ack, began)
        return ack

    def _note(self, kind: str, name: str, payload: Json, ack: Ack, began: float) -> None:
        spent = round((time.perf_counter() - began) * 1000, 2)
        answer = {"error": ack.error} if ack.error else ack.payload or {}
        self._traffic.note("out", kind, name, status=ack.status, ms=spent, request=payload, answer=answer)

    async def settle(self) -> None:
        """Wait until every event sent so far has been tried once."""
        while self._first_attempts:
            await asyncio.wait(set(self._first_attempts))

    async def close(self) -> None:
        """Give up every delivery under way."""
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _reason(ack: Ack) -> str:
    if ack.error == TIMED_OUT:
        return "http_timeout"
    if ack.error == LOST_ITS_WAY:
        return "too_many_redirects"
    return "http_error" if ack.status else "connection_failed"
