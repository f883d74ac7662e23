"""The child process: it draws, and its death or dawdling is nobody else's."""

import asyncio
import os
import time
from datetime import date
from multiprocessing import active_children

import pytest

from bot.blocks.layout import Picture
from bot.charts import Chart
from bot.worker import Worker, WorkerGone

PICTURE = Picture(Chart("M", "", [date(2026, 3, 2), date(2026, 3, 9)], [1.0, 2.0], "2"), "M", "M")


@pytest.fixture
async def worker():
    async with Worker(patience=30) as worker:
        yield worker


async def test_a_picture_is_drawn_in_another_process(worker):
    assert (await worker.draw(PICTURE)).startswith(b"\x89PNG")
    assert await worker.run(abs, -3) == 3
    assert [child.pid for child in active_children()] != [os.getpid()]


async def test_what_a_task_raises_reaches_the_caller_and_harms_nobody(worker):
    with pytest.raises(ValueError, match="invalid literal"):
        await worker.run(int, "three")

    assert await worker.run(abs, -3) == 3


async def test_a_worker_that_dies_is_replaced(worker):
    with pytest.raises(WorkerGone):
        await worker.run(os._exit, 1)

    assert await worker.run(abs, -3) == 3


async def test_a_worker_that_dawdles_is_ended_and_replaced(worker):
    await worker.run(abs, -3)
    worker.patience = 0.2
    with pytest.raises(WorkerGone):
        await worker.run(time.sleep, 60)
    worker.patience = 30

    assert await worker.run(abs, -3) == 3
    assert len(active_children()) == 1


async def test_a_task_may_be_given_more_patience(worker):
    worker.patience = 0.05

    await worker.run(time.sleep, 0.2, 30)


async def test_drawing_does_not_hold_up_the_loop(worker):
    await worker.run(abs, -3)
    longest, before = 0.0, time.monotonic()
    drawing = asyncio.create_task(worker.run(time.sleep, 0.5))
    while not drawing.done():
        await asyncio.sleep(0.01)
        longest, before = max(longest, time.monotonic() - before), time.monotonic()

    assert longest < 0.4


async def test_nothing_is_left_behind():
    async with Worker(patience=30) as worker:
        await worker.run(abs, -3)
    for _ in range(100):
        if not active_children():
            break
        await asyncio.sleep(0.05)

    assert active_children() == []
