"""The books on both databases."""

import pytest


@pytest.fixture
def ledger(either_ledger):
    return either_ledger
