"""One `async with`, one transaction."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.ageing import AgeingShelf
from storage.appointments import AppointmentShelf
from storage.audit import AuditShelf
from storage.commitments import CommitmentShelf
from storage.conflicts import ConflictShelf
from storage.dashboard import BoardShelf, DashboardShelf
from storage.decisions import DecisionShelf
from storage.deliveries import DeliveryShelf
from storage.desks import DeskShelf
from storage.dictionary import DictionaryShelf, VersionShelf
from storage.digests import DigestShelf
from storage.drafts import DraftShelf
from storage.erasing import ErasureShelf
from storage.forgotten import ForgottenShelf
from storage.guardrails import GuardrailShelf
from storage.inputs import InputShelf
from storage.installations import InstallationShelf, StateShelf
from storage.launch import LaunchShelf, QuestionShelf
from storage.levers import TalkShelf, UnconnectedShelf
from storage.narrative import RepeatBackShelf, VariantShelf
from storage.north_stars import MetricShelf, NorthStarShelf
from storage.one_file import Manner
from storage.pacing import PacingShelf
from storage.pauses import ShutdownShelf
from storage.preferences import AbsenceShelf, PreferenceShelf
from storage.prompts import PromptShelf
from storage.pulses import PulseShelf
from storage.readings import ContradictionShelf, ReadingShelf, SentenceShelf
from storage.requests import RequestShelf
from storage.seat_dialect import next_is
from storage.sharing import AllowedChannelShelf
from storage.shelf import Shelf
from storage.shifts import ShiftShelf
from storage.source_runs import SourceRunShelf, SourceShelf
from storage.stamps import StampShelf
from storage.sweeping import settle, sweep
from storage.teams import MembershipShelf, PeopleShelf, RosterChangeShelf, TeamShelf
from storage.tokens import TokenShelf
from storage.topics import TopicShelf
from storage.triage_questions import TriageQuestionShelf
from storage.wins import WinShelf
from storage.workspaces import WorkspaceShelf

# Procrastinate is for PostgreSQL: with SQLite nobody waits for its import.
if TYPE_CHECKING:
    from storage.jobs import Calls, JobsOfMany, Serve

AnyShelf = TypeVar("AnyShelf", bound=Shelf)


class Reached(Generic[AnyShelf]):
    """A shelf that is put up when somebody reaches for it: nobody needs all of them."""

    def __init__(self, kind: type[AnyShelf]) -> None:
        self._kind = kind

    def __set_name__(self, _owner: type["Books"], name: str) -> None:
        self._name = name

    def __get__(self, books: "Books", _owner: type["Books"]) -> AnyShelf:
        vars(books)[self._name] = shelf = books.shelf(self._kind)
        return shelf


class Books:
    """All shelves of one workspace, in one transaction."""

    absences = Reached(AbsenceShelf)
    ageing = Reached(AgeingShelf)
    allowed_channels = Reached(AllowedChannelShelf)
    appointments = Reached(AppointmentShelf)
    audit = Reached(AuditShelf)
    boards = Reached(BoardShelf)
    commitments = Reached(CommitmentShelf)
    conflicts = Reached(ConflictShelf)
    contradictions = Reached(ContradictionShelf)
    dashboards = Reached(DashboardShelf)
    decisions = Reached(DecisionShelf)
    deliveries = Reached(DeliveryShelf)
    desks = Reached(DeskShelf)
    dictionary = Reached(DictionaryShelf)
    digests = Reached(DigestShelf)
    drafts = Reached(DraftShelf)
    erasure = Reached(ErasureShelf)
    forgotten = Reached(ForgottenShelf)
    guardrails = Reached(GuardrailShelf)
    inputs = Reached(InputShelf)
    installations = Reached(InstallationShelf)
    launches = Reached(LaunchShelf)
    memberships = Reached(MembershipShelf)
    metrics = Reached(MetricShelf)
    north_stars = Reached(NorthStarShelf)
    oauth_states = Reached(StateShelf)
    pacing = Reached(PacingShelf)
    people = Reached(PeopleShelf)
    preferences = Reached(PreferenceShelf)
    prompts = Reached(PromptShelf)
    pulses = Reached(PulseShelf)
    questions = Reached(QuestionShelf)
    readings = Reached(ReadingShelf)
    repeat_backs = Reached(RepeatBackShelf)
    requests = Reached(RequestShelf)
    roster_changes = Reached(RosterChangeShelf)
    sentences = Reached(SentenceShelf)
    shifts = Reached(ShiftShelf)
    shutdowns = Reached(ShutdownShelf)
    source_runs = Reached(SourceRunShelf)
    sources = Reached(SourceShelf)
    stamps = Reached(StampShelf)
    talks = Reached(TalkShelf)
    teams = Reached(TeamShelf)
    tokens = Reached(TokenShelf)
    topics = Reached(TopicShelf)
    triage_questions = Reached(TriageQuestionShelf)
    unconnected = Reached(UnconnectedShelf)
    variants = Reached(VariantShelf)
    versions = Reached(VersionShelf)
    wins = Reached(WinShelf)
    workspaces = Reached(WorkspaceShelf)

    def __init__(self, connection: AsyncConnection, workspace: str) -> None:
        self.workspace = workspace
        self.changed: set[str] = set()
        self._connection = connection

    def shelf(self, kind: type[AnyShelf]) -> AnyShelf:
        """A shelf of these books."""
        return kind(self._connection, self.workspace, self.changed)

    async def take_on(self, what: str) -> bool:
        """Take on a piece of work until this transaction ends; False while another process is at it.

        On SQLite there is no other.
        """
        if self._connection.dialect.name == "sqlite":
            return True
        name = func.hashtextextended(f"{self.workspace} {what}", 0)
        taken: bool = (
            await self._connection.execute(select(func.pg_try_advisory_xact_lock(name)))
        ).scalar_one()
        return taken


class Ledger:
    """The way to the books of one workspace.

    `is_shared` tells whether other processes may write in them too; SQLite's file is one process's.
    """

    def __init__(self, engine: AsyncEngine, workspace: str, together: "JobsOfMany | None" = None) -> None:
        """`together` is the worker that several workspaces share in this process."""
        self._engine, self._together = engine, together
        self.workspace = workspace
        self.is_shared = engine.dialect.name != "sqlite"
        self._calls = _calls() if self.is_shared else None
        self._watchers: list[tuple[str, Callable[[], None]]] = []

    async def take_jobs(self, serve: "Serve") -> None:
        """Where replicas share these books: call `serve` whenever one is to deliver; until cancelled."""
        from storage.jobs import JobsOfOne

        if self._together is None:
            await JobsOfOne(self._engine, self.workspace, serve).run()
        else:
            await self._together.run(self.workspace, serve)

    def watch(self, table: str, tell: Callable[[], None]) -> None:
        """Call `tell` whenever this process has committed a change of such a table, or may have.

        The tables are "boards", "dashboards", "deliveries", "people" and "workspaces".
        """
        self._watchers.append((table, tell))

    @asynccontextmanager
    async def open(self, *, brief: bool = False) -> AsyncIterator[Books]:
        """Commits on a clean exit, rolls back on any exception.

        What is `brief` takes a moment and no more: on SQLite it shares its commit with what was in line.

        Never hold the books open over a call to Slack: on SQLite they are the only connection.
        """
        async with self._engine.connect() as connection:
            books = Books(connection, self.workspace)
            if brief:
                next_is(Manner.BRIEF, connection)
            has_ended = False
            try:
                async with connection.begin():
                    yield books
                    if self._calls is not None and books.deliveries.calls:
                        await self._calls.defer(connection, self.workspace, books.deliveries.calls)
                    has_ended = True
            finally:
                if has_ended:  # whoever is stopped while it is being kept does not learn whether it was
                    self._tell(books.changed)

    def _tell(self, changed: Collection[str]) -> None:
        for table, tell in self._watchers:
            if table in changed:
                tell()

    @asynccontextmanager
    async def single(self) -> AsyncIterator[Books]:
        """Books for one statement that is kept by itself: PostgreSQL is spared two trips."""
        if not self.is_shared:
            async with self.open(brief=True) as books:
                yield books
        else:
            async with self._engine.connect() as connection:
                await _keep_each_statement(connection)
                yield Books(connection, self.workspace)

    async def sweep(self) -> bool:
        """Let what was deleted leave the files of the database; see `storage.sweeping.sweep`."""
        return await sweep(self._engine)

    async def settle(self) -> None:
        """The same for what may wait until the database gets round to it, without holding anybody up."""
        await settle(self._engine)


async def _keep_each_statement(connection: AsyncConnection) -> None:
    """An option of the engine would be set before anybody had the connection who could give it back."""
    try:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
    except BaseException:  # nobody knows whether it was set: whoever has it next would keep halves
        await connection.invalidate()
        raise


@cache
def _calls() -> "Calls":
    from storage.jobs import Calls

    return Calls()
