"""Pulling: at each source's hour, once a day, tried again, told once, and nothing that was read is lost."""

import asyncio
from datetime import date, timedelta

import pytest
from pydantic import TypeAdapter

from rituals import scoreboard
from rituals.failing import SourceFails
from rituals.pull_hours import ATTEMPTS
from rituals.pulling import NoSuchSource, Pulls, UnderWay
from rituals.quality import CaveatKind
from storage.records.metrics import Direction, Metric
from storage.records.sources import KnownSource, RunState, SourceRun
from storage.sources.rows import Row, SourceProblem, Window
from tests.making import a_reading, a_source, a_star, a_team, a_workspace, an_input

LAST_WEEK, WEEK_BEFORE = date(2026, 3, 9), date(2026, 3, 2)
ACTIVE = Metric("active", "Weekly active contributors", "count", Direction.UP)
DAY = timedelta(days=1)


class Told:
    """What a source says, in the test's hand."""

    def __init__(self):
        self.rows = [Row("2026-03-02", 25, "row 1"), Row("2026-03-09", 27, "row 2")]
        self.problem = None
        self.asked: list[Window] = []

    async def __call__(self, _source, window):
        self.asked.append(window)
        await asyncio.sleep(0)
        if self.problem is not None:
            raise SourceProblem(self.problem)
        return self.rows


@pytest.fixture
def told():
    return Told()


@pytest.fixture
async def books_of(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team(lead="UBO"))
        await books.north_stars.put(a_star(metric=ACTIVE))
        await books.inputs.put(an_input())
    return ledger


@pytest.fixture
async def pulls(books_of, clock, told):
    made = Pulls(books_of, clock, [a_source()], told)
    await made.adopt()
    return made


@pytest.fixture
def readings(ledger):
    async def _read(metric="active"):
        async with ledger.open() as books:
            return {
                each.period_start: (each.value, each.recorded_by)
                for each in await books.readings.of_metric(metric)
            }

    return _read


@pytest.fixture
def runs(ledger):
    async def _read():
        async with ledger.open() as books:
            return await books.source_runs.latest()

    return _read


async def told_of(outbox):
    facts = TypeAdapter(SourceFails)
    return [(each, facts.validate_json(each.content)) for each in await outbox.letters()]


async def doubts(ledger, clock, kind=CaveatKind.DUPLICATE):
    async with ledger.open() as books:
        seen = await scoreboard.score(books, ACTIVE, clock.now().date())
    return [each for each in seen.caveats if each.kind is kind]


async def test_what_is_pulled_is_written_down_with_the_sources_name(pulls, readings, runs, clock):
    await pulls.keep()

    assert await readings() == {WEEK_BEFORE: (25, "source:warehouse"), LAST_WEEK: (27, "source:warehouse")}
    (run,) = await runs()
    assert (run.state, run.rows, run.new, run.changed, run.error) == (RunState.DONE, 2, 2, 0, None)
    assert (run.day, run.ended_at) == (date(2026, 3, 16), clock.now())


async def test_it_is_pulled_once_a_day_and_again_the_next(pulls, told, clock):
    for _ in range(3):
        await pulls.keep()
    assert len(told.asked) == 1
    clock.pass_(days=1)
    await pulls.keep()

    assert len(told.asked) == 2


async def test_two_processes_pull_it_once_on_either_database(either_ledger, clock, told):
    async with either_ledger.open() as books:
        await books.metrics.put(ACTIVE)
    several = [Pulls(either_ledger, clock, [a_source()], told) for _ in range(4)]
    for pulls in several:
        await pulls.adopt()
    await asyncio.gather(*(pulls.keep() for pulls in several))

    assert len(told.asked) == 1
    async with either_ledger.open() as books:
        assert len(await books.readings.of_metric("active")) == 2


async def test_a_correction_at_the_source_is_a_change_and_what_is_the_same_is_none(
    pulls, told, clock, runs, readings
):
    await pulls.keep()
    told.rows = [Row("2026-03-02", 26, "row 1"), Row("2026-03-09", 27, "row 2")]
    clock.pass_(days=1)
    await pulls.keep()

    newest = (await runs())[0]
    assert (newest.new, newest.changed) == (0, 1)
    assert (await readings())[WEEK_BEFORE][0] == 26


async def test_what_a_person_wrote_stands(pulls, ledger, readings, runs):
    async with ledger.open() as books:
        await books.readings.put([a_reading(metric="active", value=30.0)])
    await pulls.keep()

    assert (await readings())[LAST_WEEK] == (30, "UANA")
    assert [(run.new, run.kept) for run in await runs()] == [(1, 1)]


async def test_what_was_loaded_or_pushed_gives_way_to_the_source(pulls, ledger, readings):
    async with ledger.open() as books:
        await books.readings.put([a_reading(metric="active", value=30.0, recorded_by="load")])
    await pulls.keep()

    assert (await readings())[LAST_WEEK] == (27, "source:warehouse")


