"""People promise things all the while, by command and by form: what was acknowledged has to be there."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from itertools import count, cycle

from bot.features.commit.views import UNDO
from bot.simulator import Simulator
from bot.simulator.cannot import CannotError
from bot.simulator.people import Person
from bot.simulator.records import Json

PROMISING = tuple(f"person-{number:02d}" for number in range(20))

_AT_ONCE = 4
_EVERY_S = 0.8
_PATIENCE_S = 20.0
_COMMAND = "/commit"


class Promises:
    """`tried` are the words people promised, `acknowledged` those that were said back to them."""

    def __init__(self, slack: Simulator) -> None:
        self._slack = slack
        self.tried: list[str] = []
        self.acknowledged: set[str] = set()
        self._numbers = count()
        slack.world.traffic.watchers.append(self._overhear)

    async def go_on(self) -> None:
        """Until cancelled: several at once, so that commands share a commit."""
        async with asyncio.TaskGroup() as all_of_them:
            for first in range(_AT_ONCE):
                all_of_them.create_task(self._take_turns(PROMISING[first::_AT_ONCE]))

    async def _take_turns(self, handles: Sequence[str]) -> None:
        """Every third goes into a form; nobody is discouraged when there is no answer."""
        for handle in cycle(handles):
            await asyncio.sleep(_EVERY_S)
            number = next(self._numbers)
            who, text = self._slack.people[handle], f"promise {number:05d}"
            with suppress(CannotError, TimeoutError):
                async with asyncio.timeout(_PATIENCE_S):
                    await (self._fill_in(who, text) if number % 3 == 0 else self._type(who, text))

    def wrong(self, stored: Sequence[str]) -> list[str]:
        """What was acknowledged and is not there, and what is there more than once."""
        times = Counter(stored)
        lost = [f"{text!r} was acknowledged, and not kept" for text in self.acknowledged if not times[text]]
        twice = [f"{text!r} is kept {times[text]} times" for text in self.tried if times[text] > 1]
        return [*sorted(lost), *twice]

    async def _type(self, who: Person, text: str) -> None:
        self.tried.append(text)
        await who.runs(f"{_COMMAND} {text}", channel="general")

    async def _fill_in(self, who: Person, text: str) -> None:
        if who.modal:
            await who.closes(everything=True)
        await who.runs(_COMMAND, channel="general")
        await self._slack.until(lambda: who.modal)
        self.tried.append(text)
        await who.submits(text=text)

    def _overhear(self, entry: Json) -> None:
        """An acknowledgement that says the promise back has the button with which it is taken back."""
        if entry["direction"] == "out" and UNDO in (answer := json.dumps(entry["answer"])):
            self.acknowledged |= {text for text in self.tried[-3 * len(PROMISING) :] if text in answer}
