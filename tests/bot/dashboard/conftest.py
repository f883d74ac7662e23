"""A company with a dashboard, and a visitor to it."""

import pytest

from tests.dashboards import a_cascade, a_company, opened


@pytest.fixture
async def company(ledger):
    await a_company(ledger)
    return ledger


@pytest.fixture
async def half_a_year(company):
    """A North Star and one input of Rendering's."""
    await a_cascade(company)
    return company


@pytest.fixture
async def visitor(company, clock):
    async with opened(company, clock) as visitor:
        yield visitor
