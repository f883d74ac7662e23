"""One marker in every table there is, and all that the tables hold of a workspace."""

from datetime import UTC, date, datetime, time

from sqlalchemy import JSON, insert, select

from storage.erasing import columns_of_text
from storage.tables import whole


def a_value(column, marker):
    if isinstance(column.type, JSON):
        return {marker: [{"a": marker}, [marker, 1, None]]}
    made = {
        str: marker,
        int: 1,
        float: 1.5,
        bool: True,
        date: date(2026, 3, 16),
        time: time(9),
        datetime: datetime(2026, 3, 16, 9, tzinfo=UTC),
    }
    return made[column.type.python_type]


async def mark(engine, workspace, marker, key=None, *, bare=False):
    """Write a row into every table, with the marker wherever people can be named.

    `key` stands in the place of the marker in what rows are found by. A bare row has nothing where that is
    allowed.
    """
    async with engine.begin() as connection:
        for table in whole().sorted_tables:
            named = {column.name for column in columns_of_text(table)}
            keys = {*table.primary_key.columns.keys(), *(each.parent.name for each in table.foreign_keys)}
            row = {
                column.name: a_value(column, marker if column.name in named else "somebody else")
                for column in table.columns
                if column is not table.autoincrement_column
            }
            if bare:
                row = {name: None if table.c[name].nullable else value for name, value in row.items()}
            if key is not None:
                row |= dict.fromkeys(keys & named, key)
            if "content" in row:
                row["content"] = f'{{"{marker}": ["{marker}"]}}'
            await connection.execute(insert(table).values(row | {"workspace": workspace}))


async def everything(engine, workspace):
    """Every text and all JSON of a workspace, as the database gives them."""
    async with engine.connect() as connection:
        return {
            table.name: [
                repr(tuple(row))
                for row in await connection.execute(select(table).where(table.c.workspace == workspace))
            ]
            for table in whole().sorted_tables
        }
