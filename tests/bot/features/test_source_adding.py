"""A published sheet, added in Slack: asked for, tried, kept, pulled, paused, changed, removed."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from bot import wiring
from bot.fetching import fetch
from bot.settings import Settings
from rituals.pulling import Pulls
from storage.records.metrics import InputState, Reading
from storage.records.sources import KnownSource
from storage.sources.configs import CsvWebSource
from storage.sources.operators_file import parse
from storage.sources.pulling import pull
from storage.sources.rows import Means, SourceProblem, Window
from tests.making import MONDAY_NINE, a_metric, an_input
from tests.patience import AT_ONCE
from tests.reading import reads

STAR, MERGED = "Weekly active contributors", "Merged pull requests"
ADDRESS = "https://docs.example.com/pub?output=csv"
WIDE = f"Week of,{STAR},{MERGED}\n2026-03-02,25,140\n2026-03-09,27,many\n"


class Web:
    """What every address answers."""

    def __init__(self):
        self.content: bytes | None = WIDE.encode()
        self.asked = []

    async def __call__(self, url, **how):
        self.asked.append((url, how))
        if self.content is None:
            raise SourceProblem("docs.example.com answers 404 (Not Found).")
        return self.content


@pytest.fixture
def web():
    return Web()


@pytest.fixture
async def polaris(simulator, tmp_path, clock, web):
    """The whole bot, with a web of its own; the rest of this folder's fixtures build on it."""
    settings = Settings(
        SLACK_BOT_TOKEN=simulator.bot_token,
        SLACK_APP_TOKEN=simulator.app_token,
        SLACK_API_URL=simulator.api_url,
        POLARIS_DATABASE_URL=f"sqlite:///{tmp_path / 'polaris.db'}",
        POLARIS_HTTP_HOST="127.0.0.1",
        POLARIS_HTTP_PORT="0",
    )
    async with wiring.running(settings, clock, AT_ONCE, web) as polaris:
        await simulator.connected()
        yield polaris


@pytest.fixture(autouse=True)
async def merged(polaris, team):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id, metric=a_metric()))


@pytest.fixture
def opens(polaris):
    """Opens the form by the button under the list."""

    async def _open(someone):
        await someone.runs("/nsm source")
        await someone.clicks("Add a source")
        await polaris.door.settled()

    return _open


@pytest.fixture
def tries(polaris, opens):
    """Fills the form in and sends it; gives the faults."""

    async def _try(someone, **fields):
        await opens(someone)
        filled = {
            "name": "weekly-sheet",
            "url": ADDRESS,
            "metrics": [STAR, MERGED],
            "layout": "wide",
            "period_column": "Week of",
            **fields,
        }
        faults = await someone.submits(**filled)
        await polaris.door.settled()
        return faults

    return _try


@pytest.fixture
def kept(polaris, tries):
    """A source is added as it was tried."""

    async def _keep(someone, **fields):
        assert not await tries(someone, **fields)
        assert not await someone.submits()
        await polaris.door.settled()

    return _keep


async def test_the_day_in_the_form_is_of_the_last_full_week(opens, ana):
    await opens(ana)

    assert "period starts: 2026-03-09, a Monday" in str(ana.modal)


async def test_a_sheet_is_tried_before_it_is_kept(tries, ana, polaris, web):
    await tries(ana)
    shown = reads(ana.modal)

    assert "4 values came" in shown
    assert f"✓ *{STAR}*: 2 weeks, from the week of 2 Mar 2026 to the week of 9 Mar 2026" in shown
    assert "line 3, Merged pull requests: “many” is not a number I can use" in shown
    assert web.asked[0][1]["allow_private"] == frozenset()
    async with polaris.ledger.open() as books:
        assert await books.sources.all() == []
        assert await books.readings.of_metric("active_contributors") == []


async def test_a_kept_sheet_is_pulled_at_once_and_every_day(kept, ana, polaris, web, clock):
    await kept(ana)

    assert "3 readings new" in reads(ana.modal)
    async with polaris.ledger.open() as books:
        (source,) = await books.sources.all()
        (_, newest) = await books.readings.of_metric("active_contributors")
    assert (source.added_by, source.metrics) == (ana.id, ("active_contributors", "merged"))
    assert (newest.value, newest.recorded_by) == (27, "source:weekly-sheet")
    web.content = WIDE.replace("27,many", "28,150").encode()
    clock.pass_(days=1)
    await polaris.live()
    async with polaris.ledger.open() as books:
        assert (await books.readings.of_metric("merged"))[-1].value == 150


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "my sheet!", "as in weekly-sheet"),
        ("url", "http://docs.example.com/x.csv", "begins with https://"),
        ("url", "file:///etc/passwd", "begins with https://"),
        ("url", "https://me:word@docs.example.com/", "No password"),
        ("url", "https://docs.google.com/spreadsheets/d/1abc/edit#gid=0", "Publish to web"),
        ("url", "https://[", "begins with https://"),
    ],
)
async def test_a_fault_stands_under_its_field_and_says_how_to_mend_it(tries, ana, web, field, typed, words):
    faults = await tries(ana, **{field: typed})

    assert words in faults[field]
    assert web.asked == []


