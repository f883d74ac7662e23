"""Why this metric, why now, what if: told in the language of each audience, and tried on a colleague."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from rituals import audit, prompts
from rituals.authorisation import Action, Role
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.letters import Letter
from rituals.north_star import NoNorthStar
from rituals.rights import may_be_named, require
from rituals.teams import AUDIENCES, function_of
from storage.ledger import Books, Ledger
from storage.records.metrics import NorthStar
from storage.records.narrative import Heard, RepeatBack, Variant
from storage.records.people import Person

PLAIN = "plain"
_PATIENCE = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class Narrative:
    """The story of the North Star Metric for one audience; `is_own` tells a variant from the plain words."""

    metric: str
    audience: str
    why_this: str
    why_now: str
    what_if: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Story:
    """All there is of the story: who may change it, what each audience reads, and how it was heard."""

    product_lead: str | None
    told: Sequence[Narrative]
    tests: Sequence[RepeatBack]  # newest first


@dataclass(frozen=True, slots=True)
class RepeatBackAsk:
    """Tells a colleague the story, and asks for it in their own words."""

    kind: ClassVar[str] = "repeat_back.ask"
    test_id: str
    author: str
    told: str


@dataclass(frozen=True, slots=True)
class RepeatBackThanks:
    """What a colleague sees once they answered."""

    kind: ClassVar[str] = "repeat_back.thanks"
    author: str
    answer: str


@dataclass(frozen=True, slots=True)
class RepeatBackHeard:
    """Shows the author both, side by side, and what they made of it if they said so."""

    kind: ClassVar[str] = "repeat_back.heard"
    test_id: str
    audience: str
    told: str
    colleague: str
    answer: str
    heard: Heard | None = None


@dataclass(eq=False)
class NoSuchAudience(RitualError):
    field: ClassVar[str | None] = "audience"


@dataclass(eq=False)
class NotAnotherFunction(RitualError):
    """Whoever shares a team with the author knows the story already; bots and guests are not asked."""

    field: ClassVar[str | None] = "colleague"


@dataclass(eq=False)
class NotAskedOfYou(RitualError):
    """Somebody else was asked, or nobody is any more."""


async def for_audience(books: Books, audience: str) -> Narrative | None:
    """The story as an audience reads it: its own variant, else the plain words. None without a star."""
    star = await books.north_stars.active()
    return None if star is None else _told(star, audience, await books.variants.get(audience))


class Narratives:
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def story(self) -> Story:
        """Raises NoNorthStar."""
        async with self._ledger.open() as books:
            star, workspace = await books.north_stars.active(), await books.workspaces.get()
            if star is None or workspace is None:
                raise NoNorthStar
            written = {each.audience: each for each in await books.variants.all()}
            told = [_told(star, audience, written.get(audience)) for audience in AUDIENCES]
            return Story(workspace.product_lead, told, await books.repeat_backs.all())

    async def may_tell(self, who: Person, audience: str) -> Narrative:
        """What an audience reads now, for the product lead. Raises NotTheProductLead and the like."""
        async with self._ledger.open() as books:
            require(Action.TELL_STORY, who, await books.workspaces.get())
            narrative = await for_audience(books, _known(audience))
            if narrative is None:
                raise NoNorthStar
            return narrative

    async def tell(self, who: Person, audience: str, why_this: str, why_now: str, what_if: str) -> Narrative:
        """Write the variant of an audience, as the product lead; that of "plain" is the story itself."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            require(Action.TELL_STORY, who, await books.workspaces.get())
            star = await books.north_stars.active()
            if star is None:
                raise NoNorthStar
            before = _told(star, _known(audience), await books.variants.get(audience))
            if audience == PLAIN:
                star = replace(star, why_this=why_this, why_now=why_now, what_if=what_if)
                await books.north_stars.put(star)
                after = _told(star, PLAIN, None)
            else:
                variant = Variant(audience, why_this, why_now, what_if, who.user, now)
                await books.variants.put(variant)
                after = _told(star, audience, variant)
            await audit.note(books, who.user, "story.told", audience, before=before, after=after, now=now)
            return after

    async def try_on(self, who: Person, audience: str, colleague: str) -> RepeatBack:
        """Ask a colleague of another function to say the story in their own words, as the product lead."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            require(Action.TELL_STORY, who, await books.workspaces.get())
            narrative = await for_audience(books, _known(audience))
            if narrative is None:
                raise NoNorthStar
            await _require_another_function(books, who.user, colleague)
            test = RepeatBack(self._ids(), audience, _in_one(narrative), who.user, colleague, now)
            await books.repeat_backs.put(test)
            ask = RepeatBackAsk(test.id, who.user, test.told)
            await prompts.ask(books, Letter(_key(test), colleague, ask), now, until=now + _PATIENCE)
            return test

    async def asked(self, who: Person, test_id: str) -> RepeatBack:
        """What somebody was asked. Raises NotAskedOfYou."""
        async with self._ledger.open() as books:
            return await _asked(books, who, test_id)

    async def answer(self, who: Person, test_id: str, words: str) -> None:
        """A colleague's own words; the author sees them beside the story."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            test = await _asked(books, who, test_id)
            answered = replace(test, answer=words, answered_at=now)
            await books.repeat_backs.put(answered)
            await prompts.answered(books, _key(test), now, RepeatBackThanks(test.author, words))
            heard = _heard(answered)
            letter = Letter(f"heard:{test.id}:{now.isoformat()}", test.author, heard, resend=True)
            await prompts.tell(books, letter, now)

    async def judge(self, who: Person, test_id: str, heard: Heard) -> RepeatBackHeard:
        """The author says whether the story is ready or wants revising."""
        async with self._ledger.open() as books:
            test = await books.repeat_backs.get(test_id)
            if test is None:
                raise NotAskedOfYou
            own = [Role.OWNER] if test.author == who.user else []
            require(Action.JUDGE_STORY, who, also=own, refusal=NotAskedOfYou())
            judged = replace(test, heard=heard)
            await books.repeat_backs.put(judged)
            return _heard(judged)


def _told(star: NorthStar, audience: str, variant: Variant | None) -> Narrative:
    words = variant or star
    return Narrative(
        star.metric.name, audience, words.why_this, words.why_now, words.what_if, is_own=variant is not None
    )


async def _asked(books: Books, who: Person, test_id: str) -> RepeatBack:
    test = await books.repeat_backs.get(test_id)
    if test is None or test.heard is not None:
        raise NotAskedOfYou
    asked = [Role.ASKED] if test.colleague == who.user else []
    require(Action.SAY_BACK, who, also=asked, refusal=NotAskedOfYou())
    return test


def _in_one(narrative: Narrative) -> str:
    return f"{narrative.metric}\n{narrative.why_this}\n{narrative.why_now}\n{narrative.what_if}"


def _heard(test: RepeatBack) -> RepeatBackHeard:
    return RepeatBackHeard(test.id, test.audience, test.told, test.colleague, test.answer, test.heard)


def _key(test: RepeatBack) -> str:
    return f"repeat-back:{test.id}"


def _known(audience: str) -> str:
    if audience not in AUDIENCES:
        raise NoSuchAudience
    return audience


async def _require_another_function(books: Books, author: str, colleague: str) -> None:
    shared = await _functions(books, author) & await _functions(books, colleague)
    if shared or colleague == author or not await may_be_named(books, colleague):
        raise NotAnotherFunction


async def _functions(books: Books, user: str) -> set[str]:
    """What somebody's teams do; a team that does not say is a function of its own."""
    return {function_of(team) for team in await books.teams.of_person(user)}
