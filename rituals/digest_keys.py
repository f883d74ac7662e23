"""What the messages of the wins digest are called."""

from datetime import date

from rituals.digest_hours import DIGEST, DRAFT


def issue_key(day: date) -> str:
    """The first message of the issue of a local day."""
    return f"{DIGEST}::{day.isoformat()}"


def entry_key(day: date, place: int, win: str) -> str:
    """The message of a win in its thread: numbered, so that they are sent in their order.

    It ends in the key of the win's own message, which makes reactions and corrections the win's.
    """
    return f"{issue_key(day)}:{place:03}:{win}"


def draft_key(day: date) -> str:
    """What the product lead is asked before an issue."""
    return f"{DRAFT}::{day.isoformat()}"


def day_of(key: str) -> date | None:
    """The day of the issue whose first message is called so."""
    name, _, day = key.partition("::")
    try:
        return date.fromisoformat(day) if name == DIGEST else None
    except ValueError:
        return None
