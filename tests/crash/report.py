"""What came of the runs: a full account of each, and a table in README.md."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from tests.crash.run import Outcome

_README = Path(__file__).parents[2] / "README.md"
_BEGIN = "<!-- The table below is written by `make crash`. -->\n"
_END = "<!-- The table above is written by `make crash`. -->\n"
_LIBRARIES = ("procrastinate", "sqlalchemy", "slack-sdk", "aiohttp")
_COLUMNS = (
    "database",
    "history may be read",
    "seed",
    "SIGKILLs",
    "other mischief",
    "faults of Slack",
    "standups",
    "messages taken",
    "lost",
    "doubled",
    "unknown",
    "unknown in channels",
    "missed, recorded",
)


def account(outcome: Outcome) -> str:
    """Everything there is to say about one run."""
    case, verdict, journal = outcome.case, outcome.verdict, outcome.journal
    lines = [
        (
            f"{case.database}, {'with' if case.history else 'without'} history, seed {case.seed}:"
            f" {case.kills} kills over {len(case.days) * case.teams} standups in {outcome.seconds:.0f} s"
        ),
        f"  {dict(journal.acts)}; faults {dict(journal.faults)}",
        (
            f"  ambiguous answers to posts {journal.ambiguous.total()},"
            f" deliveries disturbed while they were sent {len(journal.interrupted)}"
        ),
        f"  {verdict.posted} messages taken, {verdict.missed} standups missed and recorded so",
    ]
    told = {
        "lost": verdict.lost,
        "doubled": verdict.doubled,
        "doubled, its process paused between check and send": verdict.excused,
        "sent again to a person, where nobody may look": verdict.repeated_to_people,
        "unknown": verdict.unknown,
        "unexplained": verdict.unexplained,
    }
    for what, sentences in told.items():
        lines += [f"  {what}: {len(sentences)}", *(f"    {each}" for each in sentences)]
    return "\n".join(lines)


def write_table(outcomes: Sequence[Outcome]) -> None:
    """Put the table of these runs into README.md, in the place of the last one."""
    page = _README.read_text("utf-8")
    before, rest = page.split(_BEGIN)
    _, after = rest.split(_END)
    _README.write_text(f"{before}{_BEGIN}\n{_table(outcomes)}\n{_END}{after}", "utf-8")


def _table(outcomes: Sequence[Outcome]) -> str:
    lines = [_line(_COLUMNS), _line(["---"] * len(_COLUMNS)), *(_line(_cells(each)) for each in outcomes)]
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    where = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    how = f"Python {platform.python_version()}, {libraries}; all time-outs shortened alike."
    return "\n".join([*lines, "", f"Run on {where}, {how}", ""])


def _cells(outcome: Outcome) -> list[str]:
    case, verdict, journal = outcome.case, outcome.verdict, outcome.journal
    others = ", ".join(f"{name} {journal.acts[act]}" for act, name in _OTHERS.items() if journal.acts[act])
    doubled = str(len(verdict.doubled))
    if verdict.excused:
        doubled += f" (and {len(verdict.excused)} whose process was paused between check and send)"
    return [
        case.database if case.replicas == 1 else f"{case.database}, {case.replicas} processes",
        "yes" if case.history else "no",
        str(case.seed),
        str(journal.acts["kill"]),
        others,
        f"{journal.faults.total():,}",
        f"{len(case.days) * case.teams:,}",
        f"{verdict.posted:,}",
        str(len(verdict.lost)),
        doubled,
        str(len(verdict.unknown)),
        str(len(verdict.unknown_in_channels)),
        str(verdict.missed),
    ]


_OTHERS = {
    "pause": "pauses",
    "ahead": "clocks an hour ahead",
    "behind": "clocks an hour behind",
    "restart the database": "database restarts",
    "gone for good": "process gone for good",
}


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
