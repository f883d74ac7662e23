"""The page of the curves: a picture and a table for each thing that grows."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from tests.growth.curves import FITTED, PATIENCE_S, SIZES, Curve, Growth
from tests.growth.operations import WORDS
from tests.growth.picture import duration, told

FOLDER = "growth"

# Between 1,000 and 100,000 n log n looks like a power of 1.11, and what is measured has its noise.
_NEARLY_N_LOG_N = 1.25

_SUBJECTS = {
    "teams": "Each team has an input with a short history, a pulse and its appointments; 60 people.",
    "people": "In 12 teams, each with a commitment that runs.",
    "readings": "Five years of as many metrics as that takes. What is imported is as much again.",
    "workspaces": "Small ones, all in one database; one of them is asked.",
}


def subjects(growth: Growth) -> Mapping[str, Sequence[Curve]]:
    return {name: list(some) for name, some in groupby(growth.curves, key=lambda curve: curve.subject)}


def page(growth: Growth) -> str:
    sections = "\n".join(_section(name, curves) for name, curves in subjects(growth).items())
    return f"""# How Polaris grows

`make growth` measures what stands here, on SQLite, in one process, without Slack. One thing grows from
{SIZES[0]} to {SIZES[-1]:,}, the rest stays small. Both axes of a picture go by powers of ten; its dashes say
where a time leads that grows as much as the thing itself does. The power is that of the {FITTED} largest
sizes, for below them fixed costs are seen. What would have taken more than {PATIENCE_S:.0f} s, by the sizes
before, was left out and says so.

{_verdict(growth.curves)}

{sections}
Measured on {growth.machine}; {growth.versions}.
"""


def alt(subject: str, curves: Sequence[Curve]) -> str:
    powers = ", ".join(f"{WORDS[curve.operation]} {told(curve)}" for curve in curves)
    return f"How long work takes as {subject} grow: {powers}"


def _verdict(curves: Sequence[Curve]) -> str:
    steep = [each for each in curves if each.power is None or each.power > _NEARLY_N_LOG_N]
    if not steep:
        return "Nothing here grows faster than n log n."
    named = "; ".join(f"{WORDS[each.operation]} with {each.subject} ({told(each)})" for each in steep)
    return f"Faster than n log n grows: {named}."


def _section(subject: str, curves: Sequence[Curve]) -> str:
    heads = ["", *(f"{size:,}" for size in SIZES), "power"]
    rows = [_line(heads), _line(["---"] * len(heads)), *(_line(_cells(curve)) for curve in curves)]
    table = "\n".join(rows)
    return f"""## {subject.capitalize()}

{_SUBJECTS[subject]}

![{alt(subject, curves)}]({FOLDER}/{subject}.svg)

{table}
"""


def _cells(curve: Curve) -> list[str]:
    times = (duration(curve.took_s[size]) if size in curve.took_s else "left out" for size in SIZES)
    return [WORDS[curve.operation].replace("/commit", "`/commit`"), *times, told(curve)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
