"""Boards of the dashboard: each answers one question, and says which decision the answer informs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rituals import audit
from rituals.authorisation import Action, Role
from rituals.clock import Clock
from rituals.dashboard import require_reader
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.metrics import finder
from rituals.rights import may, require
from storage.ledger import Books, Ledger
from storage.records.dashboard import Board
from storage.records.metrics import Metric
from storage.records.people import Person
from storage.records.workspaces import Workspace

MOST_BOARDS = 24
MOST_METRICS = 30

# How a question ends: in Latin, Chinese and Japanese, Arabic, Ethiopic, Armenian.
_MARKS = ("?", "？", "؟", "፧", "՞")


@dataclass(eq=False)
class NotAQuestion(RitualError):
    """A board is titled by the question it answers."""

    field: ClassVar[str | None] = "question"


@dataclass(eq=False)
class NoDecision(RitualError):
    """A board nobody decides anything by is wallpaper."""

    field: ClassVar[str | None] = "decision"


@dataclass(eq=False)
class QuestionTaken(RitualError):
    """Another board asks that already."""

    field: ClassVar[str | None] = "question"
    question: str


@dataclass(eq=False)
class OddMetrics(RitualError):
    """A board shows one metric at least and so many at most."""

    field: ClassVar[str | None] = "metrics"
    most: int


@dataclass(eq=False)
class UnknownMetrics(RitualError):
    """No metrics go by these names."""

    field: ClassVar[str | None] = "metrics"
    names: Sequence[str]


@dataclass(eq=False)
class TooManyBoards(RitualError):
    """More are read by nobody: one has to be retired first."""

    most: int


@dataclass(eq=False)
class NotABoardMaker(RitualError):
    """Boards are made by the product lead and by those who lead a team."""

    product_lead: str | None


@dataclass(eq=False)
class NoSuchBoard(RitualError):
    """It was retired meanwhile, or never there."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants a board to be: metrics by key or name; public ones stand on shared links too."""

    question: str
    decision: str
    metrics: tuple[str, ...]
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody may do with boards: the boards in their order, those they may change, and all metrics."""

    boards: Sequence[Board]
    mine: frozenset[str]  # ids
    metrics: Sequence[Metric]  # by name
    is_maker: bool
    is_product_lead: bool


class Boards:
    def __init__(self, ledger: Ledger, clock: Clock, new_id: Ids) -> None:
        self._ledger, self._clock, self._new_id = ledger, clock, new_id

    async def desk(self, who: Person) -> Desk:
        """Raises Outsider, NotForGuests or NotYetKnown."""
        require_reader(who)
        async with self._ledger.open() as books:
            return await _desk(books, who)

    async def desk_for(self, who: Person, board_id: str | None) -> tuple[Desk, Board | None]:
        """The desk of somebody about to make a board, or to change this one.

        Raises NotABoardMaker or NoSuchBoard, or as `require_member` does.
        """
        async with self._ledger.open() as books:
            await _require_maker(books, who)
            board = (await _require_own(books, who, board_id))[0] if board_id else None
            return await _desk(books, who), board

    async def make(self, who: Person, asked: Asked) -> Board:
        """A new board, after the others.

        Raises NotABoardMaker, NotTheProductLead (only they make one public), TooManyBoards, NotAQuestion,
        NoDecision, QuestionTaken, UnknownMetrics or OddMetrics.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            await books.boards.hold()
            workspace = await _require_maker(books, who)
            boards = await books.boards.standing()
            if len(boards) >= MOST_BOARDS:
                raise TooManyBoards(MOST_BOARDS)
            asked = await _sound(books, asked, boards)
            if asked.is_public:
                require(Action.PUBLISH_BOARD, who, workspace)
            rank = 1 + max((each.rank for each in boards), default=0)
            board = Board(
                self._new_id(),
                asked.question,
                asked.decision,
                asked.metrics,
                who.user,
                now,
                asked.is_public,
                rank,
            )
            await books.boards.put(board)
            what = "board.made"
            await audit.note(books, who.user, what, board.question, before=None, after=_told(board), now=now)
            return board

    async def change(self, who: Person, board_id: str, asked: Asked) -> Board:
        """Another question, decision or set of metrics.

        Only the product lead makes a board public: what somebody else changes is public no more.
        Raises as `make` does, and NoSuchBoard.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            await books.boards.hold()
            old, workspace = await _require_own(books, who, board_id)
            others = [each for each in await books.boards.standing() if each.id != board_id]
            asked = await _sound(books, asked, others)
            board = replace(
                old,
                question=asked.question,
                decision=asked.decision,
                metrics=asked.metrics,
                is_public=asked.is_public and may(Action.PUBLISH_BOARD, who, workspace),
            )
            await books.boards.put(board)
            before, after = _told(old), _told(board)
            await audit.note(
                books, who.user, "board.changed", old.question, before=before, after=after, now=now
            )
            return board

    async def move_up(self, who: Person, board_id: str) -> None:
        """Let it stand before the one that stands before it. Raises NotTheProductLead or NoSuchBoard."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            await books.boards.hold()
            require(Action.PUBLISH_BOARD, who, await books.workspaces.get())
            board, _ = await _require_own(books, who, board_id)
            boards = list(await books.boards.standing())
            at = [each.id for each in boards].index(board_id)
            if at == 0:
                return
            boards[at - 1 : at + 1] = boards[at], boards[at - 1]
            for rank, each in enumerate(boards, start=1):
                if each.rank != rank:
                    await books.boards.put(replace(each, rank=rank))
            before, after = f"place {at + 1}", f"place {at}"
            what, question = "board.moved", board.question
            await audit.note(books, who.user, what, question, before=before, after=after, now=now)

    async def retire(self, who: Person, board_id: str) -> Board:
        """Nobody sees it any more; what was asked and decided by it stays in the books."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            board, _ = await _require_own(books, who, board_id)
            await books.boards.put(replace(board, retired_at=now))
            what = "board.retired"
            await audit.note(books, who.user, what, board.question, before=_told(board), after=None, now=now)
            return board


@dataclass(frozen=True, slots=True)
class _Told:
    """What the audit trail tells of a board."""

    question: str
    decision: str
    metrics: tuple[str, ...]
    stands: str


def _told(board: Board) -> _Told:
    stands = "on public links too" if board.is_public else "for members"
    return _Told(board.question, board.decision, board.metrics, stands)


async def _desk(books: Books, who: Person) -> Desk:
    workspace = await books.workspaces.get()
    maker = may(Action.MAKE_BOARD, who, workspace, also=await _leading(books, who))
    boards = await books.boards.standing()
    mine = frozenset(
        each.id
        for each in boards
        if maker and may(Action.CHANGE_BOARD, who, workspace, also=_owning(each, who))
    )
    metrics = sorted(await books.metrics.all(), key=lambda each: each.name.casefold())
    return Desk(boards, mine, metrics, maker, may(Action.PUBLISH_BOARD, who, workspace))


async def _leading(books: Books, who: Person) -> Sequence[Role]:
    return [Role.A_LEAD] if await books.teams.led_by(who.user) else []


def _owning(board: Board, who: Person) -> Sequence[Role]:
    return [Role.OWNER] if board.made_by == who.user else []


async def _require_maker(books: Books, who: Person) -> Workspace | None:
    """Raises NotABoardMaker, or as `require_member` does."""
    workspace = await books.workspaces.get()
    leading, refusal = await _leading(books, who), _not_a_maker(workspace)
    require(Action.MAKE_BOARD, who, workspace, also=leading, refusal=refusal)
    return workspace


async def _require_own(books: Books, who: Person, board_id: str) -> tuple[Board, Workspace | None]:
    """Whoever made one changes it as long as they might make another; the product lead any."""
    workspace = await _require_maker(books, who)
    board = await books.boards.get(board_id)
    if board is None or board.retired_at is not None:
        raise NoSuchBoard
    owning, refusal = _owning(board, who), _not_a_maker(workspace)
    require(Action.CHANGE_BOARD, who, workspace, also=owning, refusal=refusal)
    return board, workspace


def _not_a_maker(workspace: Workspace | None) -> NotABoardMaker:
    return NotABoardMaker(workspace.product_lead if workspace else None)


async def _sound(books: Books, asked: Asked, others: Sequence[Board]) -> Asked:
    """The same with metrics by key.

    Raises NotAQuestion, NoDecision, QuestionTaken, UnknownMetrics or OddMetrics.
    """
    question, decision = asked.question.strip(), asked.decision.strip()
    if not question.endswith(_MARKS) or not any(letter.isalnum() for letter in question):
        raise NotAQuestion
    if not any(letter.isalnum() for letter in decision):
        raise NoDecision
    if any(each.question.casefold() == question.casefold() for each in others):
        raise QuestionTaken(question)
    find = finder(await books.metrics.all())
    found = {name: find(name) for name in asked.metrics}
    if unknown := [name for name, metric in found.items() if metric is None]:
        raise UnknownMetrics(unknown)
    keys = tuple(dict.fromkeys(metric.key for metric in found.values() if metric is not None))
    if not 1 <= len(keys) <= MOST_METRICS:
        raise OddMetrics(MOST_METRICS)
    return Asked(question, decision, keys, asked.is_public)
