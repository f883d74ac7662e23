"""Which tables a statement is about without saying in whose rows of them."""

import re
from collections import Counter
from functools import cache

from storage.tables import whole

# A table, and what the statement calls it; several may stand one after the other.
_PLACE = r"\"?(\w+)\"?(?:\s+AS\s+\"?(\w+)\"?)?"
_FIRST = re.compile(rf"\b(?:FROM|JOIN|UPDATE|USING)\s+{_PLACE}")
_NEXT = re.compile(rf",\s*{_PLACE}")
_INTO = re.compile(r"^INSERT INTO (\w+) \(([^)]*)\)")
_SAME = re.compile(r"\b(?:(\w+)\.)?workspace = (?:(\w+)\.workspace\b|[?:%$])")

# Jobs of a workspace are a queue of its name.
_JOBS = "procrastinate_jobs"
_QUEUE = re.compile(r"\bqueue_name = [?:%$]")


@cache
def _known() -> frozenset[str]:
    return frozenset({table.name for table in whole().sorted_tables} | {_JOBS})


def _spoken(statement: str) -> list[tuple[str, str]]:
    """The tables that a statement reads, changes or deletes from, each with what it calls it there."""
    found = []
    for first in _FIRST.finditer(statement):
        each: re.Match[str] | None = first
        while each is not None:
            if each[1] in _known():
                found.append((each[1], each[2] or each[1]))
            each = _NEXT.match(statement, each.end())
    return found


def tables_of(statement: str) -> set[str]:
    """The tables of ours that a statement is about."""
    into = _INTO.match(statement)
    return {table for table, _ in _spoken(statement)} | ({into[1]} & _known() if into else set())


def unscoped(statement: str) -> set[str]:
    """What a statement calls the tables of which it could see or change rows of any workspace.

    A table is in its place where the statement names its workspace, or says, each time the table comes up,
    that it is that of another whose workspace it names.
    """
    spoken = _spoken(statement)
    times = Counter(name for table, name in spoken if not (table == _JOBS and _QUEUE.search(statement)))
    pairs = [(each[1] or (spoken[0][1] if spoken else ""), each[2]) for each in _SAME.finditer(statement)]
    named = {name for name, other in pairs if other is None}
    while more := {name for pair in pairs if named & {*pair} for name in pair if name} - named:
        named |= more
    said = Counter(name for pair in pairs for name in pair if name)
    loose = {name for name, often in times.items() if name not in named or said[name] < often}
    into = _INTO.match(statement)
    if into and into[1] in _known() and "workspace" not in into[2].split(", "):
        loose.add(into[1])
    return loose
