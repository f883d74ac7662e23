"""Leave to push readings: given to a program by name, for all metrics or some, and taken back."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe

from rituals import audit
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.metrics import finder
from rituals.recording import UnknownMetric
from storage.ledger import Ledger
from storage.records.tokens import Token
from storage.taken import Taken

# What `source:` and `push:` stand before, and what a person types on the command line.
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)


@dataclass(eq=False)
class BadTokenName(RitualError):
    """A name is of lower-case letters, digits, "-" and "_": at most 40 of them."""

    typed: str


@dataclass(eq=False)
class TokenNameTaken(RitualError):
    """A valid token goes by that name."""

    name: str


@dataclass(eq=False)
class NoSuchToken(RitualError):
    """No valid token goes by that name."""

    name: str


def random_secret() -> str:
    """256 bits nobody guesses, with a word in front by which a leaked one is found."""
    return f"polaris_{token_urlsafe(32)}"


class Tokens:
    def __init__(self, ledger: Ledger, clock: Clock, new_secret: Callable[[], str] = random_secret) -> None:
        self._ledger, self._clock, self._new_secret = ledger, clock, new_secret

    async def create(self, name: str, metrics: Sequence[str] = ()) -> tuple[Token, str]:
        """A new token for some metrics, by key or name, or for all, and its secret, kept nowhere.

        Raises BadTokenName, TokenNameTaken or UnknownMetric.
        """
        if not _NAME.fullmatch(name):
            raise BadTokenName(name)
        secret, now = self._new_secret(), self._clock.now()
        async with self._ledger.open() as books:
            find = finder(await books.metrics.all())
            keys: list[str] = []
            for typed in metrics:
                if (metric := find(typed)) is None:
                    raise UnknownMetric(typed, [])
                keys.append(metric.key)
            token = Token(name, digest_of(secret), tuple(sorted(set(keys))), now)
            try:
                await books.tokens.add(token)
            except Taken:
                raise TokenNameTaken(name) from None
            scope = ", ".join(token.metrics) or "all metrics"
            await audit.note(books, None, "token.created", name, before=None, after=scope, now=now)
        return token, secret

    async def all(self) -> Sequence[Token]:
        """Every token there ever was, oldest first."""
        async with self._ledger.open() as books:
            return await books.tokens.all()

    async def revoke(self, name: str) -> None:
        """From now on the token opens nothing. Raises NoSuchToken."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            if not await books.tokens.revoke(name, now):
                raise NoSuchToken(name)
            await audit.note(books, None, "token.revoked", name, before="valid", after=None, now=now)

    async def bearer(self, secret: str) -> Token | None:
        """The valid token of this workspace with that secret."""
        digest = digest_of(secret)
        async with self._ledger.open() as books:
            found = [each for each in await books.tokens.valid() if compare_digest(each.digest, digest)]
        return found[0] if found else None


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
