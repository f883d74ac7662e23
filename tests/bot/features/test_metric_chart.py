"""The chart of any metric, for whoever asks; a table where it cannot be drawn."""

from datetime import timedelta

import pytest

from bot.features.metric import views
from bot.simulator.server import running
from tests.bot.features.test_metric import METRIC, a_card
from tests.contracts.overheard import faults_of_traffic
from tests.making import MONDAY, a_reading, an_input
from tests.patience import PATIENT
from tests.reading import buttons, reads

WEEKS = [a_reading(period_start=MONDAY - timedelta(weeks=n), value=20.0 + n) for n in range(12, 0, -1)]


@pytest.fixture(params=[True, False], ids=["files may be read", "files may not be read"])
def may_read(request):
    return request.param


@pytest.fixture
async def simulator(clock, may_read):
    granted = ("files:read",) if may_read else ()
    async with running("manifest.yml", clock.now(), granted_optional=granted, **PATIENT) as slack:
        yield slack
        assert not faults_of_traffic(slack.traffic)


async def test_a_chart_is_a_tap_away_where_one_can_be_shown(polaris, team, person, looks, may_read):
    kofi = person("kofi")
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id, metric=METRIC))
        await books.readings.put(WEEKS)
    await kofi.runs("/nsm metric merged", channel="general")
    offered = "Show its chart" in buttons(await looks(kofi))
    assert offered is may_read
    if offered:
        await kofi.clicks("Show its chart")

        (image,) = [block for block in await looks(kofi) if block["type"] == "image"]
        assert image["alt_text"].startswith("Chart of Merged pull requests by week")


def test_a_chart_that_cannot_be_drawn_is_a_table():
    assert "Chart of Merged" in views.charted(a_card(), None).text
    assert views.charted(a_card(), None).blocks[-1].to_dict()["type"] == "table"
    assert "Merged pull requests" in reads(views.charted(a_card(), "F1"))


def test_one_reading_makes_no_line():
    assert views.chart_button(a_card()) == []
