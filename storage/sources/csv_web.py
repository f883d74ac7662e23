"""Readings from a CSV that an address answers, as a published Google Sheet does."""

from collections.abc import Sequence

from storage.sources.beside import beside
from storage.sources.configs import CsvWebSource
from storage.sources.csv_table import rows_of
from storage.sources.rows import Means, Row, Window
from storage.sources.web import address_of, ask


async def pull(source: CsvWebSource, window: Window, means: Means) -> Sequence[Row]:
    """All rows it answers. Raises SourceProblem."""
    content = await ask(source, address_of(source, means), window, means)
    return await beside(lambda: rows_of(content, source, source.max_rows))
