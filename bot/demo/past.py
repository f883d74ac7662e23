"""What the demo's triage decided before anybody looked: the first precedents."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.demo.dataset import Decided
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
    teams = {team.id: team for team in await books.teams.all()}
    for each in decided:
        ours, theirs = (inputs[side.input] for side in each.sides)
        team, other = teams[ours.team], teams[theirs.team]
        at = now - timedelta(weeks=each.weeks_ago)
        conflict = Conflict(
            id=ids(),
            raised_by=team.lead,
            team=team.id,
            other_team=other.id,
            text=each.text,
            tried=each.tried,
            raised_at=at - _TOOK,
            state=ConflictState.DECIDED,
            ours=Side(each.sides[0].want, ours.id),
            theirs=Side(each.sides[1].want, theirs.id),
            customers=each.customers,
            tried_by=(team.lead, other.lead),
            up_at=at - _TOOK,
            closed_at=at,
            closed_by=deciders[0],
        )
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
