"""The one metric of the organisation: chosen once, changed only by its owner, guarded against a second."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from typing import ClassVar

from rituals import audit
from rituals.appointing import arrange
from rituals.authorisation import Action
from rituals.cadence import Rhythm
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.metrics import free_key, require_free_name
from rituals.rights import require
from rituals.versions import Change, revise
from rituals.zones import zone_named
from storage.ledger import Books, Ledger
from storage.records.metrics import Cadence, Direction, Metric, NorthStar, RefusedNorthStar
from storage.records.people import Person
from storage.records.workspaces import Workspace
from storage.taken import Taken

MONDAY, FRIDAY = 1, 5
SENTENCE_HOUR = time(16)


class Worry(StrEnum):
    """Why a name deserves a second look before it becomes the North Star Metric."""

    FINANCIAL = "financial"
    VANITY = "vanity"


_WORDS = {
    Worry.FINANCIAL: (
        r"revenues?|mrr|arr|bookings?|sales|gmv|turnover|profits?|margins?|income|ebitda|ltv|arpu|cash"
        r"|usd|eur|gbp|jpy|chf|dollars?|euros?|pounds?|yen|[$€£¥]"
    ),
    Worry.VANITY: (
        r"page[ -]?views?|sign[ -]?ups?|registrations?|registered \w+|downloads?|installs?|impressions?"
        r"|clicks?|hits|followers?|likes|visits?|visitors?|log[ -]?ins?"
        r"|dau|daily active users?|mau|monthly active users?"
    ),
}


@dataclass(frozen=True, slots=True)
class Concern:
    worry: Worry
    word: str  # as it was typed


def concerns(name: str, unit: str) -> Sequence[Concern]:
    """What a name and unit remind of: money that follows value, or attention that need not bring any."""
    found = []
    for worry, words in _WORDS.items():
        hit = re.search(rf"(?<!\w)(?:{words})(?!\w)|[$€£¥]", f"{name}\n{unit}", re.IGNORECASE)
        if hit and (worry is Worry.FINANCIAL or hit[0] not in "$€£¥"):
            found.append(Concern(worry, hit[0]))
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """What a product lead says of the metric; every text is needed before anybody hears of it."""

    vision: str
    name: str
    definition: str
    unit: str
    direction: Direction
    cadence: Cadence
    value_moment: str
    why_this: str
    why_now: str
    what_if: str
    story: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where and when the organisation reads its Monday pulse."""

    channel: str
    at: time
    time_zone: str


