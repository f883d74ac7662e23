"""The `polaris` command: what it prints, and its exit status."""

import asyncio
from dataclasses import replace

import pytest
import yaml
from click.testing import CliRunner

from bot.__main__ import main
from storage.database import opened
from storage.records.deliveries import DeliveryState
from storage.records.people import Person
from tests.making import a_delivery, a_metric, a_win, a_workspace

HEADER = "metric,period_start,value\n"


@pytest.fixture
def polaris(monkeypatch, tmp_path):
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "POLARIS_MODE", "POLARIS_COMMIT_COMMAND"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("POLARIS_DATABASE_URL", f"sqlite:///{tmp_path / 'polaris.db'}")
    return lambda *words: CliRunner().invoke(main, words)


@pytest.fixture
def books(tmp_path):
    """Do something with the books of a workspace in the command's database."""

    def work(workspace, verb):
        async def do():
            url = f"sqlite:///{tmp_path / 'polaris.db'}"
            async with opened(url) as database, database.ledger(workspace).open() as books:
                return await verb(books)

        return asyncio.run(do())

    return work


@pytest.fixture
def organisation(books):
    def settle(workspace="T1"):
        async def verb(books):
            await books.workspaces.put(replace(a_workspace(), id=workspace))
            await books.metrics.put(a_metric())

        books(workspace, verb)

    return settle


@pytest.fixture
def kept(books):
    async def verb(books):
        return [(str(r.period_start), r.value) for r in await books.readings.of_metric("merged")]

    return lambda workspace="T1": books(workspace, verb)


@pytest.fixture
def file(tmp_path):
    def write(*lines):
        path = tmp_path / "readings.csv"
        path.write_text(HEADER + "".join(f"{line}\n" for line in lines))
        return str(path)

    return write


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_missing_token_is_one_sentence_and_status_2(polaris, command, monkeypatch):
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    done = polaris(command)

    assert done.exit_code == 2
    assert done.stderr.startswith("polaris: SLACK_BOT_TOKEN is missing")
    assert done.stderr.count("\n") == 1


def test_two_missing_tokens_are_two_lines(polaris):
    done = polaris("run")

    assert done.exit_code == 2
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        "polaris",
        "SLACK_BOT_TOKEN is missing",
        "SLACK_APP_TOKEN is missing, and Socket Mode needs it",
    ]


def test_the_manifest_fits_the_command_names(polaris, monkeypatch):
    monkeypatch.setenv("POLARIS_COMMIT_COMMAND", "/promise")

    app = yaml.safe_load(polaris("manifest", "--http", "https://polaris.example.com").stdout)

    assert app["features"]["slash_commands"][0]["command"] == "/promise"
    assert app["settings"]["socket_mode_enabled"] is False


def test_a_manifest_for_an_address_slack_does_not_take_is_refused(polaris):
    assert polaris("manifest", "--http", "http://polaris.example.com").exit_code == 2


def test_readings_are_loaded_into_the_only_workspace(polaris, organisation, kept, file):
    organisation()

    done = polaris("load", file("merged,2026-03-02,3", "merged,2026-03-09,0"))

    assert done.exit_code == 0, done.output
    assert done.stdout == "2 readings of 1 metric loaded from readings.csv.\n"
    assert kept() == [("2026-03-02", 3.0), ("2026-03-09", 0.0)]


def test_bad_rows_are_listed_by_line_and_nothing_is_half_loaded(polaris, organisation, kept, file):
    organisation()

    done = polaris("load", file("merged,2026-03-02,3", "merged,2026-03-04,1", "other,2026-03-02,1"))

    assert done.exit_code == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()[1:]] == ["line 3", "line 4"]
    assert kept() == []


def test_what_is_no_text_is_refused(polaris, organisation, tmp_path):
    organisation()
    picture = tmp_path / "chart.png"
    picture.write_bytes(b"\x89PNG\xff\xfe")

    assert polaris("load", str(picture)).exit_code == 1


def test_a_long_file_shows_how_far_it_is(polaris, organisation, kept, file, monkeypatch):
    monkeypatch.setattr("bot.bulk._LONG", 1)
    organisation()

    done = polaris("load", file("merged,2026-03-02,3", "merged,2026-03-09,4"))

    assert "Reading" in done.stdout
    assert len(kept()) == 2


