"""Offices for the tests of delivery, on either database, and a Slack of two workspaces."""

import gc
from shutil import copy

import pytest

from tests.bot.office import HISTORY, an_office
from tests.town import a_neighbourhood


@pytest.fixture(autouse=True)
def _garbage_is_looked_for_as_before():
    """Also where a test starts the bot as a process does, which settles in."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.fixture
async def office(either_ledger):
    """Where history may not be read."""
    async with an_office(either_ledger) as opened:
        yield opened


@pytest.fixture
async def reading_office(either_ledger):
    """Where history may be read."""
    async with an_office(either_ledger, HISTORY) as opened:
        yield opened


@pytest.fixture
async def place(clock, unused_tcp_port, migrated, tmp_path):
    """In neither of the two is Polaris installed yet."""
    url = f"sqlite:///{copy(migrated, tmp_path / 'polaris.db')}"
    async with a_neighbourhood(clock, unused_tcp_port, url) as place:
        yield place
