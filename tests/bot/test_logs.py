"""A log line says what happened to whom, and keeps secrets."""

import logging

import pytest

from bot import logs


@pytest.fixture
def line(capsys):
    root = logging.getLogger()
    before, level = root.handlers[:], root.level

    def written(message, **extra):
        logs.set_up("DEBUG")
        logging.getLogger("bot.test").info(message, extra=extra)
        return capsys.readouterr().err

    yield written
    root.handlers[:] = before
    root.setLevel(level)


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
        "http://127.0.0.1:1/response/abc",
        "polaris:hunter2",
    ],
)
def test_no_secret_reaches_the_log(line, secret):
    address = f"postgresql://{secret}@db/polaris" if secret.startswith("polaris") else secret

    written = line(f"trouble with {address}", where=address)

    assert secret not in written
    assert "***" in written


@pytest.mark.parametrize("path", ["p", "tv", "in"])
def test_no_link_that_opens_the_dashboard_reaches_the_log(line, path):
    assert "W10.abc" not in line(
        f"GET /d/{path}/W10.abc-_1/b/2", where=f"http://127.0.0.1/d/{path}/W10.abc-_1"
    )
    assert "W10.abc" not in line("headers: Cookie: polaris_dashboard=W10.abc-_1; other=1")


@pytest.mark.parametrize(
    "name", ["slack_bolt.RequestVerification", "slack_sdk.web", "aiosqlite", "psycopg.pool"]
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
