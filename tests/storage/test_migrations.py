"""Migrations lead up and down again, on an empty and on a filled database, and lose nothing they can keep."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, Table, inspect, select

from storage.engine import DatabaseProblem, known_revisions, migrate, open_engine, roll_back
from storage.jobs_schema import is_ours
from storage.tables.columns import metadata
from tests.filling import fill

BELOW = sorted(known_revisions())[:-1]


@pytest.fixture
async def engine(database_url):
    engine = open_engine(database_url)
    await migrate(engine)
    yield engine
    await engine.dispose()


def _contents(connection):
    """Every row of every table of ours that is there now, columns by name."""
    inspector = inspect(connection)
    names = [name for name in inspector.get_table_names() if is_ours(name, "table", None)]
    found = {}
    for name in set(names) - {"alembic_version"}:
        table = Table(name, MetaData(), autoload_with=connection)
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
        found[name] = sorted(rows, key=repr)
    return found


async def contents(engine):
    async with engine.begin() as connection:
        return await connection.run_sync(_contents)


def kept(after, before):
    """What is there afterwards of the tables and columns there were before."""
    columns = {name: rows[0].keys() for name, rows in before.items() if rows}
    return {
        name: sorted(({key: row[key] for key in columns[name]} for row in after[name]), key=repr)
        if rows
        else after[name]
        for name, rows in before.items()
    }


async def differences(engine):
    async with engine.connect() as connection:
        return await connection.run_sync(
            lambda plain: compare_metadata(
                MigrationContext.configure(plain, opts={"include_name": is_ours}), metadata
            )
        )


@pytest.mark.parametrize("revision", [*BELOW, "base"])
async def test_an_empty_database_goes_down_and_up_again(engine, revision):
    await roll_back(engine, revision)
    await migrate(engine)

    assert await differences(engine) == []


async def test_a_filled_one_loses_only_what_an_older_polaris_has_no_place_for(engine):
    await fill(engine)
    full = await contents(engine)
    for revision in reversed(BELOW):
        await roll_back(engine, revision)
        lower = await contents(engine)

        assert lower == kept(full, lower)
        assert all(rows for rows in lower.values())
    await migrate(engine)

    assert kept(await contents(engine), lower) == lower
    assert await differences(engine) == []


async def test_a_filled_one_goes_down_to_nothing(engine):
    await fill(engine)
    await roll_back(engine, "base")

    assert await contents(engine) == {}


async def test_what_is_no_revision_below_changes_nothing(engine):
    await fill(engine)
    before = await contents(engine)
    with pytest.raises(DatabaseProblem, match="cannot be taken back"):
        await roll_back(engine, "of_tomorrow")

    assert await contents(engine) == before