async def test_nonsense_takes_no_readings_place_and_the_rest_is_written_down(
    pulls, told, clock, readings, runs
):
    await pulls.keep()
    told.rows = [
        Row("2026-03-02", float("nan"), "row 1"),
        Row("2026-03-09", 1e308, "row 2"),
        Row("2026-02-23", 24, "row 3"),
        Row("2027-01-04", 99, "row 4"),
    ]
    clock.pass_(days=1)
    await pulls.keep()

    values = {start: value for start, (value, _) in (await readings()).items()}
    assert values == {date(2026, 2, 23): 24, WEEK_BEFORE: 25, LAST_WEEK: 27}
    newest = (await runs())[0]
    assert newest.state is RunState.PARTIAL
    assert "row 4: 2027-01-04 is in the future" in (newest.error or "")


async def test_a_failed_pull_is_tried_again_a_little_later_three_times_in_all(pulls, told, clock, runs):
    told.problem = "The database is away."
    for _ in range(4 * 60):
        await pulls.keep()
        clock.pass_(seconds=15)

    assert [(run.attempt, run.state) for run in reversed(await runs())] == [
        (n, RunState.FAILED) for n in range(1, ATTEMPTS + 1)
    ]


async def test_whoever_answers_for_the_number_is_told_once_and_when_it_works_again(
    pulls, told, clock, outbox
):
    told.problem = "The database is <away>."
    for _ in range(3 * 24 * 4):
        await pulls.keep()
        clock.pass_(minutes=15)
    letters = await told_of(outbox)

    assert [(each.to, each.replaces) for each, _ in letters] == [("UANA", None)]
    assert letters[0][1].metrics == ("Weekly active contributors",)
    assert letters[0][1].error == "The database is <away>."

    told.problem = None
    clock.pass_(days=1)
    await pulls.keep()
    again = next(each for each in await told_of(outbox) if each[0].replaces)
    assert again[0].replaces == letters[0][0].key
    assert again[1].works_again_at == clock.now()


async def test_the_lead_of_an_inputs_team_is_told_of_the_inputs_source(books_of, clock, told, outbox):
    pulls = Pulls(books_of, clock, [a_source(metric="Merged pull requests")], told)
    told.rows = [Row("2026-03-09", "n/a", "row 1")]
    await pulls.keep()

    assert [each.to for each, _ in await told_of(outbox)] == ["UBO"]


async def test_the_number_says_since_when_its_source_fails(pulls, told, clock, ledger):
    failed_at = clock.now()
    told.problem = "The database is away."
    await pulls.keep()

    async with ledger.open() as books:
        seen = await scoreboard.score(books, ACTIVE, clock.now().date())
        other = await scoreboard.score(books, an_input().metric, clock.now().date())

    assert [each.since for each in seen.caveats if each.kind is CaveatKind.FAILING] == [failed_at]
    assert CaveatKind.FAILING not in {each.kind for each in other.caveats}


async def test_a_period_told_twice_is_doubted_until_the_source_tells_one_value(pulls, told, ledger, clock):
    told.rows = [Row("2026-03-09", 27, "row 1"), Row("2026-03-09", 29, "row 2")]
    await pulls.keep()
    told_twice = await doubts(ledger, clock)
    told.rows = [Row("2026-03-09", 29, "row 1")]
    clock.pass_(days=1)
    await pulls.keep()

    assert [(each.period, each.value, each.other) for each in told_twice] == [(LAST_WEEK, 27, 29)]
    assert await doubts(ledger, clock) == []


async def test_what_a_person_wrote_settles_what_was_told_twice(pulls, told, ledger, clock):
    told.rows = [Row("2026-03-09", 27, "row 1"), Row("2026-03-09", 29, "row 2")]
    await pulls.keep()
    async with ledger.open() as books:
        await books.readings.put([a_reading(metric="active", period_start=LAST_WEEK, value=28.0)])

    assert await doubts(ledger, clock) == []


async def test_an_impossible_value_is_written_down_with_a_caveat(pulls, told, readings, ledger, clock):
    told.rows = [Row("2026-03-09", -27, "row 1")]
    await pulls.keep()

    assert (await readings())[LAST_WEEK] == (-27, "source:warehouse")
    assert [each.value for each in await doubts(ledger, clock, CaveatKind.IMPOSSIBLE)] == [-27]


async def test_a_source_that_left_the_file_leaves_no_doubts(pulls, told, ledger, clock):
    told.rows = [Row("2026-03-09", 27, "row 1"), Row("2026-03-09", 29, "row 2")]
    await pulls.keep()
    await Pulls(ledger, clock, [], told).adopt()

    assert await doubts(ledger, clock) == []


