"""Uploads in three steps, and a file that is not ready at once."""

import io

import pytest

from bot import simulator
from bot.simulator.cannot import CannotError
from bot.simulator.refusal import SlackError
from tests.bot.simulator.conftest import SUBMIT, client_of, field, manifest, modal
from tests.bot.simulator.test_chat import error_of

PNG = b"\x89PNG fake"


def picture(file_id):
    return [{"type": "image", "slack_file": {"id": file_id}, "alt_text": "A chart"}]


async def upload(client, **more):
    return await client.files_upload_v2(content=PNG, filename="chart.png", title="Chart", **more)


async def test_an_upload_is_shared_into_a_thread(trusted, trusted_client):
    parent = await trusted_client.chat_postMessage(channel="#general", text="Numbers")
    answer = await upload(
        trusted_client, channel=parent["channel"], thread_ts=parent["ts"], initial_comment="See", alt_txt="Up"
    )
    info = await trusted_client.files_info(file=answer["file"]["id"])

    assert trusted.people["ana"].reads("general", parent["ts"]) == ["Numbers", "See"]
    assert (info["file"]["alt_txt"], info["file"]["mimetype"]) == ("Up", "image/png")
    assert info["file"]["shares"]["public"][parent["channel"]][0]["channel_name"] == "general"


async def test_a_fresh_upload_cannot_be_shown_for_a_while(machine):
    setup = {"machine": machine, "files_ready_after": 5.0, "granted_optional": ("files:read",)}
    async with simulator.running(manifest(), **setup) as running:
        client = client_of(running)
        file_id = (await upload(client))["file"]["id"]
        call = client.chat_postMessage(channel="#general", text="x", blocks=picture(file_id))
        early, kind = await error_of(call), (await client.files_info(file=file_id))["file"]["mimetype"]
        machine.ahead += 6

        assert (early, kind) == ("invalid_blocks", "")
        assert (await client.chat_postMessage(channel="#general", text="x", blocks=picture(file_id)))["ok"]


async def test_a_file_may_be_named_by_its_address(trusted_client):
    url = (await upload(trusted_client))["file"]["url_private"]
    blocks = [{"type": "image", "slack_file": {"url": url}, "alt_text": "A chart"}]

    assert (await trusted_client.chat_postMessage(channel="#general", text="x", blocks=blocks))["ok"]


async def test_only_pictures_can_be_shown(trusted_client):
    answer = await trusted_client.files_upload_v2(content="a,b", filename="table.csv")
    blocks = picture(answer["file"]["id"])
    call = trusted_client.chat_postMessage(channel="#general", text="x", blocks=blocks)

    assert await error_of(call) == "invalid_blocks"


async def test_the_bytes_are_for_holders_of_the_token(trusted, trusted_client, http):
    url = (await upload(trusted_client))["file"]["url_private"]
    bearer = {"Authorization": f"Bearer {trusted.bot_token}"}
    async with http.get(url) as stranger, http.get(url, headers=bearer) as friend:
        assert (stranger.status, stranger.content_type) == (200, "text/html")
        assert await friend.read() == PNG
    async with http.get(f"{trusted.url}/files/F404/x.png", headers=bearer) as nothing:
        assert nothing.status == 404


async def test_an_upload_address_takes_the_announced_bytes_once(trusted_client, http):
    promised = await trusted_client.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    url = promised["upload_url"]
    async with http.post(url, data=PNG + b"more") as wrong:
        assert (wrong.status, await wrong.text()) == (400, "file_length_mismatch")
    async with http.post(url, data={"file": io.BytesIO(PNG)}) as form:
        assert form.status == 200
    async with http.post(url, data=PNG) as again, http.post(url + "0", data=PNG) as guessed:
        assert (again.status, guessed.status) == (404, 404)


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ([], "invalid_arguments"),
        ([{"id": "F404"}], "file_not_found"),
        ([{"id": "F1", "colour": "red"}], "invalid_arguments"),
    ],
)
async def test_what_cannot_be_completed(trusted_client, files, error):
    assert await error_of(trusted_client.files_completeUploadExternal(files=files)) == error


