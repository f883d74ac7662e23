"""The child process: it draws, and its death or dawdling is nobody else's."""

import asyncio
import os
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from bot.blocks.layout import Picture
from bot.charts import Chart
from bot.worker import Worker, WorkerGone

PICTURE = Picture(Chart("M", "", [date(2026, 3, 2), date(2026, 3, 9)], [1.0, 2.0], "2"), "M", "M")


def children(worker):
    """The ids of those that are there."""
    return [child.process.pid for child in worker._children if child.process is not None]


def is_there(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
async def worker():
    async with Worker(patience=30) as worker:
        yield worker


async def test_a_picture_is_drawn_in_another_process(worker):
    assert (await worker.draw(PICTURE)).startswith(b"\x89PNG")
    assert await worker.run(abs, -3) == 3
    assert await worker.run(eval, "__import__('os').getpid()") in children(worker)


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
    assert len(children(worker)) == 1


async def test_a_task_may_be_given_more_patience(worker):
    worker.patience = 0.05

    await worker.run(time.sleep, 0.2, 30)


async def test_drawing_does_not_hold_up_the_loop(worker, tmp_path):
    os.mkfifo(tmp_path / "word")
    waiting = asyncio.create_task(worker.run(Path.read_text, tmp_path / "word"))
    while not waiting.done():
        await asyncio.sleep(0.01)
        with suppress(OSError):  # nobody waits for it yet
            word = os.open(tmp_path / "word", os.O_WRONLY | os.O_NONBLOCK)
            os.write(word, b"the loop turns")
            os.close(word)
            break

    assert await waiting == "the loop turns"


async def test_who_gives_up_waiting_leaves_the_next_one_their_own_answer():
    async with Worker(patience=30, children=1) as worker:
        await worker.run(abs, -3)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(worker.run(time.sleep, 0.3), 0.05)

        assert await worker.run(abs, -4) == 4


async def test_what_a_task_prints_is_no_answer(worker):
    assert await worker.run(print, "hello") is None
    assert await worker.run(abs, -3) == 3


async def test_what_cannot_be_handed_on_is_told_in_words(worker):
    with pytest.raises(TypeError, match="pickle"):
        await worker.run(eval, "__import__('threading').Lock()")
    with pytest.raises(TypeError, match="pickle"):
        await worker.run(abs, Lock())
    with pytest.raises(RuntimeError, match="very odd"):
        await worker.run(exec, "raise type('Odd', (Exception,), {})('very odd')")

    assert await worker.run(abs, -3) == 3


async def test_nothing_is_left_behind():
    async with Worker(patience=30) as worker:
        await worker.run(abs, -3)
        left = children(worker)

    assert len(left) == 1
    assert not is_there(left[0])


async def test_who_is_at_work_when_it_ends_is_not_waited_for():
    async with Worker(patience=30) as worker:
        await worker.run(abs, -3)
        left = children(worker)
        waiting = asyncio.create_task(worker.run(time.sleep, 60))
        await asyncio.sleep(0.05)

    assert not is_there(left[0])
    with pytest.raises(WorkerGone):
        await waiting


async def test_a_child_ends_with_its_parent():
    """The parent is gone when nobody holds the other end of its line."""
    async with Worker(patience=30, children=1) as worker:
        await worker.run(abs, -3)
        child: Any = worker._children[0]
        child._tasks.close()

        assert await asyncio.to_thread(child.process.wait, 10) == 0
