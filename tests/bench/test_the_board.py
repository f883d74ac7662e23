"""The bench of the dashboard fetches the whole page, and says what it costs to the floor."""

import pytest

from tests.bench.board import Board, Visit, measure, section


@pytest.mark.journey
async def test_every_picture_of_sixty_metrics_comes_with_the_page(tmp_path):
    board = await measure(tmp_path, rounds=1)

    assert board.files == 63  # a chart of each, a stylesheet, a script and a star


def test_the_section_shows_ratios_to_the_floor():
    visits = [Visit(4.0, 60.0)] * 3
    told = section(Board(Visit(300.0, 4_000.0), visits, [Visit(1.0, 20.0)] * 3, 63, 1_048_576))

    assert "| to the first byte | 4.0 ms | 4.0 ms | 1.0 ms | × 4.0 |" in told
    assert "| to the last picture | 60.0 ms | 60.0 ms | 20.0 ms | × 3.0 |" in told
