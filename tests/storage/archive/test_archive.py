"""A workspace goes into a zip and comes back whole, whatever the database and whatever people typed."""

import io
import json
import sqlite3
import tracemalloc
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import select

from storage.archive import contents, restoring, writing
from storage.archive.restoring import ArchiveProblem
from storage.engine import migrate, open_engine
from storage.tables import whole
from tests.filling import fill
from tests.postgres import fresh_database

EXPORTED = {table.name for table in contents.exported()}


@pytest.fixture
async def opened():
    engines = []

    async def open_(url):
        engines.append(open_engine(url))
        await migrate(engines[-1])
        return engines[-1]

    yield open_
    for engine in engines:
        await engine.dispose()


@pytest.fixture
async def engine(opened, database_url):
    return await opened(database_url)


@pytest.fixture
async def other(opened):
    return await opened("sqlite://")


async def exported(engine, workspace="T1"):
    file = io.BytesIO()
    await writing.write(engine, workspace, {"README.md": "Read me"}, file, lambda done, total: None)
    return file.getvalue()


async def restored(engine, archive):
    return await restoring.restore(engine, io.BytesIO(archive), lambda done, total: None)


async def rows(engine, workspace="T1"):
    async with engine.begin() as connection:
        return {
            table.name: len(
                (await connection.execute(select(table).where(table.c.workspace == workspace))).all()
            )
            for table in whole().sorted_tables
        }


