"""Processes are killed, paused and misled while they deliver: nothing is lost, and nothing doubled.

The short form of `make crash`.
"""

import pytest

from tests.crash.case import POSTGRESQL, SQLITE, Case
from tests.crash.databases import crash
from tests.crash.report import account

pytestmark = pytest.mark.journey

DATABASES = [SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.postgres)]


@pytest.mark.parametrize("database", DATABASES)
async def test_whatever_happens_to_the_processes_each_message_arrives_once(database):
    case = Case(database, history=True, seed=5, kills=3, occurrences=18, teams=6)

    outcome = await crash(case)

    assert not outcome.broken, account(outcome)