async def test_a_file_is_completed_once_and_only_when_filled(trusted_client):
    done = (await upload(trusted_client))["file"]["id"]
    promised = await trusted_client.files_getUploadURLExternal(filename="a.png", length=3)
    empty = promised["file_id"]
    errors = [
        await error_of(trusted_client.files_completeUploadExternal(files=[{"id": each}]))
        for each in (done, empty)
    ]

    assert errors == ["file_already_completed", "file_not_found"]


async def test_a_file_needs_a_name_and_a_size(client):
    assert await error_of(client.files_getUploadURLExternal(filename="", length=1)) == "invalid_arguments"
    assert await error_of(client.files_getUploadURLExternal(filename="a", length=0)) == "invalid_arguments"


async def test_files_are_described_with_their_scope_only(client):
    assert await error_of(client.files_info(file="F1")) == "missing_scope"


async def test_blocks_can_stand_with_a_shared_file(trusted, trusted_client):
    promised = await trusted_client.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    trusted.world.files.fill(trusted.world.files.find(promised["file_id"]), PNG)
    general = trusted.workspace.channel("general").id
    body = {"files": [{"id": promised["file_id"]}], "channel_id": general, "blocks": [{"type": "divider"}]}
    await trusted_client.api_call("files.completeUploadExternal", json=body)

    assert trusted.people["ana"].sees("general")[-1].blocks[0]["type"] == "divider"


def test_forgotten_files_are_not_found(trusted):
    trusted.world.files.clear()

    with pytest.raises(SlackError, match="file_not_found"):
        trusted.world.files.find("F0S0000001")


CSV = {"type": "file_input", "action_id": "chosen", "filetypes": ["csv"], "max_files": 1}


@pytest.fixture
async def asking(beacon, trusted):
    """An app that may read files, and opens a form that asks for one on /ask."""
    form = modal(field("csv", CSV), submit=SUBMIT, callback_id="form")

    @beacon.app.command("/ask")
    async def ask(ack, command, client):
        await client.views_open(trigger_id=command["trigger_id"], view=form)
        await ack()

    @beacon.app.view("form")
    async def sent(ack, view):
        beacon.heard.append(view["state"]["values"]["csv"]["chosen"])
        await ack()

    await beacon.connects()
    return trusted, beacon


async def test_a_file_that_somebody_chose_is_told_whole_and_read_with_the_token(asking, http):
    slack, app = asking
    ana = slack.people["ana"]
    await ana.runs("/ask", channel="general")
    assert await ana.submits(csv={"my numbers.csv": "a,b\n"}) == {}
    ((kind, (file,)),) = [(each["type"], each["files"]) for each in app.heard]
    assert (kind, file["name"], file["size"], file["user"]) == ("file_input", "my numbers.csv", 4, ana.id)

    async with http.get(file["url_private"], headers={"Authorization": f"Bearer {slack.bot_token}"}) as got:
        assert await got.read() == b"a,b\n"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "complete this required field"),
        ({"a.csv": "1", "b.csv": "2"}, "at most 1 file."),
        ({"page.html": "<html>"}, "page.html is not a supported file type: csv."),
    ],
)
async def test_what_a_field_for_files_refuses(asking, files, words):
    slack, _ = asking
    ana = slack.people["ana"]
    await ana.runs("/ask", channel="general")

    assert words in (await ana.submits(csv=files))["csv"]


async def test_a_file_that_is_empty_or_too_large_or_somebody_elses_is_refused(asking):
    slack, _ = asking
    ana, bo = slack.people["ana"], slack.people["bo"]
    await ana.runs("/ask", channel="general")
    for size in (0, 10_000_001):
        with pytest.raises(CannotError):
            await ana.submits(csv={"a.csv": b"x" * size})
    await bo.runs("/ask", channel="general")
    his = (await slack.world.acts.perform("bo", "upload", {"name": "a.csv", "content": "YQ=="}))["file"]["id"]
    value = {"csv": {"chosen": {"type": "file_input", "files": [{"id": his}]}}}
    answer = await slack.world.acts.perform("ana", "submit", {"view": ana.modal["id"], "values": value})

    assert answer == {"ok": False, "error": "This is somebody else's file."}


async def test_a_field_for_files_needs_the_scope_to_read_them(client):
    opening = client.views_open(trigger_id="x", view=modal(field("csv", CSV), submit=SUBMIT))

    assert await error_of(opening) == "invalid_arguments"
