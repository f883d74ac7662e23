"""Carrying a commitment over into another week: never by itself, always by a tap of its owner."""

from dataclasses import replace

from rituals.clock import Clock
from rituals.commitments import (
    NothingToCarry,
    TooLateToUndo,
    carried_over,
    home_team,
    usual_visibility,
)
from rituals.follow_through import show_answers, turn
from rituals.ids import Ids
from rituals.owning import own, require_room, today_of
from storage.ledger import Books, Ledger
from storage.records.commitments import Commitment, CommitmentState, Visibility
from storage.records.people import Person


class Carrying:
    """`limit` is the number of commitments that fit into a week, those that were carried there included."""

    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids, limit: int) -> None:
        self._ledger, self._clock, self._ids, self._limit = ledger, clock, ids, limit

    async def carry(self, who: Person, commitment_id: str) -> Commitment:
        """Promise it again for the week after, or for this one should that be later; gives the new one.

        Raises NothingToCarry or TooManyCommitments. What was open until now is "not yet".
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            old = await own(books, who, commitment_id, now)
            today = await today_of(books, who, old.team, now)
            new = await _at_home(books, carried_over(old, self._ids(), now, today))
            await require_room(books, new, self._limit)
            if await books.commitments.successor_of(old.id) is not None:
                raise NothingToCarry
            await books.commitments.add(new)
            if old.state is CommitmentState.OPEN:
                await books.commitments.change(replace(old, state=CommitmentState.NOT_YET, settled_at=now))
            await show_answers(books, who.user, now)
            return new

    async def take_back(self, who: Person, commitment_id: str) -> Commitment:
        """Not to be carried over after all; gives the one that was. Raises TooLateToUndo."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            old = await own(books, who, commitment_id, now)
            new = await books.commitments.successor_of(old.id)
            if new is None or new.state is not CommitmentState.OPEN:
                raise TooLateToUndo
            await books.commitments.remove(new.id)
            await show_answers(books, who.user, now)
            return old

    async def turn(self, who: Person, key: str, page: int) -> None:
        """Show another page of what one was asked. Raises NotYours."""
        async with self._ledger.open() as books:
            await turn(books, who, key, page, self._clock.now())


async def _at_home(books: Books, carried: Commitment) -> Commitment:
    """With a team that still counts its owner, and an input that is still looked at."""
    desk = await books.desks.of_person(carried.user)
    team = next((each for each in desk.teams if each.id == carried.team), None)
    if team is None and carried.team is not None:
        team = home_team(desk.teams, None)
    inputs = {each.id for each in desk.inputs.get(team.id, ())} if team else set()
    kept = carried.visibility
    return replace(
        carried,
        team=team.id if team else None,
        input=carried.input if carried.input in inputs else None,
        visibility=usual_visibility(None) if team is None and kept is Visibility.TEAM else kept,
    )
