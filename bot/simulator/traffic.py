"""The traffic log: each request and answer, newest kept, secrets masked."""

import json
import re
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import Any

from bot.simulator.clock import Clock
from bot.simulator.records import Json

_TOKEN = re.compile(r"\b(xox[a-z](?:\.xox[a-z])?|xapp|xwfp)-[\w-]+")
_SECRET_URL = re.compile(r"(/(?:response|socket|upload)/)[\w/.-]+")
_SECRET_FIELDS = {"token", "client_secret", "authorization", "x-slack-signature", "code", "refresh_token"}
_KEPT = 1_000


def masked(value: Any) -> Any:
    """Give the value with every token, secret field and secret address replaced by stars."""
    if isinstance(value, dict):
        return {
            name: "***" if str(name).lower() in _SECRET_FIELDS and content else masked(content)
            for name, content in value.items()
        }
    if isinstance(value, list | tuple):
        return [masked(each) for each in value]
    if isinstance(value, str):
        return _SECRET_URL.sub(r"\1***", _TOKEN.sub(r"\1-***", value))
    return value


class Traffic:
    """What went over the line between the workspace and the app."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: deque[Json] = deque(maxlen=_KEPT)
        self._ids = count(1)
        self.watchers: list[Callable[[Json], None]] = []

    def note(self, direction: str, kind: str, name: str, **facts: Any) -> Json:
        """Keep one exchange; `in` is the app calling Slack, `out` is Slack calling the app."""
        entry: Json = {
            "id": next(self._ids),
            "at": self._clock.now().isoformat(),
            "direction": direction,
            "kind": kind,
            "name": name,
            **facts,
        }
        self._entries.append(entry)
        for watcher in tuple(self.watchers):
            watcher(entry)
        return entry

    def latest(self, limit: int = 200) -> list[Json]:
        """Give the newest exchanges, oldest first, masked."""
        return [shown(entry) for entry in list(self._entries)[-limit:]]

    def clear(self) -> None:
        """Forget every exchange."""
        self._entries.clear()


def shown(entry: Json) -> Json:
    """Give an exchange as it may be shown: masked, and as plain JSON."""
    safe: Json = json.loads(json.dumps(masked(entry), default=str))
    return safe
