"""What people are asked without having asked for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PromptState(StrEnum):
    WAITING = "waiting"  # for an hour at which they may be disturbed, and room in their week
    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"  # "not this week"
    EXPIRED = "expired"  # nobody would want the answer any more


ANSWERABLE = (PromptState.WAITING, PromptState.ASKED, PromptState.DECLINED)
"""States in which an answer is still taken."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something one person is asked. `content` is what is asked, or once answered, what was."""

    key: str
    user: str
    kind: str
    content: str
    joined: bool  # asked of a lead as such: goes out with others of its kind
    wanted_at: datetime
    not_before: datetime
    until: datetime | None
    state: PromptState = PromptState.WAITING
    asked_at: datetime | None = None
    asked_in: str | None = None  # key of the delivery
    is_notice: bool = False  # wants no answer: it only waits for a good hour
    once: bool = False  # put off for the week, it is not asked again
