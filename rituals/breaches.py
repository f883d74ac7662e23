"""A guardrail that is breached: its team's lead is asked once what to do about it, and nobody is blamed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from rituals import prompts, worsening
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.guardrails import guardrails
from rituals.letters import Letter, unpacked
from rituals.quality import Caveat
from rituals.rights import require
from rituals.signals import Verdict
from rituals.teams import TeamGone
from storage.ledger import Books, Ledger
from storage.records.metrics import InputState, Metric
from storage.records.people import Person
from storage.records.prompts import PromptState

_PATIENCE = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class Breach:
    """What got worse beside which input; `since` is the first of the periods in which it is worse."""

    team: str  # its id
    team_name: str
    input: Metric
    input_verdict: Verdict
    metric: Metric
    verdict: Verdict
    since: date
    caveats: tuple[Caveat, ...] = ()  # of what got worse


@dataclass(frozen=True, slots=True)
class BreachAsk:
    """Asks a team's lead about a breach; `about` names the question."""

    kind: ClassVar[str] = "guardrail.ask"

    about: str
    breach: Breach


@dataclass(frozen=True, slots=True)
class BreachAnswered:
    kind: ClassVar[str] = "guardrail.answered"

    breach: Breach
    goes_to_triage: bool


@dataclass(frozen=True, slots=True)
class Settling:
    """A breach as two teams would talk it over; `other_team` has the guardrail as its own input."""

    breach: Breach
    other_team: str | None


@dataclass(eq=False)
class BreachSettled(RitualError):
    """The question was answered before, or is not asked any more."""


async def breaches(books: Books, day: date) -> Sequence[Breach]:
    """Every breach on a local day, by team and input."""
    return [
        Breach(
            each.team.id,
            each.team.name,
            each.input.metric,
            each.input_verdict,
            each.metric,
            each.score.verdict,
            await worsening.since(books, each.score),
            each.score.caveats,
        )
        for each in await guardrails(books, day)
        if each.is_breached
    ]


async def ask(books: Books, found: Sequence[Breach], now: datetime) -> None:
    """Ask each team's lead about each breach, once."""
    for each in found:
        team = await books.teams.get(each.team)
        if team is not None:
            about = f"breach:{each.input.key}:{each.metric.key}:{each.since.isoformat()}"
            letter = Letter(about, team.lead, BreachAsk(about, each))
            await prompts.ask(books, letter, now, until=now + _PATIENCE, joined=True)


class Breaches:
    """The two answers of a team's lead."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def settling(self, who: Person, about: str) -> Settling:
        """With whom it would be settled. Raises BreachSettled, TeamGone or NotTheTeamLead."""
        async with self._ledger.open() as books:
            breach = await _open(books, who, about)
            theirs = [
                each.team
                for each in await books.inputs.all()
                if each.metric.key == breach.metric.key
                and each.state is InputState.ACTIVE
                and each.team != breach.team
            ]
            return Settling(breach, theirs[0] if theirs else None)

    async def answer(self, who: Person, about: str, *, goes_to_triage: bool) -> None:
        """See `settling` for what it raises."""
        async with self._ledger.open() as books:
            answer = BreachAnswered(await _open(books, who, about), goes_to_triage)
            await prompts.answered(books, about, self._clock.now(), answer)


async def _open(books: Books, who: Person, about: str) -> Breach:
    prompt = await books.prompts.get(about)
    if prompt is None or prompt.kind != BreachAsk.kind or prompt.state is PromptState.ANSWERED:
        raise BreachSettled
    breach = unpacked(BreachAsk, prompt.content).breach
    team = await books.teams.get(breach.team)
    if team is None:
        raise TeamGone
    require(Action.ANSWER_BREACH, who, team=team)
    return breach
