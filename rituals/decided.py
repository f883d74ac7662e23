"""A decision as people read it: told to both teams and in its case's thread, and marked when superseded."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from rituals import cases
from rituals.letters import Letter, post
from rituals.precedents import sides
from rituals.weeks import local_day
from storage.ledger import Books
from storage.records.conflicts import Conflict
from storage.records.decisions import Decision


@dataclass(frozen=True, slots=True)
class Other:
    """The decision before, or after: what it says, and since when."""

    outcome: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """A decision with names in the place of ids; days are those of the organisation.

    `may_change` is whether those who read it can decide anew: where triage meets.
    """

    kind: ClassVar[str] = "decision.told"

    id: str
    teams: tuple[str, ...]  # one alone differed with the organisation
    outcome: str
    reasons: str
    criteria: tuple[str, ...]
    decided_by: tuple[str, ...]
    decided_on: date
    review_on: date
    before: Other | None = None
    after: Other | None = None
    may_change: bool = False


async def told(books: Books, decision: Decision) -> DecisionTold:
    """A decision as it stands now, with its links."""
    conflict = await books.conflicts.get(decision.conflict)
    assert conflict is not None  # a decision belongs to one
    zone = await books.workspaces.zone()
    teams = [await books.teams.get(each) for each in sides(conflict)]
    return DecisionTold(
        decision.id,
        tuple(team.name for team in teams if team),
        decision.outcome,
        decision.reasons,
        decision.criteria,
        decision.decided_by,
        local_day(decision.decided_at, zone),
        decision.review_on,
        await _other(books, decision.supersedes, zone),
        await _other(books, decision.superseded_by, zone),
    )


async def tell(books: Books, decision: Decision, now: datetime) -> DecisionTold:
    """Post a decision to both teams and into its case's thread; the one before it is marked in place."""
    facts = await told(books, decision)
    conflict = await books.conflicts.get(decision.conflict)
    assert conflict is not None  # a decision belongs to one
    async for letter in _letters(books, conflict, facts):
        await post(books, letter, now)
    if decision.supersedes is not None:
        await _mark(books, conflict, decision.supersedes, now)
    return facts


async def _mark(books: Books, conflict: Conflict, decision_id: str, now: datetime) -> None:
    superseded = await books.decisions.get(decision_id)
    assert superseded is not None  # another one says it superseded it
    async for letter in _letters(books, conflict, await told(books, superseded)):
        await cases.edit(books, letter.key, letter.content, now)


async def _letters(books: Books, conflict: Conflict, facts: DecisionTold) -> AsyncIterator[Letter]:
    """To each team's channel, and below what triage and the two leads were told of the case."""
    workspace, key = await books.workspaces.get(), f"decision:{facts.id}"
    channels = []
    for team_id in sides(conflict):
        team = await books.teams.get(team_id)
        if team is not None and team.retired_at is None:
            channels.append(team.channel)
            yield Letter(f"{key}:team:{team_id}", team.channel, facts)
    if workspace is not None and workspace.triage_channel is not None:
        place = workspace.triage_channel
        head = cases.up_key(conflict.id, place)
        if await books.deliveries.get(head) is not None:
            yield Letter(f"{key}:case", place, replace(facts, may_change=True), thread_of=head)
    if conflict.channel is not None and conflict.channel not in channels:
        head = cases.thread_key(conflict.id)
        if await books.deliveries.get(head) is not None:
            yield Letter(f"{key}:thread", conflict.channel, facts, thread_of=head)


async def _other(books: Books, decision_id: str | None, zone: str) -> Other | None:
    decision = await books.decisions.get(decision_id) if decision_id else None
    return Other(decision.outcome, local_day(decision.decided_at, zone)) if decision else None
