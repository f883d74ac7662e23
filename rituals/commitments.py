"""What one person promises for a week: whose week, how many fit, who may read it, until when it changes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from rituals.errors import RitualError
from rituals.weeks import local_day, week_of
from storage.records.commitments import Commitment, CommitmentState, Visibility
from storage.records.teams import Team

LONGEST = 300
"""Characters of a commitment: one action, not a plan."""

LONGEST_LINE = 200
"""Characters of the line somebody adds on how it went."""

_WEEK = timedelta(weeks=1)

_ON_THE_WAY = {CommitmentState.MOVED, CommitmentState.NOT_YET}
# What is said of a pledge until the Tuesday of its second week answers the light question on Monday.
_HALFWAY_UNTIL = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody fills in; `team` and `input` are ids."""

    text: str
    team: str | None = None
    input: str | None = None
    weeks: int = 1
    visibility: Visibility | None = None  # None: as `usual_visibility` has it


@dataclass(eq=False)
class NothingPromised(RitualError):
    """There is no text."""

    field: ClassVar[str | None] = "text"


@dataclass(eq=False)
class TooLong(RitualError):
    """The text is longer than `longest` characters."""

    length: int
    longest: int


@dataclass(eq=False)
class TooManyCommitments(RitualError):
    """So many are open in that week already; `open` are those."""

    field: ClassVar[str | None] = "text"
    limit: int
    week: date
    open: Sequence[Commitment]


@dataclass(eq=False)
class NoSuchCommitment(RitualError):
    """It was undone, or never was."""


@dataclass(eq=False)
class NotYours(RitualError):
    """Only the person who promised may change a commitment."""


@dataclass(eq=False)
class WeekIsOver(RitualError):
    """A commitment stays as it is from `closed_on` on."""

    closed_on: date


@dataclass(eq=False)
class TooLateToUndo(RitualError):
    """Undo is for slips: only an open commitment, only in its own weeks."""


@dataclass(eq=False)
class NothingToCarry(RitualError):
    """It is done or dropped, or was carried over already."""


@dataclass(eq=False)
class NotYourTeam(RitualError):
    """The team does not count this person as a member."""

    field: ClassVar[str | None] = "team"


@dataclass(eq=False)
class NoSuchInput(RitualError):
    """The input is not an active one of the commitment's team."""

    field: ClassVar[str | None] = "input"


def checked(text: str, longest: int = LONGEST) -> str:
    """The text without surrounding space. Raises NothingPromised or TooLong."""
    stripped = text.strip()
    if not stripped:
        raise NothingPromised
    if len(stripped) > longest:
        raise TooLong(len(stripped), longest)
    return stripped


def last_week(commitment: Commitment) -> date:
    """The Monday of the last week a commitment counts in."""
    return commitment.week + (commitment.weeks - 1) * _WEEK


def counts_in(commitment: Commitment, week: date) -> bool:
    """Whether it counts in the ISO week that starts on `week`; one of two weeks counts in both."""
    return commitment.week <= week <= last_week(commitment)


def pulses(commitment: Commitment) -> Sequence[date]:
    """The Mondays whose pulse counts it: the one after each of its weeks."""
    return [commitment.week + n * _WEEK for n in range(1, commitment.weeks + 1)]


def closes_on(commitment: Commitment) -> date:
    """The first day on which it can no longer be changed: one whole week after its last is left for that."""
    return last_week(commitment) + 2 * _WEEK


def open_in(commitments: Iterable[Commitment], week: date) -> Sequence[Commitment]:
    return [one for one in commitments if one.state is CommitmentState.OPEN and counts_in(one, week)]


def said_halfway(commitment: Commitment, zone: str) -> bool:
    """Whether what was said of a pledge of two weeks was said a week in: its end asks about it again.

    `zone` is where its team is.
    """
    if commitment.weeks < 2 or commitment.settled_at is None or commitment.state not in _ON_THE_WAY:
        return False
    return local_day(commitment.settled_at, zone) < last_week(commitment) + _HALFWAY_UNTIL


def refuse_more_than(limit: int, commitments: Iterable[Commitment], week: date) -> None:
    """Raises TooManyCommitments when one more would be one too many in that week."""
    already = open_in(commitments, week)
    if len(already) >= limit:
        raise TooManyCommitments(limit, week, already)


def refuse_changes_after_close(commitment: Commitment, today: date) -> None:
    """Raises WeekIsOver; `today` is the local day of the commitment's team."""
    if today >= closes_on(commitment):
        raise WeekIsOver(closes_on(commitment))


def refuse_late_undo(commitment: Commitment, today: date) -> None:
    """Raises TooLateToUndo once it was settled, or its weeks are over."""
    if commitment.state is not CommitmentState.OPEN or last_week(commitment) < week_of(today):
        raise TooLateToUndo


def carried_over(commitment: Commitment, made: str, now: datetime, today: date) -> Commitment:
    """The same for another week, this one at the earliest, with a new id. Raises NothingToCarry."""
    if commitment.state in {CommitmentState.DONE, CommitmentState.DROPPED}:
        raise NothingToCarry
    return replace(
        commitment,
        id=made,
        week=max(last_week(commitment) + _WEEK, week_of(today)),
        weeks=1,
        state=CommitmentState.OPEN,
        made_at=now,
        line="",
        settled_at=None,
        carried=commitment.carried + 1,
        carried_from=commitment.id,
    )


def carried_to(commitments: Iterable[Commitment]) -> Mapping[str, date]:
    """Into which week each was carried over, as far as it was, by its id."""
    return {one.carried_from: one.week for one in commitments if one.carried_from is not None}


def home_team(teams: Sequence[Team], channel: str | None) -> Team | None:
    """The team a quick commitment goes to: that of the channel it was typed in, else the first by name.

    Whoever is in several teams is asked in the answer, after the words are safe; asking first would cost a
    form each time to save a tap sometimes.
    """
    here = [team for team in teams if team.channel == channel]
    return next(iter([*here, *teams]), None)


def usual_visibility(team: str | None) -> Visibility:
    """Who reads the words unless somebody chose: the team; with no team to be shown to, nobody else."""
    return Visibility.ME if team is None else Visibility.TEAM


def readable_by(commitment: Commitment, viewer: str, teams: Collection[str]) -> bool:
    """Whether `viewer`, a member of `teams`, may read the words."""
    if commitment.user == viewer:
        return True
    match commitment.visibility:
        case Visibility.EVERYONE:
            return True
        case Visibility.TEAM:
            return commitment.team in teams
        case Visibility.ME:
            return False
