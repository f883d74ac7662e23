"""Readings from a CSV file that this machine can read."""

from collections.abc import Sequence
from pathlib import Path

from storage.sources.beside import beside
from storage.sources.configs import CsvSource
from storage.sources.csv_table import MOST_BYTES, rows_of
from storage.sources.files import refuse_a_pipe
from storage.sources.rows import Means, Row, SourceProblem, Window


async def pull(source: CsvSource, _window: Window, _means: Means) -> Sequence[Row]:
    """All rows of the file, whatever is asked for. Raises SourceProblem."""
    return await beside(lambda: rows_of(_content(source.path), source, source.max_rows))


def _content(path: Path) -> bytes:
    refuse_a_pipe(path)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise SourceProblem(f"{path} cannot be read: {problem.strerror}.") from None
    if len(content) > MOST_BYTES:
        raise SourceProblem(f"{path} is longer than {MOST_BYTES // 1_000_000} MB.")
    return content
