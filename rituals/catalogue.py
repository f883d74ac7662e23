"""Every ritual on one line: the table of contents."""

from collections.abc import Mapping, Sequence

from rituals import late_news, monday, pauses, prompts
from rituals.agenda import Chore
from rituals.follow_through import FOLLOW_THROUGH, HALFWAY
from rituals.monday import MONDAY
from rituals.ritual import Ritual
from rituals.sentence import SENTENCE

_RITUALS: Sequence[Ritual] = (MONDAY, SENTENCE, FOLLOW_THROUGH, HALFWAY)

RITUALS: Mapping[str, Ritual] = {ritual.name: ritual for ritual in _RITUALS}

CHORES: Sequence[Chore] = (monday.catch_up, late_news.tell, prompts.hand_out, pauses.announce)
"""What is looked after on every tick."""
