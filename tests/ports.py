"""Ports for whoever has to be told theirs before they start."""

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

_UNTIL_THE_END = ExitStack()


@contextmanager
def kept_port() -> Iterator[int]:
    """A port that nobody listens on, and that nobody is given who asks for any, while the block runs.

    Whoever names it may listen there: servers say SO_REUSEADDR, and what keeps it does not listen. Only Linux
    lets them; elsewhere it is merely found.
    """
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        port: int = kept.getsockname()[1]
        if sys.platform != "linux":
            kept.close()
        yield port


def free_port() -> int:
    """The same, as long as this process lives."""
    return _UNTIL_THE_END.enter_context(kept_port())
