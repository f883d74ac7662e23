"""Measures every row, or those named, beside its floor or peer; all of them make docs/benchmarks.md."""

import asyncio
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from tests.bench.figures import Measured, Results, keep
from tests.bench.limits import limits
from tests.bench.machine import machine, versions
from tests.bench.page import page
from tests.bench.rows import ROWS
from tests.bench.servers import ROOT

RESULTS = ROOT / "docs" / "benchmarks.json"
PAGE = ROOT / "docs" / "benchmarks.md"
LIMITS = ROOT / "docs" / "limits.md"


def run(names: list[str]) -> Results:
    """Measure rows one after the other, each in a folder of its own."""
    rows: dict[str, Measured] = {}
    for name in names:
        began = perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            measured = asyncio.run(ROWS[name](Path(folder)))
        rows[name] = replace(measured, took_s=perf_counter() - began)
        sys.stderr.write(f"{name}: {rows[name].took_s:.0f} s\n")
    return Results(rows, machine(), versions())


def main() -> None:
    """Measure, show the page, and keep it when it is whole."""
    parser = ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"all, or some of: {', '.join(ROWS)}")
    chosen: list[str] = parser.parse_args().rows
    if unknown := [name for name in chosen if name not in ROWS]:
        parser.error(f"no such row: {', '.join(unknown)}")
    results = run(chosen or list(ROWS))
    if not chosen:
        keep(results, RESULTS)
        PAGE.write_text(page(results), encoding="utf-8")
        if (paper := limits(results)) is not None:
            LIMITS.write_text(paper, encoding="utf-8")
    sys.stdout.write(page(results))


if __name__ == "__main__":
    main()
