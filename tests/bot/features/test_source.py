"""Where readings come from: pulled while the bot runs, listed with `/nsm source`, and told when one fails."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import wiring
from bot.settings import Settings
from storage.records.sources import KnownSource
from tests.making import MONDAY_NINE, a_metric, a_star, a_workspace, an_input
from tests.patience import AT_ONCE
from tests.reading import reads

WAREHOUSE = KnownSource(
    "warehouse",
    "sql",
    metrics=("merged",),
    last_success_at=MONDAY_NINE - timedelta(days=2),
    failing_since=MONDAY_NINE,
    error="The database says: no <!here> `table` on db.internal.",
)


@pytest.fixture
async def failing(polaris, team):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id, metric=a_metric()))
        await books.sources.put(WAREHOUSE)


async def test_without_a_source_it_says_how_numbers_come_in(star, ana):
    await ana.runs("/nsm source")

    assert "No source yet" in ana.reads()[-1]


async def test_everybody_sees_that_a_source_fails_and_those_it_concerns_see_why(failing, ana, bo, person):
    chidi = person("chidi")
    for someone in (ana, bo, chidi):
        await someone.runs("/nsm source")

    for someone in (ana, bo, chidi):
        assert (
            "*warehouse* (database, from the operator's file): *Merged pull requests*" in someone.reads()[-1]
        )
        assert "<!here>" not in someone.reads()[-1]
    assert "db.internal" in ana.reads()[-1]
    assert "db.internal" in bo.reads()[-1]
    assert "db.internal" not in chidi.reads()[-1]


@pytest.fixture
def sheet(tmp_path):
    """A file of sources, and the CSV that it names."""
    (tmp_path / "polaris.toml").write_text('[sources.sheet]\nkind = "csv"\npath = "sheet.csv"\n')
    return tmp_path / "sheet.csv"


@pytest.fixture
async def sourced(simulator, tmp_path, clock, sheet):
    """The whole bot, with a file of sources."""
    settings = Settings(
        SLACK_BOT_TOKEN=simulator.bot_token,
        SLACK_APP_TOKEN=simulator.app_token,
        SLACK_API_URL=simulator.api_url,
        POLARIS_DATABASE_URL=f"sqlite:///{tmp_path / 'polaris.db'}",
        POLARIS_HTTP_HOST="127.0.0.1",
        POLARIS_HTTP_PORT="0",
        POLARIS_SOURCES=str(tmp_path / "polaris.toml"),
    )
    async with wiring.running(settings, clock, AT_ONCE) as polaris:
        ana, ours = simulator.people["ana"], polaris.installation.workspace
        async with polaris.ledger.open() as books:
            await books.workspaces.put(a_workspace(id=ours, product_lead=ana.id))
            await books.north_stars.add(a_star(chosen_by=ana.id))
        await simulator.connected()
        yield polaris


async def test_a_number_comes_by_itself_and_when_none_does_its_owner_reads_why(
    sourced, simulator, sheet, clock
):
    ana = simulator.people["ana"]
    sheet.write_text("metric,period_start,value\nWeekly active contributors,2026-03-09,27\n")
    await sourced.live()
    async with sourced.ledger.open() as books:
        (reading,) = await books.readings.of_metric("active_contributors")
    assert (reading.value, reading.recorded_by) == (27, "source:sheet")

    sheet.write_text("<html>Please log in</html>")
    for hours in (24, 1, 1):
        clock.pass_(hours=hours)
        await sourced.live()
    told = ana.reads(ana.dm.id)[-1]
    assert "The source “sheet”, where *Weekly active contributors* comes from, fails since" in told
    assert "It is a web page, not a CSV" in told

    sheet.write_text("metric,period_start,value\nWeekly active contributors,2026-03-09,28\n")
    clock.pass_(hours=24)
    await sourced.live()
    assert "works again since" in ana.reads(ana.dm.id)[-1]


async def test_app_home_says_that_the_numbers_source_fails(polaris, simulator, star, ana):
    async with polaris.ledger.open() as books:
        await books.sources.put(replace(WAREHOUSE, metrics=(star.metric.key,)))
    await ana.opens_home()
    await simulator.settled()
    await polaris.door.settled()

    assert "Note: its source fails since Mon 16 Mar, " in reads(ana.home)
