"""A period that is still running is held against no full one, wherever numbers are looked at."""

from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta
from typing import Any

import pytest

from rituals import digest_issue, guardrails, monday, outputs, pulse, scoreboard, topics, tree, win_numbers
from rituals.board import Showing
from rituals.brief import Briefs
from rituals.card import Cards
from rituals.cases import scores
from rituals.comparing import Comparisons
from rituals.home import HomePage
from rituals.pulse_lot import PulseLot
from storage.records.conflicts import Side
from storage.records.dictionary import Entry, Standing
from storage.records.guardrails import Guardrail
from storage.records.metrics import Cadence
from storage.records.pulses import Gathering, PulsePlan
from tests.making import (
    ANA,
    MONDAY_NINE,
    a_conflict,
    a_metric,
    a_reading,
    a_star,
    a_team,
    a_workspace,
    an_input,
)

WEDNESDAY = date(2026, 3, 18)
RUNNING = {Cadence.DAY: WEDNESDAY, Cadence.WEEK: date(2026, 3, 16), Cadence.MONTH: date(2026, 3, 1)}
TEAM = a_team(standup_days=(3,), standup_time=time(9))
STAR, INPUT = a_star().metric, an_input()
CHURN, SUPPORT = a_metric(key="churn", name="Churn"), a_metric(key="support", name="Support")
METRICS = (STAR, INPUT.metric, CHURN, SUPPORT)
CONFLICT = a_conflict(ours=Side(want="Both", input=INPUT.id))


class NoFigures:
    """Remembers which series it was asked about."""

    def __init__(self):
        self.asked = []

    async def figures(self, pairings):
        self.asked.append(pairings)
        raise Asked

    async def adjusted(self, chances):
        return chances


class Asked(Exception):
    """What was wanted is known by now."""


async def _links(ledger, clock):
    reckoner = NoFigures()
    with pytest.raises(Asked):
        await Comparisons(ledger, clock, reckoner).compared()
    return reckoner.asked


async def _gathered(ledger, of):
    async with ledger.open() as books:
        return await of(books)


LOOKS: dict[str, Callable[[Any, Any], Awaitable[Any]]] = {
    "score": lambda ledger, _: _gathered(ledger, lambda b: scoreboard.score(b, STAR, WEDNESDAY)),
    "inputs": lambda ledger, _: _gathered(ledger, lambda b: scoreboard.inputs(b, WEDNESDAY)),
    "monday": lambda ledger, _: _gathered(ledger, lambda b: monday.gather(b, WEDNESDAY)),
    "standup": lambda ledger, _: _gathered(
        ledger,
        lambda b: pulse.gather(
            PulseLot.of(b, TEAM.id), TEAM, PulsePlan(TEAM.id, Gathering.EXECUTIVE), WEDNESDAY, MONDAY_NINE
        ),
    ),
    "digest": lambda ledger, _: _gathered(ledger, lambda b: digest_issue.gather(b, WEDNESDAY, MONDAY_NINE)),
    "case": lambda ledger, _: _gathered(ledger, lambda b: scores(b, CONFLICT, MONDAY_NINE)),
    "win": lambda ledger, _: _gathered(ledger, lambda b: win_numbers.pairs(b, INPUT.metric, WEDNESDAY)),
    "tree": lambda ledger, _: _gathered(ledger, lambda b: tree.tree(b, WEDNESDAY)),
    "outputs": lambda ledger, _: _gathered(ledger, lambda b: outputs.outputs(b, WEDNESDAY)),
    "guardrails": lambda ledger, _: _gathered(ledger, lambda b: guardrails.guardrails(b, WEDNESDAY)),
    "card": lambda ledger, clock: Cards(ledger, clock).card(),
    "brief": lambda ledger, clock: Briefs(ledger, clock).brief(),
    "topic": lambda ledger, clock: topics.Topics(ledger, clock).board(),
    "home": lambda ledger, clock: HomePage(ledger, clock).front(ANA),
    "links": _links,
}


@pytest.fixture
async def organisation(ledger, clock):
    clock.pass_(days=2)
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(TEAM)
        await books.north_stars.put(a_star())
        await books.inputs.put(INPUT)
        for metric, standing in ((CHURN, Standing.OUTPUT), (SUPPORT, Standing.GUARDRAIL)):
            await books.metrics.put(metric)
            await books.dictionary.put(Entry(metric.key, standing=standing))
        await books.guardrails.put(Guardrail(INPUT.id, SUPPORT.key, "UANA", MONDAY_NINE))
        for metric in METRICS:
            await books.readings.put(
                a_reading(
                    metric=metric.key,
                    period_start=RUNNING[Cadence.WEEK] - timedelta(weeks=ago),
                    value=20.0 + ago % 3,
                )
                for ago in range(1, 40)
            )
    return ledger


@pytest.mark.parametrize("look", LOOKS)
async def test_a_week_in_progress_changes_nothing_of_what_is_told(organisation, clock, look):
    before = await LOOKS[look](organisation, clock)
    async with organisation.open() as books:
        await books.readings.put(
            a_reading(metric=metric.key, period_start=RUNNING[Cadence.WEEK], value=9_999.0)
            for metric in METRICS
        )
    after = await LOOKS[look](organisation, clock)

    assert before
    assert after == before


async def test_a_week_in_progress_changes_nothing_on_the_dashboard(organisation, clock):
    showing = Showing(organisation, clock)
    before = await showing.numbers()
    async with organisation.open() as books:
        await books.readings.put(
            [a_reading(metric=STAR.key, period_start=RUNNING[Cadence.WEEK], value=9_999.0)]
        )
    after = await showing.numbers(before)

    assert after.scores == before.scores


@pytest.mark.parametrize("cadence", Cadence)
async def test_so_it_is_for_days_and_months(ledger, cadence):
    metric = a_metric(cadence=cadence)
    async with ledger.open() as books:
        await books.metrics.put(metric)
        await books.readings.put([a_reading(period_start=date(2026, 2, 1), value=20.0)])
        before = await scoreboard.score(books, metric, WEDNESDAY)
        await books.readings.put([a_reading(period_start=RUNNING[cadence], value=9_999.0)])

        assert await scoreboard.score(books, metric, WEDNESDAY) == before
