"""What the page shows and does, seen through its endpoints."""

import asyncio
import json

import pytest

from tests.bot.simulator.conftest import actions, button, client_of, modal


@pytest.fixture
def get(sim, http):
    async def ask(path, **query):
        async with http.get(f"{sim.url}/page/{path}", params=query) as response:
            return await response.json() if response.status == 200 else response.status

    return ask


@pytest.fixture
def act(sim, http):
    async def do(who, what, **details):
        body = {"as": sim.people[who].id, "do": what, **details}
        async with http.post(f"{sim.url}/page/act", json=body) as response:
            return await response.json()

    return do


class Stream:
    """The live stream of one person."""

    def __init__(self, response):
        self._response = response

    async def next(self, kind):
        async with asyncio.timeout(20):
            while True:
                line = (await self._response.content.readline()).decode()
                if line.startswith("data: "):
                    news = json.loads(line.removeprefix("data: "))
                    if news["type"] == kind:
                        return news


@pytest.fixture
async def stream(sim, http):
    async with http.get(f"{sim.url}/page/stream", params={"as": sim.people["ana"].id}) as response:
        await response.content.readline()
        yield Stream(response)


async def test_the_state_is_all_a_page_needs(sim, get, client):
    await client.views_publish(user_id=sim.people["ana"].id, view={"type": "home", "blocks": []})
    sim.world.views.open(sim.people["ana"].id, modal())
    state = await get("state", **{"as": sim.people["ana"].id})
    general = next(each for each in state["channels"] if each["name"] == "general")

    assert (state["me"]["name"], state["me"]["initials"], state["team"]["name"]) == (
        "ana",
        "AD",
        "Northlight",
    )
    assert (general["is_member"], general["unread"]) == (True, 0)
    assert [each["command"] for each in state["commands"]] == ["/ask", "/raw"]
    assert [each["type"] for each in state["shortcuts"]] == ["global", "message"]
    assert (state["home"]["type"], len(state["modals"]), state["connected"]) == ("home", 1, None)
    assert state["clock"]["walking"] is False


async def test_without_a_name_the_page_is_the_first_persons(get):
    assert (await get("state"))["me"]["name"] == "ana"


async def test_strangers_see_nothing(sim, get):
    assert await get("state", **{"as": "U404"}) == 404
    assert await get("messages", channel="C404") == 404
    assert await get("messages", channel="leads", **{"as": sim.people["june"].id}) == 404
    assert await get("file/F404") == 404


async def test_guests_and_others_see_their_own_channels(sim, get):
    guest = await get("state", **{"as": sim.people["gus"].id})
    june = await get("state", **{"as": sim.people["june"].id})

    assert {each["name"] for each in guest["channels"]} == {"team-community", "team-docs"}
    assert "leads" not in {each["name"] for each in june["channels"]}


async def test_messages_come_oldest_first_with_what_is_private_to_one(sim, get, client):
    ana = sim.people["ana"]
    parent = await client.chat_postMessage(channel="#general", text="One")
    await client.chat_postEphemeral(channel="#general", user=ana.id, text="Two")
    place = {"channel": parent["channel"], "thread_ts": parent["ts"]}
    await client.chat_postMessage(**place, text="Three")
    await client.chat_postEphemeral(**place, user=ana.id, text="Four")
    shown = (await get("messages", channel="general", **{"as": ana.id}))["messages"]
    thread = (await get("messages", channel="general", thread_ts=parent["ts"], **{"as": ana.id}))["messages"]

    assert [(each["text"], each["ephemeral"]) for each in shown] == [("One", False), ("Two", True)]
    assert shown[0]["reply_count"] == 1
    assert [each["text"] for each in thread] == ["One", "Three", "Four"]


async def test_what_people_do_answers_yes_or_a_sentence(sim, act, client):
    posted = await act("ana", "post", channel="general", text="Hello")
    place = {"channel": "general", "ts": posted["ts"]}

    assert (await act("bo", "react", **place, name="wave"))["ok"]
    assert await act("bo", "react", **place, name="wave") == {"ok": False, "error": "already reacted"}
    assert await act("bo", "fly") == {"ok": False, "error": "Nobody can do 'fly' here."}
    assert (await act("bo", "react"))["error"].startswith("To react: missing a required argument")
    assert (await act("bo", "click", container={}, block_id="b", action_id="a"))["error"] == "not found"
    await act("bo", "read", channel="general")


async def test_a_private_message_can_be_put_away(sim, act, client):
    ana = sim.people["ana"]
    posted = await client.chat_postEphemeral(channel="#general", user=ana.id, text="x")
    place = {"channel": "general", "ts": posted["message_ts"]}

    assert (await act("ana", "dismiss", **place))["ok"]
    assert (await act("ana", "dismiss", **place))["error"] == "message not found"
    assert ana.reads("general") == []


async def test_what_is_somebody_elses_stays_theirs(sim, act, client):
    view = sim.world.views.open(sim.people["bo"].id, modal(actions(button())))
    leads = sim.workspace.channel("leads")
    secret = sim.workspace.post(leads, sim.people["bo"].id, "x")
    asks = [
        ("submit", {"view": view.id}, "This is somebody else's."),
        (
            "click",
            {"container": {"view": view.id}, "block_id": "b", "action_id": "a"},
            "This is somebody else's.",
        ),
        (
            "click",
            {
                "container": {"message": {"channel": leads.id, "ts": secret.ts}},
                "block_id": "b",
                "action_id": "a",
            },
            "You cannot see this message.",
        ),
        (
            "click",
            {"container": {"home": True}, "block_id": "b", "action_id": "a"},
            "The Home tab is still empty.",
        ),
    ]

    for what, details, sentence in asks:
        assert (await act("june", what, **details))["error"] == sentence