async def test_a_run_that_was_cut_off_is_given_up_and_another_attempt_is_made(
    pulls, ledger, told, clock, runs
):
    async with ledger.open() as books:
        await books.source_runs.begin(SourceRun("warehouse", date(2026, 3, 16), 1, clock.now()))
    await pulls.keep()
    assert told.asked == []
    clock.pass_(hours=1)
    await pulls.keep()  # gives it up
    clock.pass_(minutes=10)
    await pulls.keep()

    assert [(run.attempt, run.state) for run in await runs()] == [(2, RunState.DONE), (1, RunState.FAILED)]


async def test_one_source_that_hangs_keeps_no_other_waiting(books_of, clock, runs):
    async def puller(source, _window):
        for _ in range(1_000):
            if source.name == "quick" or any(run.state is RunState.DONE for run in await runs()):
                return [Row("2026-03-09", 27, "row 1")]
            await asyncio.sleep(0)
        raise AssertionError("the quick one waits for the one that hangs")

    await Pulls(books_of, clock, [a_source(name="hanging"), a_source(name="quick")], puller).keep()

    assert {run.source for run in await runs()} == {"hanging", "quick"}


async def test_it_is_pulled_at_once_when_somebody_says_so_and_back_to_when_they_say(pulls, told):
    await pulls.keep()
    run = await pulls.run("warehouse", since=date(2020, 1, 1))

    assert (run.attempt, run.state) == (2, RunState.DONE)
    assert told.asked[-1] == Window(date(2020, 1, 1), date(2026, 3, 16))
    with pytest.raises(NoSuchSource):
        await pulls.run("nowhere")


async def test_a_source_that_is_being_pulled_is_not_pulled_twice_at_once(books_of, clock, told):
    begun, over = asyncio.Event(), asyncio.Event()

    async def slow(source, window):
        begun.set()
        await over.wait()
        return await told(source, window)

    pulls = Pulls(books_of, clock, [a_source()], slow)
    first = asyncio.create_task(pulls.keep())
    await begun.wait()
    with pytest.raises(UnderWay):
        await pulls.run("warehouse")
    over.set()
    await first

    assert len(told.asked) == 1


async def test_one_source_that_breaks_what_nobody_foresaw_stops_no_other(books_of, clock, told, readings):
    async def broken(source, window):
        if source.name == "broken":
            raise ZeroDivisionError
        return await told(source, window)

    await Pulls(books_of, clock, [a_source(name="broken"), a_source()], broken).keep()

    assert (await readings())[LAST_WEEK] == (27, "source:warehouse")


async def test_a_source_that_is_paused_is_pulled_only_when_somebody_says_so(books_of, clock, told):
    pulls = Pulls(books_of, clock, [a_source(paused=True)], told)
    await pulls.keep()
    assert told.asked == []

    await pulls.run("warehouse")
    assert len(told.asked) == 1


async def test_a_source_that_left_the_file_is_forgotten_and_its_readings_stay(
    pulls, books_of, clock, told, readings
):
    await pulls.keep()
    await Pulls(books_of, clock, [], told).adopt()

    async with books_of.open() as books:
        assert await books.sources.all() == []
    assert len(await readings()) == 2


async def test_it_remembers_when_it_last_went_well_over_a_restart(pulls, books_of, clock, told):
    await pulls.keep()
    again = Pulls(books_of, clock, [a_source()], told)
    await again.adopt()

    async with books_of.open() as books:
        (known,) = await books.sources.all()
    assert (known.last_success_at, known.metrics) == (clock.now(), ("active",))


async def test_of_many_sources_so_many_are_pulled_at_once(books_of, clock):
    begun, full, gate = [], asyncio.Event(), asyncio.Event()

    async def held(source, _window):
        begun.append(source.name)
        if len(begun) == 8:
            full.set()
        await gate.wait()
        return []

    pulls = Pulls(books_of, clock, [a_source(name=f"source-{number}") for number in range(20)], held)
    await pulls.adopt()
    keeping = asyncio.create_task(pulls.keep())
    async with asyncio.timeout(20):
        await full.wait()
        await asyncio.sleep(0.05)
        at_once = len(begun)
        gate.set()
        await keeping

    assert (at_once, len(begun)) == (8, 20)


async def test_a_config_that_nobody_reads_is_told_of_once_and_in_a_line(books_of, clock, told, caplog):
    async with books_of.open() as books:
        await books.sources.put(KnownSource("ancient", "csv_web", "UANA", '{"kind": "smoke signals"}'))
    pulls = Pulls(books_of, clock, [], told)
    await pulls.adopt()
    await pulls.keep()
    await pulls.keep()

    assert [(each.levelname, each.source, each.exc_info) for each in caplog.records] == [
        ("WARNING", "ancient", None)
    ]
