"""The announcement opens a dialogue: a question, a thread, and questions that stay open until answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from rituals import audit, prompts
from rituals.authorisation import Action, Role
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.letters import Letter, edit, post
from rituals.narrative import PLAIN, Narrative, for_audience
from rituals.north_star import NoNorthStar
from rituals.rights import NotYetKnown, require, require_member
from storage.ledger import Books, Ledger
from storage.records.launch import Launch, Question
from storage.records.metrics import NorthStar
from storage.records.people import Person

DIALOGUE = timedelta(days=5)
"""After this long without a question, a team was told and not talked with."""


@dataclass(frozen=True, slots=True)
class LaunchPost:
    """The announcement: the story, a question, and a way to ask."""

    kind: ClassVar[str] = "launch.post"
    launch_id: str
    vision: str
    narrative: Narrative
    story: str
    question: str
    by: str


@dataclass(frozen=True, slots=True)
class QuestionPosted:
    """A question in the announcement's thread, and its answer once there is one."""

    kind: ClassVar[str] = "launch.question"
    question: Question


@dataclass(frozen=True, slots=True)
class QuestionAsk:
    """Asks the owner of a question to answer it."""

    kind: ClassVar[str] = "launch.ask"
    question: Question


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """Tells whoever asked what the answer is; the owner sees it in place of what they were asked."""

    kind: ClassVar[str] = "launch.answered"
    question: Question


@dataclass(frozen=True, slots=True)
class NoDialogue:
    """Tells the product lead which teams were told and not talked with."""

    kind: ClassVar[str] = "launch.no_dialogue"
    teams: tuple[tuple[str, str], ...]  # name and lead


@dataclass(frozen=True, slots=True)
class Stage:
    """What an announcement would say, and where it would stand."""

    star: NorthStar
    narrative: Narrative
    channel: str
    before: Launch | None


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The questions of the newest announcement, the open ones first, and who asked nothing."""

    launch: Launch | None
    questions: Sequence[Question]
    silent: Sequence[str]  # teams, by name
    product_lead: str | None


@dataclass(eq=False)
class NowhereToLaunch(RitualError):
    """There is no company channel."""


@dataclass(eq=False)
class QuestionGone(RitualError):
    """It is not there, or has an answer already."""


@dataclass(eq=False)
class NotTheOwner(RitualError):
    """A question is answered by its owner or by the product lead."""

    owner: str


class Launches:
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def stage(self, who: Person) -> Stage:
        """Raises NotTheProductLead, NoNorthStar, NowhereToLaunch."""
        async with self._ledger.open() as books:
            return await _stage(books, who)

    async def launch(self, who: Person, question: str, window: str | None = None) -> Launch:
        """Announce the North Star Metric in the company channel, with a question; from one window once."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            stage = await _stage(books, who)
            launch = Launch(window or self._ids(), stage.channel, question, who.user, now)
            if (before := await books.launches.get(launch.id)) is not None:
                return before
            await books.launches.put(launch)
            told = LaunchPost(
                launch.id, stage.star.vision, stage.narrative, stage.star.story, question, who.user
            )
            await post(books, Letter(_launched(launch.id), launch.channel, told), now)
            await audit.note(
                books, who.user, "star.launched", stage.star.metric.name, before=None, after=question, now=now
            )
            return launch

    async def ask(self, who: Person, launch_id: str, text: str, window: str | None = None) -> Question:
        """Ask something about the North Star Metric, in the thread; anybody may, from one window once.

        The product lead owns it.
        """
        require(Action.ASK_AT_LAUNCH, who)
        now = self._clock.now()
        async with self._ledger.open() as books:
            launch, workspace = await books.launches.get(launch_id), await books.workspaces.get()
            if launch is None:
                raise QuestionGone
            owner = (workspace and workspace.product_lead) or launch.launched_by
            question = Question(window or self._ids(), launch.id, text, who.user, now, owner)
            if (before := await books.questions.get(question.id)) is not None:
                return before
            await books.questions.put(question)
            await post(
                books,
                Letter(
                    _asked(question),
                    launch.channel,
                    QuestionPosted(question),
                    thread_of=_launched(launch.id),
                ),
                now,
            )
            await _ask_owner(books, question, now)
            return question

    async def open_question(self, who: Person, question_id: str) -> Question:
        """A question that somebody may answer. Raises QuestionGone or NotTheOwner."""
        async with self._ledger.open() as books:
            return await _answerable(books, who, question_id)

    async def answer(self, who: Person, question_id: str, words: str) -> Question:
        """Answer a question where it stands; whoever asked is told."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            question = await _answerable(books, who, question_id)
            answered = replace(question, answer=words, answered_by=who.user, answered_at=now)
            await _change(books, answered, now)
            told = QuestionAnswered(answered)
            for asked in await books.prompts.open_named(_wanted(question)):
                await prompts.answered(books, asked.key, now, told)
            if question.asked_by != who.user:
                await prompts.tell(books, Letter(f"answered:{question.id}", question.asked_by, told), now)
            return answered

    async def give(self, who: Person, question_id: str, owner: str) -> Question:
        """Let somebody else answer; they are asked at a good hour."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            question = await _answerable(books, who, question_id)
            if owner == question.owner:
                return question
            person = await books.people.get(owner)
            if person is None:
                raise NotYetKnown
            require_member(person)
            for asked in await books.prompts.open_named(_wanted(question)):
                await prompts.withdraw(books, asked.key, now)
            given = replace(question, owner=owner)
            await _change(books, given, now)
            await _ask_owner(books, given, now)
            return given

    async def dialogue(self) -> Dialogue:
        async with self._ledger.open() as books:
            launches, workspace = await books.launches.all(), await books.workspaces.get()
            lead = workspace.product_lead if workspace else None
            if not launches:
                return Dialogue(None, [], [], lead)
            asked = [each for each in await books.questions.all() if each.launch == launches[0].id]
            silent = await _silent(books, launches[0])
            open_first = sorted(asked, key=lambda each: each.answered_at is not None)
            return Dialogue(launches[0], open_first, [name for name, _ in silent], lead)


