"""What the demo's triage decided before anybody looked, and what it has still to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.demo.dataset import Decided, Dispute, DisputeSide
from rituals import cases
from rituals.deciding import HOLDS_FOR
from rituals.ids import Ids
from storage.ledger import Books
from storage.records.conflicts import Conflict, ConflictState, Side
from storage.records.decisions import Decision
from storage.records.metrics import Input

_TOOK = timedelta(days=5)


async def put_decided(
    books: Books,
    decided: Sequence[Decided],
    inputs: Mapping[str, Input],
    *,
    deciders: tuple[str, ...],
    ids: Ids,
    now: datetime,
) -> None:
    """Write down past conflicts with the decision over each; `inputs` by their metric's key."""
    for each in decided:
        at = now - timedelta(weeks=each.weeks_ago)
        brought_up = await _conflict(books, each, inputs, ids(), at - _TOOK)
        conflict = replace(brought_up, state=ConflictState.DECIDED, closed_at=at, closed_by=deciders[0])
        decision = Decision(
            id=ids(),
            conflict=conflict.id,
            outcome=each.outcome,
            reasons=each.reasons,
            criteria=each.criteria,
            decided_by=deciders,
            recorded_by=deciders[0],
            review_on=max(now, at + HOLDS_FOR).date() + timedelta(weeks=4),
            decided_at=at,
        )
        await books.conflicts.add(conflict)
        await books.decisions.add(decision)


async def bring_up(books: Books, waiting: Sequence[Dispute], *, ids: Ids, now: datetime) -> None:
    """Bring conflicts to triage that both leads could not settle."""
    inputs = {each.metric.key: each for each in await books.inputs.all()}
    for each in waiting:
        conflict = await _conflict(books, each, inputs, ids(), now)
        await books.conflicts.add(conflict)
        await cases.open_thread(books, conflict, now)
        await cases.bring_up(books, conflict, now)


async def _conflict(
    books: Books, told: Dispute, inputs: Mapping[str, Input], conflict_id: str, up_at: datetime
) -> Conflict:
    ours, theirs = (inputs[side.input] for side in told.sides)
    team, other = await books.teams.get(ours.team), await books.teams.get(theirs.team)
    assert team is not None  # they are furnished
    assert other is not None
    return Conflict(
        id=conflict_id,
        raised_by=team.lead,
        team=team.id,
        other_team=other.id,
        text=told.text,
        tried=told.tried,
        raised_at=up_at,
        state=ConflictState.UP,
        ours=_side(told.sides[0], ours),
        theirs=_side(told.sides[1], theirs),
        customers=told.customers,
        channel=team.channel,
        tried_by=(team.lead, other.lead),
        up_at=up_at,
    )


def _side(told: DisputeSide, its_input: Input) -> Side:
    return Side(told.want, its_input.id, told.effect, told.until)
