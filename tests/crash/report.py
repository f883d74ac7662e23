"""What came of the runs: a full account of each, and a table in README.md."""

from collections.abc import Sequence
from pathlib import Path

from tests.crash.results import Row
from tests.crash.run import Outcome

_README = Path(__file__).parents[2] / "README.md"
_BEGIN = "<!-- The table below is written by `make crash`. -->\n"
_END = "<!-- The table above is written by `make crash`. -->\n"
_COLUMNS = (
    "database",
    "history may be read",
    "seed",
    "SIGKILLs",
    "other mischief",
    "faults of Slack",
    "standups",
    "messages taken",
    "promises acknowledged",
    "lost",
    "doubled",
    "unknown",
    "asked again in a direct message",
    "missed, recorded",
    "commit, machine, time",
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
        (
            f"  {verdict.posted} messages taken, {verdict.missed} standups missed and recorded so,"
            f" {outcome.promises} promises acknowledged;"
            f" the machine held everything up for {journal.held_up:.1f} s at worst"
        ),
    ]
    told = {
        "promises acknowledged and not kept once": outcome.forgotten,
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


def write_table(rows: Sequence[Row]) -> None:
    """Put the table of these runs into README.md, in the place of the last one."""
    page = _README.read_text("utf-8")
    before, rest = page.split(_BEGIN)
    _, after = rest.split(_END)
    _README.write_text(f"{before}{_BEGIN}\n{table(rows)}\n{_END}{after}", "utf-8")


def table(rows: Sequence[Row]) -> str:
    """One line for each case, and below what they were run with."""
    lines = [_line(_COLUMNS), _line(["---"] * len(_COLUMNS)), *(_line(_cells(each)) for each in rows)]
    used = dict.fromkeys(", ".join(" ".join(pair) for pair in row["versions"].items()) for row in rows)
    return "\n".join([*lines, "", f"Run with {'; '.join(used)}; all time-outs shortened alike.", ""])


def _cells(row: Row) -> list[str]:
    acts, processes = row["acts"], row["processes"]
    doubled = str(len(row["doubled"]))
    if row["excused"]:
        doubled += f" (and {len(row['excused'])} whose process was paused between check and send)"
    return [
        row["database"] if processes == 1 else f"{row['database']}, {processes} processes",
        "yes" if row["history"] else "no",
        str(row["seed"]),
        str(acts["kill"]),
        ", ".join(f"{name} {acts[act]}" for act, name in _OTHERS.items() if act in acts),
        f"{sum(row['faults'].values()):,}",
        f"{row['standups']:,}",
        f"{row['posted']:,}",
        f"{row['promises']:,}",
        str(len(row["lost"])),
        doubled,
        f"{len(row['unknown'])} ({row['unknown_in_channels']} in channels)",
        str(row["repeated_to_people"]),
        str(row["missed"]),
        f"{row['commit']}, {row['machine']}, {row['minutes']} min",
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
