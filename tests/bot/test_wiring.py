"""A bot comes up whole in either mode, follows a calendar, and says what the environment lacks."""

import aiohttp
import pytest

from bot import wiring
from bot.settings import Settings, SettingsProblem
from bot.simulator.server import running


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
    async with running("manifest.yml", clock.now(), events_url=url) as simulator:
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


async def test_it_follows_the_calendar_of_a_simulator(simulator, tmp_path):
    settings = settings_for(simulator, tmp_path, POLARIS_CLOCK_URL=f"{simulator.url}/control")
    async with wiring.running(settings) as polaris:
        ahead = abs((polaris.clock.now() - simulator.world.clock.now()).total_seconds())

    assert ahead < 1


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
