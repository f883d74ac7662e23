"""Who may push readings."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Token:
    """A program's leave to push and read back; the secret itself is known to nobody but that program.

    `digest` is the SHA-256 of the secret in hexadecimal digits, `metrics` are the keys of the metrics it is
    for: none stands for all.
    """

    name: str
    digest: str
    metrics: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None = None
