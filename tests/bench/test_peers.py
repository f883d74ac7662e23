"""A peer that cannot be had is said to be missing, and the burst is honest without it."""

import pytest

from tests.bench import burst, peers


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """A place where nothing is installed, and nothing can be."""
    monkeypatch.setattr(peers, "ROOT", tmp_path)
    monkeypatch.setattr(peers, "_NEEDS", dict.fromkeys(peers._NEEDS, ("./not-there",)))


@pytest.mark.journey
async def test_without_its_peer_the_burst_is_measured_and_says_so(nowhere, tmp_path, monkeypatch):
    monkeypatch.setattr(burst, "COMMANDS", 20)

    measured = await burst.row(tmp_path, rounds=1)

    assert [len(figure.ours) for figure in measured.figures] == [1]
    assert "could not be installed: slack-machine" in measured.section
