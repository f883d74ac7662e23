"""Runs the migrations on the connection that `storage.engine` hands over."""

from typing import Any, Literal

from alembic import context

from storage import tables
from storage.jobs_schema import is_ours
from storage.tables.columns import UtcDateTime


def _render(_kind: str, thing: Any, _autogenerate: Any) -> str | Literal[False]:
    # A migration must not change when our own type does: write down the plain one.
    return "sa.DateTime(timezone=True)" if isinstance(thing, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.whole(),
    transactional_ddl=True,
    render_item=_render,
    include_name=is_ours,
)
context.run_migrations()
