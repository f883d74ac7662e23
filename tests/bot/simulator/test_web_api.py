"""The Web API asks who is calling, what for, and with which arguments."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import simulator
from tests.bot.simulator.conftest import client_of, manifest


async def refusal(call):
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response


async def test_the_token_says_who_is_calling(client, sim):
    answer = await client.auth_test()

    assert (answer["user_id"], answer["team_id"]) == (sim.workspace.bot.id, sim.workspace.team_id)
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-someone-else", "invalid_auth")])
async def test_strangers_are_turned_away(sim, token, error):
    answer = await refusal(AsyncWebClient(token, base_url=sim.api_url).auth_test())

    assert answer["error"] == error


async def test_each_method_wants_its_own_kind_of_token(sim, client):
    socket = await refusal(client.apps_connections_open(app_token=sim.bot_token))
    posting = await refusal(AsyncWebClient(sim.app_token, base_url=sim.api_url).auth_test())

    assert socket["error"] == posting["error"] == "not_allowed_token_type"


@pytest.mark.parametrize("reason", ["token_revoked", "account_inactive"])
async def test_a_withdrawn_token_opens_nothing(sim, client, reason):
    sim.world.revoke_tokens(reason)

    assert (await refusal(client.auth_test()))["error"] == reason


async def test_a_revoked_token_can_be_given_back(sim, client):
    await client.auth_revoke(test=True)
    await client.auth_revoke()
    sim.world.restore_tokens()

    assert (await client.auth_test())["ok"]


async def test_a_method_slack_does_not_have_is_unknown(client):
    assert (await refusal(client.api_call("chat.shout")))["error"] == "unknown_method"


async def test_an_argument_slack_does_not_know_is_named(client):
    answer = await refusal(client.chat_postMessage(channel="#general", text="Hello", colour="red"))

    assert answer["error"] == "invalid_arguments"
    assert "colour" in answer["response_metadata"]["messages"][0]


async def test_a_missing_argument_is_named(client):
    answer = await refusal(client.api_call("users.info"))

    assert answer["response_metadata"]["messages"] == [
        "[ERROR] missing required field: user [json-pointer:/user]"
    ]


async def test_a_missing_scope_is_named_with_those_granted(client):
    answer = await refusal(client.conversations_history(channel="C0S0000001"))

    assert (answer["error"], answer["needed"]) == (
        "missing_scope",
        "channels:history,groups:history,im:history,mpim:history",
    )
    assert "chat:write" in answer["provided"]


async def test_optional_scopes_are_granted_one_by_one():
    async with simulator.running(manifest(), granted_optional=("files:read", "not:declared")) as running:
        scopes = (await client_of(running).auth_test()).headers["X-OAuth-Scopes"].split(",")

        assert "files:read" in scopes
        assert not {"team:read", "not:declared"} & set(scopes)


@pytest.mark.parametrize("how", ["query", "form", "json", "multipart"])
async def test_arguments_arrive_in_all_of_slacks_ways(sim, http, how):
    bearer = {"Authorization": f"Bearer {sim.bot_token}"}
    url, args = f"{sim.api_url}users.info", {"user": sim.people["ana"].id}
    form = aiohttp.FormData(args, default_to_multipart=True)
    sent: dict[str, Any] = {
        "query": {"params": args},
        "form": {"data": args},
        "json": {"json": args},
        "multipart": {"data": form},
    }
    async with http.post(url, headers=bearer, **sent[how]) as response:
        answer = await response.json()

    assert answer["user"]["name"] == "ana"


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        ("{", "application/json", "invalid_json"),
        ("[]", "application/json", "json_not_object"),
        ("a,b", "text/csv", "invalid_post_type"),
    ],
)
async def test_a_body_that_is_none_of_these_is_refused(sim, http, body, kind, error):
    async with http.post(f"{sim.api_url}api.test", data=body, headers={"Content-Type": kind}) as response:
        assert (await response.json())["error"] == error


async def test_a_token_in_a_json_body_is_not_read(sim, http):
    async with http.post(f"{sim.api_url}auth.test", json={"token": sim.bot_token}) as response:
        assert (await response.json())["error"] == "not_authed"


async def test_a_token_in_a_form_is_read(sim, http):
    async with http.post(f"{sim.api_url}auth.test", data={"token": sim.bot_token}) as response:
        assert (await response.json())["ok"]


async def test_api_test_answers_as_asked(client):
    assert (await client.api_test(foo="bar"))["args"] == {"foo": "bar"}
    assert (await refusal(client.api_test(error="as_you_like")))["error"] == "as_you_like"


@pytest.mark.parametrize(
    ("args", "place"),
    [
        ({"limit": "many"}, "/limit"),
        ({"limit": 0}, "/limit"),
        ({"exclude_archived": "perhaps"}, "/exclude_archived"),
        ({"types": 7}, "/types"),
    ],
)
async def test_an_argument_of_the_wrong_kind_is_pointed_at(client, args, place):
    answer = await refusal(client.api_call("conversations.list", json=args))

    assert place in answer["response_metadata"]["messages"][0]


async def test_a_structured_argument_must_be_json(client):
    answer = await refusal(client.api_call("views.publish", data={"user_id": "U1", "view": "{"}))

    assert answer["error"] == "invalid_arguments"


async def test_the_workspace_and_bots_can_be_described(trusted, trusted_client):
    team, bot = await trusted_client.team_info(), await trusted_client.bots_info()

    assert team["team"]["name"] == "Northlight"
    assert bot["bot"]["app_id"] == trusted.workspace.app_id
    assert (await refusal(trusted_client.bots_info(bot="B404")))["error"] == "bot_not_found"


async def access(sim, http, client_id="simulated-client", client_secret="simulated-client-secret"):
    # As the SDK does: the secret as HTTP basic authentication, the rest as a form.
    basic = {"Authorization": aiohttp.encode_basic_auth(client_id, client_secret)}
    async with http.post(f"{sim.api_url}oauth.v2.access", data={"code": "first"}, headers=basic) as response:
        return await response.json()


async def test_a_code_is_exchanged_for_the_token_once(sim, http):
    sim.world.oauth_codes["first"] = sim.people["ana"].id
    answer, again = await access(sim, http), await access(sim, http)

    assert (answer["access_token"], answer["bot_user_id"]) == (sim.bot_token, sim.workspace.bot.id)
    assert again["error"] == "invalid_code"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"client_id": "x"}, "invalid_client_id"),
        ({"client_secret": "x"}, "bad_client_secret"),
    ],
)
async def test_a_code_needs_the_apps_own_secret(sim, http, wrong, error):
    assert (await access(sim, http, **wrong))["error"] == error


async def test_an_app_without_socket_mode_gets_no_connection():
    async with simulator.running(manifest(socket_mode_enabled=False)) as running:
        answer = await refusal(client_of(running).apps_connections_open(app_token=running.app_token))

        assert answer["error"] == "socket_mode_not_enabled"
