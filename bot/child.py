"""What runs in a child process of `bot.worker`: tasks come in by stdin, what they make goes out by stdout."""

import os
import pickle  # nosec B403
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any

LENGTH = struct.Struct("!Q")
"""What stands before each task and each answer: of how many bytes it is."""

Answer = tuple[Any, Exception | None]
"""What a task made, or what it raised."""


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    tasks: SimpleQueue[bytes] = SimpleQueue()
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a task prints is no answer
        Thread(target=_listen, args=[tasks], daemon=True).start()
        while True:
            answer = _answer(tasks.get())
            answers.write(LENGTH.pack(len(answer)))
            answers.write(answer)
            answers.flush()


def _listen(tasks: "SimpleQueue[bytes]") -> None:
    """Without a parent there is nothing left to do, nor to end: a task may be at work for long."""
    said = sys.stdin.buffer
    while head := said.read(LENGTH.size):
        tasks.put(said.read(*LENGTH.unpack(head)))
    os._exit(0)


def _answer(asked: bytes) -> bytes:
    try:
        work: tuple[Callable[[Any], Any], Any] = pickle.loads(asked)  # noqa: S301 - the parent's  # nosec B301
        task, given = work
        return pickle.dumps((task(given), None))
    except Exception as problem:  # noqa: BLE001 - it is raised to whoever waits for the answer
        problem.add_note(traceback.format_exc())
        return _told(problem)


def _told(problem: Exception) -> bytes:
    try:
        return pickle.dumps((None, problem))
    except Exception:  # noqa: BLE001 - what cannot be handed on is told in words
        return pickle.dumps((None, RuntimeError(repr(problem))))
