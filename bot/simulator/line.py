"""The line to the app: how a payload gets there, and what comes back."""

from dataclasses import dataclass
from typing import Any, Protocol

from bot.simulator.records import Json

# What people read when the app does not answer, and when it answers with a failure.
TIMED_OUT = "operation timed out"
FAILED = "dispatch failed"
LOST_ITS_WAY = "the address was passed on too often"


@dataclass(frozen=True, slots=True)
class Ack:
    """The app's acknowledgement; `error` says why there is none, `payload` what it carried."""

    payload: Any = None
    error: str | None = None
    status: int = 200
    no_retry: bool = False


class Line(Protocol):
    """A way to the app: Socket Mode or signed HTTP."""

    kind: str

    def connected(self) -> bool:
        """Say whether the app can be reached."""
        ...

    async def deliver(self, kind: str, payload: Json, *, retry: tuple[int, str] | None = None) -> Ack:
        """Deliver a payload (`slash_commands`, `interactive`, `events_api`) and wait for its ack."""
        ...
