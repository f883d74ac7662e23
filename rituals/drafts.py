"""What somebody has typed and not yet sent is never lost."""

from collections.abc import Mapping
from datetime import datetime

from storage.ledger import Ledger


class Drafts:
    """`form` names what is filled in, `window` one time it is open: news of both may come out of turn."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def keep(
        self, user: str, form: str, window: str, fields: Mapping[str, str], typed_at: datetime
    ) -> None:
        async with self._ledger.open() as books:
            await books.drafts.put(user, form, window, fields, typed_at)

    async def of(self, user: str, form: str) -> Mapping[str, str]:
        """What was typed, by field name; empty when there is no draft."""
        async with self._ledger.open() as books:
            return await books.drafts.get(user, form)

    async def forget(self, user: str, form: str, window: str) -> None:
        """It was sent. What was typed into that window and arrives late is not kept any more."""
        async with self._ledger.open() as books:
            await books.drafts.close(user, form, window)
