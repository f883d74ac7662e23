"""Each missing or wrong setting is one sentence that names the variable."""

import os

import pytest
from cryptography.fernet import Fernet

from bot.settings import Mode, SettingsProblem, read_settings

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
NEW, OLD = Fernet.generate_key().decode(), Fernet.generate_key().decode()
HTTP = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "POLARIS_MODE": "http"}


MANY = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "c",
    "SLACK_SIGNING_SECRET": "s",
    "POLARIS_TOKEN_KEYS": f"{NEW}, {OLD}",
    "POLARIS_URL": "https://polaris.example.com",
    "POLARIS_MODE": "http",
}


@pytest.fixture
def environment(monkeypatch):
    for name in {*SOCKET, *HTTP, *MANY, "POLARIS_DATABASE_URL"}:
        monkeypatch.delenv(name, raising=False)

    def having(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return read_settings()

    return having


def test_socket_mode_wants_two_tokens_and_no_more(environment):
    settings = environment(**SOCKET)

    assert settings.mode is Mode.SOCKET
    assert settings.http_port == 3000
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url.startswith("sqlite:///")


def test_http_mode_wants_the_signing_secret(environment):
    assert environment(**HTTP).mode is Mode.HTTP


@pytest.mark.parametrize(
    ("values", "variable"),
    [
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "POLARIS_MODE": "http"}, "SLACK_SIGNING_SECRET"),
        (SOCKET | {"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        (SOCKET | {"POLARIS_MODE": "carrier pigeon"}, "POLARIS_MODE"),
        (SOCKET | {"POLARIS_HTTP_PORT": "eighty"}, "POLARIS_HTTP_PORT"),
        (SOCKET | {"POLARIS_HTTP_PORT": "70000"}, "POLARIS_HTTP_PORT"),
        (SOCKET | {"POLARIS_COMMIT_COMMAND": "commit"}, "POLARIS_COMMIT_COMMAND"),
        (SOCKET | {"POLARIS_COMMIT_COMMAND": "/nsm"}, "POLARIS_COMMIT_COMMAND"),
        (SOCKET | {"POLARIS_COMMITMENTS_PER_WEEK": "0"}, "POLARIS_COMMITMENTS_PER_WEEK"),
        (SOCKET | {"POLARIS_LOG_LEVEL": "LOUD"}, "POLARIS_LOG_LEVEL"),
        (SOCKET | {"POLARIS_DATABASE_URL": "polaris.db"}, "POLARIS_DATABASE_URL"),
        (SOCKET | {"POLARIS_DATABASE_URL": "mysql://localhost/polaris"}, "POLARIS_DATABASE_URL"),
        (SOCKET | {"POLARIS_URL": "polaris.example.com"}, "POLARIS_URL"),
        (SOCKET | {"POLARIS_URL": "https://example.com/polaris"}, "POLARIS_URL"),
        (SOCKET | {"POLARIS_URL": "https://ana:secret@example.com"}, "POLARIS_URL"),
        (SOCKET | {"POLARIS_URL": "https://exa mple.com"}, "POLARIS_URL"),
        (SOCKET | {"POLARIS_URL": "https://example.com:99999"}, "POLARIS_URL"),
        (SOCKET | {"POLARIS_URL": "javascript:alert(1)"}, "POLARIS_URL"),
    ],
)
def test_the_sentence_names_the_variable(environment, values, variable):
    with pytest.raises(SettingsProblem, match=f"^{variable} ") as problem:
        environment(**values)

    assert "\n" not in str(problem.value)


def faults(problem):
    return [line.partition(" ")[0] for line in str(problem.value).splitlines()[1:]]


def test_all_that_is_wrong_is_named_at_once(environment):
    with pytest.raises(SettingsProblem, match=r"^7 settings have to be mended:\n") as problem:
        environment(
            SLACK_APP_TOKEN="xoxb-secret",
            POLARIS_LOG_LEVEL="LOUD",
            POLARIS_HTTP_PORT="70000",
            POLARIS_URL="polaris.example.com",
            POLARIS_DATABASE_URL="polaris.db",
            POLARIS_COMMIT_COMMAND="/nsm",
        )

    assert sorted(faults(problem)) == [
        "POLARIS_COMMIT_COMMAND",
        "POLARIS_DATABASE_URL",
        "POLARIS_HTTP_PORT",
        "POLARIS_LOG_LEVEL",
        "POLARIS_URL",
        "SLACK_APP_TOKEN",
        "SLACK_BOT_TOKEN",
    ]
    assert "xoxb-secret" not in str(problem.value)


def test_the_sentence_says_how_to_mend_it(environment):
    with pytest.raises(SettingsProblem) as problem:
        environment(**SOCKET, POLARIS_MODE="pigeon", POLARIS_HTTP_PORT="eighty", POLARIS_KEEP_DRAFTS_DAYS="0")

    assert str(problem.value).splitlines()[1:] == [
        "POLARIS_KEEP_DRAFTS_DAYS is wrong: 1 is the least.",
        "POLARIS_MODE is wrong: it is 'socket' or 'http'.",
        "POLARIS_HTTP_PORT is wrong: it is a whole number.",
    ]


def test_a_misspelt_mode_asks_for_nothing_that_only_one_mode_needs(environment):
    with pytest.raises(SettingsProblem) as problem:
        environment(POLARIS_MODE="htpp", SLACK_SIGNING_SECRET="s")

    assert faults(problem) == ["SLACK_BOT_TOKEN", "POLARIS_MODE"]


def test_all_that_several_workspaces_lack_is_named_at_once(environment):
    with pytest.raises(SettingsProblem) as problem:
        environment(SLACK_CLIENT_ID="1.2", POLARIS_TOKEN_KEYS="short", SLACK_BOT_TOKEN="xoxb-1")

    assert faults(problem) == [
        *("SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "POLARIS_URL", "POLARIS_TOKEN_KEYS"),
        *("POLARIS_MODE", "SLACK_BOT_TOKEN"),
    ]


def test_no_secret_is_shown_when_settings_are_printed(environment):
    settings = environment(**SOCKET)

    assert "xoxb-1" not in repr(settings)


def test_command_names_are_settings(environment):
    settings = environment(**SOCKET, POLARIS_COMMIT_COMMAND="/polaris-commit")

    assert settings.commands == {
        "commit": "/polaris-commit",
        "win": "/win",
        "escalate": "/escalate",
        "nsm": "/nsm",
    }


def test_secrets_are_taken_out_of_the_environment(environment):
    environment(**SOCKET)

    assert not {*SOCKET, *HTTP} - {"POLARIS_MODE"} & set(os.environ)


def test_an_address_is_a_scheme_and_a_host(environment):
    assert (
        environment(**SOCKET, POLARIS_URL="https://Polaris.example.com/").url == "https://polaris.example.com"
    )


def test_several_workspaces_need_no_bot_token(environment):
    settings = environment(**MANY)

    assert settings.serves_many
    assert settings.keys == [NEW, OLD]
    assert not {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "POLARIS_TOKEN_KEYS"} & os.environ.keys()


@pytest.mark.parametrize("variable", [*(name for name in MANY if name != "POLARIS_MODE")])
def test_what_several_workspaces_lack_is_named(environment, variable):
    with pytest.raises(SettingsProblem, match=f"^{variable} is missing"):
        environment(**{name: value for name, value in MANY.items() if name != variable})


@pytest.mark.parametrize(
    "wrong",
    [
        {"POLARIS_MODE": "socket"},
        {"POLARIS_URL": "http://polaris.example.com"},
        {"SLACK_BOT_TOKEN": "xoxb-1"},
        {"POLARIS_SOURCES": "polaris.toml"},
        {"POLARIS_KEEP_UNINSTALLED_DAYS": "15"},
        {"POLARIS_TOKEN_KEYS": f"{NEW},short"},
        {"POLARIS_TOKEN_KEYS": NEW[:-4]},
    ],
)
def test_what_does_not_go_with_several_workspaces_is_named(environment, wrong):
    with pytest.raises(SettingsProblem, match=f"^{next(iter(wrong))} "):
        environment(**MANY | wrong)