async def test_a_long_file_of_several_metrics_needs_a_column_for_them(tries, ana):
    faults = await tries(ana, layout="long", metric_column="")

    assert faults == {"metric_column": "With several metrics: the column that says which one a line is of."}


async def test_a_long_file_of_one_metric_needs_no_column_for_it(kept, ana, web, polaris):
    web.content = b"day;n\n2026-03-09;31\n"
    await kept(
        ana,
        metrics=[STAR],
        layout="long",
        metric_column="",
        period_column="day",
        value_column="n",
        delimiter="Semicolons",
    )

    async with polaris.ledger.open() as books:
        assert [each.value for each in await books.readings.of_metric("active_contributors")] == [31]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "answers 404"),
        (b"<!doctype html><title>Sign in</title>", "It is a web page, not a CSV"),
        (b"a,b\n1,2\n", "There is no column “Week of”; the first line names a, b"),
        (b"Week of,<!channel>\n2026-03-09,1\n", "no metric has that name: “&lt;!channel&gt;”"),
    ],
)
async def test_what_does_not_work_brings_the_form_back_as_it_was_filled(tries, ana, web, content, words):
    web.content = content
    await tries(ana)

    assert words in reads(ana.modal)
    assert ana.can_press("Try it") or ana.modal["submit"]["text"] == "Try it"
    web.content = WIDE.encode()
    assert not await ana.submits()


async def test_a_lead_adds_what_the_team_answers_for_and_nothing_else(kept, bo, polaris, opens):
    await opens(bo)
    (metrics,) = [each for each in bo.modal["blocks"] if each["block_id"] == "metrics"]
    assert [each["text"]["text"] for each in metrics["element"]["options"]] == [MERGED]
    await bo.closes()
    await kept(bo, metrics=[MERGED])

    async with polaris.ledger.open() as books:
        assert await books.readings.of_metric("active_contributors") == []
        assert [each.value for each in await books.readings.of_metric("merged")] == [140]


async def test_whoever_answers_for_nothing_may_look_and_not_add(kept, ana, person):
    await kept(ana)
    chidi = person("chidi")
    await chidi.runs("/nsm source")

    assert "weekly-sheet" in chidi.reads()[-1]
    assert not any(
        chidi.can_press(each) for each in ("Add a source", "Pull now", "Pause", "Change", "Remove")
    )
    await chidi.runs("/nsm source add")
    assert "You answer for no metric" in chidi.reads()[-1]


async def test_a_team_lead_cannot_touch_the_star_s_source(kept, ana, bo):
    await kept(ana)
    await bo.runs("/nsm source")

    assert not any(bo.can_press(each) for each in ("Pull now", "Pause", "Change", "Remove"))


async def test_a_source_is_paused_resumed_and_removed_and_the_trail_says_so(kept, ana, polaris, web, clock):
    await kept(ana)
    await ana.closes()
    await ana.runs("/nsm source")
    await ana.clicks("Pause")
    await polaris.door.settled()
    assert "paused" in ana.reads()[-1]
    asked = len(web.asked)
    clock.pass_(days=1)
    await polaris.live()
    assert len(web.asked) == asked

    await ana.clicks("Resume")
    await polaris.door.settled()
    await polaris.live()
    assert len(web.asked) == asked + 1
    await ana.clicks("Remove")
    await polaris.door.settled()

    assert "weekly-sheet* is removed. What it brought stays" in ana.reads()[-1]
    async with polaris.ledger.open() as books:
        assert await books.sources.all() == []
        assert await books.readings.of_metric("active_contributors")
        trail = [(each.what, each.subject) for each in await books.audit.newest(9)]
    assert trail[:4] == [
        (f"source.{what}", "weekly-sheet") for what in ("removed", "resumed", "paused", "added")
    ]


async def test_pull_now_says_what_came_and_leaves_what_a_person_wrote(kept, ana, polaris, web):
    await kept(ana)
    async with polaris.ledger.open() as books:
        (first, _) = await books.readings.of_metric("active_contributors")
        await books.readings.put(
            [Reading("active_contributors", first.period_start, 99.0, ana.id, MONDAY_NINE)]
        )
    await ana.closes()
    await ana.runs("/nsm source")
    await ana.clicks("Pull now")
    await polaris.door.settled()

    assert "1 kept as a person wrote it" in ana.reads()[-1]


async def test_a_source_of_a_retired_input_can_still_be_removed(kept, ana, polaris):
    await kept(ana)
    async with polaris.ledger.open() as books:
        (an_input,) = await books.inputs.all()
        await books.inputs.put(replace(an_input, state=InputState.RETIRED))
    await ana.closes()
    await ana.runs("/nsm source")
    await ana.clicks("Remove")
    await polaris.door.settled()

    assert "is removed" in ana.reads()[-1]


