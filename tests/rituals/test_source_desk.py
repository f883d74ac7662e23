"""Whoever adds or changes a source in Slack brings by it the readings of their own metrics alone."""

import pytest

from rituals.feeding import NotYoursToFeed
from rituals.pulling import Pulls
from rituals.source_desk import SourceDesk
from storage.sources.configs import CsvWebSource
from tests.making import ANA, BO, a_metric, a_team, a_workspace, an_input


def a_sheet(*keys):
    return CsvWebSource(name="sheet", kind="csv_web", url="https://example.com/a.csv", only=keys)


@pytest.fixture
async def desk(ledger, clock):
    """Ana leads the product, Bo Rendering; reviews are nobody's input."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team(lead=BO.user))
        await books.inputs.add(an_input())
        await books.metrics.put(a_metric(key="reviews", name="Reviews"))

    async def nothing(_source, _window):
        return []

    return SourceDesk(ledger, clock, Pulls(ledger, clock, [], nothing))


async def sources(ledger):
    async with ledger.open() as books:
        return [each.metrics for each in await books.sources.all()]


async def test_what_a_form_says_is_looked_at_again_before_a_source_is_tried_or_kept(desk, ledger):
    for act in (desk.tried, desk.keep):
        with pytest.raises(NotYoursToFeed):
            await act(BO, a_sheet("merged", "reviews"), anew=True)

    assert await sources(ledger) == []


async def test_a_lead_cannot_widen_their_source_to_what_is_another_s(desk, ledger):
    await desk.keep(BO, a_sheet("merged"), anew=True)
    with pytest.raises(NotYoursToFeed):
        await desk.keep(BO, a_sheet("merged", "reviews"), anew=False)

    assert await sources(ledger) == [("merged",)]


async def test_the_product_lead_brings_any(desk, ledger):
    await desk.keep(ANA, a_sheet("merged", "reviews"), anew=True)

    assert await sources(ledger) == [("merged", "reviews")]
