"""The bench of App Home opens the whole page, beside the statements it takes at the least."""

import pytest

from tests.bench.home import row


@pytest.mark.journey
async def test_an_opening_is_measured_with_and_without_what_is_remembered(tmp_path):
    measured = await row(tmp_path, rounds=1)

    assert [figure.at_most for figure in measured.figures] == [5, 5]
    assert all(len(figure.ours) == len(figure.peers) == 1 for figure in measured.figures)
