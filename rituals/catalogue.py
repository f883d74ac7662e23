"""Every ritual on one line: the table of contents."""

from collections.abc import Mapping, Sequence

from rituals.ritual import Ritual

_RITUALS: Sequence[Ritual] = ()

RITUALS: Mapping[str, Ritual] = {ritual.name: ritual for ritual in _RITUALS}