async def test_a_thousand_metrics_are_offered(opens, ana, polaris):
    async with polaris.ledger.open() as books:
        for number in range(1_000):
            await books.metrics.put(a_metric(key=f"m{number}", name=f"Metric {number:04}"))
    await opens(ana)
    (metrics,) = [each for each in ana.modal["blocks"] if each["block_id"] == "metrics"]

    assert sum(len(group["options"]) for group in metrics["element"]["option_groups"]) == 1_002


async def test_a_source_whose_config_nobody_reads_any_more_stops_no_other(kept, ana, polaris, web, clock):
    await kept(ana)
    async with polaris.ledger.open() as books:
        await books.sources.put(KnownSource("ancient", "csv_web", ana.id, '{"kind": "smoke signals"}'))
    web.content = WIDE.replace("27,", "28,").encode()
    clock.pass_(days=1)
    await polaris.live()
    async with polaris.ledger.open() as books:
        assert (await books.readings.of_metric("active_contributors"))[-1].value == 28
    await ana.closes()
    await ana.runs("/nsm source")

    assert "*ancient*" in ana.reads()[-1]


async def test_a_private_host_is_never_asked_whatever_the_operators_file_allows(simulator, tmp_path, clock):
    """The real way out, not the web of these tests; the file allows the host for a source of its own."""
    host = simulator.url.removeprefix("http://")
    file = f'[sources.ours]\nkind = "csv_web"\nurl = "http://{host}/x"\nallow_private = ["{host}"]\n'
    theirs = CsvWebSource(name="theirs", kind="csv_web", url=f"https://{host}/x")
    means = Means(fetch=fetch)
    with pytest.raises(SourceProblem, match="inside a private network"):
        await pull(theirs, Window(date(2026, 3, 2), date(2026, 3, 16)), means)

    (ours,) = parse(file)
    with pytest.raises(SourceProblem, match="answers 404"):
        await pull(ours, Window(date(2026, 3, 2), date(2026, 3, 16)), means)


async def test_whoever_added_a_source_that_fails_is_named_as_who_can_mend_it(
    kept, ana, bo, polaris, web, clock
):
    await kept(ana, metrics=[MERGED])
    web.content = None
    for hours in (24, 1, 1):
        clock.pass_(hours=hours)
        await polaris.live()

    assert f"<@{ana.id}> added it, and `/nsm source` changes it" in bo.reads(bo.dm.id)[-1]


@pytest.mark.parametrize("forged", ["", "[]", "{}", '{"about": 1}'])
async def test_a_forged_window_tries_nothing_and_is_answered_kindly(ana, opens, simulator, polaris, forged):
    await opens(ana)
    simulator.world.views.stacks[ana.id][-1].content["private_metadata"] = forged
    await ana.submits(name="weekly-sheet", url=ADDRESS, metrics=[STAR], layout="wide", period_column="Week")

    assert "Reference" not in reads(ana.modal)
    assert ">weekly-sheet" in reads(ana.modal)


async def test_a_changed_source_keeps_its_name_and_is_tried_anew(kept, ana, polaris, web):
    await kept(ana)
    await ana.closes()
    await ana.runs("/nsm source")
    await ana.clicks("Change")
    await polaris.door.settled()
    web.content = WIDE.replace("Week of", "Monday").encode()
    await ana.submits(period_column="Monday", url="https://other.example.com/x.csv")
    await polaris.door.settled()
    await ana.submits()
    await polaris.door.settled()

    assert "*weekly-sheet* is changed" in reads(ana.modal)
    async with polaris.ledger.open() as books:
        (change, *_) = await books.audit.newest(1)
    assert (change.before, change.after) == ({"host": "docs.example.com"}, {"host": "other.example.com"})


async def test_a_taken_name_is_refused_under_its_field(tries, kept, ana, polaris):
    await kept(ana)
    await ana.closes()
    async with polaris.ledger.open() as books:
        await books.sources.put(KnownSource("warehouse", "sql"))

    assert "one of that name stands among the sources" in (await tries(ana))["name"]
    assert "operator's file, which wins" in (await ana.submits(name="warehouse"))["name"]


async def test_a_closed_window_is_no_mishap(tries, ana, polaris, web, opens):
    await opens(ana)
    await ana.submits(name="late", url=ADDRESS, metrics=[STAR], period_column="Week of")
    await ana.closes()
    await polaris.door.settled()

    assert not any("went wrong" in each for each in ana.reads(ana.dm.id))


async def test_the_operators_file_wins_and_the_list_says_so(kept, ana, polaris, clock):
    await kept(ana)
    file = parse('[sources.weekly-sheet]\nkind = "csv"\npath = "/nowhere.csv"\n')
    await Pulls(polaris.ledger, clock, file, partial(pull, means=Means())).adopt()
    await ana.runs("/nsm source")
    assert f"from the operator's file, which wins over the one <@{ana.id}> added" in ana.reads()[-1]

    await Pulls(polaris.ledger, clock, [], partial(pull, means=Means())).adopt()
    await ana.runs("/nsm source")
    assert f"(CSV on the web, added by <@{ana.id}>)" in ana.reads()[-1]
