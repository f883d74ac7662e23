"""Rows of a CSV, laid out long or wide; whether it is a file or an answer from the web."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from storage.sources.configs import Layout
from storage.sources.rows import Row, SourceProblem

MOST_BYTES = 20_000_000


def rows_of(content: bytes, layout: Layout, max_rows: int) -> Sequence[Row]:
    """Raises SourceProblem for what is no such CSV, or has more rows of values."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceProblem("It is not text in UTF-8: save the file as “CSV UTF-8”.") from None
    if text.lstrip()[:1] == "<":
        raise SourceProblem("It is a web page, not a CSV: is the address the one of the published CSV?")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=layout.delimiter, strict=True)
    read = _wide if layout.layout == "wide" else _long
    try:
        header = [cell.strip() for cell in next(reader, [])]
        lines = ((f"line {reader.line_num}", [cell.strip() for cell in cells]) for cells in reader)
        filled = ((where, cells) for where, cells in lines if any(cells))
        found = list(islice(read(header, filled, layout), max_rows + 1))
    except csv.Error as problem:
        raise SourceProblem(f"Line {reader.line_num} cannot be read: {problem}.") from None
    if len(found) > max_rows:
        raise SourceProblem(f"It has more than {max_rows:,} values: raise `max_rows`, or make it shorter.")
    return found


def _long(header: Sequence[str], lines: Iterable[tuple[str, list[str]]], layout: Layout) -> Iterator[Row]:
    period, value = (_place(header, name) for name in (layout.period_column, layout.value_column))
    metric = None if layout.metric else _place(header, layout.metric_column)
    for where, cells in lines:
        name = None if metric is None else _cell(cells, metric) or ""
        yield Row(_cell(cells, period), _cell(cells, value), where, name)


def _wide(header: Sequence[str], lines: Iterable[tuple[str, list[str]]], layout: Layout) -> Iterator[Row]:
    period = _place(header, layout.period_column)
    metrics = [(place, name) for place, name in enumerate(header) if name and place != period]
    for where, cells in lines:
        for place, name in metrics:
            if value := _cell(cells, place):  # an empty cell is a missing reading
                yield Row(_cell(cells, period), value, f"{where}, {name}", name)


def _place(header: Sequence[str], name: str) -> int:
    folded = [cell.casefold() for cell in header]
    if name.casefold() not in folded:
        raise SourceProblem(
            f"There is no column “{name}”; the first line names {', '.join(header)[:120] or 'none'}."
        )
    return folded.index(name.casefold())


def _cell(cells: Sequence[str], place: int) -> str | None:
    return cells[place] if place < len(cells) and cells[place] else None
