"""What `polaris check` finds: a line each, and one that sums up."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    OK = "ok"
    NOTE = "note"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, and what is there or how to mend it."""

    mark: Mark
    subject: str
    text: str

    def __str__(self) -> str:
        return f"{self.mark:<5} {self.subject}: {self.text}"


async def report(looks: Iterable[AsyncIterator[Finding]], say: Callable[[str], None]) -> bool:
    """Say line by line what each look finds, and the sum; gives whether nothing needs mending."""
    marks: Counter[Mark] = Counter()
    for look in looks:
        async for finding in look:
            say(str(finding))
            marks[finding.mark] += 1
    say(_sum(marks))
    return not marks[Mark.MEND]


def _sum(marks: Counter[Mark]) -> str:
    mend, note = marks[Mark.MEND], marks[Mark.NOTE]
    notes = f", {note} note{'' if note == 1 else 's'}" if note else ""
    return f"{mend or 'nothing'} to mend{notes}, {marks[Mark.OK]} ok."
