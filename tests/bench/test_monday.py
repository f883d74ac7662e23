"""The benches of a Monday and of a tick measure what they say."""

import pytest

from tests.bench.child import told
from tests.bench.monday import row


@pytest.mark.journey
async def test_every_team_has_its_words_and_its_chart(tmp_path):
    charts, held = (await row(tmp_path, teams=4)).figures

    assert min(charts.ours) > 0
    assert min(held.ours) > 0


@pytest.mark.journey
async def test_a_tick_is_measured_with_its_memory(tmp_path):
    found = await told("tests.bench.tick_ours", str(tmp_path), "120")

    assert found["took_s"] > 0
    assert found["grown_mib"] >= 0
