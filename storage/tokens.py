"""How leave to push readings is kept."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from storage.records.tokens import Token
from storage.shelf import Shelf
from storage.tables.tokens import tokens


class TokenShelf(Shelf):
    async def add(self, token: Token) -> None:
        """Write a new token. Raises Taken when a valid one has its name."""
        await self._add(tokens, asdict(token))

    async def all(self) -> Sequence[Token]:
        """Every token there ever was, oldest first."""
        return await self._all(Token, self._select(tokens).order_by(tokens.c.created_at, tokens.c.digest))

    async def valid(self) -> Sequence[Token]:
        """Those that were not revoked."""
        return await self._all(Token, self._select(tokens).where(tokens.c.revoked_at.is_(None)))

    async def revoke(self, name: str, now: datetime) -> bool:
        """Let a valid token end; False when there is none of that name."""
        mine = tokens.c.name == name, tokens.c.revoked_at.is_(None)
        return await self._change(tokens, *mine, revoked_at=now) > 0