async def look(books: Books, now: datetime) -> None:
    """Some days after an announcement, tell the product lead which teams asked nothing. On every tick."""
    for launch in await books.launches.not_looked_at():
        if now < launch.launched_at + DIALOGUE:
            continue
        await books.launches.put(replace(launch, looked_at=now))
        workspace, silent = await books.workspaces.get(), await _silent(books, launch)
        if silent and workspace is not None and workspace.product_lead is not None:
            told = Letter(f"no-dialogue:{launch.id}", workspace.product_lead, NoDialogue(tuple(silent)))
            await post(books, told, now)


async def _silent(books: Books, launch: Launch) -> Sequence[tuple[str, str]]:
    """The teams of which nobody asked anything, with their leads."""
    askers = {each.asked_by for each in await books.questions.all() if each.launch == launch.id}
    heard = {team.id for user in sorted(askers) for team in await books.teams.of_person(user)}
    return [(team.name, team.lead) for team in await books.teams.all() if team.id not in heard]


async def _stage(books: Books, who: Person) -> Stage:
    workspace, star = await books.workspaces.get(), await books.north_stars.active()
    require(Action.LAUNCH, who, workspace)
    narrative = await for_audience(books, PLAIN)
    if star is None or narrative is None or workspace is None:
        raise NoNorthStar
    if workspace.company_channel is None:
        raise NowhereToLaunch
    return Stage(star, narrative, workspace.company_channel, next(iter(await books.launches.all()), None))


async def _answerable(books: Books, who: Person, question_id: str) -> Question:
    question, workspace = await books.questions.get(question_id), await books.workspaces.get()
    if question is None or question.answered_at is not None:
        raise QuestionGone
    asked, refusal = [Role.ASKED] if question.owner == who.user else [], NotTheOwner(question.owner)
    require(Action.ANSWER_AT_LAUNCH, who, workspace, also=asked, refusal=refusal)
    return question


async def _ask_owner(books: Books, question: Question, now: datetime) -> None:
    if question.owner != question.asked_by:
        # Numbered: whoever gave it away and is given it back is asked once more.
        asked_before = len(await books.prompts.named(_wanted(question)))
        key = f"{_wanted(question)}{question.owner}:{asked_before}"
        await prompts.ask(books, Letter(key, question.owner, QuestionAsk(question)), now, joined=True)


async def _change(books: Books, question: Question, now: datetime) -> None:
    """Write a question anew, and edit its message in the thread."""
    await books.questions.put(question)
    launch = await books.launches.get(question.launch)
    assert launch is not None  # the foreign key says so
    await edit(books, Letter(_asked(question), launch.channel, QuestionPosted(question)), now)


def _launched(launch_id: str) -> str:
    return f"launch:{launch_id}"


def _asked(question: Question) -> str:
    return f"question:{question.id}"


def _wanted(question: Question) -> str:
    """What the keys of all prompts for its answer begin with, whoever was asked."""
    return f"question-ask:{question.id}:"
