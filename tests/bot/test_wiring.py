"""A bot comes up whole in either mode, follows a calendar, and says what the environment lacks."""

from dataclasses import replace
from datetime import timedelta
from shutil import copy

import aiohttp
import pytest

from bot import wiring
from bot.settings import Settings, SettingsProblem
from bot.simulator.server import running
from rituals.clock import SystemClock
from rituals.letters import Letter, post
from rituals.teams import LeadNamed
from storage.database import opened
from storage.records.deliveries import DeliveryState
from tests.journeys.living import eventually
from tests.patience import PATIENT


def settings_for(simulator, tmp_path, **more):
    return Settings(
        SLACK_BOT_TOKEN=simulator.bot_token,
        SLACK_APP_TOKEN=simulator.app_token,
        SLACK_SIGNING_SECRET=simulator.signing_secret,
        SLACK_API_URL=simulator.api_url,
        POLARIS_HTTP_HOST="127.0.0.1",
        **{"POLARIS_DATABASE_URL": f"sqlite:///{tmp_path / 'polaris.db'}", "POLARIS_HTTP_PORT": "0", **more},
    )


async def asked(port, path):
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.json()


async def test_over_socket_mode_a_command_is_answered(polaris, simulator):
    ana = simulator.people["ana"]
    await ana.runs("/commit help")

    assert "/commit" in ana.reads()[-1]


async def test_over_http_a_command_is_answered(tmp_path, clock, unused_tcp_port):
    url = f"http://127.0.0.1:{unused_tcp_port}/slack/events"
    async with running("manifest.yml", clock.now(), events_url=url, **PATIENT) as simulator:
        http = {"POLARIS_MODE": "http", "POLARIS_HTTP_PORT": str(unused_tcp_port)}
        async with wiring.running(settings_for(simulator, tmp_path, **http), clock):
            ana = simulator.people["ana"]
            await ana.runs("/commit help")

            assert "/commit" in ana.reads()[-1]


async def test_it_says_that_it_is_ready(polaris):
    status, answer = await asked(polaris.port, "/health/ready")

    assert (status, answer["status"], answer["database"], answer["slack"]) == (200, "ready", True, True)


async def test_what_programs_push_is_taken_in(polaris):
    status, answer = await asked(polaris.port, "/api/v1/readings?metric=x")

    assert (status, answer["error"]) == (401, "token")


async def test_on_either_database_a_promise_is_kept(simulator, tmp_path, clock, database_url):
    settings = settings_for(simulator, tmp_path, POLARIS_DATABASE_URL=database_url)
    ana = simulator.people["ana"]
    async with wiring.running(settings, clock):
        await simulator.connected()
        await ana.runs("/commit review two pull requests")
    async with wiring.running(settings, clock):
        await simulator.connected()
        await ana.runs("/commit list")

    assert "review two pull requests" in ana.reads()[-1]


async def test_what_has_had_its_time_goes_by_itself(simulator, tmp_path, clock):
    settings = settings_for(simulator, tmp_path)
    long_ago, days_ago = clock.now() - timedelta(days=31), SystemClock().now() - timedelta(days=2)
    async with (
        opened(settings.database_url) as database,
        database.ledger(simulator.workspace.team_id).open() as books,
    ):
        await books.drafts.put("UANA", "commit", "w", {"text": "half"}, long_ago)
        await books.requests.mark(["event:Ev1"], days_ago, over=days_ago)
    async with wiring.running(settings, clock) as polaris:

        async def have_gone():
            async with polaris.ledger.open() as books:
                draft = await books.drafts.get("UANA", "commit")
                return not draft and await books.requests.taken_at("event:Ev1") is None

        await eventually(have_gone, 20)


async def test_a_start_sends_what_an_old_token_was_refused(simulator, tmp_path, clock, migrated):
    copy(migrated, tmp_path / "polaris.db")
    settings, ana = settings_for(simulator, tmp_path), simulator.people["ana"]
    url, ours = settings.database_url, simulator.workspace.team_id
    letter = Letter("refused", ana.id, LeadNamed("docs", "Docs", "C1", ana.id))
    async with opened(url) as database, database.ledger(ours).open() as books:
        await post(books, letter, clock.now())
        (held,) = await books.deliveries.claim("gone", clock.now(), clock.now())
        refused = replace(held, state=DeliveryState.REJECTED, error="invalid_auth", lease_until=None)
        await books.deliveries.settle(held, refused)

    async with wiring.running(settings, clock):
        await simulator.until(lambda: ana.reads(ana.dm.id), timeout_s=20)


async def test_it_follows_the_calendar_of_a_simulator(simulator, tmp_path):
    settings = settings_for(simulator, tmp_path, POLARIS_CLOCK_URL=f"{simulator.url}/control")
    async with wiring.running(settings) as polaris:
        ahead = abs((polaris.clock.now() - simulator.world.clock.now()).total_seconds())

    assert ahead < 1


@pytest.mark.parametrize("path", ["", "/api", "/control/traffic"])
async def test_an_address_that_is_no_calendar_is_told_what_belongs_behind_it(simulator, tmp_path, path):
    settings = settings_for(simulator, tmp_path, POLARIS_CLOCK_URL=f"{simulator.url}{path}")

    with pytest.raises(SettingsProblem, match=r"^POLARIS_CLOCK_URL leads to no .* /control behind it"):
        async with wiring.running(settings):
            pass


@pytest.mark.parametrize(
    ("wrong", "variable"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "SLACK_APP_TOKEN"),
        ({"SLACK_API_URL": "http://127.0.0.1:1/"}, "SLACK_API_URL"),
        ({"POLARIS_CLOCK_URL": "http://127.0.0.1:1/"}, "POLARIS_CLOCK_URL"),
        ({"POLARIS_DATABASE_URL": "sqlite:////dev/null/polaris.db"}, "POLARIS_DATABASE_URL"),
    ],
)
async def test_what_is_not_accepted_is_named(simulator, tmp_path, wrong, variable):
    good = settings_for(simulator, tmp_path).model_dump(by_alias=True)

    with pytest.raises(SettingsProblem, match=f"^{variable} "):
        async with wiring.running(Settings(**{**good, **wrong})):
            pass


async def test_a_taken_port_is_named(polaris, simulator, tmp_path):
    settings = settings_for(simulator, tmp_path, POLARIS_HTTP_PORT=str(polaris.port))

    with pytest.raises(SettingsProblem, match=r"^POLARIS_HTTP_PORT "):
        async with wiring.running(settings):
            pass
