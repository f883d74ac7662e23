"""`polaris check` finds what is in the way, and says how to mend it."""

from dataclasses import replace

import pytest

from bot import connections
from bot.app import identify
from bot.checking import check
from bot.findings import Mark, report
from bot.settings import Settings
from storage.records.dashboard import Dashboard
from storage.records.people import Person
from tests.making import MONDAY_NINE, a_team, a_workspace


@pytest.fixture
def environment(simulator, tmp_path):
    return {
        "SLACK_BOT_TOKEN": simulator.bot_token,
        "SLACK_APP_TOKEN": simulator.app_token,
        "SLACK_API_URL": simulator.api_url,
        "POLARIS_DATABASE_URL": f"sqlite:///{tmp_path / 'polaris.db'}",
    }


@pytest.fixture
def settled(environment, simulator):
    """Write down an organisation that meets in #north-star, with one team in #team-engine."""

    async def write(lead=None, workspace=None, team=None, *, dashboard_is_on=False, more_teams=0):
        settings = Settings(**environment)
        place = simulator.workspace.channel
        ana = simulator.people["ana"].id
        organisation = a_workspace(
            id=simulator.workspace.team_id,
            name="Northlight",
            company_channel=place("north-star").id,
            product_lead=ana,
        )
        async with connections.slack_client(settings) as client:
            installation = await identify(client)
        async with connections.opened_ledger(settings, installation) as ledger, ledger.open() as books:
            await books.workspaces.put(replace(organisation, **workspace or {}))
            await books.teams.put(replace(a_team(channel=place("team-engine").id), **team or {}))
            for number in range(more_teams):
                await books.teams.put(a_team(id=f"M{number}", name=f"Team {number}", channel=f"C{number}"))
            await books.people.put(replace(Person(ana, "Ana", "UTC"), **lead or {}))
            if dashboard_is_on:
                await books.dashboards.put(Dashboard(MONDAY_NINE, ana))

    return write


@pytest.fixture
def to_mend(environment):
    """What is in the way, subject to text."""

    async def look(mark=Mark.MEND, **changed):
        findings = [finding async for finding in check(Settings(**environment | changed))]
        return {finding.subject: finding.text for finding in findings if finding.mark is mark}

    return look


async def test_with_everything_in_order_nothing_needs_mending(settled, environment, simulator):
    await settled()
    said: list[str] = []

    sound = await report([check(Settings(**environment))], said.append)

    assert sound, said
    assert "ok    company channel: Polaris is in #north-star." in said
    assert said[-1].startswith("nothing to mend, ")


async def test_before_the_setup_it_says_what_comes_next(to_mend):
    assert await to_mend() == {}
    assert "/nsm setup" in (await to_mend(Mark.NOTE))["North Star"]


async def test_over_http_the_signing_secret_can_only_be_noted(to_mend):
    noted = await to_mend(Mark.NOTE, POLARIS_MODE="http", SLACK_SIGNING_SECRET="hush")

    assert "SLACK_SIGNING_SECRET" in noted


async def test_missing_scopes_are_named_with_the_way_to_get_them(to_mend, simulator, environment):
    simulator.world.granted -= {"chat:write", "groups:read"}

    text = (await to_mend())["scopes"]

    assert "chat:write" in text
    assert "groups:read" in text
    assert "reinstall" in text


async def test_a_missing_optional_scope_says_what_is_lost(to_mend):
    noted = await to_mend(Mark.NOTE)

    assert {"channels:history", "groups:history", "files:read"} <= noted.keys()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong"),
        ("SLACK_APP_TOKEN", "xapp-wrong"),
        ("SLACK_API_URL", "http://127.0.0.1:1/api/"),
        ("POLARIS_DATABASE_URL", "sqlite:////dev/null/polaris.db"),
    ],
)
async def test_what_is_wrong_is_named(to_mend, environment, name, value):
    assert list(await to_mend(**{name: value})) == [name]


async def test_something_that_is_not_slack_is_named(to_mend, simulator):
    assert list(await to_mend(SLACK_API_URL=f"{simulator.url}/nothing/")) == ["SLACK_API_URL"]


async def test_a_channel_polaris_is_not_in_is_mended_by_an_invitation(settled, to_mend, simulator):
    await settled()
    simulator.workspace.leave(simulator.workspace.channel("team-engine"), simulator.workspace.bot.id)

    assert "/invite" in (await to_mend())["channel of Rendering"]


async def test_a_private_channel_out_of_sight_is_mended_by_an_invitation(settled, to_mend, simulator):
    await settled(workspace={"company_channel": simulator.workspace.channel("leads").id})

    assert "/invite" in (await to_mend())["company channel"]


