"""Guardrails: what must not get worse while an input is pushed, named by the team's own lead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rituals import audit, scoreboard, worsening
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.inputs import InputGone
from rituals.metrics import MetricNameTaken, free_key, require_free_name
from rituals.rights import require
from rituals.scoreboard import Score
from rituals.signals import Verdict
from rituals.teams import living_team
from rituals.versions import begin
from storage.ledger import Books, Ledger
from storage.records.dictionary import Entry, Standing
from storage.records.guardrails import Guardrail
from storage.records.metrics import Input, InputState, Metric
from storage.records.people import Person
from storage.records.teams import Team
from storage.taken import Taken


@dataclass(frozen=True, slots=True)
class GuardrailScore:
    """How a guardrail stands, and the input that it is watched beside."""

    team: Team
    input: Input
    input_verdict: Verdict
    metric: Metric
    score: Score

    @property
    def is_breached(self) -> bool:
        """It has a signal in its bad direction, or stands at a level there that nobody has accepted."""
        return worsening.is_worse(self.score)


@dataclass(frozen=True, slots=True)
class GuardrailSheet:
    """What a team's lead may choose from; `named` is what the input is watched with now."""

    input: Input
    named: Metric | None
    known: Sequence[Metric]


@dataclass(eq=False)
class NoSuchGuardrail(RitualError):
    """No metric has that key that could be watched beside the input."""


async def guardrails(books: Books, day: date) -> Sequence[GuardrailScore]:
    """How the guardrails of all active inputs stand on a local day, by team and input."""
    teams = {team.id: team for team in await books.teams.all()}
    inputs = {each.id: each for each in await books.inputs.all() if each.state is InputState.ACTIVE}
    found = []
    for each in await books.guardrails.all():
        an_input, metric = inputs.get(each.input), await books.metrics.get(each.metric)
        if an_input is None or metric is None or an_input.team not in teams:
            continue
        score = await worsening.latest(books, metric, day)
        beside = await scoreboard.score(books, an_input.metric, day)
        found.append(GuardrailScore(teams[an_input.team], an_input, beside.verdict, metric, score))
    return sorted(found, key=lambda each: (each.team.name, each.input.metric.name))


async def beside(books: Books, input_id: str, day: date) -> Score | None:
    """How what is watched beside one input stands, without its history; None with nothing to watch."""
    named = await books.guardrails.of_input(input_id)
    metric = await books.metrics.get(named.metric) if named else None
    if metric is None:
        return None
    return replace(await worsening.latest(books, metric, day), points=(), versions=())


class Guardrails:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def sheet(self, who: Person, input_id: str) -> GuardrailSheet:
        """For the team's lead. Raises InputGone or NotTheTeamLead."""
        async with self._ledger.open() as books:
            an_input = await _own(books, who, input_id)
            named = await books.guardrails.of_input(input_id)
            metric = await books.metrics.get(named.metric) if named else None
            return GuardrailSheet(an_input, metric, await _known(books, an_input))

    async def name_known(self, who: Person, input_id: str, key: str) -> Metric:
        """Watch a metric that is known beside an input. Raises NoSuchGuardrail, too."""
        async with self._ledger.open() as books:
            an_input = await _own(books, who, input_id)
            metric = next((each for each in await _known(books, an_input) if each.key == key), None)
            if metric is None:
                raise NoSuchGuardrail
            await self._name(books, who, an_input, metric)
            return metric

    async def name_new(self, who: Person, input_id: str, metric: Metric) -> Metric:
        """Watch something new beside an input; its key is found here. Raises MetricNameTaken, too."""
        try:
            async with self._ledger.open() as books:
                an_input = await _own(books, who, input_id)
                await require_free_name(books, metric.name)
                made = replace(metric, key=await free_key(books, metric.name))
                await books.metrics.add(made)
                await begin(books, made, who.user, self._clock.now())
                await books.dictionary.put(Entry(made.key, owner=who.user))
                await self._name(books, who, an_input, made)
                return made
        except Taken:
            raise MetricNameTaken(metric.name) from None

    async def remove(self, who: Person, input_id: str) -> None:
        """Watch nothing beside an input any more; the metric and its readings stay."""
        async with self._ledger.open() as books:
            an_input = await _own(books, who, input_id)
            before = await books.guardrails.of_input(input_id)
            if before is None:
                return
            await books.guardrails.remove(input_id)
            await _let_go(books, before.metric)
            await self._note(books, who, an_input, before, None)

    async def _name(self, books: Books, who: Person, an_input: Input, metric: Metric) -> None:
        before = await books.guardrails.of_input(an_input.id)
        if before is not None and before.metric == metric.key:
            return
        after = Guardrail(an_input.id, metric.key, who.user, self._clock.now())
        await books.guardrails.put(after)
        if before is not None:
            await _let_go(books, before.metric)
        await _take_on(books, metric)
        await self._note(books, who, an_input, before, after)

    async def _note(
        self, books: Books, who: Person, an_input: Input, before: Guardrail | None, after: Guardrail | None
    ) -> None:
        old = await books.metrics.get(before.metric) if before else None
        new = await books.metrics.get(after.metric) if after else None
        await audit.note(
            books,
            who.user,
            "guardrail.named" if new else "guardrail.removed",
            an_input.metric.name,
            before=old.name if old else None,
            after=new.name if new else None,
            now=self._clock.now(),
        )


async def _own(books: Books, who: Person, input_id: str) -> Input:
    """An input for its team's lead."""
    found = await books.inputs.get(input_id)
    if found is None or found.state is InputState.RETIRED:
        raise InputGone
    require(Action.NAME_GUARDRAIL, who, team=await living_team(books, found.team))
    return found


async def _known(books: Books, an_input: Input) -> Sequence[Metric]:
    """What could be watched beside an input, by name: no input that is retired, nor the input itself.

    The North Star Metric is what the input is pushed for.
    """
    star = await books.north_stars.active()
    retired = [each for each in await books.inputs.all() if each.state is InputState.RETIRED]
    out = {an_input.metric.key, *(each.metric.key for each in retired), *([star.metric.key] if star else [])}
    found = [each for each in await books.metrics.all() if each.key not in out]
    return sorted(found, key=lambda each: each.name.casefold())


async def _take_on(books: Books, metric: Metric) -> None:
    """The dictionary calls it a guardrail, unless it is an input or an output beside."""
    if any(each.metric.key == metric.key for each in await books.inputs.all()):
        return
    entry = await books.dictionary.get(metric.key) or Entry(metric.key)
    if entry.standing is not Standing.OUTPUT:
        await books.dictionary.put(replace(entry, standing=Standing.GUARDRAIL))


async def _let_go(books: Books, key: str) -> None:
    """The dictionary calls it a guardrail no more, once nothing is watched with it."""
    entry = await books.dictionary.get(key)
    if entry is None or entry.standing is not Standing.GUARDRAIL:
        return
    if not any(each.metric == key for each in await books.guardrails.all()):
        await books.dictionary.put(replace(entry, standing=None))
