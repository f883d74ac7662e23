"""A team's commitments of the week, as far as the whole team may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rituals.commitments import last_week
from rituals.weeks import week_of
from storage.ledger import Books
from storage.records.commitments import Commitment, CommitmentState, Visibility
from storage.records.preferences import Consent
from storage.records.teams import Team

_READ_OUT = 3
_DONE = {CommitmentState.DONE, CommitmentState.MOVED}


@dataclass(frozen=True, slots=True)
class Promised:
    """A commitment whose words the whole team may read; `by` is a name, never a mention: nobody is pinged."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Promises:
    """A team's commitments of a week: `open` and `kept` are counts, the others what is read out of them."""

    open: int
    kept: int
    due: tuple[Promised, ...] = ()
    done: tuple[Promised, ...] = ()


async def read_out(books: Books, team: Team, day: date, turn: int) -> Promises:
    """What is read out of a team's commitments on a day: at most three that are due, three that were kept."""
    week = week_of(day)
    theirs = await books.commitments.of_team(team.id, week)
    open_ = [each for each in theirs if each.state is CommitmentState.OPEN]
    kept = [each for each in theirs if each.state in _DONE]
    due = _in_turn([each for each in open_ if _is_readable(each) and last_week(each) == week], turn)
    done = _in_turn([each for each in kept if _is_readable(each)], turn)
    some = await _promised(books, [*due[:_READ_OUT], *done[:_READ_OUT]])
    first = len(due[:_READ_OUT])
    return Promises(len(open_), len(kept), some[:first], some[first:])


async def _promised(books: Books, commitments: Sequence[Commitment]) -> tuple[Promised, ...]:
    users = {each.user for each in commitments}
    people, wishes = await books.people.some(users), await books.preferences.of_each(users)
    names = {
        user: person.name for user, person in people.items() if wishes[user].consent is not Consent.NO_MENTION
    }
    return tuple(Promised(names.get(each.user, ""), each.text) for each in commitments)


def _is_readable(commitment: Commitment) -> bool:
    """Whether the whole team may read the words."""
    return commitment.visibility is not Visibility.ME


def _in_turn(commitments: Sequence[Commitment], turn: int) -> Sequence[Commitment]:
    """Beginning with others each time, so that where there are many none stays unread."""
    if len(commitments) <= _READ_OUT:
        return commitments
    start = turn * _READ_OUT % len(commitments)
    return [*commitments[start:], *commitments[:start]]


async def all_open(books: Books, team: Team, day: date) -> tuple[Sequence[Promised], int]:
    """Every open commitment of a team in the week of a day, and how many are for their owners alone."""
    theirs = await books.commitments.of_team(team.id, week_of(day))
    open_ = [each for each in theirs if each.state is CommitmentState.OPEN]
    readable = await _promised(books, [each for each in open_ if _is_readable(each)])
    return readable, len(open_) - len(readable)