@dataclass(frozen=True, slots=True)
class Compass:
    """The organisation and its North Star Metric, if it has one."""

    workspace: Workspace
    star: NorthStar | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A second North Star Metric was asked for; the first stays, and the wish is written down."""

    asked_for: str
    active: NorthStar


@dataclass(eq=False)
class NoNorthStar(RitualError):
    """There is none yet, and what was asked for needs one."""


@dataclass(eq=False)
class CadenceIsKept(RitualError):
    """A metric that has readings keeps its cadence: its history would not line up with another."""

    field: ClassVar[str | None] = "cadence"
    name: str
    cadence: Cadence


class NorthStars:
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def compass(self) -> Compass:
        async with self._ledger.open() as books:
            return Compass(await _workspace(books), await books.north_stars.active())

    async def may_set_up(self, who: Person) -> Compass:
        """The compass, for somebody who may set or change it. Raises NotTheProductLead and the like."""
        async with self._ledger.open() as books:
            await require_owner(books, who, Action.CHANGE_STAR)
            return Compass(await _workspace(books), await books.north_stars.active())

    async def choose(self, who: Person, choice: Choice, meeting: Meeting) -> NorthStar | Refused:
        """Choose the first North Star Metric; whoever does becomes the product lead.

        A second one is refused, and the wish is remembered, whoever asks and however close in time.
        """
        require(Action.WISH_A_STAR, who)
        zone_named(meeting.time_zone)
        try:
            async with self._ledger.open() as books:
                if await books.north_stars.active() is not None:
                    raise Taken
                await require_owner(books, who, Action.CHANGE_STAR)
                await require_free_name(books, choice.name)
                star = self._star(choice, await free_key(books, choice.name), who)
                await books.north_stars.add(star)
                await self._note(books, who, "star.chosen", None, star)
                await self._meet(books, who, meeting)
                return star
        except Taken:
            return await self._refuse(who, choice.name)

    async def change(
        self, who: Person, choice: Choice, meeting: Meeting, why: Change | None = None
    ) -> NorthStar:
        """Change the words or the hour; the metric keeps its key, and so its history.

        A change of what it counts is a new version of it.
        """
        zone_named(meeting.time_zone)
        async with self._ledger.open() as books:
            await require_owner(books, who, Action.CHANGE_STAR)
            star = await books.north_stars.active()
            if star is None:
                raise NoNorthStar
            await require_free_name(books, choice.name, but=star.metric.key)
            await require_cadence(books, star.metric, choice.cadence)
            changed = replace(self._star(choice, star.metric.key, who), id=star.id, chosen_by=star.chosen_by)
            changed = replace(changed, chosen_at=star.chosen_at)
            now = self._clock.now()
            await revise(books, who.user, star.metric, changed.metric, why=why or Change(), now=now)
            await books.north_stars.put(changed)
            await self._note(books, who, "star.changed", star, changed)
            await self._meet(books, who, meeting)
            return changed

    async def ask_for_another(self, who: Person, name: str) -> Refused | None:
        """Somebody wants one more: refused and remembered, or None when there is none yet."""
        require(Action.WISH_A_STAR, who)
        return await self._refuse(who, name) if (await self.compass()).star else None

    def _star(self, choice: Choice, key: str, who: Person) -> NorthStar:
        metric = Metric(
            key, choice.name, choice.unit, choice.direction, choice.cadence, definition=choice.definition
        )
        return NorthStar(
            id=self._ids(),
            metric=metric,
            vision=choice.vision,
            value_moment=choice.value_moment,
            why_this=choice.why_this,
            why_now=choice.why_now,
            what_if=choice.what_if,
            story=choice.story,
            chosen_by=who.user,
            chosen_at=self._clock.now(),
        )

    async def _meet(self, books: Books, who: Person, meeting: Meeting) -> None:
        """Whoever sets the metric up or changes it leads the product."""
        before = await _workspace(books)
        workspace = replace(
            before,
            product_lead=who.user,
            company_channel=meeting.channel,
            pulse_time=meeting.at,
            time_zone=meeting.time_zone,
        )
        await books.workspaces.put(workspace)
        now = self._clock.now()
        what, name = "organisation.changed", workspace.name
        await audit.note(books, who.user, what, name, before=before, after=workspace, now=now)
        pulse = Rhythm((MONDAY,), meeting.at, meeting.time_zone)
        await arrange(books, "monday", None, pulse, now)
        sentence = Rhythm((FRIDAY,), SENTENCE_HOUR, meeting.time_zone)
        await arrange(books, "sentence", None, sentence, now)

    async def _note(
        self, books: Books, who: Person, what: str, before: NorthStar | None, after: NorthStar
    ) -> None:
        name, now = after.metric.name, self._clock.now()
        await audit.note(books, who.user, what, name, before=before, after=after, now=now)

    async def _refuse(self, who: Person, name: str) -> Refused:
        async with self._ledger.open() as books:
            active = await books.north_stars.active()
            if active is None:
                raise NoNorthStar
            refusal = RefusedNorthStar(self._ids(), name, who.user, self._clock.now())
            await books.north_stars.note_refusal(refusal)
            return Refused(name, active)


async def _workspace(books: Books) -> Workspace:
    return await books.workspaces.get() or Workspace(books.workspace, name="", time_zone="UTC")


async def require_cadence(books: Books, metric: Metric, wanted: Cadence) -> None:
    """Raises CadenceIsKept where a metric that has readings is to be counted by another cadence."""
    if wanted != metric.cadence and await books.readings.is_any_of(metric.key):
        raise CadenceIsKept(metric.name, metric.cadence)


async def require_owner(books: Books, who: Person, action: Action) -> None:
    """For what the product lead does: anybody, while the seat is empty or its owner is a member no more."""
    workspace = await _workspace(books)
    lead = workspace.product_lead
    person = await books.people.get(lead) if lead else None
    is_empty = lead is None or (person is not None and person.is_member_no_more)
    require(Action.TAKE_THE_LEAD if is_empty else action, who, workspace)
