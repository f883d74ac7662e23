"""One run: days pass, processes are killed, and in the end journal and books are compared."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from signal import SIGCONT, SIGKILL, SIGSTOP, Signals
from time import monotonic
from typing import Any

from storage.records.deliveries import DeliveryState
from tests.crash import faults
from tests.crash.case import Case, nine
from tests.crash.fleet import Replica
from tests.crash.impatient import TIMING
from tests.crash.journal import Journal
from tests.crash.people import Promises
from tests.crash.stage import Stage
from tests.crash.verdict import Verdict, judge

Restart = Callable[[], Awaitable[None]]
"""Ends the database without a farewell, and starts it again."""

Tell = Callable[[str], None]

_HOUR_S = 3600.0
_LOOK_EVERY_S = 0.15
# Nothing arrives and nothing is done to anybody for so long: work has come to a standstill.
_STANDSTILL_S = 300.0
# A process is killed at some instant of these seconds after it was ready; one in ten while it still starts.
_WITHIN_S = 1.2
_WHILE_IT_STARTS = 0.1
_WRONG_FOR_S = 2.0
_PAUSED_FOR_S = TIMING.lease.total_seconds() + 1.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """`promises` are how many were acknowledged to people, `forgotten` what is wrong with those kept."""

    case: Case
    journal: Journal
    verdict: Verdict
    seconds: float
    promises: int
    forgotten: list[str]

    @property
    def broken(self) -> list[str]:
        """What breaks the promise, each in a sentence."""
        return [*self.verdict.broken(self.case), *self.forgotten]


class Run:
    """Days and mischief go hand in hand: neither is over before the other."""

    def __init__(self, case: Case, stage: Stage, restart: Restart | None, tell: Tell) -> None:
        self._case, self._stage, self._restart, self._tell = case, stage, restart, tell
        self._journal = Journal(stage.slack)
        self._chance: random.Random = case.random("instants")
        self._replicas = [Replica(n, stage.settings, stage.folder) for n in range(case.replicas)]
        self._acts = case.mischief()
        self._promises = Promises(stage.slack)
        self._days_begun = self._acts_done = 0

    async def live(self) -> Outcome:
        """All of it. Raises TimeoutError when work comes to a standstill."""
        began = monotonic()
        supervised = [asyncio.create_task(each.supervise()) for each in self._replicas]
        try:
            await self._ready(self._replicas[0])
            faults.switch_on(self._stage.slack, self._case)
            beside = [self._promises.go_on(), self._journal.watch_the_machine()]
            going_on = [asyncio.create_task(each) for each in beside]
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass_days())
                both.create_task(self._do_mischief())
            for each in going_on:
                each.cancel()
                with suppress(asyncio.CancelledError):
                    await each
            self._stage.slack.faults.clear()
            await self._until(self._is_all_settled)
        finally:
            await asyncio.gather(*(each.end() for each in self._replicas))
            await asyncio.gather(*supervised)
        record = self._stage.record
        rows, occurrences = await record.deliveries(), await record.occurrences()
        verdict = judge(self._case, self._journal, rows, occurrences)
        forgotten = self._promises.wrong(await record.promises())
        kept = len(self._promises.acknowledged)
        return Outcome(self._case, self._journal, verdict, monotonic() - began, kept, forgotten)

    async def _pass_days(self) -> None:
        for number, day in enumerate(self._case.days):
            due = number * len(self._acts) / len(self._case.days)
            await self._until(partial(self._have_done, due))
            await self._stage.calendar.jump(nine(day))
            self._days_begun = number + 1
            await self._until(partial(self._is_taken_care_of, day))

    async def _have_done(self, acts: float) -> bool:
        return self._acts_done >= acts

    async def _is_taken_care_of(self, day: date) -> bool:
        """Every team's standup is written, and not too many messages wait."""
        if await self._stage.record.done_of(day) < self._case.teams:
            return False
        on_their_way = await self._stage.record.on_their_way()
        # What hangs on another may wait for a person, and then it does so until the end.
        return sum(not _hangs(row) for row in on_their_way) <= 2 * self._case.teams

    async def _is_all_settled(self) -> bool:
        """Nothing can be done any more; what hangs on an unknown message waits for a person."""
        for row in await self._stage.record.on_their_way():
            if row["state"] != DeliveryState.PENDING or not _hangs(row):
                return False
            if row["lease_until"] is not None or row["attempt"]:
                return False
        return True

    async def _do_mischief(self) -> None:
        for number, act in enumerate(self._acts):
            begun = number * len(self._case.days) / len(self._acts)
            await self._until(partial(self._have_begun, begun))
            await self._do(act)
            self._journal.acts[act] += 1
            self._acts_done = number + 1
            if self._acts_done % max(1, len(self._acts) // 10) == 0:
                self._tell(self._so_far())

    def _so_far(self) -> str:
        return (
            f"{self._acts_done} of {len(self._acts)} acts of mischief,"
            f" {self._days_begun} of {len(self._case.days)} days, {len(self._journal.accepted)} messages"
        )

    async def _have_begun(self, days: float) -> bool:
        return self._days_begun > days

    async def _do(self, act: str) -> None:
        match act:
            case "kill":
                await self._kill(self._someone())
            case "pause":
                await self._pause(self._someone())
            case "ahead" | "behind":
                await self._stage.calendar.put_wrong(_HOUR_S if act == "ahead" else -_HOUR_S)
                await asyncio.sleep(_WRONG_FOR_S)
                await self._stage.calendar.put_wrong(0)
            case "restart the database":
                assert self._restart is not None
                await self._interrupting(self._restart())
            case "gone for good":
                gone = self._someone()
                await self._ready(gone)
                gone.is_wanted = False
                await self._kill(gone)
                self._replicas.remove(gone)

    def _someone(self) -> Replica:
        return self._chance.choice(self._replicas)

    async def _kill(self, replica: Replica) -> None:
        if replica.is_wanted and self._chance.random() >= _WHILE_IT_STARTS:
            await self._ready(replica)
        await asyncio.sleep(self._chance.uniform(0, _WITHIN_S))
        await self._strike(replica, SIGKILL)
        self._journal.interrupted |= await self._stage.record.being_sent()

    async def _pause(self, replica: Replica) -> None:
        await self._ready(replica)
        await asyncio.sleep(self._chance.uniform(0, _WITHIN_S))
        await self._strike(replica, SIGSTOP)
        sending = await self._stage.record.being_sent()
        await asyncio.sleep(_PAUSED_FOR_S)
        self._journal.interrupted |= sending
        self._journal.paused(sending)
        replica.signal(SIGCONT)

    async def _interrupting(self, restart: Awaitable[None]) -> None:
        before = await self._stage.record.being_sent()
        await restart
        self._journal.interrupted |= before | await self._stage.record.being_sent()

    async def _strike(self, replica: Replica, which: Signals) -> None:
        """Only what strikes counts: between two lives nobody can be killed."""

        async def struck() -> bool:
            return replica.signal(which) or not replica.is_wanted

        await self._until(struck)

    async def _ready(self, replica: Replica) -> None:
        await self._until(replica.is_ready)

    async def _until(self, claim: Callable[[], Awaitable[bool]]) -> None:
        """However long it takes on a busy machine, as long as anything goes on."""
        so_far, since = self._journal.so_far(), monotonic()
        while not await claim():
            await asyncio.sleep(_LOOK_EVERY_S)
            if self._journal.so_far() != so_far:
                so_far, since = self._journal.so_far(), monotonic()
            elif monotonic() - since > _STANDSTILL_S:
                raise TimeoutError(
                    f"a standstill of {_STANDSTILL_S:.0f} s at {await self._where_it_stands()}"
                )

    async def _where_it_stands(self) -> str:
        waiting = Counter(row["state"] for row in await self._stage.record.on_their_way())
        ready = sum([await each.is_ready() for each in self._replicas])
        return f"{self._so_far()}, {dict(waiting)} on their way, {ready} processes ready"


def _hangs(row: Any) -> bool:
    """It stands in the thread of another message, or edits one, and waits until that is sent."""
    return bool(row["thread_of"] or row["replaces"])
