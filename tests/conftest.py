"""The few fixtures everything shares."""

import asyncio
import gc
import logging
import os
import sqlite3
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from pathlib import Path
from shutil import copy
from traceback import format_stack

import pytest
from hypothesis import HealthCheck, settings

from bot import wiring
from bot.settings import Settings
from bot.simulator.server import running
from storage.engine import migrate, open_engine
from storage.ledger import Ledger
from storage.seats import Seat
from tests.contracts.overheard import faults_of_traffic
from tests.fakes import CountingIds, HandClock, Outbox
from tests.patience import AT_ONCE, PATIENT, in_time
from tests.ports import free_port, kept_port
from tests.postgres import empty, fresh_database, running_postgres

# A machine that does two things at once is no fault of what is tested.
settings.register_profile("polaris", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("polaris")

pytest_plugins = ["tests.skipping"]

# Seconds in which whatever a test has told to end ends.
_FAREWELL_S = 60


def pytest_collection_modifyitems(items):
    """A test that waits for ever fails, and says where it waited."""
    for item in items:
        if iscoroutinefunction(item.obj):
            item.obj = in_time(item.obj)


def pytest_collection_finish():
    """What is there by now stays: to look through it for garbage again and again took a quarter of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_sessionfinish():
    """So that extension modules find their classes gone when the interpreter ends."""
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _nothing_goes_on():
    """A test fails that leaves a thread behind: its own, or that of a file of SQLite which is still open."""
    before = set(threading.enumerate())
    yield
    # Those of a loop end with it, and several tests may share one.
    new = [each for each in threading.enumerate() if each not in before and "asyncio" not in each.name]
    for each in new:
        each.join(_FAREWELL_S)
    frames = sys._current_frames()
    going_on = [
        f"{each}\n{''.join(format_stack(frames.get(each.ident or 0)))}" for each in new if each.is_alive()
    ]
    assert not going_on, "\n".join(going_on)


@pytest.fixture(autouse=True)
def _logs_as_before():
    """What a test makes loggers tell, no later one hears: neither from the root nor from a library's own."""
    root = logging.getLogger()
    before = {each: (each.level, each.filters[:]) for each in _loggers()}
    handlers = root.handlers[:]
    yield
    root.handlers[:] = handlers
    for each in _loggers():  # not by assigning it: a logger remembers what it may tell
        level, each.filters = before.get(each, (logging.NOTSET, []))
        each.setLevel(level)


def _loggers():
    known = logging.root.manager.loggerDict.values()
    return [logging.getLogger(), *(each for each in known if isinstance(each, logging.Logger))]


@pytest.fixture(autouse=True)
def _surroundings_as_before():
    """A test fails that leaves another environment or folder behind; the names are told, no values."""
    before, folder = dict(os.environ), Path.cwd()
    yield
    assert Path.cwd() == folder
    changed = {name for name, _ in os.environ.items() ^ before.items()}
    assert changed <= {"PYTEST_CURRENT_TEST"}


@pytest.fixture
def unused_tcp_port():
    """In the place of pytest-asyncio's, which others may be given before the test listens on it."""
    with kept_port() as port:
        yield port


@pytest.fixture
def unused_tcp_port_factory():
    return free_port


@pytest.fixture
def clock():
    """Monday, 16 March 2026, nine o'clock in UTC."""
    return HandClock(datetime(2026, 3, 16, 9, tzinfo=UTC))


@pytest.fixture
def ids():
    return CountingIds()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A database file that was brought up to date: a copy of it saves each test a tenth of a second."""
    file = tmp_path_factory.mktemp("migrated") / "polaris.db"
    asyncio.run(_migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def tables(migrated):
    """The same as SQL, for a database in memory."""
    with closing(sqlite3.connect(migrated)) as connection:
        return "\n".join(connection.iterdump())


@pytest.fixture
async def ledger(tables):
    engine = open_engine("sqlite://")
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, Seat)
        await driver.do(sqlite3.Connection.executescript, tables)
    yield Ledger(engine, "T1")
    await engine.dispose()


@pytest.fixture
def outbox(ledger):
    return Outbox(ledger)


@pytest.fixture(scope="session")
def postgres():
    """The URL of a real PostgreSQL server for this run."""
    with running_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database_url(request, tmp_path):
    """An empty database of each kind: a test that takes it runs on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'polaris.db'}"
    return await fresh_database(request.getfixturevalue("postgres"))


@pytest.fixture(scope="session")
def migrated_postgres(postgres):
    """A database on that server that was brought up to date, to make others from."""
    url = asyncio.run(fresh_database(postgres))
    asyncio.run(_migrate(url))
    return url


@pytest.fixture(scope="session")
def _emptied_postgres(postgres, migrated_postgres):
    return asyncio.run(fresh_database(postgres, migrated_postgres))


@pytest.fixture
def postgres_url(_emptied_postgres):
    """A PostgreSQL database that was brought up to date and holds nothing; to change tables, take another."""
    yield _emptied_postgres
    asyncio.run(empty(_emptied_postgres))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def migrated_url(request, tmp_path):
    """A database of each kind that was brought up to date and holds nothing."""
    if request.param == "sqlite":
        return f"sqlite:///{copy(request.getfixturevalue('migrated'), tmp_path / 'polaris.db')}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
async def either_ledger(migrated_url):
    """Empty books in a database of each kind."""
    engine = open_engine(migrated_url)
    yield Ledger(engine, "T1")
    await engine.dispose()


@pytest.fixture
async def simulator(clock):
    """A Slack workspace of our own, its calendar at the hand-moved clock.

    Whatever was said in a test is held against Slack's published types when it ends.
    """
    async with running("manifest.yml", clock.now(), **PATIENT) as simulator:
        yield simulator
        assert not faults_of_traffic(simulator.traffic)


@pytest.fixture
async def polaris(simulator, tmp_path, clock, migrated):
    """The whole bot, connected to the simulator over Socket Mode as it would be to Slack."""
    if not (tmp_path / migrated.name).exists():  # a test may have written into it before
        copy(migrated, tmp_path)
    settings = Settings(
        SLACK_BOT_TOKEN=simulator.bot_token,
        SLACK_APP_TOKEN=simulator.app_token,
        SLACK_API_URL=simulator.api_url,
        POLARIS_DATABASE_URL=f"sqlite:///{tmp_path / 'polaris.db'}",
        POLARIS_HTTP_HOST="127.0.0.1",
        POLARIS_HTTP_PORT="0",
        POLARIS_URL="https://polaris.example.com",
    )
    async with wiring.running(settings, clock, AT_ONCE) as polaris:
        await simulator.connected()
        yield polaris


async def _migrate(url):
    engine = open_engine(url)
    await migrate(engine)
    await engine.dispose()
