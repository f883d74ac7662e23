"""`polaris export` and `polaris import`: what they print, and their exit status."""

import asyncio
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.archive_words import MEANING
from storage.archive.about import described
from storage.database import opened
from tests.making import a_metric, a_reading, a_workspace


@pytest.fixture
def polaris(monkeypatch, tmp_path):
    def run(*words, database="old"):
        monkeypatch.setenv("POLARIS_DATABASE_URL", f"sqlite:///{tmp_path / database}.db")
        monkeypatch.chdir(tmp_path)
        return CliRunner().invoke(main, words)

    return run


@pytest.fixture(autouse=True)
def organisation(tmp_path):
    async def settle():
        url = f"sqlite:///{tmp_path / 'old.db'}"
        async with opened(url) as database, database.ledger("T1").open() as books:
            await books.workspaces.put(a_workspace())
            await books.metrics.put(a_metric())
            await books.readings.put([a_reading()])

    asyncio.run(settle())


def test_a_workspace_is_exported_imported_and_exported_again(polaris, tmp_path):
    exported = polaris("export")
    imported = polaris("import", "polaris-T1.zip", database="new")
    again = polaris("export", "again.zip", database="new")

    assert exported.stdout == "3 rows of T1 written to polaris-T1.zip. Keep it as you keep the database.\n"
    assert imported.stdout == "3 rows of T1 read from polaris-T1.zip.\n"
    assert (exported.exit_code, imported.exit_code, again.exit_code) == (0, 0, 0)
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "polaris-T1.zip").read_bytes()


def test_an_export_is_for_its_owner_only_and_leaves_nothing_else(polaris, tmp_path):
    polaris("export", "kept.zip")

    assert (tmp_path / "kept.zip").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.glob("*kept.zip*")] == ["kept.zip"]


def test_how_far_it_is_is_shown(polaris):
    exported, imported = polaris("export"), polaris("import", "polaris-T1.zip", database="new")

    assert "Writing" in exported.stderr
    assert "Reading" in imported.stderr


def test_a_file_that_is_there_is_not_written_over(polaris, tmp_path):
    (tmp_path / "mine.zip").write_text("mine")
    done = polaris("export", "mine.zip")

    assert done.exit_code == 1
    assert "is there already" in done.stderr
    assert (tmp_path / "mine.zip").read_text() == "mine"


def test_a_folder_that_is_not_there_is_one_sentence(polaris):
    done = polaris("export", "nowhere/mine.zip")

    assert done.exit_code == 1
    assert "cannot be written" in done.stderr


def test_books_that_are_there_are_not_written_over(polaris):
    polaris("export")
    done = polaris("import", "polaris-T1.zip")

    assert done.exit_code == 1
    assert "Nothing was imported from polaris-T1.zip: workspace T1 has books in this database" in done.stderr


@pytest.mark.parametrize("command", ["export", "import"])
def test_a_database_that_is_none_is_status_2(polaris, monkeypatch, command, tmp_path):
    (tmp_path / "any.zip").touch()
    polaris("export")
    monkeypatch.setenv("POLARIS_DATABASE_URL", "polaris.db")
    words = ["import", "any.zip"] if command == "import" else ["export"]

    assert CliRunner().invoke(main, words).exit_code == 2


def test_the_readme_inside_says_what_each_file_is_and_what_is_left_out(polaris, tmp_path):
    polaris("export", "kept.zip")
    with ZipFile(tmp_path / "kept.zip") as files:
        told, tables = (
            files.read("README.md").decode(),
            set(files.namelist()) - {"README.md", "manifest.json", "signals.csv"},
        )

    assert all(f"## {name}\n" in told for name in tables)
    assert "- `team`: text, see `teams.id`" in told
    assert "`signals.csv`" in told
    assert "- tokens: secrets" in told


def test_every_table_has_its_words_and_no_other():
    assert set(MEANING) == {table.name for table in described()}


def test_an_unknown_workspace_is_asked_for_by_name(polaris):
    done = polaris("export", "--workspace", "T9")

    assert done.exit_code == 1
    assert "T1" in done.stderr
