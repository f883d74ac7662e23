"""Tokens as the database keeps them: sealed with keys that it does not know."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class BadKey(Exception):
    """It is no Fernet key: 32 random bytes in URL-safe base64."""


class CannotOpen(Exception):
    """None of the keys opens it, or it was sealed for another workspace."""


class Seal:
    """The first key seals, every key opens: a new one is put first, and the old one goes when none needs it.

    What is sealed says for which workspace, so that a row copied into another one's place opens nothing.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises BadKey."""
        try:
            fernets = [Fernet(key) for key in keys]
            self._newest, self._all = fernets[0], MultiFernet(fernets)
        except (ValueError, IndexError):
            raise BadKey from None

    def seal(self, workspace: str, token: str) -> str:
        return self._all.encrypt(f"{workspace} {token}".encode()).decode()

    def open(self, workspace: str, sealed: str) -> str:
        """Give the token back. Raises CannotOpen."""
        owner, _, token = self._opened(sealed).partition(" ")
        if owner != workspace:
            raise CannotOpen
        return token

    def renewed(self, sealed: str) -> str:
        """The same under the first key; itself where it is already. Raises CannotOpen."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return self._all.encrypt(self._opened(sealed).encode()).decode()
        return sealed

    def _opened(self, sealed: str) -> str:
        try:
            return self._all.decrypt(sealed).decode()
        except (InvalidToken, ValueError):  # the latter for letters that nothing sealed is written in
            raise CannotOpen from None
