"""What can go wrong on purpose, switched on per method or for events."""

import asyncio
import random
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from aiohttp import web

from bot.simulator.records import Json
from bot.simulator.traffic import Traffic

# Each kind, and whether the method has been carried out by the time it goes wrong.
METHOD_FAULTS = {
    "429": False,
    "429_without_retry_after": False,
    "500": False,
    "502": False,
    "503": False,
    "504": False,
    "internal_error": False,
    "fatal_error": False,
    "ratelimited": False,
    "drop_before_accept": False,
    "bad_json": True,
    "drop_after_accept": True,
    "reset_after_accept": True,
    "slow": True,
    "late": True,
}
EVENT_FAULTS = ("duplicate_event", "delay_event", "reorder_events", "lose_event", "no_ack")


@dataclass(slots=True)
class Fault:
    """One fault; `times` None is for ever, `seconds` is how slow, `accepted` overrules when it strikes."""

    id: int
    fault: str
    method: str = "*"
    times: int | None = 1
    retry_after: int = 1
    seconds: float = 1.0
    probability: float = 1.0
    accepted: bool | None = None

    @property
    def before(self) -> bool:
        """Say whether it strikes before the method is carried out."""
        return not (METHOD_FAULTS[self.fault] if self.accepted is None else self.accepted)

    async def hold(self) -> None:
        """Keep a call waiting that is carried out late, whoever may have given it up by then."""
        if self.fault == "late":
            await asyncio.sleep(self.seconds)

    async def happen(
        self, request: web.Request, traffic: Traffic, name: str, /, **entry: Any
    ) -> web.StreamResponse:
        """Answer as the fault has it, noting it in the traffic."""
        answer: Json = entry.pop("answer", {})
        response = await self._response(request, answer)
        shown = f"fault: {self.fault}"
        status = 0 if self.fault.startswith(("drop", "reset")) else response.status
        traffic.note("in", "web_api", name, status=status, answer=shown, **({"request": {}, "ms": 0} | entry))
        return response

    async def _response(self, request: web.Request, answer: Json) -> web.Response:
        if self.fault.startswith("429"):
            headers = {} if "without" in self.fault else {"Retry-After": str(self.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if self.fault.isdigit():
            return web.Response(status=int(self.fault), text="The server could not complete your request.")
        if self.fault in ("internal_error", "fatal_error", "ratelimited"):
            return web.json_response({"ok": False, "error": self.fault})
        if self.fault == "bad_json":
            return web.Response(text='{"ok": tru', content_type="application/json")
        if self.fault == "slow":
            await asyncio.sleep(self.seconds)
        if self.fault in ("slow", "late"):
            return web.json_response(answer)
        _hang_up(request, reset=self.fault.startswith("reset"))
        return web.Response()


def _hang_up(request: web.Request, *, reset: bool) -> None:
    transport = request.transport
    if transport is None:
        return
    if reset:
        # Lingering for no time makes the kernel send RST instead of FIN.
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


class Faults:
    """The faults switched on at the moment."""

    def __init__(self, chance: Callable[[], float] = random.random) -> None:
        self._chance = chance
        self._ids = count(1)
        self._on: list[Fault] = []
        self.watchers: list[Callable[[], None]] = []

    def add(self, fault: str, method: str = "*", **facts: Any) -> Fault:
        """Switch a fault on; raises `ValueError` for one there is not."""
        if fault not in METHOD_FAULTS and fault not in EVENT_FAULTS:
            known = ", ".join([*METHOD_FAULTS, *EVENT_FAULTS])
            raise ValueError(f"There is no fault {fault!r}. There are: {known}.")
        added = Fault(next(self._ids), fault, method, **facts)
        self._on.append(added)
        self._tell()
        return added

    def clear(self, fault_id: int | None = None) -> None:
        """Switch one fault off, or all."""
        self._on = [each for each in self._on if fault_id is not None and each.id != fault_id]
        self._tell()

    def list(self) -> list[Json]:
        """Describe the faults that are on."""
        names = Fault.__slots__
        return [{name: getattr(each, name) for name in names} for each in self._on]

    def for_method(self, method: str) -> Fault | None:
        """Take the fault that strikes this call, if one does."""
        return self._take(lambda each: each.fault in METHOD_FAULTS and each.method in ("*", method))

    def for_url(self, name: str) -> Fault | None:
        """Take the fault that strikes `response_url` or `upload`, if one was asked for by that name."""
        return self._take(lambda each: each.fault in METHOD_FAULTS and each.method == name)

    def for_event(self, event: str) -> Fault | None:
        """Take the fault that strikes how this event is sent, if one does."""
        sending = EVENT_FAULTS[:-1]
        return self._take(lambda each: each.fault in sending and each.method in ("*", event))

    def unheard(self, name: str) -> bool:
        """Say whether the ack of this event, command or interaction gets lost on its way."""
        return self._take(lambda each: each.fault == "no_ack" and each.method in ("*", name)) is not None

    def _take(self, fits: Callable[[Fault], bool]) -> Fault | None:
        for each in self._on:
            if fits(each) and self._chance() < each.probability:
                if each.times is not None:
                    each.times -= 1
                    if each.times <= 0:
                        self._on.remove(each)
                        self._tell()
                return each
        return None

    def _tell(self) -> None:
        for watcher in tuple(self.watchers):
            watcher()