def changed(archive, **files):
    """The same zip with other files in it: `metrics_csv=...`; None leaves one out."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            content = files.get(name.replace(".", "_"), old.read(name).decode())
            if content is not None:
                new.writestr(name, content)
    return made.getvalue()


def read(archive, name):
    with ZipFile(io.BytesIO(archive)) as files:
        return files.read(name).decode()


def test_every_table_is_exported_or_left_out_for_a_reason():
    assert {*EXPORTED, *contents.LEFT_OUT} == set(whole().tables)
    assert all(contents.LEFT_OUT.values())


async def test_what_was_exported_is_restored_and_exported_again_byte_for_byte(engine, other, monkeypatch):
    monkeypatch.setattr(writing, "_BATCH", 2)
    monkeypatch.setattr(restoring, "_BATCH", 2)
    await fill(other)
    archive = await exported(other)
    await restored(engine, archive)

    before, after = await rows(other), await rows(engine)
    assert await exported(engine) == archive
    assert {name: after[name] for name in EXPORTED} == {name: before[name] for name in EXPORTED}
    assert not any(after[name] for name in contents.LEFT_OUT)


@pytest.mark.postgres
async def test_a_workspace_moves_from_postgresql_to_sqlite_and_to_postgresql_again(opened, other, postgres):
    first, second = await opened(await fresh_database(postgres)), await opened(await fresh_database(postgres))
    await fill(first)
    archive = await exported(first)
    await restored(other, archive)
    await restored(second, await exported(other))

    assert await exported(other) == await exported(second) == archive


async def test_another_workspace_is_neither_exported_nor_touched(engine, other):
    await fill(other)
    await fill(engine, "T2", whole().sorted_tables)
    before = await exported(engine, "T2")
    await restored(engine, await exported(other))

    assert await exported(engine, "T2") == before
    assert await exported(engine) == await exported(other)


async def test_formulas_stand_in_cells_as_they_were_typed(other):
    await fill(other)

    assert "=A1,=A1" in read(await exported(other), "memberships.csv")


async def test_secrets_and_drafts_stay_at_home(other):
    await fill(other)
    archive = await exported(other)

    with ZipFile(io.BytesIO(archive)) as files:
        kept = {name.partition(".")[0] for name in files.namelist()}
        assert not {"tokens", "drafts", "pacing", "dashboard_keys", "dashboard_links"} & kept


async def test_a_workspace_with_books_is_not_written_over(engine, other):
    await fill(other)
    await fill(engine, tables=[whole().tables["drafts"]])

    with pytest.raises(ArchiveProblem, match=r"T1 has books in this database already \(drafts\)"):
        await restored(engine, await exported(other))


@pytest.mark.parametrize("newer", [{"format": 2}, {"revision": "9999"}, {"rows": {"holograms": 1}}])
async def test_what_a_newer_polaris_has_written_is_refused(opened, other, newer):
    archive = await exported(other)
    manifest = json.loads(read(archive, "manifest.json")) | newer

    with pytest.raises(ArchiveProblem, match="a newer Polaris"):
        await restored(other, changed(archive, manifest_json=json.dumps(manifest)))


def shorter(text):
    return text[: text.rstrip("\n").rindex("\n") + 1]


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("manifest.json", lambda text: None, "there is no manifest.json"),
        ("manifest.json", lambda text: "[]", "is not what `polaris export` writes"),
        ("manifest.json", lambda text: "{}", "is not what `polaris export` writes"),
        ("audit.jsonl", lambda text: None, "there is no audit.jsonl"),
        ("audit.jsonl", shorter, "audit.jsonl has 1 rows fewer"),
        ("audit.jsonl", lambda text: text + "{", "audit.jsonl, after line 7"),
        ("audit.jsonl", lambda text: text + "[]\n", "not a JSON object"),
        ("audit.jsonl", lambda text: text.replace("0.1", "NaN"), "NaN is not a number"),
        ("sources.jsonl", lambda text: text.replace('"config"', '"cfg"'), "no column 'cfg'"),
        ("sources.jsonl", lambda text: text.replace('"kind": "=1+1"', '"kind": 3'), "kind cannot be '3'"),
        ("source_runs.csv", lambda text: text.replace("attempt", "attempts", 1), "no column 'attempts'"),
        (
            "source_runs.csv",
            lambda text: text.replace(",0,0,0,0,", f",{10**20},0,0,0,"),
            "rows cannot be '1000",
        ),
        ("readings.csv", lambda text: text.replace("1e+308", "inf"), "value cannot be 'inf'"),
        ("readings.csv", lambda text: text.replace("2026-", "2026/"), "period_start cannot be '2026/"),
        ("readings.csv", lambda text: text.replace("+00:00", ""), "recorded_at cannot be"),
        ("readings.csv", lambda text: text.replace("_b,", "nobody,"), "the database refuses"),
        ("memberships.csv", lambda text: text.replace("=A1,=A1", "=A1"), "2 cells, and 3 columns"),
        ("metrics.csv", lambda text: text.replace("key,", "", 1), "6 cells, and 5 columns"),
    ],
)
async def test_what_is_damaged_is_named_and_nothing_of_it_is_kept(opened, other, name, change, told):
    target = await opened("sqlite://")
    await fill(other)
    archive = await exported(other)
    broken = changed(archive, **{name.replace(".", "_"): change(read(archive, name))})

    with pytest.raises(ArchiveProblem, match=told.replace("(", r"\(")):
        await restored(target, broken)
    assert not any((await rows(target)).values())


async def test_decisions_in_a_circle_are_refused(opened, other):
    target = await opened("sqlite://")
    await fill(other)
    archive = await exported(other)
    lines = [json.loads(line) for line in read(archive, "decisions.jsonl").splitlines()]
    circle = [line | {"supersedes": line["supersedes"] or "=A1"} for line in lines]

    with pytest.raises(ArchiveProblem, match="in a circle"):
        await restored(
            target, changed(archive, decisions_jsonl="".join(f"{json.dumps(x)}\n" for x in circle))
        )


@pytest.mark.parametrize(
    ("name", "begins", "told"),
    [
        ("manifest.json", '{"format": 1, "a": "', "not what `polaris export` writes"),
        ("audit.jsonl", '{"what": "', "audit.jsonl, after line 0: more than 2,000,000"),
        ("memberships.csv", "team,user\n", "memberships.csv, after line 0: more than 2,000,000"),
    ],
)
async def test_a_zip_that_unfolds_into_more_than_anybody_holds_is_refused(other, opened, name, begins, told):
    unfolds = f"{begins}{'0' * 30_000_000}"
    target = await opened("sqlite://")
    await fill(other)
    made = io.BytesIO()
    with ZipFile(io.BytesIO(await exported(other))) as old, ZipFile(made, "w", ZIP_DEFLATED) as bomb:
        for each in old.namelist():
            bomb.writestr(each, unfolds if each == name else old.read(each))
    tracemalloc.start()
    with pytest.raises(ArchiveProblem, match=told):
        await restored(target, made.getvalue())
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert held < len(unfolds) / 2


@pytest.mark.parametrize("cut", [0, 10, 4000])
async def test_what_is_no_whole_zip_is_refused(other, cut):
    with pytest.raises(ArchiveProblem, match="not a whole zip"):
        await restored(other, (await exported(other))[:cut])


async def test_how_far_it_is_is_told_up_to_the_last_row(engine, other):
    await fill(other)
    told = []
    file = io.BytesIO()
    await writing.write(
        other, "T1", {"README.md": "Read me"}, file, lambda done, total: told.append((done, total))
    )
    await restoring.restore(engine, file, lambda done, total: told.append((done, total)))

    done, total = told[-1]
    assert done == total == max(done for done, _ in told) > 100


async def test_who_writes_is_not_held_up_by_an_export(opened, tmp_path):
    url = f"sqlite:///{tmp_path / 'polaris.db'}"
    reader, writer = await opened(url), await opened(url)
    await fill(reader)
    meanwhile: list[int] = []

    def write(done, total):
        if not meanwhile:
            with sqlite3.connect(tmp_path / "polaris.db", timeout=0) as connection:
                connection.execute("UPDATE people SET name = 'renamed'")
            connection.close()
            meanwhile.append(done)

    before = await exported(reader)
    file = io.BytesIO()
    await writing.write(reader, "T1", {"README.md": "Read me"}, file, write)

    assert meanwhile
    assert file.getvalue() == before
    assert await exported(writer) != before


@pytest.mark.postgres
async def test_what_one_database_keeps_and_the_other_does_not_is_refused_in_a_sentence(
    opened, other, postgres
):
    target = await opened(await fresh_database(postgres))
    await fill(other)
    archive = await exported(other)
    nul = read(archive, "people.csv").replace("zoe,+4", "zoe,nul\0")

    with pytest.raises(ArchiveProblem, match="the database refuses"):
        await restored(target, changed(archive, people_csv=nul))
    assert not any((await rows(target)).values())
