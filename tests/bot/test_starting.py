"""What keeps Polaris from starting is one sentence that names the variable."""

import socket

import pytest

from bot import wiring
from bot.settings import Settings, SettingsProblem


@pytest.fixture
def starting(simulator, tmp_path):
    def environment(**changed):
        return Settings(
            **{
                "SLACK_BOT_TOKEN": simulator.bot_token,
                "SLACK_APP_TOKEN": simulator.app_token,
                "SLACK_API_URL": simulator.api_url,
                "POLARIS_DATABASE_URL": f"sqlite:///{tmp_path / 'polaris.db'}",
                "POLARIS_HTTP_HOST": "127.0.0.1",
                "POLARIS_HTTP_PORT": "0",
            }
            | changed
        )

    async def problem_with(**changed):
        with pytest.raises(SettingsProblem) as problem:
            async with wiring.running(environment(**changed)):
                pass
        return str(problem.value)

    return problem_with


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-of-somebody-else"),
        ("SLACK_APP_TOKEN", "xapp-of-somebody-else"),
        ("SLACK_API_URL", "http://127.0.0.1:1/api/"),
        ("SLACK_API_URL", "not an address"),
        ("POLARIS_DATABASE_URL", "sqlite:////dev/null/polaris.db"),
        ("POLARIS_DATABASE_URL", "postgresql://me:secret@127.0.0.1:1/polaris"),
    ],
)
async def test_the_sentence_names_the_variable_and_no_secret_and_is_all_that_is_said(
    starting, name, value, caplog
):
    sentence = await starting(**{name: value})

    assert sentence.startswith(name)
    assert "\n" not in sentence
    assert "secret" not in sentence
    assert "somebody-else" not in sentence
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_taken_port_is_named(starting):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        sentence = await starting(POLARIS_HTTP_PORT=str(taken.getsockname()[1]))

    assert sentence.startswith("POLARIS_HTTP_PORT")


async def test_a_server_that_is_not_slack_is_named(starting, simulator):
    assert "SLACK" in await starting(SLACK_API_URL=f"{simulator.url}/nothing/here/")
