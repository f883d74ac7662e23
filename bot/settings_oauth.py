"""What an operator decides who lets any number of workspaces install Polaris."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from yarl import URL

_WHERE = "docs/workspaces.md says where to find it"


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


def require_all(given: OAuthSettings, *, url: str, signing_secret: str, over_http: bool) -> None:
    """Raise ValueError, with a sentence, for what serving several workspaces lacks."""
    needed = {
        "SLACK_CLIENT_ID": given.client_id,
        "SLACK_CLIENT_SECRET": given.client_secret.get_secret_value(),
        "POLARIS_TOKEN_KEYS": ",".join(given.keys),
        "SLACK_SIGNING_SECRET": signing_secret,
        "POLARIS_URL": url,
    }
    for name, value in needed.items():
        if not value:
            raise ValueError(f"{name} is missing, and several workspaces need it: {_WHERE}.")
    if not over_http:
        raise ValueError("POLARIS_MODE is socket, and several workspaces are served over http alone.")
    if URL(url).scheme != "https" and URL(url).host not in {"localhost", "127.0.0.1"}:
        raise ValueError("POLARIS_URL is not https: Slack sends people back to nothing else.")
