"""The whole simulated Slack around one workspace: every part, made and joined once."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.simulator import shapes
from bot.simulator.acts import Acts
from bot.simulator.answers import Answers
from bot.simulator.clock import Clock, machine_time
from bot.simulator.consent import Consent
from bot.simulator.courier import RETRY_SCHEDULE, Courier
from bot.simulator.events import Subscriptions
from bot.simulator.events_api import SignedHttp
from bot.simulator.faults import Faults
from bot.simulator.files import Files
from bot.simulator.ids import Ids
from bot.simulator.interactions import ResponseUrls, Triggers
from bot.simulator.line import Line
from bot.simulator.manifest import Manifest
from bot.simulator.payloads import Payloads
from bot.simulator.rate_limits import RateLimits
from bot.simulator.records import Json
from bot.simulator.rules import limits
from bot.simulator.scheduled import ScheduledMessages
from bot.simulator.seeds import DEMO, plant
from bot.simulator.socket_mode import SocketMode
from bot.simulator.tokens import BotTokens
from bot.simulator.traffic import Traffic
from bot.simulator.views import Views
from bot.simulator.walk import Walk
from bot.simulator.web_api.method import Token
from bot.simulator.workspace import TEAM, Workspace

_TICK_S = 0.5


@dataclass(frozen=True, slots=True)
class Setup:
    """How a simulated Slack is set up.

    `events_url` switches from Socket Mode to signed HTTP. `files_ready_after`, `ack_s`, `trigger_s` and
    `retry_schedule` are machine seconds. `rate_limits` counts calls as Slack does. `granted_optional` says
    which of the manifest's optional scopes were granted, or `"all"`.
    """

    manifest: Manifest
    now: datetime | None = None
    seed: Json | None = None
    events_url: str | None = None
    granted_optional: tuple[str, ...] = ()
    files_ready_after: float = 2.0
    ack_s: float = limits.ACK_S
    trigger_s: float = limits.TRIGGER_S
    retry_schedule: tuple[float, ...] = RETRY_SCHEDULE
    rate_limits: bool = False
    machine: Callable[[], float] = machine_time
    team_id: str = TEAM
    bot_token: str = "xoxb-simulated-bot-token"  # noqa: S105 - opens nothing but this simulator
    app_token: str = "xapp-simulated-app-token"  # noqa: S105 - opens nothing but this simulator
    signing_secret: str = "simulated-signing-secret"  # noqa: S105 - opens nothing but this simulator


class World:
    """One simulated Slack; `base` is its own address, known once it listens."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.base = ""
        self.manifest = setup.manifest
        self.app_token = setup.app_token
        self.signing_secret = setup.signing_secret
        self.client_id, self.client_secret = "simulated-client", "simulated-client-secret"
        self.oauth_codes: dict[str, str] = {}
        self.oauth_redirects: dict[str, str] = {}
        self.notices: list[tuple[str, str]] = []
        self.granted = self._grants(setup)
        self.clock = Clock(setup.now, setup.machine)
        self.ids = Ids()
        self.tokens = BotTokens(setup.bot_token, self.clock, self.ids, rotates=self.manifest.rotates_tokens)
        self.traffic = Traffic(self.clock)
        self.faults = Faults()
        self.rate_limits = RateLimits(self.clock, kept=setup.rate_limits)
        self.workspace = Workspace(
            self.clock, self.ids, setup.manifest.bot_name, setup.manifest.name, team_id=setup.team_id
        )
        self.files = Files(self.workspace, setup.files_ready_after)
        self.views = Views(self.workspace)
        self.scheduled = ScheduledMessages(self.workspace)
        self.triggers = Triggers(self.clock, self.ids, setup.trigger_s)
        self.response_urls = ResponseUrls(self.clock, self.ids)
        self.payloads = Payloads(self.workspace, self.views)
        self.answers = Answers(self.workspace, self.files)
        self.consent = Consent(self)
        self.sockets = SocketMode(self.ids, self.workspace.app_id, setup.ack_s)
        self.http = SignedHttp(setup.events_url, setup.signing_secret, self.clock, setup.ack_s)
        self.line: Line = self.http if setup.events_url else self.sockets
        plant(self.workspace, setup.seed or DEMO)
        subscriptions = Subscriptions(self.workspace, self.manifest.events, lambda: self.granted)
        self.courier = Courier(
            self.line,
            self.payloads,
            subscriptions,
            self.traffic,
            self.faults,
            retry_schedule=setup.retry_schedule,
        )
        self.workspace.listen(self.courier.hear)
        self.acts = Acts(self)
        self.walk = Walk(
            self.clock, self._moved, self.scheduled.next_moment, lambda text: self.fail("", text)
        )

    @staticmethod
    def _grants(setup: Setup) -> frozenset[str]:
        manifest = setup.manifest
        if "all" in setup.granted_optional:
            return manifest.scopes | manifest.optional_scopes
        return manifest.scopes | (manifest.optional_scopes & frozenset(setup.granted_optional))

    async def keep_time(self) -> None:
        """Do what falls due as time passes by itself: scheduled messages, files becoming ready."""
        while True:
            await asyncio.sleep(_TICK_S)
            self.scheduled.post_due()
            for file in self.files.newly_ready():
                self.workspace.announce("file_ready", file=shapes.file(self.workspace, file, self.base))

    def _moved(self) -> None:
        self.scheduled.post_due()
        self.workspace.announce("clock")

    def fail(self, user: str, text: str) -> None:
        """Tell a person that something went wrong, as Slack does beside the composer."""
        self.notices.append((user, text))
        self.workspace.announce("notice", user=user, text=text)

    def token(self, given: str) -> Token:
        """Find whose token it is; raises `invalid_auth`, or why it is no longer good."""
        if given == self.app_token:
            return Token("app", frozenset({"connections:write"}))
        self.tokens.check(given)
        return Token("bot", self.granted)

    @property
    def bot_token(self) -> str:
        """Give the bot token that was handed out last."""
        return self.tokens.newest

    def revoke_tokens(self, reason: str = "token_revoked") -> None:
        """Make the bot's token worthless, as an uninstall does, and tell the app."""
        self.workspace.announce("tokens_revoked", user=self.workspace.bot.id)
        self.tokens.revoke(reason)

    def uninstall(self) -> None:
        """Remove the app from the workspace."""
        self.revoke_tokens("account_inactive")
        self.workspace.announce("app_uninstalled")

    def restore_tokens(self) -> None:
        """Make the bot's token good again."""
        self.tokens.restore()

    def reset(self) -> None:
        """Empty the workspace and plant the seed again; ids go on counting, the clock stays where it is."""
        self.workspace.clear()
        self.files.clear()
        self.views.clear()
        self.scheduled.waiting.clear()
        self.traffic.clear()
        self.faults.clear()
        self.notices.clear()
        self.restore_tokens()
        with self.workspace.quietly():
            plant(self.workspace, self.setup.seed or DEMO)
        self.workspace.announce("channels", channel=None)

    async def close(self) -> None:
        """Stop every delivery and close every connection."""
        await self.courier.close()
        await self.sockets.close()
        await self.http.close()
