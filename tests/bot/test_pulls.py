"""`polaris sources`, from the operator's file to what it prints."""

import asyncio
import sqlite3
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from storage.database import opened
from tests.making import a_metric, a_workspace


@pytest.fixture
def polaris(monkeypatch, tmp_path):
    """The command, with two sources of one metric: a table of numbers and a file that is not there."""
    with closing(sqlite3.connect(tmp_path / "warehouse.db")) as warehouse:
        warehouse.executescript(
            "CREATE TABLE weeks (week, n); INSERT INTO weeks VALUES ('2026-03-02', 25), ('2026-03-09', 27)"
        )
    (tmp_path / "polaris.toml").write_text(
        """
[sources.warehouse]
kind = "sql"
metric = "Merged pull requests"
url_env = "WAREHOUSE_URL"
statement = "SELECT week, n FROM weeks WHERE week >= :since AND week < :until"

[sources.sheet]
kind = "csv"
path = "sheet.csv"
"""
    )
    monkeypatch.setenv("POLARIS_DATABASE_URL", f"sqlite:///{tmp_path / 'polaris.db'}")
    monkeypatch.setenv("POLARIS_SOURCES", str(tmp_path / "polaris.toml"))

    def run(*words):
        monkeypatch.setenv("WAREHOUSE_URL", f"sqlite:///{tmp_path / 'warehouse.db'}")
        return CliRunner().invoke(main, ["sources", *words])

    return run


@pytest.fixture
def organisation(tmp_path):
    """Gives what the books read in the end."""
    url = f"sqlite:///{tmp_path / 'polaris.db'}"

    async def settle():
        async with opened(url) as database, database.ledger("T1").open() as books:
            await books.workspaces.put(a_workspace())
            await books.metrics.put(a_metric())

    async def readings():
        async with opened(url) as database, database.ledger("T1").open() as books:
            return [
                (f"{r.period_start}", r.value, r.recorded_by)
                for r in await books.readings.of_metric("merged")
            ]

    asyncio.run(settle())
    return lambda: asyncio.run(readings())


def test_a_source_is_pulled_now_and_what_it_says_is_written_down(polaris, organisation):
    done = polaris("run", "warehouse", "--since", "2026-01-01")

    assert done.exit_code == 0
    assert "warehouse  done  2 rows, 2 new, 0 changed" in done.output
    assert organisation() == [
        ("2026-03-02", 25, "source:warehouse"),
        ("2026-03-09", 27, "source:warehouse"),
    ]


def test_what_goes_wrong_is_a_sentence_and_an_exit_status_and_stays_in_the_list(polaris, organisation):
    done = polaris("run", "sheet")

    assert done.exit_code == 1
    assert "sheet.csv cannot be read: No such file or directory." in done.output
    assert "fails since" in polaris().output
    assert "sheet (csv, from the operator's file): last went well never" in polaris("list").output
    assert "sheet  failed" in polaris("runs", "sheet").output


def test_a_shell_without_the_file_forgets_no_source(polaris, organisation, monkeypatch):
    polaris("run", "sheet")
    monkeypatch.delenv("POLARIS_SOURCES")

    assert "fails since" in polaris().output


def test_before_the_first_pull_there_is_nothing_to_show(polaris, organisation):
    assert "Nothing was pulled yet." in polaris("runs").output
    assert polaris().output.startswith("2 sources.")


def test_a_name_nobody_knows_is_answered_with_those_there_are(polaris, organisation):
    done = polaris("run", "wherehouse")

    assert done.exit_code == 1
    assert "there are sheet, warehouse" in done.output


def test_a_fault_in_the_file_is_told_with_its_line_and_nothing_is_done(polaris, organisation, tmp_path):
    (tmp_path / "polaris.toml").write_text('[sources.sheet]\nkind = "csv"\npaths = "sheet.csv"\n')
    done = polaris("run", "sheet")

    assert done.exit_code == 2
    assert "line 3: source sheet: `paths` is no setting of its kind; is `path` meant?" in done.output
    assert "line 1: source sheet: `path` is missing" in done.output


@pytest.fixture
def crm():
    """An address of this machine that answers JSON to those who have its key."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.headers["X-Key"] == "open" else 401)
            self.end_headers()
            self.wfile.write(b'{"data": [{"week": "2026-03-09", "n": 27}]}')

        def log_message(self, *_said):
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("allowed", "key", "words"),
    [
        (True, "open", "crm  done  1 rows, 1 new"),
        (True, "lost", "answers 401 (Unauthorized): see to the key in its headers"),
        (False, "open", "is inside a private network"),
    ],
)
def test_a_source_of_the_web_is_pulled_with_its_key_where_the_file_allows_its_host(
    polaris, organisation, crm, tmp_path, monkeypatch, allowed, key, words
):
    (tmp_path / "polaris.toml").write_text(
        f"""
[sources.crm]
kind = "json"
metric = "Merged pull requests"
url = "http://{crm}/"
select = "data[].[week, n]"
headers_env = {{ X-Key = "CRM_KEY" }}
{f'allow_private = ["{crm}"]' if allowed else ""}
"""
    )
    monkeypatch.setenv("CRM_KEY", key)
    done = polaris("run", "crm")

    assert words in done.output
    assert organisation() == ([("2026-03-09", 27, "source:crm")] if "done" in words else [])
