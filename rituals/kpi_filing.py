"""What becomes of a department's list of KPIs: each is told what it is, and all are written down, or none.

An output follows the North Star Metric, a guardrail must not get worse, an input is proposed to a team, and
what nobody can place yet is kept as not connected: no number of a department is lost for being new to us.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from rituals import audit
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.inputs import Inputs, Proposal
from rituals.kpis import Kpi, Pasted, parse
from rituals.metrics import free_key, key_of, require_free_name
from rituals.north_star import require_owner
from rituals.outputs import require_room
from rituals.rights import require
from rituals.teams import living_team
from rituals.unconnected import PATIENCE
from rituals.versions import begin, today
from storage.ledger import Books, Ledger
from storage.records.dictionary import Entry, Standing
from storage.records.levers import Finding, Unconnected
from storage.records.metrics import Cadence, Lever, Metric
from storage.records.people import Person
from storage.records.teams import Team

_LAG = 2  # periods, until somebody says better


class Tag(StrEnum):
    """What a KPI is; an input is tagged by the lever that it would be."""

    BREADTH = Lever.BREADTH.value
    DEPTH = Lever.DEPTH.value
    FREQUENCY = Lever.FREQUENCY.value
    EFFICIENCY = Lever.EFFICIENCY.value
    ENABLING = Lever.ENABLING.value
    OUTPUT = Standing.OUTPUT.value
    GUARDRAIL = Standing.GUARDRAIL.value
    UNCONNECTED = Standing.UNCONNECTED.value

    @property
    def lever(self) -> Lever | None:
        """The lever of an input; None for what is none."""
        return Lever(self.value) if self.value in set(Lever) else None


@dataclass(frozen=True, slots=True)
class Desk:
    """What whoever brings a list may choose from: the teams, and whether outputs are theirs to name."""

    teams: Sequence[Team]
    names_outputs: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a list.

    The `undefined` ones have a name and no definition. `asked_again` tells that the team's lead is asked
    later about what is not connected.
    """

    department: str
    names: Sequence[tuple[Tag, str]]
    undefined: Sequence[str]
    team: Team | None
    asked_again: bool


@dataclass(eq=False)
class TeamMissing(RitualError):
    """An input is proposed to some team."""

    field: ClassVar[str | None] = "team"


@dataclass(eq=False)
class KpiRefused(RitualError):
    """One KPI, counted from 0, cannot be what it was tagged as."""

    number: int
    because: RitualError


class Kpis:
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids, inputs: Inputs) -> None:
        self._ledger, self._clock, self._ids, self._inputs = ledger, clock, ids, inputs

    async def read(self, who: Person, pasted: Pasted) -> Sequence[Kpi]:
        """The lines of a list, for members. Raises what `parse` does."""
        require(Action.IMPORT_KPIS, who)
        async with self._ledger.open() as books:
            known = {key_of(metric.name) for metric in await books.metrics.all()}
        return parse(pasted.text, known)

    async def desk(self, who: Person) -> Desk:
        require(Action.IMPORT_KPIS, who)
        async with self._ledger.open() as books:
            return Desk(await books.teams.all(), await _names_outputs(books, who))

    async def file(self, who: Person, pasted: Pasted, tags: Sequence[Tag], team_id: str | None) -> Filed:
        """Write all of a list down, each as what it was tagged, or nothing.

        Inputs are proposed to the team. What is not connected is asked about again, where whoever brings it
        leads that team. Raises TeamGone, TeamMissing or KpiRefused.
        """
        require(Action.IMPORT_KPIS, who)
        kpis = parse(pasted.text)
        async with self._ledger.open() as books:
            team = await living_team(books, team_id) if team_id else None
            if team is None and any(tag.lever for tag in tags):
                raise TeamMissing
            brought = _Brought(who, pasted, team)
            for number, (kpi, tag) in enumerate(zip(kpis, tags, strict=True)):
                try:
                    await self._one(books, brought, kpi, tag)
                except RitualError as because:
                    raise KpiRefused(number, because) from None
            names = [(tag, kpi.name) for kpi, tag in zip(kpis, tags, strict=True)]
            undefined = [kpi.name for kpi in kpis if not kpi.definition]
            again = brought.leads and Tag.UNCONNECTED in tags
            return Filed(pasted.department, names, undefined, team, again)

    async def _one(self, books: Books, brought: "_Brought", kpi: Kpi, tag: Tag) -> None:
        who, pasted, team = brought.who, brought.pasted, brought.team
        if tag.lever is not None and team is not None:
            proposal = _proposal(kpi, pasted.cadence, tag.lever)
            proposed = await self._inputs.propose_in(books, who, team.id, proposal)
            if await books.dictionary.get(proposed.metric.key) is None:
                await books.dictionary.put(Entry(proposed.metric.key, department=pasted.department))
            return
        if tag is Tag.OUTPUT:
            await require_room(books, who)
        await require_free_name(books, kpi.name)
        now, key = self._clock.now(), await free_key(books, kpi.name)
        metric = Metric(key, kpi.name, kpi.unit, kpi.direction, pasted.cadence, kpi.definition)
        await books.metrics.add(metric)
        await begin(books, metric, who.user, now)
        entry = Entry(metric.key, Standing(tag.value), who.user, department=pasted.department)
        await books.dictionary.put(entry)
        if tag is Tag.UNCONNECTED and team is not None and brought.leads:
            revisit_on = await today(books, now) + PATIENCE
            await books.unconnected.put(brought.work(metric, team, self._ids(), now, revisit_on))
        await audit.note(books, who.user, "metric.imported", kpi.name, before=None, after=entry, now=now)


@dataclass(frozen=True, slots=True)
class _Brought:
    """A list with whoever brings it, and the team that is chosen beside."""

    who: Person
    pasted: Pasted
    team: Team | None

    @property
    def leads(self) -> bool:
        return self.team is not None and self.team.lead == self.who.user

    def work(self, metric: Metric, team: Team, work_id: str, now: datetime, revisit_on: date) -> Unconnected:
        """A number that moves nothing yet, as work that a way is to be found for."""
        return Unconnected(
            id=work_id,
            team=team.id,
            work=metric.name,
            needed_by=self.pasted.department,
            effect=metric.definition,
            finding=Finding.NOT_YET,
            reason="",
            revisit_on=revisit_on,
            noted_by=self.who.user,
            noted_at=now,
        )


def _proposal(kpi: Kpi, cadence: Cadence, lever: Lever) -> Proposal:
    """A proposal of which nobody has said yet why it should move anything: it shows as undocumented."""
    return Proposal(
        name=kpi.name,
        definition=kpi.definition,
        unit=kpi.unit,
        direction=kpi.direction,
        cadence=cadence,
        lever=lever,
        hypothesis="",
        lag_periods=_LAG,
    )


async def _names_outputs(books: Books, who: Person) -> bool:
    try:
        await require_owner(books, who, Action.FILE_OUTPUT)
    except RitualError:
        return False
    return True
