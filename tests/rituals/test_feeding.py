"""Whoever brings readings brings those of their own metrics; the product lead those of all."""

from dataclasses import replace

import pytest

from rituals.feeding import NothingToFeed, NotYoursToFeed, fed_by, require_feeder
from rituals.rights import GuestsRead
from storage.records.dictionary import Entry
from tests.making import ANA, BO, a_metric, a_team, a_workspace, an_input

CARLA = replace(BO, user="UCARLA", name="Carla")
REVIEWS = a_metric(key="reviews", name="Reviews")


@pytest.fixture
async def books(either_ledger):
    """Ana leads the product, Bo Rendering; reviews are nobody's input."""
    async with either_ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team(lead=BO.user))
        await books.inputs.add(an_input())
        await books.metrics.put(REVIEWS)
        yield books


async def keys(books, who):
    return [each.key for each in await fed_by(books, who)]


async def test_the_product_lead_brings_all_and_a_lead_those_of_the_team(books):
    assert await keys(books, ANA) == ["merged", "reviews"]
    assert await keys(books, BO) == ["merged"]
    assert await keys(books, CARLA) == []


async def test_whoever_owns_a_metric_brings_it(books):
    await books.dictionary.put(Entry("reviews", owner=CARLA.user))

    assert await keys(books, CARLA) == ["reviews"]


async def test_what_is_somebody_elses_is_refused_by_its_name_whatever_a_form_says(books):
    with pytest.raises(NotYoursToFeed) as refused:
        await require_feeder(books, BO, ["merged", "reviews", "made up"])

    assert refused.value.metrics == ["Reviews", "made up"]


async def test_whoever_has_nothing_to_bring_is_told_so(books):
    for who, asked in ((CARLA, ["merged"]), (BO, [])):
        with pytest.raises(NothingToFeed):
            await require_feeder(books, who, asked)


async def test_guests_bring_nothing(books):
    with pytest.raises(GuestsRead):
        await fed_by(books, replace(BO, is_guest=True))
