"""A team's one to three input metrics, the causal link of each, and who may agree to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from rituals import audit, scoreboard
from rituals.adopting import for_input, may_word
from rituals.authorisation import Action, Role
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.links import require_no_circle
from rituals.metrics import require_free_name
from rituals.north_star import require_cadence
from rituals.proposed import ask_lead, withdraw
from rituals.rights import require
from rituals.scoreboard import InputScore
from rituals.teams import living_team
from rituals.versions import Change, revise, today
from rituals.versions import changed as words_changed
from storage.ledger import Books, Ledger
from storage.records.metrics import Cadence, Confidence, Direction, Input, InputState, Lever, Metric
from storage.records.people import Person
from storage.records.teams import Team

ACTIVE_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """An input metric somebody thinks would move the North Star Metric, and why."""

    name: str
    definition: str
    unit: str
    direction: Direction
    cadence: Cadence
    lever: Lever
    hypothesis: str
    lag_periods: int  # of its own cadence
    serves: str | None = None
    confidence: Confidence | None = None
    source: str | None = None
    discussion: str | None = None


@dataclass(frozen=True, slots=True)
class TeamInputs:
    """A team with its inputs; `guardrails` name what must not get worse beside one, by the input's id."""

    team: Team
    inputs: Sequence[Input]
    guardrails: Mapping[str, str] = field(default_factory=dict)

    def having(self, state: InputState) -> Sequence[Input]:
        return [each for each in self.inputs if each.state is state]


@dataclass(eq=False)
class InputGone(RitualError):
    """It was there when the form was opened."""


@dataclass(eq=False)
class TooManyInputs(RitualError):
    """A team looks at three inputs at most; one more means retiring one of these."""

    field: ClassVar[str | None] = "instead_of"
    team: str
    active: Sequence[str]


@dataclass(eq=False)
class NotTheProposer(RitualError):
    """A proposal is changed by whoever made it, or by the team's lead."""

    team: str
    lead: str


@dataclass(eq=False)
class NoOtherTeam(RitualError):
    """There is nowhere to move an input to."""