def test_among_several_workspaces_one_is_named(polaris, organisation, kept, file):
    organisation("T1")
    organisation("T2")
    rows = file("merged,2026-03-02,3")

    undecided = polaris("load", rows)
    done = polaris("load", rows, "--workspace", "T2")

    assert undecided.exit_code == 1
    assert "T1, T2" in undecided.stderr
    assert done.exit_code == 0
    assert (kept("T1"), kept("T2")) == ([], [("2026-03-02", 3.0)])


def test_without_any_workspace_nothing_is_loaded(polaris, file, books):
    async def verb(_books): ...

    books("T1", verb)
    done = polaris("load", file("merged,2026-03-02,3"))

    assert done.exit_code == 1
    assert "No workspace" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("deliveries",),
        ("deliveries", "drop", "k"),
        ("sources",),
        ("tokens", "list"),
        ("export",),
        ("forget", "U1", "--yes"),
        ("load", __file__),
    ],
)
def test_where_there_is_no_database_none_is_made(polaris, tmp_path, words):
    done = polaris(*words)

    assert done.exit_code == 2
    assert f"there is none at sqlite:///{tmp_path / 'polaris.db'}. `polaris run` makes one" in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_whoever_is_to_be_forgotten_is_looked_for_and_asked_about_by_name(polaris, organisation, books):
    organisation()
    books("T1", lambda books: books.people.put(Person("UQUIRIN", "Quirin", "UTC")))
    asked, unknown = polaris("forget", "UQUIRIN"), polaris("forget", "UNOBODY")

    assert "Erase Quirin (UQUIRIN) from everything" in asked.stdout
    assert unknown.stderr.startswith("Nothing is kept of UNOBODY")
    assert "Erase" not in unknown.stdout


def test_of_an_id_without_a_name_it_is_looked_whether_anything_names_it(polaris, organisation, books):
    organisation()
    books("T1", lambda books: books.wins.add(a_win(text="Thanks, <@UQUIRIN>")))

    assert "Erase UQUIRIN (nobody knows their name) from" in polaris("forget", "UQUIRIN").stdout


def test_a_database_that_is_none_is_status_2(polaris, file, monkeypatch):
    monkeypatch.setenv("POLARIS_DATABASE_URL", "polaris.db")

    assert polaris("load", file("merged,2026-03-02,3")).exit_code == 2


def test_the_mend_of_a_message_names_the_command_as_it_is_called_here(
    polaris, books, organisation, monkeypatch
):
    organisation()
    archived = a_delivery("a", state=DeliveryState.REJECTED, error="is_archived")
    books("T1", lambda books: books.deliveries.add(archived))
    monkeypatch.setenv("POLARIS_NSM_COMMAND", "/star")

    assert "choose another one with `/star team`" in polaris("deliveries").stdout


def test_a_folder_without_data_is_no_demo(polaris, tmp_path):
    done = polaris("demo", "--data", str(tmp_path))

    assert done.exit_code == 2
    assert "exactly one *.metrics.yml" in done.stderr


def test_a_token_is_printed_once_listed_without_it_and_taken_back(polaris, organisation):
    organisation()
    made = polaris("tokens", "create", "billing", "--metric", "Merged pull requests")
    secret = made.stdout.splitlines()[0]
    listed = polaris("tokens", "list")
    again = polaris("tokens", "create", "billing")
    taken_back = polaris("tokens", "revoke", "billing")

    assert secret.startswith("polaris_")
    assert "billing  merged, created" in listed.stdout
    assert secret not in listed.stdout
    assert (made.exit_code, again.exit_code, taken_back.exit_code) == (0, 1, 0)
    assert "revoked" in polaris("tokens", "list").stdout


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("create", "Billing"), "lower-case"),
        (("create", "billing", "--metric", "nothing"), "No metric goes by 'nothing'"),
        (("revoke", "billing"), "No valid token is called billing"),
        (("list", "--workspace", "T9"), "T1"),
    ],
)
def test_what_cannot_be_done_with_a_token_is_one_sentence(polaris, organisation, words, answer):
    organisation()

    done = polaris("tokens", *words)

    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert answer in done.stderr


def test_without_tokens_the_list_says_how_to_make_one(polaris, organisation):
    organisation()

    assert "polaris tokens create NAME" in polaris("tokens", "list").stdout


@pytest.mark.parametrize("words", [[], ["sources"], ["tokens"]])
def test_the_list_of_commands_says_each_in_full(polaris, words):
    listed = polaris(*words, "--help").output.partition("Commands:")[2]

    assert listed.strip()
    assert "..." not in listed
