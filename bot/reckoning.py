"""Figures about links, worked out in the worker process a few at a time, and kept until the readings change.

They are kept in memory, not in a table: they follow from the readings alone, a restart costs seconds, and
a table would be one more thing that could be out of date.
"""

import asyncio
from array import array
from collections.abc import Sequence
from hashlib import sha256

from bot import correlations
from bot.worker import Worker
from rituals.link_figures import LinkFigures, Pairing

# Half a second's work, so that charts need not wait long for their turn.
_AT_ONCE = 25
# Seconds. The first time the libraries are loaded too.
_PATIENCE = 60.0


class WorkerReckoner:
    """Remembers what the last question was about, each link by the fingerprint of its readings."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._one_at_a_time = asyncio.Lock()
        self._known: dict[bytes, LinkFigures] = {}
        self._adjusted: tuple[Sequence[float], Sequence[float]] = ((), ())

    async def figures(self, asked: Sequence[Pairing]) -> Sequence[LinkFigures]:
        """Raises WorkerGone."""
        async with self._one_at_a_time:
            # Half a millisecond each: with many of them, too long for the loop.
            prints, known = await asyncio.to_thread(self._sort_out, asked)
            by_print = dict(zip(prints, asked, strict=True))
            missing = [(mark, each) for mark, each in by_print.items() if mark not in known]
            for start in range(0, len(missing), _AT_ONCE):
                some = missing[start : start + _AT_ONCE]
                found = await self._worker.run(correlations.figures, [each for _, each in some], _PATIENCE)
                known |= {mark: figures for (mark, _), figures in zip(some, found, strict=True)}
            self._known = known
            return [known[each] for each in prints]

    def _sort_out(self, asked: Sequence[Pairing]) -> tuple[list[bytes], dict[bytes, LinkFigures]]:
        """The fingerprint of each, and the figures of those that need not be worked out.

        Nothing is to be worked out of short series: the child need not be woken for them.
        """
        prints = [_fingerprint(each) for each in asked]
        known = {each: self._known[each] for each in prints if each in self._known}
        for mark, each in zip(prints, asked, strict=True):
            if mark not in known and not each.is_long_enough:
                known[mark] = LinkFigures(each.common)
        return prints, known

    async def adjusted(self, chances: Sequence[float]) -> Sequence[float]:
        """Raises WorkerGone."""
        if not chances:
            return []
        if self._adjusted[0] != chances:
            self._adjusted = chances, await self._worker.run(correlations.adjusted, chances, _PATIENCE)
        return self._adjusted[1]


def _fingerprint(asked: Pairing) -> bytes:
    digest = sha256(array("q", asked.lags).tobytes())
    for series in (asked.star, asked.moved_by):
        digest.update(array("q", [len(series), *(number for number, _ in series)]).tobytes())
        digest.update(array("d", [value for _, value in series]).tobytes())
    return digest.digest()
