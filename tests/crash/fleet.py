"""The processes, each started again as a supervisor would, whatever it ended with."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import aiohttp

_AGAIN_AFTER_S = 0.1
_FAREWELL_S = 20.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Replica:
    """One process, started again whenever it ends, until it is told that it is gone for good."""

    def __init__(self, number: int, settings: Mapping[str, str], log: Path) -> None:
        self._port = free_port()
        self._environment = {
            **os.environ,
            **settings,
            "POLARIS_HTTP_HOST": "127.0.0.1",
            "POLARIS_HTTP_PORT": str(self._port),
            "POLARIS_LOG_LEVEL": "WARNING",
        }
        self._log = log / f"replica-{number}.log"
        self._process: Process | None = None
        self.is_wanted = True
        self.starts = 0

    async def supervise(self) -> None:
        """Until it is wanted no longer."""
        while self.is_wanted:
            with self._log.open("ab") as log:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "tests.crash.impatient", env=self._environment, stderr=log
                )
            self.starts += 1
            await self._process.wait()
            await asyncio.sleep(_AGAIN_AFTER_S)

    async def is_ready(self) -> bool:
        if self._process is None or self._process.returncode is not None:
            return False
        url, patience = f"http://127.0.0.1:{self._port}/health/ready", aiohttp.ClientTimeout(total=2)
        with suppress(aiohttp.ClientError, TimeoutError):
            async with aiohttp.ClientSession(timeout=patience) as session, session.get(url) as answer:
                return answer.status == 200
        return False

    def signal(self, which: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(which)

    async def end(self) -> None:
        """As an operator ends it."""
        self.is_wanted = False
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        if self._process is not None:
            try:
                await asyncio.wait_for(self._process.wait(), _FAREWELL_S)
            except TimeoutError:
                self.signal(signal.SIGKILL)
                await self._process.wait()
