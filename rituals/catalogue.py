"""Every ritual on one line: the table of contents."""

from collections.abc import Mapping, Sequence

from rituals import (
    cases,
    digest_hours,
    follow_through,
    late_news,
    launch,
    meeting,
    monday,
    pauses,
    prompts,
    pulse_hours,
    reviewing,
    triage,
    unconnected,
    upkeep,
)
from rituals.agenda import Chore
from rituals.digest import DIGEST, DIGEST_DRAFT
from rituals.follow_through import FOLLOW_THROUGH, HALFWAY
from rituals.monday import MONDAY
from rituals.pulse import PULSE
from rituals.ritual import Ritual
from rituals.sentence import SENTENCE
from rituals.triage import TRIAGE
from rituals.upkeep import UPKEEP

_RITUALS: Sequence[Ritual] = (
    MONDAY,
    SENTENCE,
    PULSE,
    FOLLOW_THROUGH,
    HALFWAY,
    TRIAGE,
    DIGEST,
    DIGEST_DRAFT,
    UPKEEP,
)

RITUALS: Mapping[str, Ritual] = {ritual.name: ritual for ritual in _RITUALS}

CHORES: Sequence[Chore] = (
    monday.catch_up,
    late_news.tell,
    follow_through.close,
    digest_hours.begin,
    triage.begin,
    meeting.keep_up,
    cases.ask_new_leads,
    reviewing.ask,
    pulse_hours.follow,
    unconnected.ask_again,
    upkeep.begin,
    upkeep.mend,
    launch.look,
    prompts.hand_out,
    pauses.announce,
)
"""What is looked after on every tick; `rituals.quarter`, whose figures take seconds, beside it."""
