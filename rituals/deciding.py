"""Triage decides: with reasons, by criteria, told to both teams; superseded, never rewritten."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from rituals import cases, decided, meeting, reviewing
from rituals.authorisation import Action
from rituals.cases import Case
from rituals.clock import Clock
from rituals.conflicts import NoSuchConflict, NotOpenAnyMore
from rituals.decided import DecisionTold
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.rights import may_be_named, require
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.conflicts import Conflict, ConflictState
from storage.records.decisions import Decision
from storage.records.people import Person
from storage.records.workspaces import Workspace
from storage.taken import Taken

# Characters.
LONGEST_OUTCOME = 300
LONGEST_REASONS = 900

CRITERIA = ("north_star", "customers", "sooner", "evidence", "reversible", "capacity", "precedent")
"""What a decision can be weighed by."""

HOLDS_FOR = timedelta(weeks=13)
"""How long a decision holds before somebody looks at it again, where nobody says otherwise: a quarter."""


@dataclass(eq=False)
class NoSuchDecision(RitualError):
    """None has that id."""


@dataclass(eq=False)
class DecidedAlready(RitualError):
    """Somebody was quicker; `outcome` is what they wrote down."""

    outcome: str


@dataclass(eq=False)
class ReviewInThePast(RitualError):
    """It would be looked at again before anybody has read it."""

    field: ClassVar[str | None] = "review_on"


@dataclass(eq=False)
class CannotDecide(RitualError):
    """Bots, guests, people of elsewhere, people who have left and the unknown decide nothing."""

    field: ClassVar[str | None] = "decided_by"


@dataclass(frozen=True, slots=True)
class Deciding:
    """What is written down of a decision."""

    outcome: str
    reasons: str
    criteria: tuple[str, ...]
    decided_by: tuple[str, ...]
    review_on: date


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a decision begins with: its case, what holds so far, who usually decides, the usual review."""

    case: Case
    before: DecisionTold | None
    deciders: tuple[str, ...]
    review_on: date


class Decisions:
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def sheet(self, who: Person, conflict_id: str) -> Sheet:
        """Raises NotADecider, NoSuchConflict, NotOpenAnyMore or DecidedAlready."""
        async with self._ledger.open() as books:
            workspace = await _allowed(books, who)
            conflict = await _to_decide(books, conflict_id)
            return await self._sheet(books, workspace, conflict, None)

    async def sheet_anew(self, who: Person, decision_id: str) -> Sheet:
        """For another decision in the place of one. Raises NotADecider, NoSuchDecision or DecidedAlready."""
        async with self._ledger.open() as books:
            workspace = await _allowed(books, who)
            before = await _holding(books, decision_id)
            conflict = await books.conflicts.get(before.conflict)
            assert conflict is not None  # a decision belongs to one
            return await self._sheet(books, workspace, conflict, await decided.told(books, before))

    async def record(self, who: Person, conflict_id: str, deciding: Deciding) -> DecisionTold:
        """Decide a conflict that is with triage, and tell both teams.

        Raises NotADecider, NoSuchConflict, NotOpenAnyMore, DecidedAlready, ReviewInThePast or CannotDecide.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            workspace = await _allowed(books, who)
            conflict = await _to_decide(books, conflict_id)
            decision = await self._add(books, workspace, who, deciding, conflict_id=conflict.id)
            await self._close(books, conflict, who, decision)
            return await decided.tell(books, decision, now)

    async def supersede(self, who: Person, decision_id: str, deciding: Deciding) -> DecisionTold:
        """Decide anew in the place of a decision, which stays readable and says so.

        Raises NotADecider, NoSuchDecision, DecidedAlready, ReviewInThePast or CannotDecide.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            workspace = await _allowed(books, who)
            before = await _holding(books, decision_id)
            decision = await self._add(
                books, workspace, who, deciding, conflict_id=before.conflict, supersedes=before.id
            )
            conflict = await books.conflicts.hold(before.conflict)
            assert conflict is not None  # a decision belongs to one
            await self._close(books, conflict, who, decision)
            told = await decided.tell(books, decision, now)
            await reviewing.settle(books, before, told, who, now)
            return told

    async def _sheet(
        self, books: Books, workspace: Workspace, conflict: Conflict, before: DecisionTold | None
    ) -> Sheet:
        deciders = dict.fromkeys(each for each in (workspace.product_lead, workspace.sponsor) if each)
        today = local_day(self._clock.now(), workspace.time_zone)
        return Sheet(await cases.told(books, conflict), before, tuple(deciders), today + HOLDS_FOR)

    async def _close(self, books: Books, conflict: Conflict, who: Person, decision: Decision) -> None:
        """The case is decided, by the decision that holds now, and says so wherever it stands."""
        now = self._clock.now()
        closed = replace(
            conflict,
            state=ConflictState.DECIDED,
            closed_at=conflict.closed_at or now,
            closed_by=conflict.closed_by or who.user,
            settled_by=decision.id,
        )
        await books.conflicts.change(closed)
        await cases.redraw(books, closed, now)
        await meeting.redraw(books, now)

    async def _add(
        self,
        books: Books,
        workspace: Workspace,
        who: Person,
        deciding: Deciding,
        *,
        conflict_id: str,
        supersedes: str | None = None,
    ) -> Decision:
        now = self._clock.now()
        if deciding.review_on <= local_day(now, workspace.time_zone):
            raise ReviewInThePast
        if not all([await may_be_named(books, user) for user in deciding.decided_by]):
            raise CannotDecide
        decision = Decision(
            id=self._ids(),
            conflict=conflict_id,
            outcome=deciding.outcome,
            reasons=deciding.reasons,
            criteria=deciding.criteria,
            decided_by=deciding.decided_by,
            recorded_by=who.user,
            review_on=deciding.review_on,
            decided_at=now,
            supersedes=supersedes,
        )
        try:
            await books.decisions.add(decision)
        except Taken:
            raise await _decided_already(books, conflict_id) from None
        return decision


async def _allowed(books: Books, who: Person) -> Workspace:
    workspace = await books.workspaces.get()
    require(Action.DECIDE, who, workspace)
    assert workspace is not None  # nobody decides for it otherwise
    return workspace


async def _to_decide(books: Books, conflict_id: str) -> Conflict:
    conflict = await books.conflicts.hold(conflict_id)
    if conflict is None:
        raise NoSuchConflict
    if conflict.state is ConflictState.DECIDED:
        raise await _decided_already(books, conflict_id)
    if conflict.state is not ConflictState.UP:
        raise NotOpenAnyMore(conflict.state)
    return conflict


async def _holding(books: Books, decision_id: str) -> Decision:
    decision = await books.decisions.get(decision_id)
    if decision is None:
        raise NoSuchDecision
    if decision.superseded_by is not None:
        raise await _decided_already(books, decision.conflict)
    return decision


async def _decided_already(books: Books, conflict_id: str) -> DecidedAlready:
    held = await books.decisions.of_conflict(conflict_id)
    return DecidedAlready(held.outcome if held else "")
