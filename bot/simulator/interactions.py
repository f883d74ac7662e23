"""What lets an app answer a person: trigger ids, used once and soon, and response URLs, used five times."""

from dataclasses import dataclass

from bot.simulator.clock import Clock
from bot.simulator.ids import Ids
from bot.simulator.refusal import SlackError
from bot.simulator.rules import limits


class Triggers:
    """Trigger ids live for some machine seconds, three with Slack, and open one view."""

    def __init__(self, clock: Clock, ids: Ids, lasts_s: float = limits.TRIGGER_S) -> None:
        self._clock, self._ids, self._lasts_s = clock, ids, lasts_s
        self._issued: dict[str, tuple[str, float, str | None]] = {}
        self._used: set[str] = set()

    def issue(self, user: str, channel: str | None = None) -> str:
        """Give somebody's fresh trigger id."""
        now = self._clock.machine()
        trigger = f"{int(now * 1000)}.{self._ids.new('')[2:]}.{self._ids.secret(32)}"
        self._issued[trigger] = (user, now + self._lasts_s, channel)
        return trigger

    def redeem(self, trigger: str) -> str:
        """Give whose trigger it is; raises `trigger_expired`, `trigger_exchanged` or `invalid_trigger_id`."""
        if trigger in self._used:
            raise SlackError("trigger_exchanged")
        if trigger not in self._issued:
            raise SlackError("invalid_trigger_id")
        user, until, _ = self._issued.pop(trigger)
        if self._clock.machine() > until:
            self._issued[trigger] = (user, until, None)
            raise SlackError("trigger_expired")
        self._used.add(trigger)
        return user


@dataclass(slots=True)
class ResponseUrl:
    """Where an app may answer an interaction, and whose it was; `message_ts` is the message acted upon."""

    user: str
    channel: str
    until: float
    message_ts: str | None = None
    is_ephemeral: bool = False
    thread_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    """Response URLs live thirty machine minutes and are used five times."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock, self._ids = clock, ids
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, user: str, channel: str, **facts: str | bool | None) -> str:
        """Give the path of a fresh response URL."""
        path = f"{self._ids.new('R')}/{self._ids.secret()}"
        until = self._clock.machine() + limits.RESPONSE_URL_S
        self._issued[path] = ResponseUrl(user, channel, until)
        for name, value in facts.items():
            setattr(self._issued[path], name, value)
        return f"/response/{path}"

    def use(self, path: str) -> ResponseUrl:
        """Use one once; raises `used_url`, `expired_url` or `no_service`."""
        found = self._issued.get(path)
        if found is None:
            raise SlackError("no_service")
        if self._clock.machine() > found.until:
            raise SlackError("expired_url")
        if found.uses >= limits.RESPONSE_URL_USES:
            raise SlackError("used_url")
        found.uses += 1
        return found
