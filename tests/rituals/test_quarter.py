"""Once a quarter each lead is shown what moved with the North Star, in words, and nobody twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from rituals.comparing import Comparisons
from rituals.link_figures import AtLag, LinkFigures
from rituals.link_verdicts import LinkVerdict
from rituals.quarter import LinksAsked, LinksLookedAt, NoLongerAsked, QuarterlyLinks, first_monday
from storage.records.metrics import InputState
from storage.records.prompts import PromptState
from tests.making import ANA, BO, a_metric, a_star, a_team, a_workspace, an_input

FIRST = date(2026, 4, 6)
TEN = datetime(2026, 4, 6, 8, tzinfo=UTC)  # at ten in Berlin


class Reckoned:
    """A reckoner in whose world so many periods have both numbers; it counts how often it was asked."""

    def __init__(self):
        self.common, self.asked, self.fails = 100, 0, False

    async def figures(self, asked):
        self.asked += 1
        if self.fails:
            raise RuntimeError("the worker died")
        return [
            LinkFigures(
                self.common,
                tuple(AtLag(lag, self.common, 0.4 if lag else 0.1, 0.1, 0.6, 0.01) for lag in each.lags),
            )
            for each in asked
        ]

    async def adjusted(self, chances):
        return list(chances)


@pytest.fixture
def reckoner():
    return Reckoned()


@pytest.fixture
def quarter(ledger, clock, reckoner):
    clock.set_to(TEN)
    return QuarterlyLinks(ledger, clock, Comparisons(ledger, clock, reckoner))


@pytest.fixture
async def teams(ledger):
    """Ana leads the product and Rendering, Bo leads Docs; each team has an input."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(time_zone="Europe/Berlin", product_lead=ANA.user))
        await books.north_stars.add(a_star())
        await books.teams.put(a_team())
        await books.teams.put(a_team(id="docs", name="Docs", lead=BO.user, channel="CDOCS"))
        await books.inputs.put(an_input())
        pages = a_metric(key="pages", name="Pages")
        await books.inputs.put(an_input(id="input-pages", team="docs", metric=pages))


@pytest.fixture
def asked(ledger):
    """What each person was asked."""

    async def _asked():
        async with ledger.open() as books:
            found = [
                each
                for user in (ANA.user, BO.user)
                for each in await books.prompts.of_person(user, *PromptState)
            ]
        told = TypeAdapter(LinksAsked)
        return {each.user: (each, told.validate_json(each.content)) for each in found}

    return _asked


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 4, 5), date(2026, 1, 5)),
        (date(2026, 4, 6), date(2026, 4, 6)),
        (date(2026, 6, 30), date(2026, 4, 6)),
        (date(2026, 1, 1), date(2025, 10, 6)),
        (date(2024, 1, 1), date(2024, 1, 1)),
        (date(2026, 12, 31), date(2026, 10, 5)),
    ],
)
def test_the_quarters_day_is_its_first_monday(day, monday):
    assert first_monday(day) == monday


async def test_the_product_lead_is_asked_of_all_and_each_lead_of_their_own(quarter, teams, asked):
    await quarter.keep()
    told = await asked()

    assert [each.metric.name for each in told[ANA.user][1].links] == ["Pages", "Merged pull requests"]
    assert [each.metric.name for each in told[BO.user][1].links] == ["Pages"]
    assert (told[ANA.user][1].may_change, told[BO.user][1].may_change) == (False, True)
    assert all(prompt.joined for prompt, _ in told.values())
    assert {each.verdict for each in told[BO.user][1].links} == {LinkVerdict.TOGETHER}


async def test_it_is_asked_once_however_often_and_by_however_many(
    quarter, teams, asked, ledger, clock, reckoner
):
    for _ in range(3):
        await quarter.keep()
        clock.pass_(hours=1)
    await QuarterlyLinks(ledger, clock, Comparisons(ledger, clock, reckoner)).keep()

    assert reckoner.asked == 1
    assert len(await asked()) == 2


@pytest.mark.parametrize("hours", [-0.1, 7 * 24])
async def test_before_ten_and_a_week_later_nobody_is_asked(quarter, teams, asked, clock, hours):
    clock.set_to(TEN + timedelta(hours=hours))
    await quarter.keep()

    assert await asked() == {}


async def test_without_an_agreed_input_it_is_silent(quarter, teams, asked, ledger, reckoner):
    async with ledger.open() as books:
        for each in await books.inputs.all():
            await books.inputs.put(
                an_input(id=each.id, team=each.team, metric=each.metric, state=InputState.RETIRED)
            )
    await quarter.keep()

    assert (await asked(), reckoner.asked) == ({}, 0)


async def test_with_too_little_data_for_any_it_is_silent_and_does_not_reckon_again(
    quarter, teams, asked, reckoner
):
    reckoner.common = 5
    await quarter.keep()
    await quarter.keep()

    assert (await asked(), reckoner.asked) == ({}, 1)


async def test_figures_that_fail_are_tried_again_a_little_later(quarter, teams, asked, reckoner, clock):
    reckoner.fails = True
    for _ in range(2):
        await quarter.keep()
    assert reckoner.asked == 1

    reckoner.fails = False
    clock.pass_(minutes=11)
    await quarter.keep()
    assert len(await asked()) == 2


async def test_whoever_was_asked_says_that_they_have_looked_and_nobody_else(quarter, teams, asked, ledger):
    await quarter.keep()
    about = f"quarter:{FIRST}:{BO.user}"
    with pytest.raises(NoLongerAsked):
        await quarter.looked(ANA, about)
    await quarter.looked(BO, about)
    async with ledger.open() as books:
        prompt = await books.prompts.get(about)

    assert (prompt.state, prompt.kind) == (PromptState.ANSWERED, LinksLookedAt.kind)
