"""How what is kept for a while only is let go of."""

from datetime import datetime

from sqlalchemy import func, or_

from storage.records.deliveries import DeliveryState, PictureState
from storage.records.prompts import PromptState
from storage.shelf import Shelf
from storage.tables.audit import audit
from storage.tables.deliveries import deliveries
from storage.tables.drafts import drafts
from storage.tables.prompts import prompts

_EMPTY = "{}"
_OVER = (DeliveryState.SENT, DeliveryState.SETTLED, DeliveryState.DROPPED)
_IN_DOUBT = (DeliveryState.REJECTED, DeliveryState.UNKNOWN)


class AgeingShelf(Shelf):
    """Each gives the number of rows that changed or went."""

    async def empty_messages(self, before: datetime) -> int:
        """Let go of the words of messages written before an instant.

        What was never sent by then never will be; what is still on its way keeps its words.
        """
        await self._alone("erasing")  # in no order, see `ErasureShelf.hold`
        mine = deliveries.c
        old = (
            mine.written_at < before,
            mine.content != _EMPTY,
            or_(mine.picture.is_(None), mine.picture != PictureState.OWED),
        )
        given_up = await self._change(
            deliveries, *old, mine.state.in_(_IN_DOUBT), content=_EMPTY, state=DeliveryState.DROPPED
        )
        return given_up + await self._change(deliveries, *old, mine.state.in_(_OVER), content=_EMPTY)

    async def empty_questions(self, before: datetime, kind: str) -> int:
        """Let go of the words of questions that were over before an instant; they are of `kind` then."""
        mine = prompts.c
        is_settled = mine.state.in_([PromptState.ANSWERED, PromptState.EXPIRED])
        return await self._change(
            prompts,
            mine.wanted_at < before,
            mine.kind != kind,
            or_(mine.until < before, is_settled & (func.coalesce(mine.until, mine.wanted_at) < before)),
            kind=kind,
            content=_EMPTY,
            state=PromptState.EXPIRED,
        )

    async def drop_drafts(self, before: datetime) -> int:
        return await self._delete(drafts, drafts.c.typed_at < before)

    async def drop_audit(self, before: datetime) -> int:
        return await self._delete(audit, audit.c.at < before)
