"""A broken rule of the practice: it carries facts, and `bot.answers` finds the words."""

from dataclasses import dataclass
from typing import ClassVar


class RitualError(Exception):
    """What somebody asked for breaks a rule. Each kind is a dataclass of the facts its answer needs."""

    field: ClassVar[str | None] = None
    """The form field it belongs to, if it belongs to one."""


@dataclass
class Outsider(RitualError):
    """Somebody of another organisation, in a shared channel, pressed something."""
