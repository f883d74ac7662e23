"""The floor: the same rows into a bare table, the same figures by plain NumPy, and nothing else."""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from time import perf_counter

import numpy as np

from tests.bench.many_metrics import series, starts

_LAGS = range(9)


def run(metrics: int, weeks: int, folder: Path) -> dict[str, dict[str, float]]:
    known = list(series(metrics, weeks))
    table = np.array([values for _, values in known])
    began = perf_counter()
    days = [start.isoformat() for start in starts(weeks)]
    rows = ((key, day, value) for key, values in known for day, value in zip(days, values, strict=True))
    with closing(sqlite3.connect(folder / f"{metrics}-bare.db")) as books, books:
        books.execute("CREATE TABLE readings (metric TEXT, day TEXT, value REAL, PRIMARY KEY (metric, day))")
        books.executemany("INSERT INTO readings VALUES (?, ?, ?)", rows)
    stored = perf_counter()
    np.column_stack([table.mean(axis=1), np.abs(np.diff(table, axis=1)).mean(axis=1)])
    judged = perf_counter()
    changes = np.diff(table, axis=1)
    for lag in _LAGS:
        later = changes[0, lag:]
        for moved in changes[1:, : len(later)]:
            np.corrcoef(moved, later)
    compared = perf_counter()
    took = {"import": stored - began, "limits": judged - stored, "links": compared - judged}
    return {name: {"took_s": seconds} for name, seconds in took.items()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))))
