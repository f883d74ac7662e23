"""The bench's table of many metrics: how long, to what floor, how it grows, and how much memory."""

from collections.abc import Sequence
from math import log
from pathlib import Path
from statistics import linear_regression

from tests.bench.figures import Measured
from tests.bench.many_metrics import WEEKS, BySize, measure

WORDS = {
    "import": "`polaris load`: a CSV read, checked, stored; floor: the same rows by one bare `executemany`",
    "limits": "limits and verdict of every input; floor: mean and mean moving range by NumPy",
    "links": "every input beside the star at nine lags, by the worker; floor: the coefficients, by NumPy",
}


async def row(folder: Path) -> Measured:
    return Measured(section=table(await measure(folder), WEEKS))


def table(measured: BySize, weeks: int) -> str:
    """The section for the page; sizes are rows of it, the last one is compared with the floor."""
    sizes = sorted(measured)
    heads = ["", *(f"{size:,} metrics" for size in sizes), "grows as", "to the floor", "memory"]
    rows = [_row(name, measured, sizes) for name in measured[sizes[-1]]]
    return f"""## Many metrics

{sizes[-1]:,} metrics x {weeks} weeks are {sizes[-1] * weeks:,} readings: imported, judged and compared, one
after the other in one process (and its worker, for links), each size in a process of its own. *Grows as*
is the exponent of the number of metrics, fitted to all sizes: 1 is linear. *To the floor* and *memory* (the
most the process had taken by then; for links its worker's too) are those of the largest.

{_line(*heads)}
{_line(*["---"] * len(heads))}
{chr(10).join(rows)}
"""


def growth(measured: BySize, name: str) -> float:
    """The exponent of the size that the times of a phase follow best."""
    sizes = sorted(measured)
    took = [measured[size][name].took_s for size in sizes]
    return linear_regression([log(size) for size in sizes], [log(each) for each in took]).slope


def _row(name: str, measured: BySize, sizes: Sequence[int]) -> str:
    largest = measured[sizes[-1]][name]
    return _line(
        WORDS[name],
        *(f"{measured[size][name].took_s:.2f} s" for size in sizes),
        f"n^{growth(measured, name):.2f}",
        f"× {largest.took_s / largest.floor_s:.0f}",
        f"{largest.peak_mib:.0f} MiB",
    )


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
