"""A mark changes with what it stands for, and with nothing else."""

from dataclasses import replace

import pytest

from tests.making import MONDAY_NINE, a_metric, a_reading, a_star, a_team, a_win, a_workspace, an_input


@pytest.fixture
async def books(either_ledger):
    async with either_ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team())
        await books.north_stars.add(a_star())
        await books.inputs.add(an_input())
        await books.readings.put([a_reading()])
        yield books


async def test_a_new_reading_and_a_corrected_one_change_the_mark_of_their_metric_alone(books):
    before = await books.stamps.of_metrics()
    await books.readings.put([a_reading(value=28.0)])
    corrected = await books.stamps.of_metrics()
    await books.readings.put([a_reading(metric="active_contributors")])
    other = await books.stamps.of_metrics()

    assert corrected["merged"] != before["merged"]
    assert other["merged"] == corrected["merged"]
    assert "active_contributors" in other.keys() - corrected.keys()


async def test_the_same_reading_again_changes_nothing(books):
    before = await books.stamps.of_metrics()
    await books.readings.put([a_reading()])

    assert await books.stamps.of_metrics() == before


async def test_a_new_name_changes_the_definitions(books):
    before = await books.stamps.of_definitions()
    await books.metrics.put(a_metric(name="Merged"))

    assert await books.stamps.of_definitions() != before


async def test_a_win_told_changed_or_taken_back_changes_the_surroundings(books):
    seen = {await books.stamps.of_surroundings()}
    await books.wins.add(a_win())
    seen.add(await books.stamps.of_surroundings())
    await books.wins.change(replace(a_win(), changed_at=MONDAY_NINE))
    seen.add(await books.stamps.of_surroundings())
    await books.wins.change(replace(a_win(), changed_at=MONDAY_NINE, withdrawn_at=MONDAY_NINE))
    seen.add(await books.stamps.of_surroundings())

    assert len(seen) == 4
