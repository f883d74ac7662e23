"""One `async with`, one transaction."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING

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
from storage.pacing import PacingShelf
from storage.pauses import ShutdownShelf
from storage.preferences import AbsenceShelf, PreferenceShelf
from storage.prompts import PromptShelf
from storage.pulses import PulseShelf
from storage.readings import ContradictionShelf, ReadingShelf, SentenceShelf
from storage.requests import RequestShelf
from storage.sharing import AllowedChannelShelf
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
    from storage.jobs import Calls, Jobs, Serve


class Books:
    """All shelves of one workspace, in one transaction."""

    def __init__(self, connection: AsyncConnection, workspace: str) -> None:
        self.workspace = workspace
        self.changed: set[str] = set()
        self.absences = AbsenceShelf(connection, workspace)
        self.allowed_channels = AllowedChannelShelf(connection, workspace)
        self.appointments = AppointmentShelf(connection, workspace)
        self.audit = AuditShelf(connection, workspace)
        self.boards = BoardShelf(connection, workspace, self.changed)
        self.commitments = CommitmentShelf(connection, workspace)
        self.conflicts = ConflictShelf(connection, workspace)
        self.contradictions = ContradictionShelf(connection, workspace)
        self.dashboards = DashboardShelf(connection, workspace, self.changed)
        self.decisions = DecisionShelf(connection, workspace)
        self.deliveries = DeliveryShelf(connection, workspace, self.changed)
        self.desks = DeskShelf(connection, workspace)
        self.dictionary = DictionaryShelf(connection, workspace)
        self.digests = DigestShelf(connection, workspace)
        self.drafts = DraftShelf(connection, workspace)
        self.guardrails = GuardrailShelf(connection, workspace)
        self.inputs = InputShelf(connection, workspace)
        self.launches = LaunchShelf(connection, workspace)
        self.memberships = MembershipShelf(connection, workspace)
        self.metrics = MetricShelf(connection, workspace)
        self.north_stars = NorthStarShelf(connection, workspace)
        self.pacing = PacingShelf(connection, workspace)
        self.people = PeopleShelf(connection, workspace, self.changed)
        self.preferences = PreferenceShelf(connection, workspace)
        self.prompts = PromptShelf(connection, workspace)
        self.pulses = PulseShelf(connection, workspace)
        self.questions = QuestionShelf(connection, workspace)
        self.readings = ReadingShelf(connection, workspace)
        self.repeat_backs = RepeatBackShelf(connection, workspace)
        self.requests = RequestShelf(connection, workspace)
        self.roster_changes = RosterChangeShelf(connection, workspace)
        self.sentences = SentenceShelf(connection, workspace)
        self.shifts = ShiftShelf(connection, workspace)
        self.shutdowns = ShutdownShelf(connection, workspace)
        self.source_runs = SourceRunShelf(connection, workspace)
        self.sources = SourceShelf(connection, workspace)
        self.stamps = StampShelf(connection, workspace)
        self.talks = TalkShelf(connection, workspace)
        self.teams = TeamShelf(connection, workspace)
        self.tokens = TokenShelf(connection, workspace)
        self.topics = TopicShelf(connection, workspace)
        self.triage_questions = TriageQuestionShelf(connection, workspace)
        self.unconnected = UnconnectedShelf(connection, workspace)
        self.variants = VariantShelf(connection, workspace)
        self.versions = VersionShelf(connection, workspace)
        self.wins = WinShelf(connection, workspace)
        self.workspaces = WorkspaceShelf(connection, workspace)
        self._connection = connection

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

    @property
    def ageing(self) -> AgeingShelf:
        """What is kept for a while only."""
        return AgeingShelf(self._connection, self.workspace)

    @property
    def forgotten(self) -> ForgottenShelf:
        """Whom Slack tells of, and nobody wants to be told of."""
        return ForgottenShelf(self._connection, self.workspace)

    @property
    def installations(self) -> InstallationShelf:
        """How Polaris came into the workspace, where that was by OAuth."""
        return InstallationShelf(self._connection, self.workspace)

    @property
    def oauth_states(self) -> StateShelf:
        """Who is on the way to installing Polaris."""
        return StateShelf(self._connection, self.workspace)

    @property
    def erasure(self) -> ErasureShelf:
        """Not one shelf but a way through all of them."""
        return ErasureShelf(self._connection, self.workspace, self.changed)


class Ledger:
    """The way to the books of one workspace.

    `is_shared` tells whether other processes may write in them too; SQLite's file is one process's.
    """

    def __init__(self, engine: AsyncEngine, workspace: str) -> None:
        self._engine = engine
        self.workspace = workspace
        self.is_shared = engine.dialect.name != "sqlite"
        self._calls = _calls() if self.is_shared else None
        self._watchers: list[tuple[str, Callable[[], None]]] = []

    def jobs(self, serve: "Serve") -> "Jobs":
        """What replicas share to deliver from these books, where they are shared: a call to do so."""
        from storage.jobs import Jobs

        return Jobs(self._engine, self.workspace, serve)

    def watch(self, table: str, tell: Callable[[], None]) -> None:
        """Call `tell` whenever this process has committed a change of such a table.

        The tables are "boards", "dashboards", "deliveries" and "people".
        """
        self._watchers.append((table, tell))

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Books]:
        """Commits on a clean exit, rolls back on any exception.

        Never hold the books open over a call to Slack: on SQLite they are the only connection.
        """
        async with self._engine.begin() as connection:
            books = Books(connection, self.workspace)
            yield books
            if self._calls is not None and books.deliveries.calls:
                await self._calls.defer(connection, self.workspace, books.deliveries.calls)
        for table, tell in self._watchers:
            if table in books.changed:
                tell()

    async def sweep(self) -> bool:
        """Let what was deleted leave the files of the database; see `storage.sweeping.sweep`."""
        return await sweep(self._engine)

    async def settle(self) -> None:
        """The same for what may wait until the database gets round to it, without holding anybody up."""
        await settle(self._engine)


@cache
def _calls() -> "Calls":
    from storage.jobs import Calls

    return Calls()
