"""What one person finds on their own page, and nothing that is not for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rituals import commitment_list, digest_heard, follow_through, prompts, pulse_hours, scoreboard, win_bank
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.commitment_list import Listing
from rituals.digest_heard import Heard
from rituals.docket import Concern, concerning
from rituals.remembered import Remembered
from rituals.rights import may
from rituals.scoreboard import InputScore, Score
from rituals.sentence import Annotation, annotation
from rituals.undelivered import TO_DECIDE
from rituals.weeks import local_day
from rituals.win_bank import AtHome
from storage.ledger import Books, Ledger
from storage.records.metrics import NorthStar
from storage.records.people import Person
from storage.records.prompts import Prompt
from storage.records.teams import Team
from storage.records.workspaces import Workspace

_FOR_THOSE_IN_CHARGE = {"triage"}


@dataclass(frozen=True, slots=True)
class Star:
    """The North Star Metric, and how it stands today."""

    north_star: NorthStar
    score: Score
    annotation: Annotation | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """A ritual to come, of one team or of everybody."""

    ritual: str
    team: str | None
    at: datetime


class Step(StrEnum):
    """What is to be done after the setup."""

    TEAM = "team"
    INPUT = "input"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Front:
    """Only what this person may see."""

    who: Person
    star: Star | None
    is_new: bool  # they never promised anything
    waiting: Sequence[Prompt]  # what they may answer, but for what became of their commitments
    listing: Listing
    teams: Sequence[tuple[Team, Sequence[InputScore]]]  # theirs, by name, each with its active inputs
    coming: Sequence[Coming]  # soonest first
    wins: AtHome
    heard: Heard | None  # what their win did, once
    conflicts: Sequence[Concern]  # oldest first
    leads: Sequence[Team]  # the teams they lead
    is_product_lead: bool
    has_dashboard: bool  # it is on, and for them
    is_keeper: bool  # the product lead, or the operator who runs the bot
    undelivered: int  # messages that want a decision, for those two
    next_steps: Sequence[Step] = ()  # after the setup, for the product lead


class HomePage:
    """What somebody finds there; whoever looks next is not kept waiting for what is known by then."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock
        self._scores: Remembered[Score] = Remembered()
        self._inputs: Remembered[InputScore] = Remembered()

    async def front(self, who: Person) -> Front:
        now = self._clock.now()
        async with self._ledger.open() as books:
            workspace, theirs = await books.workspaces.get(), await books.teams.of_person(who.user)
            leads = await books.teams.led_by(who.user)
            is_product_lead = workspace is not None and workspace.product_lead == who.user
            is_keeper = may(Action.KEEP_DELIVERIES, who, workspace)
            in_charge = is_product_lead or bool(leads) or (workspace and workspace.sponsor == who.user)
            mine = {team.id for team in [*theirs, *leads]}
            star = await self._star(books, workspace, now)
            return Front(
                who=who,
                star=star,
                is_new=not await books.commitments.ever_made_by(who.user),
                waiting=await _waiting(books, who, now),
                listing=await commitment_list.own(books, who, now),
                teams=await scoreboard.inputs_of(books, theirs, local_day(now, who.time_zone), self._inputs),
                coming=await coming(books, mine, now, is_in_charge=bool(in_charge)),
                wins=await win_bank.at_home(books, who, now),
                heard=await digest_heard.heard(books, who, now),
                conflicts=await concerning(books, who),
                leads=leads,
                is_product_lead=is_product_lead,
                has_dashboard=not who.is_guest and (await books.dashboards.get()).is_on,
                is_keeper=is_keeper,
                undelivered=sum((await books.deliveries.numbers(*TO_DECIDE)).values()) if is_keeper else 0,
                next_steps=await _next_steps(books, workspace, star) if is_product_lead else (),
            )

    async def _star(self, books: Books, workspace: Workspace | None, now: datetime) -> Star | None:
        star = await books.north_stars.active()
        if workspace is None or star is None:
            return None
        today = local_day(now, workspace.time_zone)
        score = await scoreboard.score(books, star.metric, today, self._scores)
        return Star(star, score, await annotation(books, score))


async def _next_steps(books: Books, workspace: Workspace | None, star: Star | None) -> Sequence[Step]:
    """Until they are done; who goes public without a team is small enough to need none."""
    if workspace is None or star is None:
        return []
    reading = [Step.READING] if star.score.verdict.latest is None else []
    if await books.inputs.active():
        return reading
    if await books.teams.all():
        return [Step.INPUT, *reading]
    return [Step.TEAM, *reading] if workspace.pulse_public_since is None else reading


async def _waiting(books: Books, who: Person, now: datetime) -> Sequence[Prompt]:
    """Their commitments stand on the page anyway, with the answers beside them: never twice."""
    asked = await prompts.open_for(books, who.user, now)
    return [each for each in asked if each.kind != follow_through.FollowThroughAsk.kind]


async def coming(books: Books, mine: set[str], now: datetime, *, is_in_charge: bool) -> Sequence[Coming]:
    # Those without a team are asked as everybody; the others are asked where their team is.
    not_theirs = {follow_through.NAME} if mine else set()
    teams = await books.teams.some(mine)
    plans = await pulse_hours.plans_of(books, teams.values())
    found = []
    for each in await books.appointments.concerning(mine):
        team = teams.get(each.team or "")
        if each.team is None and each.ritual in not_theirs:
            continue
        if each.ritual in _FOR_THOSE_IN_CHARGE and not is_in_charge:
            continue
        at: datetime | None = each.next_due
        if each.ritual == pulse_hours.NAME and team is not None:  # it may be skipped, paused or on a holiday
            due = pulse_hours.next_due(team, plans[team.id], now)
            at = due.at if due else None
        if at is not None:
            found.append(Coming(each.ritual, team.name if team else None, at))
    return sorted(found, key=lambda coming: coming.at)
