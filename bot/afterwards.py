"""What goes on when an answer has left already: Slack is asked for more, and nobody waits for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.stopping import let_arrive

# Seconds that are left to it when the process ends, of the ten that there are in all.
_FAREWELL = 1.0


class Afterwards:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait for everything that was begun."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def farewell(self) -> None:
        """The same, for a moment: what Slack keeps waiting is cancelled then."""
        await let_arrive(self._tasks, _FAREWELL)
