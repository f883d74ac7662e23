"""How half-typed forms are kept."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from storage.shelf import Shelf
from storage.tables import drafts


class DraftShelf(Shelf):
    async def put(self, user: str, form: str, fields: Mapping[str, str], kept_at: datetime) -> None:
        row = {"user": user, "form": form, "fields": dict(fields), "kept_at": kept_at}
        await self._put(drafts, row, key=["user", "form"])

    async def get(self, user: str, form: str) -> dict[str, str]:
        """What was typed, by field name; empty when there is no draft."""
        query = select(drafts.c.fields).where(
            self._mine(drafts), drafts.c.user == user, drafts.c.form == form
        )
        return dict((await self._connection.execute(query)).scalar_one_or_none() or {})

    async def remove(self, user: str, form: str) -> None:
        await self._connection.execute(
            drafts.delete().where(self._mine(drafts), drafts.c.user == user, drafts.c.form == form)
        )
