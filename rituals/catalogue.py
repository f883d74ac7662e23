"""Every ritual on one line: the table of contents."""

from collections.abc import Mapping, Sequence

from rituals.monday import MONDAY
from rituals.ritual import Ritual
from rituals.sentence import SENTENCE

_RITUALS: Sequence[Ritual] = (MONDAY, SENTENCE)

RITUALS: Mapping[str, Ritual] = {ritual.name: ritual for ritual in _RITUALS}
