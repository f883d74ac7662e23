"""A team's commitments of the week, as far as the whole team may read them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rituals.commitments import last_week
from rituals.weeks import week_of
from storage.ledger import Books
from storage.records.commitments import Commitment, CommitmentState, Visibility
from storage.records.preferences import Consent

Names = Mapping[str, str]
"""What people are called, by user; who does not want to be named is left out."""

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


async def names_of(books: Books, users: Collection[str]) -> Names:
    people, wishes = await books.people.some(users), await books.preferences.of_each(users)
    return {
        user: person.name for user, person in people.items() if wishes[user].consent is not Consent.NO_MENTION
    }


def read_out(theirs: Sequence[Commitment], names: Names, day: date, turn: int) -> Promises:
    """What is read out of a team's commitments on a day: at most three that are due, three that were kept."""
    week = week_of(day)
    open_ = [each for each in theirs if each.state is CommitmentState.OPEN]
    kept = [each for each in theirs if each.state in _DONE]
    due = _in_turn([each for each in open_ if _is_readable(each) and last_week(each) == week], turn)
    done = _in_turn([each for each in kept if _is_readable(each)], turn)
    return Promises(
        len(open_), len(kept), _promised(due[:_READ_OUT], names), _promised(done[:_READ_OUT], names)
    )


def _promised(commitments: Sequence[Commitment], names: Names) -> tuple[Promised, ...]:
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


def all_open(theirs: Sequence[Commitment], names: Names) -> tuple[Sequence[Promised], int]:
    """Every open one of a team's commitments of a week, and how many are for their owners alone."""
    open_ = [each for each in theirs if each.state is CommitmentState.OPEN]
    readable = _promised([each for each in open_ if _is_readable(each)], names)
    return readable, len(open_) - len(readable)
