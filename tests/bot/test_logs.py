"""A log line says what happened to whom, and keeps secrets."""

import json
import logging

import aiohttp
import pytest
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import text

from bot import logs
from rituals.log_context import about, also
from rituals.pulling import Pulls
from storage.sources.rows import SourceProblem
from tests.making import a_source


@pytest.fixture
def line(capsys):
    def written(message, *, as_json=False, **extra):
        logs.set_up("DEBUG", as_json=as_json)
        logging.getLogger("bot.test").info(message, extra=extra)
        return capsys.readouterr().err

    return written


def test_what_and_who_stand_on_one_line(line):
    assert line("ritual delivered", team="T1", person="U1").endswith(
        "bot.test ritual delivered person=U1 team=T1\n"
    )


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1-2-abc",
        "xoxe.xoxb-1-abc",
        "xapp-1-A1-abc",
        "polaris_" + "s" * 43,
        "https://hooks.slack.com/commands/T/1/abc",
        "https://hooks.slack-gov.com/commands/T/1/abc",
        "http://127.0.0.1:1/response/abc",
        "xoxe-1-abc",
        "xwfp-1-abc",
        "polaris:hunter2",
        "polaris:hunter2@or/more",
    ],
)
def test_no_secret_reaches_the_log(line, secret):
    address = f"postgresql://{secret}@db/polaris" if secret.startswith("polaris") else secret

    written = line(f"trouble with {address}", where=address)

    assert secret not in written
    assert "***" in written


@pytest.mark.parametrize(
    "address",
    [
        "GET /slack/oauth_redirect?code=hunter2&state=ab",
        "GET /slack/oauth_redirect?code=1.2&state=hunter2 HTTP/1.1",
        "cannot reach wss://wss-primary.slack.com/link/?ticket=hunter2&app_id=A1",
        "host=db user=polaris password=hunter2 dbname=polaris",
        "postgresql://db/polaris?user=polaris&password=hunter2&sslmode=require",
        "postgresql://:hunter2@db/polaris",
        "client_id=1&client_secret=hunter2&code=1.2",
        "{'Authorization': 'Bearer hunter2'}",
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_nothing_that_signs_in_reaches_the_log(line, address, as_json):
    assert "hunter2" not in line(f"trouble with {address}", where=address, as_json=as_json)


def test_what_pydantic_shows_of_a_wrong_value_stays_out(line):
    with pytest.raises(ValidationError) as problem:
        TypeAdapter(int).validate_python("private words")

    assert "private" not in line(f"failed: {problem.value}")


@pytest.mark.parametrize("path", ["p", "tv", "in"])
def test_no_link_that_opens_the_dashboard_reaches_the_log(line, path):
    assert "W10.abc" not in line(
        f"GET /d/{path}/W10.abc-_1/b/2", where=f"http://127.0.0.1/d/{path}/W10.abc-_1"
    )
    assert "W10.abc" not in line("headers: Cookie: polaris_dashboard=W10.abc-_1; other=1")
    assert "W10.abc" not in line("headers: Cookie: polaris_install=W10.abc-_1; other=1")


@pytest.mark.parametrize(
    "name",
    [
        "aiohttp.access",
        "aiohttp.client",
        "aiosqlite",
        "asyncio",
        "procrastinate.worker",
        "psycopg.pool",
        "slack_bolt.RequestVerification",
        "slack_sdk.web",
        "sqlalchemy.engine.Engine",
    ],
)
def test_libraries_keep_bodies_and_statements_to_themselves(line, capsys, name):
    line("started")
    logger = logging.getLogger(name)
    logger.setLevel(logging.DEBUG)  # as Bolt does with its own
    logger.info("body: text=what+somebody+typed")

    assert not capsys.readouterr().err


def test_what_a_library_warns_of_is_told(line, capsys):
    line("started")
    logging.getLogger("slack_bolt.AsyncApp").warning("trouble")

    assert "trouble" in capsys.readouterr().err


def test_every_line_says_what_it_is_about(line):
    with about(workspace="T1", reference="ab12", team=None):
        also(person="U1")

        assert line("stored").endswith("stored person=U1 reference=ab12 workspace=T1\n")
    assert line("later").endswith("bot.test later\n")


def test_a_line_knows_better_than_its_context_whom_it_is_about(line):
    with about(person="U1"):
        assert line("told", person="U2").endswith("told person=U2\n")


def test_as_json_a_line_is_one_object_without_secrets(line):
    with about(reference="ab12"):
        found = json.loads(line("trouble with xoxb-1-2-abc", as_json=True, where="xapp-1-A1-abc"))

    assert found.pop("time").endswith("+00:00")
    assert found == {
        "event": "trouble with ***",
        "level": "INFO",
        "logger": "bot.test",
        "reference": "ab12",
        "where": "***",
    }


async def test_what_a_person_did_is_logged_with_who_and_the_reference_they_are_shown(
    simulator, polaris, line, capsys, monkeypatch
):
    line("started")
    ana = simulator.people["ana"]
    monkeypatch.setattr("bot.features.commit.listeners.asker", broken)
    await ana.runs("/commit list")
    reference = ana.reads()[-1].partition("Reference: `")[2].partition("`")[0]

    logged = next(each for each in capsys.readouterr().err.splitlines() if "listener failed" in each)
    assert f"person={ana.id} reference={reference} workspace={simulator.workspace.team_id}" in logged


async def fetched(address):
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return await answer.text()


async def test_a_page_that_breaks_shows_the_reference_that_is_in_the_log(simulator, polaris, line, capsys):
    line("started")
    async with polaris.ledger.open() as books:
        await books.teams._connection.execute(text("DROP TABLE dashboards"))
    page = await fetched(f"http://127.0.0.1:{polaris.port}/d/p/{polaris.installation.workspace}.secret")
    reference = page.partition("reference <code>")[2].partition("<")[0]

    logged = next(each for each in capsys.readouterr().err.splitlines() if "dashboard failed" in each)
    assert f"reference={reference} workspace={simulator.workspace.team_id}" in logged
    assert len(reference) == 8


async def test_a_pull_is_logged_with_its_source_and_a_reference(simulator, polaris, line, capsys):
    async def pull(_source, _window):
        raise SourceProblem("away")

    line("started")
    await Pulls(polaris.ledger, polaris.clock, [a_source()], pull, lambda: "ab12cd34ef").run("warehouse")

    logged = next(each for each in capsys.readouterr().err.splitlines() if "source pulled" in each)
    assert "reference=ab12cd34" in logged
    assert "source=warehouse" in logged
    assert f"workspace={simulator.workspace.team_id}" in logged


def test_commands_of_the_terminal_keep_secrets_as_well(line, capsys):
    line("started")
    logging.getLogger().handlers.clear()
    logs.begin()
    logging.getLogger("bot.test").warning("trouble with xoxb-1-2-abc")

    assert "trouble with ***" in capsys.readouterr().err


def broken(*_args):
    raise LookupError
