"""The control API lets other programs drive the simulator."""

import asyncio

import pytest
from aiohttp.web_request import BaseRequest

from tests.bot.simulator.conftest import modal


@pytest.fixture
def control(sim, http):
    async def ask(verb, path, /, **body):
        async with http.request(verb, f"{sim.url}/control/{path}", json=body or None) as response:
            return await response.json()

    return ask


async def test_it_says_whether_the_app_is_there(sim, control, lighthouse):
    before = await control("GET", "ready")
    await lighthouse.connects()

    assert before == {"bot_connected": False, "by": "socket"}
    assert (await control("GET", "ready"))["bot_connected"]


async def test_the_clock_is_followed_and_moved(sim, control):
    start = sim.world.clock.now()

    def follow(step):
        return control("POST", "clock/follow", follower="diary", confirmed_step=step, next_moment=None)

    registered = await follow(None)
    waiting = asyncio.create_task(follow(registered["step"]))
    await asyncio.sleep(0.05)
    moving = asyncio.create_task(control("POST", "clock/jump", seconds=60))
    asked = await waiting  # before it moves: what comes next by now?
    assert asked["step"] == registered["step"]
    step = (await follow(asked["step"]))["step"]
    listening = asyncio.create_task(follow(step))
    moved = await moving
    listening.cancel()

    assert (moved["ok"], moved["step"], step) == (True, 1, 1)
    assert (sim.world.clock.now() - start).total_seconds() >= 60


@pytest.mark.parametrize(
    ("where", "days"),
    [({"seconds": 86_400}, 1), ({"weekday": "monday", "time": "09:00", "tz": "Europe/Berlin"}, 0)],
)
async def test_the_clock_jumps(sim, control, where, days):
    before = sim.world.clock.now()
    await control("POST", "clock/jump", **where)

    assert (sim.world.clock.now() - before).days >= days


async def test_the_clock_jumps_to_a_moment(control):
    await control("POST", "clock/jump", to="2099-01-05T09:00:00+01:00")

    assert (await control("GET", "clock"))["now"].startswith("2099-01-05T08:00")


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ({"to": "2001-01-01T00:00:00Z"}, "The calendar only moves forward."),
        ({"to": "2099-01-01T00:00:00"}, "2099-01-01T00:00:00 does not say its offset from UTC."),
        ({"next_moment": True}, "Nothing is planned."),
        ({"weekday": "funday"}, "funday is no day of the week."),
        ({"weekday": "monday", "tz": "Mars/Base"}, "There is no time zone Mars/Base."),
        ({"somewhere": True}, "Say where to: to, seconds, next_moment, or weekday with time and tz."),
    ],
)
async def test_a_jump_nowhere_is_refused_in_words(control, where, sentence):
    assert await control("POST", "clock/jump", **where) == {"ok": False, "error": sentence}


async def test_what_is_missing_is_named(control):
    assert (await control("POST", "clock/follow", step=1))["error"] == "follower is missing."


async def test_faults_are_switched_on_listed_and_cleared(control):
    added = await control("POST", "faults", fault="429", method="chat.postMessage", times=None, retry_after=3)
    listed = await control("GET", "faults")
    cleared = await control("DELETE", "faults", id=added["id"])

    assert listed["faults"][0]["retry_after"] == 3
    assert cleared["faults"] == []
    assert "There is no fault" in (await control("POST", "faults", fault="flood"))["error"]


async def test_people_are_added_and_changed(sim, control):
    added = await control("POST", "users", name="zoe", tz="Asia/Tokyo")
    await control("POST", "users", name="zoe", tz="Europe/Paris", deleted=True)
    users = (await control("GET", "users"))["users"]

    assert added["user"]["tz"] == "Asia/Tokyo"
    assert sim.workspace.user("zoe").deleted
    assert users[-1]["tz"] == "Europe/Paris"
    assert (await control("POST", "users", name="zoe", mood="fine"))["error"] == "A person has no mood."


