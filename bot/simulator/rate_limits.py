"""How often Slack lets an app call a method: off unless asked for, then counted as Slack publishes it."""

import math
from dataclasses import dataclass

from bot.simulator.clock import Clock

# Calls a minute, for the whole workspace. Slack publishes no burst: a minute's worth may come at once.
_SPECIAL = 300
_BY_TIER = {1: 1, 2: 20, 3: 50, 4: 100}
_TIERS = {
    "apps.connections.open": 1,
    "conversations.list": 2,
    "conversations.setPurpose": 2,
    "conversations.setTopic": 2,
    "reactions.remove": 2,
    "users.conversations": 2,
    "users.list": 2,
    "conversations.members": 4,
    "files.completeUploadExternal": 4,
    "files.getUploadURLExternal": 4,
    "files.info": 4,
    "chat.postEphemeral": 4,
    "oauth.v2.access": 4,
    "users.info": 4,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}
_ELSE = 3
_FREE = ("api.test", "blocks.validate")
_OFTEN = ("auth.test", "chat.getPermalink", "chat.postMessage")


@dataclass(slots=True)
class _Bucket:
    """Calls that may be made now, refilled as machine time passes."""

    most: float
    per_second: float
    left: float
    at: float

    def fill(self, now: float) -> None:
        self.left = min(self.most, self.left + (now - self.at) * self.per_second)
        self.at = now

    @property
    def wait(self) -> float:
        """Seconds until the next call is allowed."""
        return max(0.0, (1 - self.left) / self.per_second)


class RateLimits:
    """A token bucket for each method, and one for each channel that is posted to."""

    def __init__(self, clock: Clock, *, kept: bool = False) -> None:
        self._clock, self.kept = clock, kept
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, method: str, channel: str) -> int:
        """Count a call; gives 0, or after how many whole seconds it may be tried again."""
        if not self.kept or method in _FREE:
            return 0
        buckets = [self._bucket(method, self._a_minute(method))]
        if method == "chat.postMessage" and channel:
            # One a second in a channel; what Slack lets pass beyond that it promises to nobody.
            buckets.append(self._bucket(f"{method} {channel}", 60, most=1))
        longest = max(each.wait for each in buckets)
        if longest > 0:
            return math.ceil(longest)
        for each in buckets:
            each.left -= 1
        return 0

    @staticmethod
    def _a_minute(method: str) -> int:
        return _SPECIAL if method in _OFTEN else _BY_TIER[_TIERS.get(method, _ELSE)]

    def _bucket(self, name: str, a_minute: int, most: int | None = None) -> _Bucket:
        now, most = self._clock.machine(), a_minute if most is None else most
        bucket = self._buckets.setdefault(name, _Bucket(most, a_minute / 60, most, now))
        bucket.fill(now)
        return bucket
