"""One North Star Metric at a time, on both databases."""

import asyncio

import pytest

from rituals.north_star import NorthStars, Refused
from storage.records.metrics import Cadence
from storage.taken import Taken
from tests.fakes import CountingIds
from tests.making import ANA, BO, a_choice, a_meeting, a_metric, a_star


async def test_a_north_star_comes_back_as_it_was_chosen(ledger):
    star = a_star(story="Zażółć 漢字 😀\n<!channel>", metric=a_metric(cadence=Cadence.MONTH))
    async with ledger.open() as books:
        await books.north_stars.add(star)

    async with ledger.open() as books:
        assert await books.north_stars.active() == star


async def test_a_second_active_north_star_is_taken(ledger):
    async with ledger.open() as books:
        await books.north_stars.add(a_star())

    with pytest.raises(Taken):
        async with ledger.open() as books:
            await books.north_stars.add(a_star(id="other", metric=a_metric(key="other")))
    async with ledger.open() as books:
        assert (await books.north_stars.active()) == a_star()
        assert await books.metrics.get("other") is None


async def test_of_two_who_choose_at_once_one_is_refused_and_both_names_are_remembered(ledger, clock):
    ids = CountingIds()
    stars = NorthStars(ledger, clock, ids)
    outcomes = await asyncio.gather(
        stars.choose(ANA, a_choice(name="Weekly active teams"), a_meeting()),
        stars.choose(BO, a_choice(name="Repeat purchasers"), a_meeting()),
    )

    assert [isinstance(outcome, Refused) for outcome in outcomes].count(True) == 1
    async with ledger.open() as books:
        active = await books.north_stars.active()
        refused = await books.north_stars.refusals()
    assert {active.metric.name, refused[0].name} == {"Weekly active teams", "Repeat purchasers"}
