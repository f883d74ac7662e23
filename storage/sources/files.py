"""Files of this machine, as sources name them."""

from contextlib import suppress
from pathlib import Path
from stat import S_ISFIFO

from storage.sources.rows import SourceProblem


def refuse_a_pipe(path: Path) -> None:
    """Raises SourceProblem for a pipe: to open one is to wait for its writer, and nothing breaks that off."""
    with suppress(OSError):  # what else is wrong with it is told when it is opened
        if S_ISFIFO(path.stat().st_mode):
            raise SourceProblem(f"{path} is a pipe, not a file.")
