"""How Slack says no: an error code and, where it helps, the reasons."""

from typing import Any


class SlackError(Exception):
    """A request Slack would answer with `ok: false`; `extra` goes into the answer beside the code."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra

    @classmethod
    def because(cls, error: str, *reasons: str) -> "SlackError":
        """Refuse with the reasons where Slack puts them, in `response_metadata.messages`."""
        return cls(error, response_metadata={"messages": [f"[ERROR] {reason}" for reason in reasons]})

    def answer(self) -> dict[str, Any]:
        """Give the body of Slack's answer."""
        return {"ok": False, "error": self.error, **self.extra}
