"""`polaris tokens`: which programs may push readings."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from bot import connections
from bot.workspaces import chosen
from rituals.clock import Clock
from rituals.recording import UnknownMetric
from rituals.tokens import BadTokenName, NoSuchToken, TokenNameTaken, Tokens
from storage.records.tokens import Token

Say = Callable[[str], None]


class TokenProblem(Exception):
    """Nothing was changed; the text says what to do."""


class TokenDesk:
    """The tokens of a workspace (of the only one, when none is named) in a database.

    Every method raises TokenProblem, WhichWorkspace, or SettingsProblem when the database cannot be used.
    """

    def __init__(self, database_url: str, workspace: str | None, clock: Clock, say: Say) -> None:
        self._url, self._workspace, self._clock, self._say = database_url, workspace, clock, say

    async def create(self, name: str, metrics: Sequence[str]) -> None:
        """Make a token and print its secret, this once."""
        try:
            async with self._opened() as tokens:
                token, secret = await tokens.create(name, metrics)
        except BadTokenName:
            raise TokenProblem("A name has at most 40 lower-case letters, digits, - and _.") from None
        except TokenNameTaken:
            raise TokenProblem(f"{name} is there already: revoke it first, or choose another name.") from None
        except UnknownMetric as problem:
            raise TokenProblem(f"No metric goes by {problem.typed!r}.") from None
        self._say(secret)
        self._say(f"{name} may push {_scope(token)}. It is shown this once: keep it where secrets are kept.")

    async def list(self) -> None:
        async with self._opened() as tokens:
            found = await tokens.all()
        for token in found:
            end = f", revoked {token.revoked_at:%Y-%m-%d %H:%M} UTC" if token.revoked_at else ""
            self._say(f"{token.name}  {_scope(token)}, created {token.created_at:%Y-%m-%d %H:%M} UTC{end}")
        if not found:
            self._say("No program may push readings: `polaris tokens create NAME` lets one.")

    async def revoke(self, name: str) -> None:
        try:
            async with self._opened() as tokens:
                await tokens.revoke(name)
        except NoSuchToken:
            raise TokenProblem(f"No valid token is called {name}: see `polaris tokens list`.") from None
        self._say(f"{name} may push no more.")

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Tokens]:
        async with connections.opened_database(self._url, existing=True) as database:
            workspace = chosen(await database.workspaces(), self._workspace)
            yield Tokens(database.ledger(workspace), self._clock)


def _scope(token: Token) -> str:
    return ", ".join(token.metrics) or "all metrics"