async def test_channels_are_added_and_changed(sim, control):
    ana = sim.people["ana"].id
    made = (await control("POST", "channels", name="lab", members=["ana"], is_ext_shared=True))["channel"]
    await control("POST", "channels", name="den", is_private=True, app=False)
    await control("POST", "channels/lab/rename", name="laboratory")
    for what, body in [
        ("join", {"user": "bo"}),
        ("leave", {"user": "ana"}),
        ("archive", {"user": "ana"}),
        ("unarchive", {}),
        ("change_id", {}),
    ]:
        assert (await control("POST", f"channels/laboratory/{what}", **body))["ok"]
    shown = {each["name"]: each for each in (await control("GET", "channels"))["channels"]}

    assert shown["laboratory"]["is_ext_shared"]
    assert shown["laboratory"]["id"] != made["id"]
    assert ana not in shown["laboratory"]["members"]
    assert shown["den"]["members"] == []


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("channels", {"name": "general"}, "name_taken"),
        ("channels/general/rename", {"name": "leads"}, "name_taken"),
        ("channels/nowhere/archive", {}, "channel_not_found"),
        (
            "channels/general/paint",
            {},
            "A channel can be: archive, unarchive, rename, join, leave, change_id, share, unshare, topic.",
        ),
        ("app/paint", {}, "No such thing can be done to the app."),
    ],
)
async def test_what_cannot_be_changed(control, path, body, error):
    assert (await control("POST", path, **body))["error"] == error


async def test_messages_and_views_are_read(sim, control, client):
    ana = sim.people["ana"]
    about = {"event_type": "letter", "event_payload": {"key": "k"}}
    await client.chat_postMessage(channel="#general", text="One", metadata=about)
    await client.chat_postEphemeral(channel="#general", user=ana.id, text="Two")
    await client.views_publish(user_id=ana.id, view={"type": "home", "blocks": []})
    sim.world.views.open(ana.id, modal())
    await ana.uses("ask.global")
    messages = await control("GET", "messages?channel=general")
    views = await control("GET", "views?user=ana")

    assert messages["messages"][0]["metadata"] == about
    assert [(each["text"], each["to"]) for each in messages["ephemeral"]] == [("Two", ana.id)]
    assert (len(views["modals"]), views["home"]["type"], len(views["notices"])) == (1, "home", 1)
    assert (await control("GET", "traffic?limit=1"))["entries"][0]["name"] == "ask.global"


async def test_people_act(sim, control):
    body = {"as": "ana", "do": "post", "channel": "general", "text": "Hello"}

    assert (await control("POST", "people/act", **body))["ok"]
    assert sim.people["bo"].reads("general") == ["Hello"]


async def test_the_app_is_disconnected_uninstalled_and_let_in_again(sim, control, client, lighthouse):
    await lighthouse.connects()
    await control("POST", "app/disconnect", reason="warning")
    errors = []
    for what in ("revoke_tokens", "uninstall"):
        await control("POST", f"app/{what}")
        errors.append((await client.api_call("api.test"))["ok"])
    await control("POST", "app/restore_tokens")
    code = await control("POST", "app/oauth_code", user="ana")

    assert (await client.auth_test())["ok"]
    assert sim.world.oauth_codes == {code["code"]: sim.people["ana"].id}
    assert not (await control("POST", "app/verify_url"))["ok"]


async def test_a_reset_starts_over(sim, control, client):
    await client.chat_postMessage(channel="#general", text="One")
    sim.faults.add("500", times=None)
    await control("POST", "reset")

    assert (sim.texts("general"), sim.faults.list(), sim.traffic) == ([], [], [])


async def test_it_answers_this_machine_only(sim, http, monkeypatch):
    monkeypatch.setattr(BaseRequest, "remote", "10.0.0.9")
    async with http.get(f"{sim.url}/control/clock") as response:
        assert response.status == 403
