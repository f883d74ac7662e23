"""A row or more in every table there is, each value another one, with what people may type."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import JSON, insert

from storage.archive import contents
from storage.tables import whole

# Neither in the order of bytes nor in that of a locale; each decision supersedes one that sorts behind it.
NAMES = ["émile", "zoe", "b", "_b", "Zoe", "B", "=A1"]

TEXTS = [
    "=1+1",
    "+4",
    "-x",
    "@SUM(A1)",
    'a "b", c',
    "two\nlines\r\nand \r more",
    "\\N",
    "",
    " ",
    "🎉 नए",
    "null",
]
INSTANT = datetime(2026, 3, 16, 9, 30, 0, 123, tzinfo=UTC)


def a_value(column, number):
    """Another one for every row, now and then nothing where that is allowed."""
    if column.nullable and number % 3 == 2:
        return None
    if isinstance(column.type, JSON):
        return [{"b": TEXTS[number % len(TEXTS)], "a": [number, 0.1, None, True]}, "é\ud800"]
    kind = column.type.python_type
    made = {
        str: lambda: TEXTS[number % len(TEXTS)],
        int: lambda: number,
        float: lambda: [0.1, -0.0, 1e308, 5e-324][number % 4],
        bool: lambda: number % 2 == 0,
        date: lambda: date(2026, 1, 1) + timedelta(days=number),
        time: lambda: time(9, number),
        datetime: lambda: INSTANT + timedelta(hours=number),
    }
    return made[kind]()


def a_row(table, number, workspace):
    """A row that refers to the rows of the same number, in every table to which it refers."""
    row = {column.name: a_value(column, number) for column in contents.columns_of(table)}
    for name in {*table.primary_key.columns.keys(), *(key.parent.name for key in table.foreign_keys)}:
        if name in row and table.c[name].type.python_type is str:
            row[name] = NAMES[number]
    if table.name == "decisions":
        row["supersedes"] = NAMES[number - 1] if number else None
    if table.name == "north_stars":
        row["retired_at"] = INSTANT if number else None
    for name in {"digest", "channel", "name", "commitment", "carried_from"} & row.keys():
        row[name] = f"{TEXTS[number]}{number}"
    return {"workspace": workspace, **row}


async def fill(engine, workspace="T1", tables=None):
    async with engine.begin() as connection:
        for table in tables or whole().sorted_tables:
            is_the_only_one = table.primary_key.columns.keys() == ["workspace"]
            for number in range(1 if is_the_only_one else len(NAMES)):
                await connection.execute(insert(table).values(a_row(table, number, workspace)))
