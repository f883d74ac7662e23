"""The bench of what an idle process costs: it starts, it is asked, and both are held beside its imports."""

import pytest

from tests.bench.idle import memory, start


@pytest.mark.journey
async def test_a_start_and_an_idle_process_are_held_beside_their_imports(tmp_path):
    (restart, first) = (await start(tmp_path, starts=1)).figures
    (idle, asked) = (await memory(tmp_path, requests=100)).figures

    assert restart.peers == first.peers
    assert restart.at_most == 2
    assert idle.ours > idle.peers
    assert asked.what.startswith("the same after 100 requests")
