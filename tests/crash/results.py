"""The runs so far, a row for each case: kept in a file, so that cases can be run one by one and anywhere."""

import json
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.crash.run import Outcome

Row = dict[str, Any]

_ROOT = Path(__file__).parents[2]
_FILE = Path(__file__).parent / "results.json"
_LIBRARIES = ("procrastinate", "sqlalchemy", "slack-sdk", "aiohttp")


def keep(outcome: Outcome, file: Path = _FILE) -> None:
    """Write down what came of a case, in the place of an earlier run of the same."""
    made = row_of(outcome)
    others = [each for each in kept(file) if _case(each) != _case(made)]
    rows = sorted([*others, made], key=_case)
    file.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


def kept(file: Path = _FILE) -> list[Row]:
    """Every case that was run, by database, history and seed."""
    if not file.exists():
        return []
    rows: list[Row] = json.loads(file.read_text("utf-8"))
    return rows


def row_of(outcome: Outcome) -> Row:
    case, verdict, journal = outcome.case, outcome.verdict, outcome.journal
    return {
        "database": case.database,
        "processes": case.replicas,
        "history": case.history,
        "seed": case.seed,
        "acts": dict(sorted(journal.acts.items())),
        "faults": dict(sorted(journal.faults.items())),
        "ambiguous": journal.ambiguous.total(),
        "disturbed": len(journal.interrupted),
        "standups": len(case.days) * case.teams,
        "posted": verdict.posted,
        "promises": outcome.promises,
        "lost": [*verdict.lost, *outcome.forgotten],
        "doubled": verdict.doubled,
        "excused": verdict.excused,
        "repeated_to_people": len(verdict.repeated_to_people),
        "unknown": verdict.unknown,
        "unknown_in_channels": len(verdict.unknown_in_channels),
        "unexplained": verdict.unexplained,
        "missed": verdict.missed,
        "held_up": round(journal.held_up, 1),
        "minutes": round(outcome.seconds / 60),
        "commit": _commit(),
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "versions": {"Python": platform.python_version()} | {name: version(name) for name in _LIBRARIES},
    }


def _case(row: Row) -> tuple[Any, ...]:
    return row["database"] != "SQLite", not row["history"], row["seed"]


def _commit() -> str:
    """What was run; a plus says that something in it was changed since."""
    changed = _git("status", "--porcelain", "--", ".", ":!README.md", f":!{_FILE.relative_to(_ROOT)}")
    return (_git("rev-parse", "--short", "HEAD") or "unknown") + ("+" if changed else "")


def _git(*asked: str) -> str:
    return subprocess.run(
        ("git", "-C", str(_ROOT), *asked), capture_output=True, text=True, check=False
    ).stdout.strip()
