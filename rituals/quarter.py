"""Once a quarter: what moved with the North Star, for those who said it would, with a question each.

On the first Monday of a quarter at ten, in the zone of the organisation, the product lead is shown every link
and each team's lead those of the team's inputs, words alone. Where no input is agreed, or there is too little
data for any, nobody is asked. The figures take seconds, and the books are closed meanwhile: so it is kept
beside the agenda.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from rituals import prompts
from rituals.authorisation import Action, Role
from rituals.cadence import instant
from rituals.clock import Clock
from rituals.comparing import Compared, ComparedLink, Comparisons
from rituals.errors import RitualError
from rituals.letters import Letter, unpacked
from rituals.link_verdicts import LinkVerdict
from rituals.quality import Caveat
from rituals.rights import require
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.metrics import Cadence, InputState, Metric
from storage.records.people import Person
from storage.records.prompts import PromptState

NAME = "quarter"
AT = time(10)

_FRESH_FOR, _PATIENCE = timedelta(days=7), timedelta(weeks=4)
# When the figures could not be worked out.
_PAUSE = timedelta(minutes=10)
_MONTHS = (1, 4, 7, 10)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LinkTold:
    """What the readings say of one input's link; `lag` periods later is what was claimed."""

    input: str  # its id
    metric: Metric
    team: str
    verdict: LinkVerdict
    lag: int
    caveats: tuple[Caveat, ...] = ()


@dataclass(frozen=True, slots=True)
class LinksAsked:
    """Asks somebody what they make of their links; `about` names the question, `day` its Monday."""

    kind: ClassVar[str] = "links.asked"

    about: str
    day: date
    star: str
    cadence: Cadence
    links: tuple[LinkTold, ...]
    may_change: bool  # who leads the inputs' team


@dataclass(frozen=True, slots=True)
class LinksLookedAt:
    """They have looked."""

    kind: ClassVar[str] = "links.looked_at"

    day: date
    star: str
    cadence: Cadence
    links: tuple[LinkTold, ...]


@dataclass(eq=False)
class NoLongerAsked(RitualError):
    """The question was answered, or belongs to somebody else."""


class QuarterlyLinks:
    def __init__(self, ledger: Ledger, clock: Clock, comparisons: Comparisons) -> None:
        self._ledger, self._clock, self._comparisons = ledger, clock, comparisons
        self._seen: date | None = None
        self._not_before: datetime | None = None

    async def keep(self) -> None:
        """Ask everybody whom it concerns, once a quarter however many processes there are.

        When the figures cannot be worked out, it is tried again a little later.
        """
        now = self._clock.now()
        if self._not_before is not None and now < self._not_before:
            return
        async with self._ledger.open() as books:
            day = await _due(books, now)
        if day is None or day == self._seen:
            return
        self._not_before = now + _PAUSE
        try:
            found = await self._comparisons.compared()
        except Exception:  # noqa: BLE001 - the guard: no ritual waits for these figures
            _log.exception("links not compared")
            return
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            lead = workspace.product_lead if workspace else None
            for to, asked in _letters(found, day, lead):
                letter = Letter(asked.about, to, asked)
                await prompts.ask(books, letter, now, until=now + _PATIENCE, joined=True)
        self._seen, self._not_before = day, None

    async def looked(self, who: Person, about: str) -> None:
        """Somebody has looked at their links. Raises NoLongerAsked."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            prompt = await books.prompts.get(about)
            if prompt is None or prompt.kind != LinksAsked.kind:
                raise NoLongerAsked
            asked_them = [Role.ASKED] if prompt.user == who.user else []
            require(Action.LOOK_AT_LINKS, who, also=asked_them, refusal=NoLongerAsked())
            if prompt.state is not PromptState.ANSWERED:
                asked = unpacked(LinksAsked, prompt.content)
                seen = LinksLookedAt(asked.day, asked.star, asked.cadence, asked.links)
                await prompts.answered(books, about, now, seen)


def first_monday(day: date) -> date:
    """The last first Monday of a quarter on or before a day."""
    months = sorted((month for month in _MONTHS if month <= day.month), reverse=True)
    starts = [date(day.year, month, 1) for month in months] + [date(day.year - 1, 10, 1)]
    mondays = (start + timedelta(days=-start.weekday() % 7) for start in starts)
    return next(monday for monday in mondays if monday <= day)


async def _due(books: Books, now: datetime) -> date | None:
    """The Monday whose question is due now and was not asked yet."""
    workspace, star = await books.workspaces.get(), await books.north_stars.active()
    if workspace is None or workspace.product_lead is None or star is None:
        return None
    monday = first_monday(local_day(now, workspace.time_zone))
    at = instant(monday, AT, ZoneInfo(workspace.time_zone))
    if not at <= now < at + _FRESH_FOR:
        return None
    if await books.prompts.get(_key(monday, workspace.product_lead)) is not None:
        return None
    inputs = await books.inputs.all()
    return monday if any(each.state is InputState.ACTIVE for each in inputs) else None


def _letters(found: Compared, day: date, lead: str | None) -> Iterator[tuple[str, LinksAsked]]:
    """The product lead's, then those of other leads; nothing where nothing can be said of any link."""
    everything = [(team.team, link) for team in found.teams for link in team.links]
    if all(link.verdict is LinkVerdict.TOO_LITTLE for _, link in everything):
        return
    by_lead: dict[str, list[LinkTold]] = {}
    for team, link in everything:
        if team.lead != lead:
            by_lead.setdefault(team.lead, []).append(_told(link, team.name))
    if lead is not None:
        all_ = (_told(link, team.name) for team, link in everything)
        yield lead, _asked(found, day, lead, all_, may_change=False)
    for user, links in by_lead.items():
        yield user, _asked(found, day, user, links, may_change=True)


def _asked(
    found: Compared, day: date, user: str, links: Iterable[LinkTold], *, may_change: bool
) -> LinksAsked:
    metric = found.star.metric
    return LinksAsked(_key(day, user), day, metric.name, metric.cadence, tuple(links), may_change)


def _told(link: ComparedLink, team: str) -> LinkTold:
    an_input = link.an_input
    return LinkTold(an_input.id, an_input.metric, team, link.verdict, link.claim.lag, tuple(link.caveats))


def _key(day: date, user: str) -> str:
    return f"{NAME}:{day.isoformat()}:{user}"
