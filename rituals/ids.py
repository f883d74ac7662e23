"""Identifiers as an argument: unguessable in production, counted in tests."""

from collections.abc import Callable
from uuid import uuid4

Ids = Callable[[], str]
"""Gives a new identifier at each call: at most 20 characters of a-z, 0-9 and '-'.

Two of them, and what they are for, fit into the 75 characters an option of a select may carry.
"""


def random_id() -> str:
    return uuid4().hex[:20]