class Inputs:
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def by_team(self) -> Sequence[TeamInputs]:
        """Every team with its inputs in every state, by the team's name."""
        async with self._ledger.open() as books:
            everything, guards = await books.inputs.all(), await books.guardrails.named()
            return [
                TeamInputs(team, [each for each in everything if each.team == team.id], guards)
                for team in await books.teams.all()
            ]

    async def standings(self) -> Mapping[str, InputScore]:
        """How the agreed ones stand today, by the key of the metric."""
        async with self._ledger.open() as books:
            return await scoreboard.standings(books, await today(books, self._clock.now()))

    async def of_team(self, team_id: str) -> TeamInputs:
        async with self._ledger.open() as books:
            return TeamInputs(await living_team(books, team_id), await books.inputs.of_team(team_id))

    async def get(self, input_id: str) -> Input:
        async with self._ledger.open() as books:
            return await _input(books, input_id)

    async def propose(self, who: Person, team_id: str, proposal: Proposal) -> Input:
        """Anybody of the organisation may propose; nothing is asked of the team before its lead agrees."""
        async with self._ledger.open() as books:
            return await self.propose_in(books, who, team_id, proposal)

    async def propose_in(self, books: Books, who: Person, team_id: str, proposal: Proposal) -> Input:
        """The same in a transaction of the caller's. What was not connected yet keeps its readings."""
        require(Action.PROPOSE_INPUT, who)
        now, team = self._clock.now(), await living_team(books, team_id)
        await require_no_circle(books, None, proposal.serves)
        proposed = Input(
            id=self._ids(),
            team=team.id,
            metric=await for_input(books, who, team, _metric("", proposal), now),
            state=InputState.PROPOSED,
            proposed_by=who.user,
            proposed_at=now,
            **_link(proposal),
        )
        await books.inputs.put(proposed)
        await self._note(books, who, "input.proposed", None, proposed)
        await ask_lead(books, who, proposed, team, now)
        return proposed

    async def change(
        self, who: Person, input_id: str, proposal: Proposal, why: Change | None = None
    ) -> Input:
        """New words for an input; its key, its readings and its agreement stay.

        Once it was agreed to, a change of what it counts is a new version of its metric.
        """
        async with self._ledger.open() as books:
            old = await _changeable(books, who, input_id)
            await require_free_name(books, proposal.name, but=old.metric.key)
            await require_cadence(books, old.metric, proposal.cadence)
            await require_no_circle(books, old.id, proposal.serves)
            changed = replace(old, metric=_metric(old.metric.key, proposal), **_link(proposal))
            await _require_words(books, who, old, changed.metric)
            if old.agreed_at is not None:
                now = self._clock.now()
                await revise(books, who.user, old.metric, changed.metric, why=why or Change(), now=now)
            await books.inputs.put(changed)
            await self._note(books, who, "input.changed", old, changed)
            return changed

    async def may_change(self, who: Person, input_id: str) -> None:
        """Raises NotTheProposer and the like."""
        async with self._ledger.open() as books:
            await _changeable(books, who, input_id)

    async def may_move(self, who: Person, input_id: str) -> None:
        """Raises NotTheTeamLead and the like; NoOtherTeam when there is nowhere to go."""
        async with self._ledger.open() as books:
            team = await living_team(books, (await _input(books, input_id)).team)
            require(Action.AGREE_INPUT, who, team=team)
            if len(await books.teams.all()) < 2:
                raise NoOtherTeam

    async def activate(self, who: Person, input_id: str, instead_of: str | None = None) -> Input:
        """Agree to an input, as the team's own lead; `instead_of` is one to retire in the same breath."""
        async with self._ledger.open() as books:
            chosen = await _input(books, input_id)
            # Holding the team's row makes two agreements at once come one after the other.
            team = await living_team(books, chosen.team, hold=True)
            require(Action.AGREE_INPUT, who, team=team)
            now = self._clock.now()
            active = [each for each in await books.inputs.of_team(team.id) if each.state is InputState.ACTIVE]
            for each in active:
                if each.id == instead_of:
                    retired = replace(each, state=InputState.RETIRED, retired_at=now)
                    await books.inputs.put(retired)
                    await self._note(books, who, "input.retired", each, retired)
            staying = [each for each in active if each.id not in {instead_of, input_id}]
            if len(staying) >= ACTIVE_AT_MOST:
                raise TooManyInputs(team.name, [each.metric.name for each in staying])
            if chosen.state is InputState.ACTIVE:
                return chosen
            agreed = replace(
                chosen, state=InputState.ACTIVE, agreed_by=who.user, agreed_at=now, retired_at=None
            )
            await books.inputs.put(agreed)
            await self._note(books, who, "input.agreed", chosen, agreed)
            return agreed

    async def move(self, who: Person, input_id: str, team_id: str) -> Input:
        """Give an input to another team; it counts there once that team's lead agrees."""
        async with self._ledger.open() as books:
            moving = await _input(books, input_id)
            require(Action.AGREE_INPUT, who, team=await living_team(books, moving.team))
            target = await living_team(books, team_id)
            if target.id == moving.team:
                return moving
            moved = replace(
                moving,
                team=target.id,
                state=InputState.PROPOSED,
                agreed_by=None,
                agreed_at=None,
                retired_at=None,
            )
            await books.inputs.put(moved)
            await self._note(books, who, "input.moved", moving, moved)
            await ask_lead(books, who, moved, target, self._clock.now(), moved=True)
            return moved

    async def retire(self, who: Person, input_id: str) -> Input:
        """Stop looking at an input; its history stays. Whoever proposed one may take the proposal back."""
        async with self._ledger.open() as books:
            old = await _changeable(books, who, input_id)
            retired = replace(old, state=InputState.RETIRED, retired_at=self._clock.now())
            await books.inputs.put(retired)
            await self._note(books, who, "input.retired", old, retired)
            return retired

    async def _note(self, books: Books, who: Person, what: str, before: Input | None, after: Input) -> None:
        name, now = after.metric.name, self._clock.now()
        if after.state is not InputState.PROPOSED or (before is not None and after.team != before.team):
            await withdraw(books, after, now)
        was, became = await _with_team(books, before), await _with_team(books, after)
        await audit.note(books, who.user, what, name, before=was, after=became, now=now)


async def _with_team(books: Books, an_input: Input | None) -> Input | None:
    """For whoever reads the trail: its team by the name that people know."""
    team = await books.teams.get(an_input.team) if an_input else None
    return replace(an_input, team=team.name) if an_input and team else an_input


def _link(proposal: Proposal) -> dict[str, Any]:
    """What a proposal says of the way to the North Star Metric."""
    names = ("lever", "hypothesis", "lag_periods", "serves", "confidence", "source", "discussion")
    return {name: getattr(proposal, name) for name in names}


def _metric(key: str, proposal: Proposal) -> Metric:
    return Metric(
        key=key,
        name=proposal.name,
        unit=proposal.unit,
        direction=proposal.direction,
        cadence=proposal.cadence,
        definition=proposal.definition,
    )


async def _changeable(books: Books, who: Person, input_id: str) -> Input:
    """The input, for its team's lead; for whoever proposed it, as long as it is only proposed."""
    found = await _input(books, input_id)
    team = await living_team(books, found.team)
    proposed = found.state is InputState.PROPOSED
    own = [Role.OWNER] if who.user == found.proposed_by else []
    refusal = NotTheProposer(team.name, team.lead)
    action = Action.CHANGE_PROPOSAL if proposed else Action.CHANGE_INPUT
    require(action, who, team=team, also=own, refusal=refusal)
    return found


async def _require_words(books: Books, who: Person, old: Input, new: Metric) -> None:
    """A proposal's words are those of whoever made it, unless something was counted by them before."""
    if not words_changed(old.metric, new):
        return
    team, key = await living_team(books, old.team), old.metric.key
    is_new = not await books.versions.of(key) and not await books.readings.is_any_of(key)
    if not is_new and not await may_word(books, who, team, key):
        raise NotTheProposer(team.name, team.lead)


async def _input(books: Books, input_id: str) -> Input:
    found = await books.inputs.get(input_id)
    if found is None:
        raise InputGone
    return found
