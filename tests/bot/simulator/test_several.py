"""Several workspaces of one Slack: apps come in by consent, and each token opens one of them."""

from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.simulator.refusal import SlackError
from bot.simulator.several import several
from bot.simulator.tokens import LASTS_S
from tests.house.source import ROOT

BACK = "https://app.example.com/slack/oauth_redirect"
CLIENT = {"client_id": "simulated-client", "client_secret": "simulated-client-secret"}


def manifest(*, rotates):
    app = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    app["oauth_config"]["redirect_urls"] = [BACK]
    app["settings"] |= {"socket_mode_enabled": False, "token_rotation_enabled": rotates}
    return app


@pytest.fixture
def machine():
    return [1_700_000_000.0]


@pytest.fixture
async def slack(request, machine):
    rotates = getattr(request, "param", False)
    seeds = [
        {
            "team": {"name": name},
            "people": [{"handle": "ana", "real_name": "Ana", "is_owner": True}],
            "channels": [{"name": "general", "members": "all", "is_general": True}],
        }
        for name in ("Northlight", "Southwind")
    ]
    async with several(manifest(rotates=rotates), seeds=seeds, machine=lambda: machine[0]) as slack:
        yield slack


def address(slack, **other):
    query = {"client_id": "simulated-client", "scope": "chat:write", "redirect_uri": BACK, "state": "s"}
    return f"{slack.url}/oauth/v2/authorize?{urlencode(query | other)}"


def client(slack, token=None):
    return AsyncWebClient(token, base_url=slack.api_url, retry_handlers=[])


async def came_in(slack, workspace):
    back = parse_qs(urlsplit(workspace.world.consent.allow(address(slack), workspace.people["ana"].id)).query)
    return await exchanged(slack, code=back["code"][0], redirect_uri=BACK)


async def exchanged(slack, **given):
    return await client(slack).api_call("oauth.v2.access", data={**CLIENT, **given})


async def test_each_token_opens_its_own_workspace(slack):
    tokens = [(await came_in(slack, each))["access_token"] for each in slack.workspaces]
    found = [(await client(slack, token).auth_test())["team"] for token in tokens]

    assert found == ["Northlight", "Southwind"]


async def test_an_app_that_left_gets_another_token(slack):
    _, south = slack.workspaces
    before = (await came_in(slack, south))["access_token"]
    south.world.uninstall()
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client(slack, before).auth_test()
    after = (await came_in(slack, south))["access_token"]

    assert before != after
    assert (await client(slack, after).auth_test())["team"] == "Southwind"


@pytest.mark.parametrize("slack", [True], indirect=True)
async def test_a_rotated_token_ends_and_its_refresh_token_is_good_once(slack, machine):
    _, south = slack.workspaces
    first = await came_in(slack, south)
    machine[0] += LASTS_S + 1
    with pytest.raises(SlackApiError, match="token_expired"):
        await client(slack, first["access_token"]).auth_test()
    again = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = await exchanged(slack, **again)
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        await exchanged(slack, **again)

    assert (await client(slack, second["access_token"]).auth_test())["team"] == "Southwind"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"client_id": "another"}, "invalid_client_id"),
        ({"redirect_uri": "https://elsewhere.example.com"}, "bad_redirect_uri"),
        ({"scope": "admin"}, "invalid_scope"),
    ],
)
async def test_what_the_app_did_not_declare_is_not_asked_of_people(slack, wrong, why):
    with pytest.raises(SlackError, match=why):
        slack.workspaces[0].world.consent.allow(address(slack, **wrong), "U1")


async def test_people_are_asked_on_a_page(slack):
    page = f"{slack.workspaces[1].url}/oauth/v2/authorize?{urlsplit(address(slack)).query}"
    async with aiohttp.ClientSession() as session:
        async with session.get(page) as shown:
            assert "asks to come into Southwind" in await shown.text()
        for what, key in (("allow", "code"), ("cancel", "error")):
            decide = page.replace("/authorize?", f"/authorize/{what}?")
            async with session.post(decide, allow_redirects=False) as sent:
                assert key in parse_qs(urlsplit(sent.headers["Location"]).query)
