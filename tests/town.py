"""A town for tests: two simulated workspaces, and one Polaris that each of them may install."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from cryptography.fernet import Fernet

from bot import wiring_many
from bot.manifest import REDIRECT_PATH, manifest
from bot.settings import Settings
from bot.simulator import Simulator
from bot.simulator.clock import machine_time
from bot.simulator.several import Slack, several
from bot.wiring_many import Town
from tests.contracts.overheard import faults_of_traffic
from tests.fakes import HandClock
from tests.patience import AT_ONCE, PATIENT

KEY = Fernet.generate_key().decode()


def a_seed(name: str) -> dict[str, Any]:
    return {
        "team": {"name": name, "domain": name.lower()},
        "people": [
            {"handle": "ana", "real_name": f"Ana of {name}", "is_owner": True, "is_admin": True},
            {"handle": "bo", "real_name": f"Bo of {name}"},
        ],
        "channels": [{"name": "general", "members": "all", "is_general": True}],
    }


@dataclass
class Visit:
    """A browser on its way through the installation; `page` is what it shows."""

    status: int
    page: str


@dataclass
class Neighbourhood:
    """Slack, the address of Polaris, and how it is set up."""

    slack: Slack
    port: int
    database_url: str
    clock: HandClock
    keys: str = KEY

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def north(self) -> Simulator:
        return self.slack.workspaces[0]

    @property
    def south(self) -> Simulator:
        return self.slack.workspaces[1]

    def settings(self, **more: str) -> Settings:
        return Settings.model_validate(self.environment(**more))

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "SLACK_CLIENT_ID": "simulated-client",
            "SLACK_CLIENT_SECRET": "simulated-client-secret",
            "SLACK_SIGNING_SECRET": self.north.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            "POLARIS_MODE": "http",
            "POLARIS_URL": self.url,
            "POLARIS_TOKEN_KEYS": self.keys,
            "POLARIS_DATABASE_URL": self.database_url,
            "POLARIS_HTTP_HOST": "127.0.0.1",
            "POLARIS_HTTP_PORT": str(self.port),
            **more,
        }

    @asynccontextmanager
    async def awake(self, **more: str) -> AsyncIterator[Town]:
        async with wiring_many.running(self.settings(**more), self.clock, AT_ONCE) as town:
            yield town

    async def visits(
        self, workspace: Simulator, session: aiohttp.ClientSession, decide: str = "allow"
    ) -> Visit:
        """Ana goes the whole way, from the page with the button back to Polaris."""
        async with session.get(f"{self.url}/slack/install") as shown:
            assert "Add to Slack" in await shown.text()
        back = await self.consents(workspace, session, decide)
        return await self.goes(session, back)

    async def consents(
        self, workspace: Simulator, session: aiohttp.ClientSession, decide: str = "allow"
    ) -> str:
        """As far as Slack's consent; gives the address that Slack sends the browser to."""
        async with session.get(f"{self.url}/slack/install/begin", allow_redirects=False) as sent:
            asked = sent.headers["Location"]
        consent = workspace.world.consent
        return (
            consent.allow(asked, workspace.people["ana"].id) if decide == "allow" else consent.cancel(asked)
        )

    async def goes(self, session: aiohttp.ClientSession, address: str, **cookies: str) -> Visit:
        async with session.get(address, cookies=cookies) as shown:
            return Visit(shown.status, await shown.text())

    async def installed(self, workspace: Simulator) -> None:
        async with a_browser() as session:
            done = await self.visits(workspace, session)
        assert done.status == 200, done.page


def a_browser() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


@asynccontextmanager
async def a_neighbourhood(
    clock: HandClock,
    port: int,
    database_url: str,
    *,
    rotates: bool = False,
    machine: Any = machine_time,
) -> AsyncIterator[Neighbourhood]:
    """Two workspaces, in neither of which Polaris is installed. What was said is held to Slack's types."""
    url = f"http://127.0.0.1:{port}"
    app = manifest({}, http_url="https://polaris.example.com", many=True)
    app["oauth_config"]["redirect_urls"] = [url + REDIRECT_PATH]
    app["settings"]["token_rotation_enabled"] = rotates
    async with several(
        app,
        clock.now(),
        seeds=[a_seed("Northlight"), a_seed("Southwind")],
        events_url=f"{url}/slack/events",
        machine=machine,
        **PATIENT,
    ) as slack:
        yield Neighbourhood(slack, port, database_url, clock)
        for each in slack.workspaces:
            assert not (faults := faults_of_traffic(each.traffic)), faults
