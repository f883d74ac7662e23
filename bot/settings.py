"""Typed settings; the only reader of the environment."""

import os
from collections.abc import Iterable, Mapping
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

from platformdirs import user_data_path
from pydantic import Field, SecretStr, StringConstraints, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from yarl import URL

from bot.settings_oauth import OAuthSettings, require_all
from bot.settings_terms import TermSettings

# Bolt would begin to install by itself with the id.
_SECRETS = (
    *("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"),
    *("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "POLARIS_TOKEN_KEYS"),
)

CommandName = Annotated[str, StringConstraints(pattern=r"^/[a-z0-9_-]{1,31}$")]


class Mode(StrEnum):
    SOCKET = "socket"
    HTTP = "http"


class SettingsProblem(Exception):
    """The environment does not describe a bot that can run; the text says how to mend it."""


def _default_database() -> str:
    folder: Path = user_data_path("polaris", appauthor=False)
    return f"sqlite:///{folder / 'polaris.db'}"


class CommandNames(BaseSettings):
    """What the slash commands are called here."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    commit_command: CommandName = Field(
        default="/commit",
        alias="POLARIS_COMMIT_COMMAND",
        description="Name of the commitment command, should another app own /commit.",
    )
    win_command: CommandName = Field(
        default="/win", alias="POLARIS_WIN_COMMAND", description="Name of the win command."
    )
    escalate_command: CommandName = Field(
        default="/escalate",
        alias="POLARIS_ESCALATE_COMMAND",
        description="Name of the command for what two teams cannot settle.",
    )
    nsm_command: CommandName = Field(
        default="/nsm", alias="POLARIS_NSM_COMMAND", description="Name of the umbrella command."
    )

    @model_validator(mode="after")
    def _each_has_its_own_name(self) -> "CommandNames":
        names = list(self.commands.values())
        for feature, name in self.commands.items():
            if names.count(name) > 1:
                variable = f"POLARIS_{feature.upper()}_COMMAND"
                raise ValueError(f"{variable} is {name}, as another command is called: each needs its own.")
        return self

    @property
    def commands(self) -> dict[str, str]:
        """Feature -> the name its slash command has here."""
        return {
            "commit": self.commit_command,
            "win": self.win_command,
            "escalate": self.escalate_command,
            "nsm": self.nsm_command,
        }


class DatabaseSettings(BaseSettings):
    """Where everything is remembered."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    database_url: str = Field(
        default_factory=_default_database,
        alias="POLARIS_DATABASE_URL",
        description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME; else a file of the user's.",
    )


class SourceSettings(DatabaseSettings):
    """Where readings come from."""

    sources: Path | None = Field(
        default=None,
        alias="POLARIS_SOURCES",
        description="The file that says where readings are pulled from: see docs/sources.md.",
    )


