"""A CSV of readings, handed over in Slack: looked at, confirmed, or mended; nothing is loaded unseen."""

from dataclasses import replace
from datetime import date

import pytest

from bot.simulator.server import running
from bot.simulator.web_api.method import METHODS
from bot.slack_files import is_slacks
from tests.contracts.overheard import faults_of_traffic
from tests.making import a_metric, a_reading, an_input
from tests.patience import PATIENT
from tests.reading import reads

STAR = "Weekly active contributors"
HEAD = "metric,period_start,value\n"
GOOD = f"{HEAD}{STAR},2026-03-02,25\n{STAR},2026-03-09,27\n"
MIXED = f"{GOOD}{STAR},2026-03-04,3\nSignups,2026-03-09,1\n{STAR},2026-02-23,=1+1\n"


@pytest.fixture(params=["file", "pasted"])
def way(request):
    return request.param


@pytest.fixture
async def simulator(clock, way):
    """Slack, where files may be read or not."""
    granted = ("files:read",) if way == "file" else ()
    async with running("manifest.yml", clock.now(), granted_optional=granted, **PATIENT) as slack:
        yield slack
        assert not faults_of_traffic(slack.traffic)


@pytest.fixture(autouse=True)
async def merged(polaris, team):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id, metric=a_metric()))


@pytest.fixture
def hands_over(polaris, way):
    """Hands text over as a file, or pasted where files cannot be read."""

    async def _hand(someone, text, name="numbers.csv"):
        await someone.runs("/nsm load")
        await polaris.door.settled()
        given = {"csv": {name: text}} if way == "file" else {"text": text}
        faults = await someone.submits(**given)
        await polaris.door.settled()
        return faults

    return _hand


@pytest.fixture
def confirms(polaris):
    async def _confirm(someone, **fields):
        faults = await someone.submits(**fields)
        await polaris.door.settled()
        return faults

    return _confirm


@pytest.fixture
def readings(polaris):
    async def _read(metric="active_contributors"):
        async with polaris.ledger.open() as books:
            found = await books.readings.of_metric(metric)
            return {f"{each.period_start}": (each.value, each.recorded_by) for each in found}

    return _read


async def test_what_would_change_is_shown_and_only_then_loaded(hands_over, confirms, readings, ana, polaris):
    async with polaris.ledger.open() as books:
        await books.readings.put([a_reading(metric="active_contributors", value=20.0)])
    await hands_over(ana, GOOD)
    shown = reads(ana.modal)
    assert f"*{STAR}*: 2 weeks" in shown
    assert "1 reading new, 1 reading corrected." in shown
    assert f"{STAR}, the week of 9 Mar 2026: 20 → *27*" in shown
    assert len(await readings()) == 1

    await confirms(ana)
    assert "is loaded: 1 reading new, 1 reading corrected" in reads(ana.modal)
    assert await readings() == {"2026-03-02": (25, ana.id), "2026-03-09": (27, ana.id)}
    async with polaris.ledger.open() as books:
        (change, *_) = await books.audit.newest(1)
        kept = await books.readings.revisions("active_contributors", date(2026, 3, 9))
    assert [each.value for each in kept] == [20]
    assert (change.what, change.who, change.after) == (
        "readings.loaded",
        ana.id,
        {"new": "1", "changed": "1", "metrics": STAR},
    )


async def test_wrong_rows_are_told_by_line_and_nothing_is_loaded_unless_it_is_ticked(
    hands_over, confirms, readings, ana
):
    await hands_over(ana, MIXED)
    shown = reads(ana.modal)
    assert "3 rows are wrong" in shown
    for words in (
        "line 4: a week starts on a Monday: 2026-03-02 or 2026-03-09, not 2026-03-04",
        "line 5: no metric goes by 'Signups'",
        "line 6: '=1+1' is not a finite number",
    ):
        assert words in shown
    faults = await confirms(ana)
    assert "Nothing is loaded while rows are wrong" in faults["good_rows"]
    assert await readings() == {}

    await confirms(ana, good_rows=["good_rows"])
    assert "3 rows left out" in reads(ana.modal)
    assert len(await readings()) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "the first line names the columns metric, period_start, value"),
        ("<html><title>Sign in</title>", "a web page, not a CSV"),
        (f"{HEAD}{STAR},2026-03-16,1\n", "is not over before 2026-03-23"),
        (f"{HEAD}{STAR},2026-03-09,nan\n", "is not a finite number"),
        (f"{HEAD}{STAR},2026-03-09,1e308\n", "is not a finite number"),
        (f"{HEAD}<!channel>,2026-03-09,1\n", "&lt;!channel&gt;"),
    ],
)
async def test_where_no_row_is_good_it_can_be_handed_over_again(hands_over, readings, ana, text, words):
    await hands_over(ana, text)

    assert words in reads(ana.modal)
    assert ana.modal["submit"]["text"] == "Look at it"
    assert await readings() == {}


async def test_semicolons_and_a_byte_order_mark_are_read(hands_over, confirms, readings, ana):
    await hands_over(ana, "\ufeff" + GOOD.replace(",", ";"))
    await confirms(ana)

    assert len(await readings()) == 2