async def test_what_is_no_longer_there_cannot_be_pressed_or_filled(sim, act):
    view = sim.world.views.open(sim.people["ana"].id, modal())
    press = {"container": {"view": view.id}, "block_id": "b", "action_id": "a"}
    values = {"b": {"a": {"type": "plain_text_input", "value": "x"}}}

    assert (await act("ana", "click", **press))["error"] == "That is no longer there."
    assert (await act("ana", "submit", view=view.id, values=values))["error"].startswith(
        "There is no field b/a"
    )


async def test_the_stream_tells_what_happens(sim, stream, client):
    ana, general = sim.people["ana"], sim.workspace.channel("general").id
    posted = await client.chat_postMessage(channel=general, text="One")
    place = {"channel": general, "ts": posted["ts"]}
    arrived, unread = await stream.next("message"), await stream.next("unread")
    await client.chat_update(**place, text="Two")
    changed = await stream.next("message_changed")
    await client.reactions_add(channel=general, timestamp=posted["ts"], name="tada")
    reactions = await stream.next("reactions")
    await client.chat_postEphemeral(channel=general, user=ana.id, text="Psst")
    whispered = await stream.next("ephemeral")
    await client.chat_delete(**place)
    deleted = await stream.next("message_deleted")

    assert (arrived["message"]["text"], arrived["channel"]) == ("One", general)
    assert (unread["unread"], unread["mentions"]) == (1, 0)
    assert changed["message"]["text"] == "Two"
    assert reactions["reactions"][0]["name"] == "tada"
    assert whispered["message"]["ephemeral"]
    assert deleted["ts"] == posted["ts"]


async def test_the_stream_tells_of_views_clocks_faults_channels_and_failures(sim, stream, client, act):
    ana = sim.people["ana"]
    await client.views_publish(user_id=ana.id, view={"type": "home", "blocks": []})
    home = await stream.next("home")
    sim.world.views.open(ana.id, modal())
    modals = await stream.next("modals")
    await sim.world.walk.on(hours=1)
    clock = await stream.next("clock")
    sim.faults.add("500")
    faults = await stream.next("faults")
    sim.faults.clear()
    await ana.joins("team-docs")
    channels = await stream.next("channels")
    await ana.uses("ask.global")
    notice = await stream.next("notice")
    await act("ana", "read", channel="general")
    unread = await stream.next("unread")

    assert home["view"]["type"] == "home"
    assert len(modals["modals"]) == 1
    assert clock["clock"]["step"] == 1
    assert faults["faults"][0]["fault"] == "500"
    assert any(each["name"] == "team-docs" and each["is_member"] for each in channels["channels"])
    assert notice["text"] == "Ask now failed because dispatch failed"
    assert unread["unread"] == 0


async def test_the_stream_tells_of_traffic_without_secrets(sim, stream, client):
    await client.auth_test()
    entry = (await stream.next("traffic"))["entry"]

    assert (entry["direction"], entry["kind"], entry["name"], entry["status"]) == (
        "in",
        "web_api",
        "auth.test",
        200,
    )
    assert sim.bot_token not in json.dumps(entry)


async def test_the_stream_tells_when_a_picture_can_be_shown(trusted, http, trusted_client):
    async with http.get(f"{trusted.url}/page/stream", params={"as": trusted.people["ana"].id}) as response:
        await response.content.readline()
        uploaded = await client_of(trusted).files_upload_v2(content=b"x", filename="a.png")
        ready = await Stream(response).next("file_ready")

    async with http.get(f"{trusted.url}/page/file/{uploaded['file']['id']}") as picture:
        assert (await picture.read(), picture.content_type) == (b"x", "image/png")
    assert ready["file"]["id"] == uploaded["file"]["id"]


async def test_what_is_private_is_streamed_to_members_only(sim, stream):
    sim.workspace.post(sim.workspace.channel("leads"), sim.people["bo"].id, "Among us")
    sim.workspace.post(
        sim.workspace.direct(sim.people["bo"].id, sim.people["june"].id), sim.people["bo"].id, "x"
    )
    sim.workspace.post(sim.workspace.channel("general"), sim.people["bo"].id, "For all")

    assert [(await stream.next("message"))["message"]["text"] for _ in range(2)] == ["Among us", "For all"]


async def test_other_sites_may_not_act_here(sim, http):
    elsewhere = {"Origin": "https://example.com"}
    async with http.post(f"{sim.url}/page/act", json={}, headers=elsewhere) as response:
        assert response.status == 403
    async with http.get(f"{sim.url}/page/state", headers={"Origin": sim.url}) as response:
        assert response.status == 200


async def test_traffic_is_listed_newest_last(client, get):
    await client.auth_test()
    await client.users_list()
    entries = (await get("traffic", limit="1"))["entries"]

    assert [each["name"] for each in entries] == ["users.list"]


async def test_a_request_that_makes_no_sense_is_answered_in_words(sim, http):
    async with http.post(f"{sim.url}/page/act", data="{") as broken:
        assert broken.status == 400
    async with http.get(f"{sim.url}/page/traffic", params={"limit": "many"}) as wrong:
        assert (wrong.status, (await wrong.json())["ok"]) == (400, False)


async def test_only_pictures_are_shown_as_they_are(trusted, trusted_client, http):
    uploaded = await trusted_client.files_upload_v2(content="<script>", filename="a.html")
    async with http.get(f"{trusted.url}/page/file/{uploaded['file']['id']}") as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
