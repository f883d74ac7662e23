"""Each statement of a database, told to whoever traces: what it does and to which table, never with what."""

import re
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.spans import span

_TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE|TABLE)\s+(\w+)")


def tell(engine: AsyncEngine) -> None:
    """Tell of every statement from now on."""
    event.listen(engine.sync_engine, "before_cursor_execute", _begins)
    event.listen(engine.sync_engine, "after_cursor_execute", _ended)
    event.listen(engine.sync_engine, "handle_error", _failed)


def _begins(_conn: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool) -> None:
    table = _TABLE.search(statement)
    under_way = span("database", verb=statement.split(None, 1)[0], table=table[1] if table else "")
    under_way.__enter__()
    context.under_way = under_way


def _ended(_conn: Any, _cursor: Any, _statement: str, _parameters: Any, context: Any, _many: bool) -> None:
    _close(context, None)


def _failed(happened: ExceptionContext) -> None:
    if happened.execution_context is not None:
        _close(happened.execution_context, happened.original_exception)


def _close(context: Any, problem: BaseException | None) -> None:
    under_way: AbstractContextManager[Any] | None = getattr(context, "under_way", None)
    if under_way is not None:
        context.under_way = None
        under_way.__exit__(type(problem) if problem else None, problem, None)
