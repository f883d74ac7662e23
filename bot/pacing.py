"""How patient delivery is, and whose turn it is to post."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.grip import Grip
from bot.refusals import TryLater
from rituals.clock import Clock
from storage.ledger import Books, Ledger
from storage.pacing import Lane
from storage.records.deliveries import Delivery

POST, UPDATE = "chat.postMessage", "chat.update"

MANY = 1_000


class NotItsTurn(TryLater):
    """Slack was not asked at all: there are others before."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("pacing", wait)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Timing:
    """Machine time, all of it."""

    call: float = 10
    """Seconds after which a call to Slack is given up; well below the lease."""
    lease: timedelta = timedelta(seconds=90)
    doubt: timedelta = timedelta(seconds=15)
    """How long an ambiguous call may still take effect: longer than `call`."""
    look_again: timedelta = timedelta(seconds=5)
    channel_gap: timedelta = timedelta(seconds=1)
    """Slack allows about one message a second in a channel, and several hundred a minute in all."""
    workspace_gap: timedelta = timedelta(seconds=0.2)
    patience: timedelta = timedelta(seconds=3)
    """The longest wait for a turn with the message in hand."""
    picture: float = 10
    """Seconds Slack may take to make a chart ready."""
    hearing: float = 30
    """Seconds without a frame after which Slack is not heard on a websocket: it answers a ping every ten."""
    tick: float = 2.0
    """Seconds between ticks. One that is missed or late is of no consequence: the agenda catches up."""
    silence: float = 180
    """Seconds in which Slack was not heard after which the process ends, to be started anew."""
    first_delay: timedelta = timedelta(seconds=2)
    longest_delay: timedelta = timedelta(minutes=5)

    def delay(self, attempt: int) -> timedelta:
        """How long to wait after an attempt that failed: twice as long as after the one before it."""
        return min(self.first_delay * (1 << min(attempt - 1, 16)), self.longest_delay)


class Turns:
    """Each method has a lane for each channel, one for the workspace, and one that Slack itself holds up."""

    def __init__(self, ledger: Ledger, machine: Clock, timing: Timing) -> None:
        self._ledger, self._machine, self._timing = ledger, machine, timing

    async def room(self, books: Books) -> int:
        """How many messages more would have their turn to be posted before patience ends; at most `MANY`."""
        now, timing = self._machine.now(), self._timing
        lanes = [POST, _on_hold(POST)] if timing.workspace_gap else [_on_hold(POST)]
        left = now + timing.patience - await books.pacing.free(lanes, now)
        if left < timedelta(0):
            return 0
        return left // timing.workspace_gap + 1 if timing.workspace_gap else MANY

    @asynccontextmanager
    async def turn(
        self, grip: Grip, method: str, leaving: Callable[[], dict[str, Any]]
    ) -> AsyncIterator[None]:
        """Wait for a turn, and write what `leaving` says before it is used: the lease begins anew there.

        A Retry-After in the block holds the method for everybody. Raises NotItsTurn when the turn is too far
        off.
        """
        turn = await grip.depart(self._machine, *self._lanes(grip.row, method), **self._lease(), **leaving())
        if turn is not None:
            # To wait for a lane that others were at has taken time, too.
            wait = max(turn - self._machine.now(), timedelta(0))
            if wait > self._timing.patience:
                raise NotItsTurn(wait)
            await asyncio.sleep(wait.total_seconds())
            # Meanwhile Slack may have asked for patience.
            turn = await grip.depart(self._machine, Lane(_on_hold(method)), **self._lease(), **leaving())
            if turn is not None:
                raise NotItsTurn(turn - self._machine.now())
        await self._renewed(grip)
        try:
            yield
        except TryLater as reason:
            if reason.after is not None:
                async with self._ledger.open() as books:
                    await books.pacing.hold(_on_hold(method), self._machine.now() + reason.after)
            raise

    async def once_more(self, grip: Grip, leaving: Callable[[], dict[str, Any]]) -> None:
        """Leave again within one turn, for a call that was certainly refused; the lease begins anew."""
        await grip.keep(**self._lease(), **leaving())
        await self._renewed(grip)

    async def _renewed(self, grip: Grip) -> None:
        """Begin the lease anew until a call that leaves now has taken its effect before it ends.

        A database that takes its time, as one does that starts or has others waiting for whoever is frozen,
        may use up most of a lease while it is written; and whoever takes over looks for a message then.
        """
        needed = timedelta(seconds=self._timing.call) + self._timing.doubt
        while (until := grip.row.lease_until) is not None and self._machine.now() + needed > until:
            await grip.keep(**self._lease())

    def _lease(self) -> dict[str, Any]:
        return {"lease_until": self._machine.now() + self._timing.lease}

    def _lanes(self, row: Delivery, method: str) -> Sequence[Lane]:
        timing, lanes = self._timing, [Lane(_on_hold(method))]
        if timing.channel_gap:
            lanes.insert(0, Lane(f"{method} {row.to}", timing.channel_gap))
        if timing.workspace_gap:
            # Somebody waits for it: the others, who come by the clock, can wait a little longer.
            is_answer = method == POST and row.due_at is None and row.to[0] in "DUW"
            lanes.append(Lane(method, timing.workspace_gap, waits=not is_answer))
        return lanes


def _on_hold(method: str) -> str:
    return f"{method} on hold"