async def test_a_lead_loads_the_teams_inputs_and_no_others(hands_over, confirms, readings, bo):
    await hands_over(bo, f"{GOOD}Merged pull requests,2026-03-09,140\n")

    assert "line 2: others answer for Weekly active contributors" in reads(bo.modal)
    await confirms(bo, good_rows=["good_rows"])
    assert (await readings(), await readings("merged")) == ({}, {"2026-03-09": (140, bo.id)})


async def test_whoever_answers_for_nothing_has_nothing_to_load(person):
    chidi = person("chidi")
    await chidi.runs("/nsm load")

    assert "You answer for no metric" in chidi.reads()[-1]


async def test_the_example_is_of_the_last_full_week(ana, polaris, clock):
    for monday in ("2026-03-09", "2026-03-16"):
        await ana.runs("/nsm load")
        await polaris.door.settled()

        assert f"Merged pull requests,{monday},27" in reads(ana.modal)
        clock.pass_(weeks=1)


async def test_it_stands_beside_the_sources(ana, polaris):
    await ana.runs("/nsm source")
    await ana.clicks("Load a file")
    await polaris.door.settled()

    assert ana.modal["title"]["text"] == "Load readings"


@pytest.mark.parametrize("way", ["pasted"], indirect=True)
async def test_what_was_pasted_and_changed_is_looked_at_again(hands_over, confirms, readings, ana):
    await hands_over(ana, MIXED)
    assert "files:read" in reads(ana.modal)
    await confirms(ana, text=GOOD.replace("27", "28"))
    assert "2 readings new" in reads(ana.modal)
    assert await readings() == {}

    await confirms(ana)
    assert (await readings())["2026-03-09"] == (28, ana.id)


@pytest.mark.parametrize("way", ["file"], indirect=True)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * 5_000_001, "larger than 5 MB"),
        (GOOD.encode("utf-16"), "not text in UTF-8"),
        (HEAD.encode() + "Grüße,2026-03-09,1\n".encode("latin-1"), "line 2: this is not text in UTF-8"),
    ],
)
async def test_a_file_that_cannot_be_used_is_told_in_a_sentence(hands_over, ana, content, words):
    await hands_over(ana, content)

    assert words in reads(ana.modal)


@pytest.mark.parametrize("way", ["file"], indirect=True)
async def test_a_file_that_is_gone_meanwhile_is_told(hands_over, confirms, readings, simulator, ana):
    await hands_over(ana, GOOD)
    simulator.world.files.clear()
    await confirms(ana)

    assert "Slack does not hand the file out (file_not_found)" in reads(ana.modal)
    assert await readings() == {}


@pytest.mark.parametrize(
    ("address", "api", "is_it"),
    [
        ("https://files.slack.com/files-pri/T1-F1/x.csv", "https://slack.com/api/", True),
        ("https://slack.com/x", "https://slack.com/api/", True),
        ("http://files.slack.com/x", "https://slack.com/api/", False),
        ("https://files.slack.com:8443/x", "https://slack.com/api/", False),
        ("https://slack.com.evil.example/x", "https://slack.com/api/", False),
        ("https://evilslack.com/x", "https://slack.com/api/", False),
        ("https://docs.google.com/x", "https://slack.com/api/", False),
        ("http://127.0.0.1:8765/files/F1/x", "http://127.0.0.1:8765/api/", True),
        ("http://127.0.0.1:22/files/F1/x", "http://127.0.0.1:8765/api/", False),
        ("https://[", "https://slack.com/api/", False),
        ("", "https://slack.com/api/", False),
    ],
)
@pytest.mark.parametrize("way", ["file"], indirect=True)
def test_the_token_goes_to_slacks_own_hosts_alone(address, api, is_it):
    assert is_slacks(address, api) is is_it


@pytest.mark.parametrize("way", ["file"], indirect=True)
async def test_a_file_that_lies_elsewhere_is_not_asked_for(hands_over, readings, ana, monkeypatch):
    told = METHODS["files.info"]

    async def lies(call):
        answer = await told.run(call)
        return answer | {"file": answer["file"] | {"url_private_download": "https://192.0.2.1/numbers.csv"}}

    monkeypatch.setitem(METHODS, "files.info", replace(told, run=lies))
    await hands_over(ana, GOOD)

    assert "The file does not lie at Slack's: upload it here." in reads(ana.modal)
    assert await readings() == {}


@pytest.mark.parametrize("way", ["file"], indirect=True)
async def test_a_scope_that_was_taken_away_is_told_and_no_page_to_sign_in_is_read(
    hands_over, readings, simulator, ana, polaris
):
    await ana.runs("/nsm load")
    await polaris.door.settled()
    simulator.world.granted -= {"files:read"}
    await ana.submits(csv={"numbers.csv": GOOD})
    await polaris.door.settled()

    assert "Slack does not hand the file out (missing_scope)" in reads(ana.modal)
    assert await readings() == {}
