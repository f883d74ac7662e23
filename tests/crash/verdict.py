"""The journal against the books: what was lost, doubled, or is not known, and whether it may be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rituals.pulse_hours import key as pulse_key
from storage.records.appointments import OccurrenceState
from storage.records.deliveries import DeliveryState
from tests.crash.case import Case
from tests.crash.journal import Journal
from tests.crash.stage import team_id

_NOTICEABLE_S = 0.5
_PERSON = ("D", "U", "W")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Each a list of sentences that name what they are about."""

    posted: int
    missed: int
    lost: list[str]
    doubled: list[str]
    excused: list[str]
    unknown: list[str]
    unknown_in_channels: list[str]
    unexplained: list[str]
    repeated_to_people: list[str]

    def broken(self, case: Case) -> list[str]:
        """What breaks the promise."""
        told = [*self.lost, *self.doubled, *self.unexplained]
        return [*told, *self.unknown_in_channels] if case.history else told


def judge(case: Case, journal: Journal, rows: Sequence[Row], occurrences: Sequence[Row]) -> Verdict:
    by_key = {row["key"]: row for row in rows}
    messages = [row for row in rows if row["replaces"] is None and row["kind"] != "message"]
    doubles = [row for row in messages if len(journal.times(row["key"])) > 1]
    in_channels = [row for row in doubles if row["to"][0] not in _PERSON]
    unknown = [row for row in messages if row["state"] == DeliveryState.UNKNOWN]
    return Verdict(
        posted=sum(len(times) for times in journal.accepted.values()),
        missed=sum(
            each["ritual"] == "pulse" and each["state"] == OccurrenceState.MISSED for each in occurrences
        ),
        lost=[
            *_never_written(case, by_key, occurrences),
            *(said for row in rows if (said := _lost(row, by_key, journal))),
        ],
        doubled=[
            *(_twice(row, journal) for row in in_channels if not journal.is_excused(row["key"])),
            *_charted_twice(by_key, journal),
        ],
        excused=[_twice(row, journal) for row in in_channels if journal.is_excused(row["key"])],
        unknown=[_unknown(row) for row in unknown],
        unknown_in_channels=[_unknown(row) for row in unknown if row["to"][0] not in _PERSON],
        unexplained=_unexplained(unknown, journal),
        repeated_to_people=[_twice(row, journal) for row in doubles if row["to"][0] in _PERSON],
    )


def _never_written(case: Case, by_key: Mapping[str, Row], occurrences: Sequence[Row]) -> list[str]:
    """Standups of which there is no trace, or no message although they were prepared."""
    found = {(each["team"], each["day"]): each["state"] for each in occurrences if each["ritual"] == "pulse"}
    lost = []
    for day in case.days:
        for team in map(team_id, range(case.teams)):
            state = found.get((team, day), OccurrenceState.DUE)
            is_kept = state == OccurrenceState.PREPARED and pulse_key(team, day) in by_key
            if not is_kept and state != OccurrenceState.MISSED:
                lost.append(f"the standup of {team} on {day} is {state}, and was not written")
    return lost


def _lost(row: Row, by_key: Mapping[str, Row], journal: Journal) -> str | None:
    key, state = row["key"], row["state"]
    if row["kind"] == "message" or state == DeliveryState.UNKNOWN:
        return None
    if state == DeliveryState.SENT:
        is_there = row["replaces"] is not None or journal.times(key)
        return None if is_there else f"{key} is said to be sent, and Slack never took it"
    on = by_key.get(row["thread_of"] or row["replaces"])
    if on is not None and on["state"] == DeliveryState.UNKNOWN and state == DeliveryState.PENDING:
        return None  # waits for somebody to say what became of what it hangs on
    return f"{key} is {state} in the end: {row['error']}"


def _unexplained(unknown: Sequence[Row], journal: Journal) -> list[str]:
    """Unknown, although nothing was done to it or to its process while it was sent."""
    return [
        f"{row['key']}: unknown since {row['error']}, and nothing had happened"
        for row in unknown
        if not journal.is_explained(row["key"]) and not _was_too_slow(row, journal)
    ]


def _was_too_slow(row: Row, journal: Journal) -> bool:
    """Whether the machine itself kept a call from its answer, as other work can do to it."""
    return row["error"] == "TimeoutError" and journal.held_up >= _NOTICEABLE_S


def _twice(row: Row, journal: Journal) -> str:
    times = journal.times(row["key"])
    return f"{row['key']}: taken {len(times)} times, {times[-1] - times[0]:.1f} s apart"


def _charted_twice(by_key: Mapping[str, Row], journal: Journal) -> list[str]:
    """Threads with more charts than the messages there have."""
    owed: Counter[tuple[str, str]] = Counter()
    for row in by_key.values():
        if row["picture"] is not None and row["ts"]:
            above = by_key.get(row["thread_of"])
            owed[row["channel"], above["ts"] if above else row["ts"]] += 1
    return [
        f"{shared - owed[thread]} charts too many in {thread}"
        for thread, shared in journal.charts.items()
        if shared > owed[thread]
    ]


def _unknown(row: Row) -> str:
    return f"{row['key']}: unknown since {row['error']}"