class Settings(CommandNames, SourceSettings, TermSettings, OAuthSettings):
    """What an operator decides. Every field's description is a line of the README's table."""

    bot_token: SecretStr = Field(
        default=SecretStr(""),
        alias="SLACK_BOT_TOKEN",
        description="Bot token of the installed app; starts with xoxb-.",
    )
    app_token: SecretStr = Field(
        default=SecretStr(""),
        alias="SLACK_APP_TOKEN",
        description="App-level token with connections:write, for Socket Mode; starts with xapp-.",
    )
    signing_secret: SecretStr = Field(
        default=SecretStr(""),
        alias="SLACK_SIGNING_SECRET",
        description="Signing secret, for HTTP mode.",
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/",
        alias="SLACK_API_URL",
        description="Where Slack's Web API is; another address points Polaris at a Slack-compatible server.",
    )
    mode: Mode = Field(
        default=Mode.SOCKET,
        alias="POLARIS_MODE",
        description="How Slack reaches Polaris: socket (no public address needed) or http.",
    )
    http_port: int = Field(
        default=3000,
        ge=0,
        le=65535,
        alias="POLARIS_HTTP_PORT",
        description="Port of /health/live, /health/ready, /metrics, /api/v1 and the dashboard's /d and, in"
        " HTTP mode, of /slack/events.",
    )
    http_host: str = Field(
        default="0.0.0.0",  # noqa: S104 - a container's port must be reachable from outside  # nosec B104
        alias="POLARIS_HTTP_HOST",
        description="Address to listen on.",
    )
    url: str = Field(
        default="",
        alias="POLARIS_URL",
        description="Where browsers reach this server, as https://polaris.example.com: the dashboard's links"
        " begin so.",
    )
    commitments_per_week: int = Field(
        default=3,
        ge=1,
        le=20,
        alias="POLARIS_COMMITMENTS_PER_WEEK",
        description="How many open commitments a person may have in one week.",
    )
    follow_through_friday: time = Field(
        default=time(15),
        alias="POLARIS_FOLLOW_THROUGH_FRIDAY",
        description="Hour, where each team is, of follow-through on Friday.",
    )
    follow_through_monday: time = Field(
        default=time(9),
        alias="POLARIS_FOLLOW_THROUGH_MONDAY",
        description="Hour of follow-through where a team has it on Monday, and of what is asked halfway.",
    )
    log_level: str = Field(
        default="INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        alias="POLARIS_LOG_LEVEL",
        description="DEBUG, INFO, WARNING or ERROR.",
    )
    log_format: str = Field(
        default="text",
        pattern="^(text|json)$",
        alias="POLARIS_LOG_FORMAT",
        description="text or json: how a line of the log is written.",
    )
    collector: str = Field(
        default="",
        alias="OTEL_EXPORTER_OTLP_ENDPOINT",
        description="Collector of OpenTelemetry spans (OTLP over HTTP), as http://localhost:4318.",
    )
    clock_url: str = Field(
        default="",
        alias="POLARIS_CLOCK_URL",
        description="Control address of a simulator whose calendar is followed, for the demo and for tests.",
    )

    @field_validator("url")
    @classmethod
    def _is_an_address_alone(cls, url: str) -> str:
        if not url:
            return url
        wrong = "POLARIS_URL is wrong: it is a scheme and a host alone, as https://polaris.example.com."
        try:
            parts = URL(url)
            is_alone = parts == parts.origin()
        except ValueError:
            raise ValueError(wrong) from None
        if parts.scheme not in {"http", "https"} or not is_alone or len(url.split()) > 1:
            raise ValueError(wrong)
        return str(parts.origin())

    @model_validator(mode="after")
    def _tokens_fit_the_mode(self) -> "Settings":
        if self.serves_many:
            self._fits_many()
            return self
        needed = {"SLACK_BOT_TOKEN": (self.bot_token, "xoxb-")}
        if self.mode is Mode.SOCKET:
            needed["SLACK_APP_TOKEN"] = (self.app_token, "xapp-")
        else:
            needed["SLACK_SIGNING_SECRET"] = (self.signing_secret, "")
        for name, (secret, prefix) in needed.items():
            value = secret.get_secret_value()
            if not value:
                raise ValueError(
                    f"{name} is missing: README.md, 'Connect it to Slack', says where to find it."
                )
            if not value.startswith(prefix):
                raise ValueError(f"{name} does not start with {prefix}: it looks like another kind of token.")
        return self

    def _fits_many(self) -> None:
        require_all(
            self,
            url=self.url,
            signing_secret=self.signing_secret.get_secret_value(),
            over_http=self.mode is Mode.HTTP,
        )
        for name, value in {
            "SLACK_BOT_TOKEN": self.bot_token.get_secret_value(),
            "POLARIS_SOURCES": self.sources,
        }.items():
            if value:
                raise ValueError(
                    f"{name} belongs to one workspace, and SLACK_CLIENT_ID lets in many: unset one."
                )


def environment_with(values: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process with some variables set, for a child."""
    return {**os.environ, **values}


def read_settings(**given: str) -> Settings:
    """The settings of this process's environment; `given` variables take precedence.

    Secrets are taken out of it: no child process inherits them, and Bolt finds none to use by itself.
    Raises SettingsProblem with one sentence.
    """
    settings = _read(Settings, given)
    for name in _SECRETS:
        os.environ.pop(name, None)
    return settings


def read_command_names() -> CommandNames:
    """Like `read_settings`, for those who need no token yet."""
    return _read(CommandNames, {})


def read_database_settings() -> DatabaseSettings:
    """Like `read_settings`, for those who do not talk to Slack."""
    return _read(DatabaseSettings, {})


def read_source_settings() -> SourceSettings:
    """Like `read_database_settings`, for those who pull readings."""
    return _read(SourceSettings, {})


def is_set(variable: str) -> bool:
    """Whether a variable of the environment has a value."""
    return bool(os.environ.get(variable))


def read_secrets(variables: Iterable[str]) -> Mapping[str, str]:
    """The values of variables that a source names, taken out of the environment as tokens are."""
    return {variable: os.environ.pop(variable, "") for variable in set(variables)}


Kind = TypeVar("Kind", bound=BaseSettings)


def _read(kind: type[Kind], given: Mapping[str, Any]) -> Kind:
    try:
        return kind(**given)
    except ValidationError as problem:
        first = problem.errors()[0]
        if first["type"] == "value_error":
            raise SettingsProblem(str(first["ctx"]["error"])) from None
        name = str(first["loc"][0])
        raise SettingsProblem(f"{name} is wrong: {first['msg']}.") from None
