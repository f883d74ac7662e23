"""The bench's page: a table of one run, with the machine and the versions it was measured on."""

import os
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from tests.bench.load import Timing

LIBRARIES = ("aiohttp", "slack-bolt", "slack-sdk", "sqlalchemy", "aiosqlite", "uvloop")
NAMES = {
    "floor": "no Bolt, no database: the signature is checked and 200 said (the floor)",
    "bare": "AsyncApp with default settings, `await ack()` and nothing else",
    "polaris": "Polaris: the commitment is in SQLite before the ack",
}

HEADINGS = (
    "median, one at a time",
    "to the floor",
    "median, {at_once} at once",
    "p99, {at_once} at once",
    "to the floor",
    "per second",
)


def page(alone: Mapping[str, Timing], crowd: Mapping[str, Timing], at_once: int, *sections: str) -> str:
    """Write the page; `alone` was measured one at a time, `crowd` with `at_once` in flight.

    `sections` are what else was measured, as they are to stand there.
    """
    rows = "\n".join(_row(name, alone[name], crowd[name], alone["floor"], crowd["floor"]) for name in NAMES)
    more = "".join(f"{section.strip()}\n\n" for section in sections)
    return f"""# Benchmarks

How long `/commit text` takes from Slack's signed HTTP post to the ack. `make bench` measures it and writes
this page: three servers, each a process of its own, take turns in one run on one machine, so that the
ratios say more than the milliseconds. Load is made on the same machine, by a fourth process.

{_line("", *HEADINGS).format(at_once=at_once)}
{_line(*["---"] * 7)}
{rows}

One at a time Polaris needs {100 * alone["polaris"].median / alone["bare"].median:.0f} % of the bare
AsyncApp's median: by default Bolt looks for the ack every 10 ms; Polaris answers as soon as its listener is
left, with the commitment stored.

{more}Measured on {_machine()}; Python {platform.python_version()},
{_versions()}.
"""


def _row(name: str, alone: Timing, crowd: Timing, floor_alone: Timing, floor_crowd: Timing) -> str:
    cells = (
        NAMES[name],
        f"{alone.median:.2f} ms",
        _times(alone.median, floor_alone.median),
        f"{crowd.median:.1f} ms",
        f"{crowd.p99:.1f} ms",
        _times(crowd.p99, floor_crowd.p99),
        f"{crowd.per_second:,.0f}",
    )
    return _line(*cells)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _times(measured: float, compared: float) -> str:
    return f"× {measured / compared:.1f}"


def _machine() -> str:
    return f"{os.cpu_count()} cores ({_processor()}), {platform.system()} {platform.release().split('-')[0]}"


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text().splitlines() if facts.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