async def test_an_archived_channel_is_found(settled, to_mend, simulator):
    await settled()
    simulator.workspace.archive(simulator.workspace.channel("north-star"), simulator.people["ana"].id)

    assert "archived" in (await to_mend())["company channel"]


async def test_a_channel_shared_with_others_is_found(settled, to_mend, simulator):
    await settled()
    simulator.workspace.channel("north-star").is_ext_shared = True

    assert "shared" in (await to_mend())["company channel"]


async def test_a_time_zone_nobody_knows_is_found(settled, to_mend):
    await settled(team={"time_zone": "Mars/Olympus"})

    assert "Mars/Olympus" in (await to_mend())["time zone of Rendering"]


async def test_a_product_lead_who_has_left_is_found(settled, to_mend):
    await settled(lead={"is_deactivated": True})

    assert "Ana is no member any more" in (await to_mend())["product lead"]


async def test_a_refused_look_at_a_channel_says_why(settled, to_mend, simulator):
    await settled()
    simulator.world.granted -= {"channels:read"}

    found = await to_mend()

    assert "missing_scope" in found["company channel"]


@pytest.mark.parametrize(
    ("method", "silent"),
    [
        ("apps.connections.open", ["SLACK_APP_TOKEN"]),
        ("conversations.info", ["company channel", "channel of Rendering"]),
    ],
)
async def test_a_connection_that_breaks_ends_nothing_else(settled, to_mend, simulator, method, silent):
    await settled(workspace={"time_zone": "Mars/Olympus"})
    simulator.faults.add("drop_after_accept", method=method, times=None)
    found = await to_mend()

    assert found.keys() == {*silent, "time zone of Northlight"}
    assert all(found[subject].startswith("no answer from Slack (") for subject in silent)


async def test_what_slack_refuses_ends_nothing_else(settled, environment, tmp_path):
    await settled(workspace={"time_zone": "Mars/Olympus"}, lead={"is_deactivated": True})
    wrong = {"SLACK_BOT_TOKEN": "xoxb-wrong", "SLACK_APP_TOKEN": "xapp-wrong"}
    said: list[str] = []
    sound = await report([check(Settings(**environment | wrong))], said.append)

    assert not sound
    assert [line.split(":")[0] for line in said[:-1]] == [
        "mend  SLACK_BOT_TOKEN",
        "mend  SLACK_APP_TOKEN",
        "ok    database",
        "mend  time zone of Northlight",
        "mend  product lead",
        "note  channels",
    ]
    assert said[-1] == "4 to mend, 1 note, 1 ok."


async def test_without_an_answer_from_slack_the_books_are_looked_at(settled, to_mend):
    await settled(workspace={"time_zone": "Mars/Olympus"})

    assert [*await to_mend(SLACK_API_URL="http://127.0.0.1:1/api/")] == [
        "SLACK_API_URL",
        "time zone of Northlight",
    ]


async def test_a_slack_that_stays_silent_is_asked_about_two_channels_alone(settled, to_mend, simulator):
    await settled(more_teams=2)
    simulator.faults.add("drop_after_accept", method="conversations.info", times=None)

    assert len(await to_mend()) == 2
    assert (await to_mend(Mark.NOTE))["channels"].startswith("2 not looked at")


async def test_a_fault_in_the_file_of_sources_is_named_with_its_line(settled, to_mend, tmp_path):
    await settled()
    file = tmp_path / "polaris.toml"
    file.write_text('[sources.sheet]\nkind = "csv"\n')

    assert (
        "line 1: source sheet: `path` is missing"
        in (await to_mend(POLARIS_SOURCES=str(file)))["POLARIS_SOURCES"]
    )


async def test_a_metric_that_a_source_names_and_nobody_knows_is_found(settled, to_mend, tmp_path):
    await settled()
    file = tmp_path / "polaris.toml"
    file.write_text('[sources.sheet]\nkind = "csv"\npath = "x.csv"\nmetric = "Lunches"\n')

    assert (await to_mend(POLARIS_SOURCES=str(file)))["source sheet"] == "no metric goes by “Lunches”."
    assert (await to_mend(Mark.OK, POLARIS_SOURCES=str(file)))["POLARIS_SOURCES"] == "says how to pull sheet."


async def test_a_dashboard_that_is_on_needs_an_address(settled, to_mend):
    await settled(dashboard_is_on=True)

    assert "nobody can open it" in (await to_mend())["POLARIS_URL"]
    assert "unencrypted" in (await to_mend(Mark.NOTE, POLARIS_URL="http://10.0.0.7:3000"))["POLARIS_URL"]
    assert "POLARIS_URL" in await to_mend(Mark.OK, POLARIS_URL="https://polaris.example.com")


async def test_a_dashboard_that_is_off_needs_none(settled, to_mend):
    await settled()

    assert "POLARIS_URL" not in {**await to_mend(), **await to_mend(Mark.NOTE)}
