"""Every team's links, held against what is in the books."""

from datetime import timedelta

import pytest

from rituals.comparing import Comparisons
from rituals.link_figures import AtLag, LinkFigures
from rituals.link_verdicts import Claim, Lack, LinkVerdict
from rituals.north_star import NoNorthStar
from storage.records.metrics import Cadence, Direction, InputState
from tests.making import MONDAY, a_metric, a_reading, a_star, a_team, a_workspace, an_input


class Sure:
    """A reckoner in whose world everything goes together; it remembers what it was asked."""

    def __init__(self):
        self.asked, self.chances = [], []

    async def figures(self, asked):
        self.asked = list(asked)
        return [
            LinkFigures(100, tuple(AtLag(lag, 100, 0.4 if lag else 0.1, 0.1, 0.6, 0.01) for lag in each.lags))
            for each in asked
        ]

    async def adjusted(self, chances):
        self.chances = list(chances)
        return self.chances


@pytest.fixture
def reckoner():
    return Sure()


@pytest.fixture
def comparisons(ledger, clock, reckoner):
    return Comparisons(ledger, clock, reckoner)


@pytest.fixture
async def keep(ledger):
    """Writes inputs of one team into books that have a star."""

    async def _keep(*inputs):
        async with ledger.open() as books:
            await books.workspaces.put(a_workspace())
            await books.north_stars.add(a_star())
            await books.teams.put(a_team())
            for each in inputs:
                await books.inputs.put(each)

    return _keep


def links_of(found):
    return {each.an_input.id: each for team in found.teams for each in team.links}


async def test_without_a_north_star_nothing_is_compared(comparisons):
    with pytest.raises(NoNorthStar):
        await comparisons.compared()


async def test_only_agreed_inputs_are_compared_and_full_weeks_only(comparisons, keep, reckoner, ledger):
    await keep(an_input(), an_input(id="maybe", metric=a_metric(key="maybe"), state=InputState.PROPOSED))
    weeks = [MONDAY - timedelta(weeks=number) for number in range(4)]
    async with ledger.open() as books:
        await books.readings.put(a_reading(period_start=week, value=float(week.day)) for week in weeks)
    found = await comparisons.compared()

    assert set(links_of(found)) == {"input-merged"}
    assert found.until == MONDAY - timedelta(weeks=1)
    assert [value for _, value in reckoner.asked[0].moved_by] == [23.0, 2.0, 9.0]
    assert reckoner.asked[0].lags == tuple(range(9))


async def test_the_stated_lag_is_judged_allowing_for_all_links(comparisons, keep, reckoner):
    await keep(an_input(lag_periods=12), an_input(id="b", metric=a_metric(key="b"), lag_periods=3))
    links = links_of(await comparisons.compared())

    assert links["input-merged"].at.lag == 12
    assert reckoner.chances == [0.01, 0.01]
    assert {each.verdict for each in links.values()} == {LinkVerdict.TOGETHER}


async def test_less_of_one_for_more_of_the_other_is_a_claim_too(comparisons, keep):
    await keep(an_input(metric=a_metric(direction=Direction.DOWN)))
    link = links_of(await comparisons.compared())["input-merged"]

    assert link.claim == Claim(2, -1)
    assert link.verdict is LinkVerdict.OPPOSITE


async def test_by_way_of_another_input_the_lags_add_up(comparisons, keep):
    await keep(an_input(), an_input(id="below", metric=a_metric(key="below"), serves="input-merged"))

    assert links_of(await comparisons.compared())["below"].claim.lag == 4


async def test_other_periods_are_not_compared(comparisons, keep, reckoner):
    await keep(an_input(metric=a_metric(cadence=Cadence.MONTH)))
    link = links_of(await comparisons.compared())["input-merged"]

    assert (link.verdict, link.lack) == (LinkVerdict.TOO_LITTLE, Lack.CADENCE)
    assert reckoner.asked == []
