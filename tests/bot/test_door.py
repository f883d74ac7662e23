"""Nothing leaves the door unanswered: a broken rule is a sentence, a mishap a reference, words come back."""

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pytest
from pydantic import BaseModel, StringConstraints
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, InputBlock, PlainTextInputElement
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot import answers, forms
from bot.app import build_app, identify
from bot.blocks.layout import Message, words
from bot.door import Door
from bot.once import Once, Replays
from rituals.clock import SystemClock
from rituals.errors import Outsider, RitualError
from rituals.people import People
from rituals.requests import Requests

MODAL = View(
    type="modal",
    callback_id="try.submit",
    title="Try",
    submit="Go",
    blocks=[InputBlock(block_id="text", label="What", element=PlainTextInputElement(action_id="try.text"))],
)
BUTTON = ActionsBlock(elements=[ButtonElement(text="Press", action_id="try.press", value="1")])


class Form(BaseModel):
    text: Annotated[str, StringConstraints(max_length=5)]


@dataclass
class Unfit(RitualError):
    field: ClassVar[str | None] = "text"


@answers.answer.register
def _(_error: Unfit) -> str:
    return "That does not fit."


class Features:
    """One listener of each kind, each doing what a test asks for."""

    def __init__(self, door):
        self.door = door
        door.command("/commit", self.command)
        door.action("try.press", self.pressed)
        door.shortcut("commit.shortcut", self.shortcut)
        door.view("try.submit", self.submitted)

    async def does(self, args):
        await args.ack()

    async def command(self, args):
        await self.does(args)

    pressed = shortcut = submitted = command

    async def opens(self, args):
        self.door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=MODAL))


def raising(error, *, acked=False):
    async def does(args):
        if acked:
            await args.ack()
        raise error

    return does


@pytest.fixture
async def features(simulator, ledger, ids):
    client = AsyncWebClient(simulator.bot_token, base_url=simulator.api_url, retry_handlers=[])
    machine = SystemClock()
    once = Once(Requests(ledger, machine), Replays(machine, None))
    door = Door(build_app(client, None, await identify(client), People(ledger), once, ids=ids))
    features = Features(door)
    handler = AsyncSocketModeHandler(door._app, simulator.app_token)
    await handler.client.connect()
    await simulator.connected()
    yield features
    await door.settled()
    await handler.client.close()


@pytest.fixture
def ana(simulator, features):
    return simulator.people["ana"]


async def the_form(ana, features):
    features.does = features.opens
    await ana.runs("/commit")
    await features.door.settled()


async def test_a_broken_rule_is_told_to_whoever_ran_the_command_with_their_words(ana, features):
    features.does = raising(Outsider())
    await ana.runs("/commit write <the> docs")

    assert ana.reads()[-1] == (
        "Polaris listens to the people of this organisation only.\n\nYou wrote:\n>write &lt;the&gt; docs"
    )


@pytest.mark.parametrize("acked", [False, True])
async def test_a_mishap_is_told_with_a_reference_that_is_in_the_log(ana, features, caplog, acked):
    features.does = raising(LookupError("broken"), acked=acked)
    await ana.runs("/commit write the docs")

    told = ana.reads()[-1]
    assert re.findall("Reference: `(.*)`", told) == [caplog.records[-1].reference]
    assert ">write the docs" in told


async def test_a_rule_about_a_field_is_told_under_it(ana, features):
    await the_form(ana, features)
    features.does = raising(Unfit())

    assert await ana.submits(text="hello") == {"text": "That does not fit."}


async def test_a_form_that_cannot_be_read_says_so_under_the_field(ana, features):
    async def reads(args):
        forms.read(Form, args.view)

    await the_form(ana, features)
    features.does = reads

    assert await ana.submits(text="hello you") == {"text": "4 characters too long; 5 fit here."}


@pytest.mark.parametrize("error", [Outsider(), LookupError("broken")])
async def test_any_other_failure_of_a_form_gives_the_words_back_in_the_modal(ana, features, error):
    await the_form(ana, features)
    features.does = raising(error)
    await ana.submits(text="my long thoughts")

    assert ">my long thoughts" in ana.modal["blocks"][0]["text"]["text"]


async def test_a_failing_button_answers_beside_its_message(ana, features, simulator):
    client = AsyncWebClient(simulator.bot_token, base_url=simulator.api_url, retry_handlers=[])
    await client.chat_postMessage(channel="#general", text="Press", blocks=[BUTTON.to_dict()])
    features.does = raising(Outsider())
    await ana.clicks("try.press")
    await features.door.settled()

    assert ana.reads("general")[-1] == "Polaris listens to the people of this organisation only."


async def test_a_failing_shortcut_answers_by_direct_message(ana, features):
    features.does = raising(Outsider())
    await ana.uses("commit.shortcut")
    await features.door.settled()

    assert ana.reads(ana.dm.id)[-1] == "Polaris listens to the people of this organisation only."


@pytest.mark.parametrize(
    ("error", "told"), [(Outsider(), "this organisation only"), (LookupError("broken"), "Reference")]
)
async def test_what_fails_after_the_ack_is_told_with_the_words(ana, features, error, told):
    async def later(args):
        features.door.after(args, raising(error)(args))

    features.does = later
    await ana.runs("/commit write the docs")
    await features.door.settled()

    assert told in ana.reads()[-1]
    assert ">write the docs" in ana.reads()[-1]


async def test_a_window_that_comes_too_late_asks_for_another_try(ana, features):
    async def late(args):
        await args.ack()
        features.door.after(args, _expired(args))

    features.does = late
    await ana.runs("/commit")
    await features.door.settled()

    assert ana.reads()[-1].endswith("I was too slow. Please try once more.")


async def _expired(args):
    raise SlackApiError("too late", {"ok": False, "error": "trigger_expired"})


async def test_an_answer_can_stand_in_place_of_what_was_pressed(ana, features):
    async def offers(args):
        await args.ack(response_type="ephemeral", text="Press", blocks=[BUTTON.to_dict()])

    async def replaces(args):
        await args.ack()
        features.door.after(
            args, features.door.respond(args, Message("Pressed.", [words("Pressed.")]), replace=True)
        )

    features.does = offers
    await ana.runs("/commit")
    features.does = replaces
    await ana.clicks("try.press")
    await features.door.settled()

    assert ana.reads()[-1] == "Pressed."
    assert "Press" not in ana.reads()


async def test_people_of_other_organisations_are_refused_before_any_listener_runs(
    features, simulator, ledger
):
    simulator.workspace.share(simulator.workspace.channel("general"))
    mia = simulator.workspace.add_user("mia", "Mia Customer", is_stranger=True)
    simulator.workspace.join(simulator.workspace.channel("general"), mia.id)
    client = AsyncWebClient(simulator.bot_token, base_url=simulator.api_url)
    await client.chat_postMessage(channel="general", text="Press", blocks=[BUTTON.to_dict()])
    features.does = raising(AssertionError("this listener ran"))
    await simulator.people["mia"].clicks("Press")
    await features.door.settled()

    assert simulator.people["mia"].reads("general")[-1] == (
        "Polaris listens to the people of this organisation only."
    )
