"""The processes, each started again as a supervisor would, whatever it ended with."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import aiohttp

from tests.crash import impatient
from tests.ports import free_port

_AGAIN_AFTER_S = 0.1
_FAREWELL_S = 20.0

# Each process is forked from one that has read the program and done nothing else. To read it anew takes two
# seconds of a processor, in which nothing is delivered that a kill could strike.
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload([impatient.__name__])
# Whoever is killed leaves semaphores behind. They are cleaned up in the end; nobody need hear of each.
sys.warnoptions.append("ignore:resource_tracker")


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
        self._process: BaseProcess | None = None
        self.is_wanted = True
        self.starts = 0

    async def supervise(self) -> None:
        """Until it is wanted no longer."""
        while self.is_wanted:
            self._process = _FORKS.Process(target=impatient.live, args=(self._environment, self._log))
            self._process.start()
            self.starts += 1
            await asyncio.to_thread(self._process.join)
            await asyncio.sleep(_AGAIN_AFTER_S)

    async def is_ready(self) -> bool:
        if self._process is None or not self._process.is_alive():
            return False
        url, patience = f"http://127.0.0.1:{self._port}/health/ready", aiohttp.ClientTimeout(total=2)
        with suppress(aiohttp.ClientError, TimeoutError):
            async with aiohttp.ClientSession(timeout=patience) as session, session.get(url) as answer:
                return answer.status == 200
        return False

    def signal(self, which: signal.Signals) -> bool:
        """Whether there was a process to send it to."""
        if self._process is None or self._process.pid is None or not self._process.is_alive():
            return False
        os.kill(self._process.pid, which)
        return True

    async def end(self) -> None:
        """As an operator ends it."""
        self.is_wanted = False
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        if self._process is not None:
            await asyncio.to_thread(self._process.join, _FAREWELL_S)
            self.signal(signal.SIGKILL)
            await asyncio.to_thread(self._process.join)
