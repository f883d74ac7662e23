"""Offices for the tests of delivery, on either database."""

import pytest

from tests.bot.office import HISTORY, an_office


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
