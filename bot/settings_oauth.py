"""What an operator decides who lets any number of workspaces install Polaris."""

from base64 import urlsafe_b64decode
from collections.abc import Iterator

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from yarl import URL

_WHERE = "docs/workspaces.md says where to find it"
_KEY_BYTES = 32


class OAuthSettings(BaseSettings):
    """Nothing of it is needed for one workspace that was given its bot token by hand."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    client_id: str = Field(
        default="",
        alias="SLACK_CLIENT_ID",
        description="Client ID of the app, for every workspace that installs it: see docs/workspaces.md.",
    )
    client_secret: SecretStr = Field(
        default=SecretStr(""),
        alias="SLACK_CLIENT_SECRET",
        description="Client secret of the app, to serve several workspaces.",
    )
    token_keys: SecretStr = Field(
        default=SecretStr(""),
        alias="POLARIS_TOKEN_KEYS",
        description="Keys that the tokens of several workspaces are encrypted with, the newest first, with"
        " commas between them.",
    )

    @property
    def serves_many(self) -> bool:
        """Whether workspaces come by OAuth, rather than one by its bot token."""
        return bool(self.client_id or self.client_secret.get_secret_value() or self.keys)

    @property
    def keys(self) -> list[str]:
        """The keys, the newest first."""
        return [key for each in self.token_keys.get_secret_value().split(",") if (key := each.strip())]


def lacking(given: OAuthSettings, *, url: str, signing_secret: str, over_http: bool) -> Iterator[str]:
    """What serving several workspaces lacks, a line each that begins with the name of the variable."""
    needed = {
        "SLACK_CLIENT_ID": given.client_id,
        "SLACK_CLIENT_SECRET": given.client_secret.get_secret_value(),
        "POLARIS_TOKEN_KEYS": ",".join(given.keys),
        "SLACK_SIGNING_SECRET": signing_secret,
        "POLARIS_URL": url,
    }
    for name, value in needed.items():
        if not value:
            yield f"{name} is missing, and several workspaces need it: {_WHERE}."
    if not all(map(_is_key, given.keys)):
        yield (
            "POLARIS_TOKEN_KEYS is wrong: each key is 32 random bytes in URL-safe base64, with commas between"
            " them; docs/workspaces.md says how to make one."
        )
    if not over_http:
        yield "POLARIS_MODE is socket, and several workspaces are served over http alone: set it to http."
    if url and URL(url).scheme != "https" and URL(url).host not in {"localhost", "127.0.0.1"}:
        yield "POLARIS_URL is not https: Slack sends people back to nothing else."


def _is_key(key: str) -> bool:
    """Whether the library that seals takes it; one workspace does not wait for its import."""
    try:
        return len(urlsafe_b64decode(key)) == _KEY_BYTES
    except ValueError:
        return False
