"""Figures come from the child process, and once only as long as the readings stay."""

from dataclasses import replace

import pytest

from bot import correlations
from bot.reckoning import WorkerReckoner
from bot.worker import Worker
from rituals.link_figures import LinkFigures, Pairing

A = tuple((week, float(week * week % 17)) for week in range(40))
B = tuple((week, float(week * week % 13)) for week in range(40))


class Counting(Worker):
    """Counts what is asked of it."""

    def __init__(self):
        super().__init__(patience=30)
        self.given = []

    async def run(self, task, given, patience=None):
        self.given.append(len(given))
        return task(given)


async def test_figures_are_worked_out_in_the_worker_process():
    async with Worker(patience=30) as worker:
        found = await WorkerReckoner(worker).figures([Pairing(A, B, (0, 1))])

    assert found == correlations.figures([Pairing(A, B, (0, 1))])


async def test_only_what_changed_is_worked_out_anew():
    worker = Counting()
    reckoner = WorkerReckoner(worker)
    first, second = Pairing(A, B, (0,)), Pairing(B, A, (0,))
    await reckoner.figures([first, second, first])
    found = await reckoner.figures([second, replace(first, moved_by=(*B, (40, 1.0)))])
    await reckoner.figures([replace(second, lags=(1,))])

    assert worker.given == [2, 1, 1]
    assert found[0] == correlations.figures([second])[0]


async def test_many_links_leave_room_for_charts_in_between():
    worker = Counting()
    await WorkerReckoner(worker).figures([Pairing(A, B, (lag,)) for lag in range(60)])

    assert worker.given == [25, 25, 10]


@pytest.mark.parametrize("chances", [[], [0.01, 0.03]])
async def test_chances_are_adjusted_together(chances):
    worker = Counting()
    reckoner = WorkerReckoner(worker)

    assert await reckoner.adjusted(chances) == correlations.adjusted(chances)
    assert await reckoner.adjusted([*chances]) == correlations.adjusted(chances)
    assert worker.given == ([2] if chances else [])


async def test_for_short_series_nobody_is_woken():
    worker = Counting()

    assert await WorkerReckoner(worker).figures([Pairing(A[:25], B, (0,))]) == [LinkFigures(25)]
    assert worker.given == []
