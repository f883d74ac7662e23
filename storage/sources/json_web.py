"""Readings from JSON that an address answers, found in it by JMESPath."""

from collections.abc import Sequence

import jmespath
from jmespath.exceptions import JMESPathError

from storage.sources.beside import beside
from storage.sources.configs import JsonSource
from storage.sources.rows import Means, Row, SourceProblem, Window
from storage.sources.web import address_of, ask, parsed


async def pull(source: JsonSource, window: Window, means: Means) -> Sequence[Row]:
    """The pairs that `select` finds. Raises SourceProblem."""
    content = await ask(source, address_of(source, means), window, means)
    return await beside(lambda: _rows(content, source))


def _rows(content: bytes, source: JsonSource) -> Sequence[Row]:
    try:
        found = jmespath.search(source.select, parsed(content))
    except JMESPathError as problem:
        raise SourceProblem(f"`select` fails on what it answers: {str(problem).splitlines()[0]}.") from None
    if found is None:
        raise SourceProblem("`select` finds nothing in what it answers.")
    if not isinstance(found, list):
        raise SourceProblem("`select` finds no list; it has to give pairs, as data[].[week, count] does.")
    if len(found) > source.max_rows:
        raise SourceProblem(
            f"It gives more than {source.max_rows:,} rows: ask for less, or raise `max_rows`."
        )
    return [_row(pair, number) for number, pair in enumerate(found, start=1)]


def _row(pair: object, number: int) -> Row:
    match pair:
        case [period, value]:
            return Row(period, value, f"row {number}")
    raise SourceProblem(
        f"Row {number} of what `select` finds is no pair, as data[].[week, count] gives them."
    )
