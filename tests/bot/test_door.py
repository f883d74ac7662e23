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
from sqlalchemy import text

from bot import answers, forms
from bot.app import build_app, identify
from bot.blocks.layout import Message, words
from bot.blocks.text import escape
from bot.door import Door
from bot.once import Once, Replays
from bot.refusals import Heard
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


class Other(BaseModel):
    elsewhere: str


@dataclass
class Unfit(RitualError):
    field: ClassVar[str | None] = "text"


@answers.answer.register
def _(_error: Unfit) -> str:
    return "That does not fit."


@dataclass
class Unknown(RitualError):
    field: ClassVar[str | None] = "text"
    typed: str


@answers.answer.register
def _(error: Unknown) -> str:
    return f"Nothing is called {escape(error.typed)}."


class Features:
    """One listener of each kind, each doing what a test asks for."""

    def __init__(self, door, heard):
        self.door, self.heard = door, heard
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
    heard: list[Heard] = []
    app = build_app(client, None, await identify(client), People(ledger), once, ids=ids)
    door = Door(app, heard.append)
    features = Features(door, heard)
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


async def test_a_complaint_about_a_field_that_is_not_there_gives_the_words_back(ana, features):
    async def reads(args):
        Other.model_validate({})

    await the_form(ana, features)
    features.does = reads
    await ana.submits(text="my long thoughts")

    assert ">my long thoughts" in ana.modal["blocks"][0]["text"]["text"]


@pytest.mark.parametrize("error", [Outsider(), LookupError("broken")])
async def test_any_other_failure_of_a_form_gives_the_words_back_in_the_modal(ana, features, error):
    await the_form(ana, features)
    features.does = raising(error)
    await ana.submits(text="my long thoughts")

    assert ">my long thoughts" in ana.modal["blocks"][0]["text"]["text"]


@pytest.mark.parametrize("error", [Outsider(), Unfit(), LookupError("broken")])
async def test_a_form_that_was_closed_before_its_answer_gives_the_words_back_by_direct_message(
    ana, features, error
):
    async def late(args):
        await ana.closes()
        raise error

    await the_form(ana, features)
    features.does = late
    await ana.submits(text="<!here> & more")
    await features.door.settled()

    assert ana.reads(ana.dm.id)[-1].endswith("You wrote:\n>&lt;!here&gt; &amp; more")


async def test_what_would_have_stood_under_a_field_is_harmless_in_a_message(ana, features):
    async def late(args):
        await ana.closes()
        raise Unknown("<!channel> & more")

    await the_form(ana, features)
    features.does = late
    await ana.submits(text="hello")
    await features.door.settled()

    assert ana.reads(ana.dm.id)[-1].startswith("Nothing is called &lt;!channel&gt; &amp; more.")


@pytest.mark.parametrize("error", [Outsider(), Unfit()])
async def test_whoever_still_looks_at_their_form_is_not_told_twice(ana, features, error):
    await the_form(ana, features)
    features.does = raising(error)
    await ana.submits(text="my thoughts")
    await features.door.settled()

    assert ana.reads(ana.dm.id) == []


async def test_a_form_that_could_not_be_kept_comes_back_by_direct_message_too(ana, features):
    await the_form(ana, features)
    features.does = raising(LookupError("broken"))
    await ana.submits(text="my thoughts")
    await features.door.settled()

    shown, told = ana.modal["blocks"][0]["text"]["text"], ana.reads(ana.dm.id)[-1]
    assert told == shown
    assert "Reference: " in told


@pytest.mark.parametrize(
    ("again", "told"),
    [("views_open", "I was too slow"), ("views_update", "closed or changed before I could answer")],
)
async def test_a_used_trigger_and_an_old_hash_give_the_words_back(ana, features, again, told):
    async def twice(args):
        window = args.body["view"]
        where = {
            "views_open": {"trigger_id": args.body["trigger_id"]},
            "views_update": {"view_id": window["id"], "hash": window["hash"]},
        }[again]
        await args.ack(response_action="update", view=MODAL.to_dict())
        await getattr(args.client, again)(**where, view=MODAL)
        features.door.after(args, getattr(args.client, again)(**where, view=MODAL))

    await the_form(ana, features)
    features.does = twice
    await ana.submits(text="my thoughts")
    await features.door.settled()

    assert told in ana.reads(ana.dm.id)[-1]
    assert ana.reads(ana.dm.id)[-1].endswith(">my thoughts")


async def test_words_that_slack_does_not_take_are_kept_until_it_does(ana, features, simulator):
    kept = []

    async def keep(user, text):
        kept.append((user, text))

    features.door.otherwise(keep)
    simulator.faults.add("500", method="chat.postMessage", times=None)
    await the_form(ana, features)
    features.does = raising(LookupError("broken"))
    await ana.submits(text="my thoughts")
    await features.door.settled()

    assert [user for user, _ in kept] == [ana.id]
    assert kept[0][1].endswith(">my thoughts")


async def test_where_nothing_can_be_told_any_more_the_window_and_the_log_share_a_reference(
    ana, features, simulator, caplog
):
    features.door.otherwise(raising(OSError("the disk is full")))
    simulator.faults.add("500", method="chat.postMessage", times=None)
    await the_form(ana, features)
    features.does = raising(LookupError("broken"))
    await ana.submits(text="my thoughts")
    await features.door.settled()

    (shown,) = re.findall("Reference: `(.*)`", ana.modal["blocks"][0]["text"]["text"])
    assert shown in {getattr(record, "reference", None) for record in caplog.records}
    assert "answer not delivered" in caplog.messages
    assert "my thoughts" not in caplog.text


async def test_what_fails_before_any_listener_is_asked_gives_the_words_back(ana, features, ledger):
    async with ledger._engine.begin() as connection:
        await connection.execute(text("DROP TABLE people"))
    await ana.runs("/commit write the docs")

    assert "Reference: " in ana.reads()[-1]
    assert ana.reads()[-1].endswith(">write the docs")


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


@pytest.mark.parametrize(
    ("fault", "heard"),
    [
        (None, Heard.OK),
        ("429", Heard.RATELIMITED),
        ("500", Heard.AMBIGUOUS),
        ("drop_after_accept", Heard.AMBIGUOUS),
    ],
)
async def test_what_slack_says_to_an_answer_by_response_url_is_told(ana, features, simulator, fault, heard):
    if fault is not None:
        simulator.faults.add(fault, method="response_url")

    async def answers(args):
        await args.ack()
        features.door.after(args, features.door.respond(args, Message("Done.", [words("Done.")])))

    features.does = answers
    await ana.runs("/commit")
    await features.door.settled()

    assert features.heard[0] is heard


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
