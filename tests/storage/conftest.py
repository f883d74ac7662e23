"""The books on both databases."""

from uuid import uuid4  # noqa: TID251 - a database of its own for each test

import pytest
from sqlalchemy import make_url, text

from storage.engine import migrate, open_engine
from storage.ledger import Ledger
from tests.postgres import running_postgres


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    with running_postgres(tmp_path_factory.mktemp("postgres")) as url:
        yield url


async def _fresh_database(postgres: str) -> str:
    name = f"test_{uuid4().hex}"
    server = open_engine(postgres)
    async with server.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(f"CREATE DATABASE {name}"))
    await server.dispose()
    return make_url(postgres).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database_url(request, tmp_path):
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'polaris.db'}"
    return await _fresh_database(request.getfixturevalue("postgres"))


@pytest.fixture
async def ledger(database_url):
    engine = open_engine(database_url)
    await migrate(engine)
    yield Ledger(engine, "T1")
    await engine.dispose()
