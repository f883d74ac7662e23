"""Typed settings; the only reader of the environment."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, TypeVar

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from yarl import URL

from bot.settings_commands import CommandNames
from bot.settings_faults import faults
from bot.settings_oauth import OAuthSettings, lacking
from bot.settings_terms import TermSettings

# Bolt would begin to install by itself with the id.
_SECRETS = (
    *("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"),
    *("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "POLARIS_TOKEN_KEYS"),
)

_WHERE = "README.md, 'Connect it to Slack', says where to find it"


class Mode(StrEnum):
    SOCKET = "socket"
    HTTP = "http"


class SettingsProblem(Exception):
    """The environment does not describe a bot that can run; the text says how to mend it."""


class Away(SettingsProblem):
    """What the environment names does not answer now: it may be right, and be back in a moment."""


def _default_database() -> str:
    folder: Path = user_data_path("polaris", appauthor=False)
    return f"sqlite:///{folder / 'polaris.db'}"


class DatabaseSettings(BaseSettings):
    """Where everything is remembered."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    database_url: str = Field(
        default_factory=_default_database,
        alias="POLARIS_DATABASE_URL",
        description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME; else a file of the user's.",
    )

    @field_validator("database_url")
    @classmethod
    def _is_of_a_database_we_know(cls, url: str) -> str:
        if not re.match(r"(sqlite|postgresql)(\+\w+)?://", url):
            raise ValueError(
                "POLARIS_DATABASE_URL is wrong: it is sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
            )
        return url


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
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        alias="POLARIS_LOG_LEVEL",
        description="DEBUG, INFO, WARNING or ERROR.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text",
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

    def clashes(self) -> Iterator[str]:
        yield from super().clashes()
        yield from self._clashes_of_many() if self.serves_many else self._clashes_of_one()

    def _clashes_of_one(self) -> Iterator[str]:
        needed = {"SLACK_BOT_TOKEN": (self.bot_token, "xoxb-", "")}
        if self.mode is Mode.SOCKET:
            needed["SLACK_APP_TOKEN"] = (self.app_token, "xapp-", ", and Socket Mode needs it")
        else:
            needed["SLACK_SIGNING_SECRET"] = (self.signing_secret, "", ", and HTTP mode needs it")
        for name, (secret, prefix, why) in needed.items():
            value = secret.get_secret_value()
            if not value:
                yield f"{name} is missing{why}: {_WHERE}."
            elif not value.startswith(prefix):
                yield f"{name} does not start with {prefix}, so it is another kind of token: {_WHERE}."

    def _clashes_of_many(self) -> Iterator[str]:
        yield from lacking(
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
                yield f"{name} belongs to one workspace, and SLACK_CLIENT_ID lets in many: unset one."


def environment_with(values: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process with some variables set, for a child."""
    return {**os.environ, **values}


def read_settings(**given: str) -> Settings:
    """The settings of this process's environment; `given` variables take precedence.

    Secrets are taken out of it: no child process inherits them, and Bolt finds none to use by itself.
    Raises SettingsProblem with a line for each that is wrong.
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
        wrong = faults(
            problem, lambda names: _instead(kind, names), lambda others: kind(**{**given, **others})
        )
    head = [f"{len(wrong)} settings have to be mended:"] if len(wrong) > 1 else []
    raise SettingsProblem("\n".join([*head, *wrong]))


def _instead(kind: type[BaseSettings], names: Iterable[str]) -> list[dict[str, Any]]:
    """Their defaults; where the mode is wrong, either one may have been meant."""
    fields = {field.alias: field for field in kind.model_fields.values()}
    defaults = {name: fields[name].get_default(call_default_factory=True) for name in names}
    modes = Mode if "POLARIS_MODE" in defaults else ()
    return [{**defaults, "POLARIS_MODE": mode} for mode in modes] or [defaults]
