"""How half-typed forms are kept."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import or_, select

from storage.shelf import Shelf
from storage.tables.drafts import drafts

# Later than anything that is typed into a window.
_AFTER_ALL = datetime.max.replace(tzinfo=UTC)


class DraftShelf(Shelf):
    async def put(
        self, user: str, form: str, window: str, fields: Mapping[str, str], typed_at: datetime
    ) -> None:
        """Keep what stands in a form, unless something typed later into the same window is kept already."""
        row = {"user": user, "form": form, "window": window, "fields": dict(fields), "typed_at": typed_at}
        statement = self._insert(drafts, row)
        new = statement.excluded
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["workspace", "user", "form"],
                set_={"window": new.window, "fields": new.fields, "typed_at": new.typed_at},
                where=or_(drafts.c.window != new.window, drafts.c.typed_at <= new.typed_at),
            )
        )

    async def get(self, user: str, form: str) -> dict[str, str]:
        """What was typed, by field name; empty when there is no draft."""
        query = select(drafts.c.fields).where(
            self._mine(drafts), drafts.c.user == user, drafts.c.form == form
        )
        return dict((await self._connection.execute(query)).scalar_one_or_none() or {})

    async def close(self, user: str, form: str, window: str) -> None:
        """Forget the draft, and what may still arrive late from the window it was typed into."""
        await self.put(user, form, window, {}, _AFTER_ALL)
