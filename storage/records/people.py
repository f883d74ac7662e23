"""What Slack says of people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """What Slack says of somebody, refreshed daily and on `user_change`.

    `name` is what colleagues call them, `full_name` how their profile has it, "" where it is not known.
    """

    user: str
    name: str
    time_zone: str
    is_bot: bool = False
    is_deactivated: bool = False
    is_guest: bool = False
    is_external: bool = False
    full_name: str = ""

    @property
    def may_answer(self) -> bool:
        """Whether something may be theirs to answer for: a member of this organisation who has not left."""
        return not (self.is_bot or self.is_guest or self.is_external or self.is_deactivated)

    @property
    def is_member_no_more(self) -> bool:
        """Whether somebody who was a member has left, or has been made a guest."""
        return self.is_deactivated or self.is_guest

    @property
    def names(self) -> tuple[str, ...]:
        """Whatever a text may call them."""
        return tuple(dict.fromkeys(each for each in (self.name, self.full_name) if each))


_FORGOTTEN = "gone-"


def pseudonym(random: str) -> str:
    """What stands for somebody who was forgotten; `random` must not follow from who they are."""
    return f"{_FORGOTTEN}{random}"


def is_forgotten(user: str) -> bool:
    """Whether this is a pseudonym rather than somebody in Slack."""
    return user.startswith(_FORGOTTEN)
