"""Identifiers that look like Slack's, counted so that a run can be repeated."""

import secrets
from itertools import count


class Ids:
    """Counts per prefix: `C0S0000001`, `C0S0000002` ..."""

    def __init__(self) -> None:
        self._counts: dict[str, count[int]] = {}

    def new(self, prefix: str) -> str:
        """Give the next identifier beginning with `prefix`."""
        return f"{prefix}0S{next(self._counts.setdefault(prefix, count(1))):07d}"

    @staticmethod
    def secret(length: int = 24) -> str:
        """Give an unguessable hexadecimal string."""
        return secrets.token_hex(length // 2)
