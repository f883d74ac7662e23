"""What Slack says of people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """What Slack says of somebody, refreshed daily and on `user_change`."""

    user: str
    name: str
    time_zone: str
    is_bot: bool = False
    is_deactivated: bool = False
    is_guest: bool = False
    is_external: bool = False
