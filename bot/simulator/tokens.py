"""The bot's tokens in one workspace: which of them hold, and for how long where the app has them rotated."""

from bot.simulator.clock import Clock
from bot.simulator.ids import Ids
from bot.simulator.records import Json
from bot.simulator.refusal import SlackError

LASTS_S = 43_200
"""Twelve hours: how long a rotated token holds."""


class BotTokens:
    """The first one holds from the beginning, as of an app installed by hand."""

    def __init__(self, first: str, clock: Clock, ids: Ids, *, rotates: bool) -> None:
        self.newest = first
        self._first, self._clock, self._ids, self._rotates = first, clock, ids, rotates
        self._until: dict[str, float] = {}
        self._refused: dict[str, str] = {}
        self._refresh_token: str | None = None

    def granted(self) -> Json:
        """What an installation gives: a token that rotates, or the one there is while it holds."""
        if self._rotates:
            return self._rotated()
        if self.newest in self._refused:
            self.newest = f"{self._first}-{self._ids.secret(8)}"
        return {"access_token": self.newest}

    def refreshed(self, refresh_token: str) -> Json:
        """The next pair; a refresh token is good once."""
        if not self.may_refresh(refresh_token):
            raise SlackError("invalid_refresh_token")
        return self._rotated()

    def may_refresh(self, refresh_token: str) -> bool:
        """Whether a refresh token is the one that holds."""
        return refresh_token == self._refresh_token

    def knows(self, token: str) -> bool:
        """Whether a token is or was one of this workspace."""
        return token in {self._first, self.newest, *self._until, *self._refused}

    def check(self, token: str) -> None:
        """Raise why a token does not hold."""
        if token in self._refused:
            raise SlackError(self._refused[token])
        if not self.knows(token):
            raise SlackError("invalid_auth")
        if self._clock.machine() > self._until.get(token, float("inf")):
            raise SlackError("token_expired")

    def revoke(self, reason: str) -> None:
        """Let none hold any more."""
        for token in (self.newest, self._first, *self._until):
            self._refused[token] = reason
        self._refresh_token = None

    def restore(self) -> None:
        """Let those hold again that were revoked."""
        self._refused.clear()

    def _rotated(self) -> Json:
        self.newest = f"xoxe.xoxb-1-{self._ids.secret(40)}"
        self._refresh_token = f"xoxe-1-{self._ids.secret(40)}"
        self._until[self.newest] = self._clock.machine() + LASTS_S
        return {
            "access_token": self.newest,
            "refresh_token": self._refresh_token,
            "expires_in": LASTS_S,
        }
