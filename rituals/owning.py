"""One's own commitment: whose it is, which day it is for it, and whether there is room for another."""

from datetime import date, datetime, timedelta

from rituals.authorisation import Action, Role
from rituals.commitments import (
    NoSuchCommitment,
    NotYours,
    last_week,
    refuse_changes_after_close,
    refuse_more_than,
)
from rituals.rights import require
from rituals.weeks import local_day
from storage.ledger import Books
from storage.records.commitments import Commitment, CommitmentState
from storage.records.people import Person


async def own(books: Books, who: Person, commitment_id: str, now: datetime) -> Commitment:
    """Raises NoSuchCommitment, NotYours or WeekIsOver: whatever a button says, the person decides."""
    found = await books.commitments.get(commitment_id)
    if found is None:
        raise NoSuchCommitment
    mine = [Role.OWNER] if found.user == who.user else []
    require(Action.CHANGE_COMMITMENT, who, also=mine, refusal=NotYours())
    refuse_changes_after_close(found, await today_of(books, who, found.team, now))
    return found


async def today_of(books: Books, who: Person, team_id: str | None, now: datetime) -> date:
    """The local day where a commitment's team is; with no team, where its owner is."""
    team = await books.teams.get(team_id) if team_id else None
    return local_day(now, team.time_zone if team else who.time_zone)


async def require_room(books: Books, wanted: Commitment, limit: int) -> None:
    """Raises TooManyCommitments; until the transaction ends nobody else takes the room that was found."""
    await books.commitments.hold(wanted.user)
    theirs = await books.commitments.of_person(wanted.user, wanted.week - timedelta(weeks=1))
    for week in {wanted.week, last_week(wanted)}:
        refuse_more_than(limit, [one for one in theirs if one.id != wanted.id], week)


async def add(books: Books, made: Commitment, limit: int) -> None:
    """The same for a new one, which is added. The person's commitments are held already."""
    # There nearly always is room: what they have is read only where there is none.
    if not await books.commitments.added(made, limit):
        await require_room(books, made, limit)
        await books.commitments.add(made)


async def week_carried_to(books: Books, commitment: Commitment) -> date | None:
    """Into which week it was carried over."""
    if commitment.state is CommitmentState.OPEN:
        return None  # what is carried over is settled
    successor = await books.commitments.successor_of(commitment.id)
    return successor.week if successor else None
