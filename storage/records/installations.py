"""How Polaris came into a workspace through Slack's OAuth, and whether it is still there."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Installed:
    """The app in one workspace. The tokens are sealed (`storage.sealing`); None once it was uninstalled.

    `enterprise` is the Grid organisation that the workspace belongs to. `expires_at` is machine time, of
    tokens that Slack has rotated; the other instants are calendar time. After `erase_at` everything of the
    workspace is to be gone.
    """

    name: str
    url: str
    enterprise: str | None
    bot_user: str
    bot_id: str
    scopes: tuple[str, ...]
    sealed_token: str | None
    sealed_refresh_token: str | None
    expires_at: datetime | None
    installed_by: str
    installed_at: datetime
    uninstalled_at: datetime | None = None
    erase_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether Polaris may act in the workspace."""
        return self.sealed_token is not None
