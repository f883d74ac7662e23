"""Modals and the App Home: triggers, stacks, hashes."""

import pytest
from slack_sdk.errors import SlackApiError

from bot import simulator
from tests.bot.simulator.conftest import SUBMIT, client_of, field, manifest, modal
from tests.bot.simulator.test_chat import error_of

HOME = {"type": "home", "blocks": [{"type": "divider"}]}


@pytest.fixture
def trigger(sim):
    """Give a fresh trigger of Ana's."""
    return lambda: sim.world.triggers.issue(sim.people["ana"].id)


async def test_a_view_comes_back_whole(sim, client, trigger):
    answer = await client.views_open(
        trigger_id=trigger(), view=modal(field(), submit=SUBMIT, private_metadata="kept")
    )
    view = answer["view"]

    assert (view["private_metadata"], view["root_view_id"], view["previous_view_id"]) == (
        "kept",
        view["id"],
        None,
    )
    assert view["state"]["values"]["what"]["typed"] == {"type": "plain_text_input", "value": None}
    assert view["close"] is None


async def test_a_trigger_opens_one_view(client, trigger):
    once = trigger()
    await client.views_open(trigger_id=once, view=modal())

    assert await error_of(client.views_open(trigger_id=once, view=modal())) == "trigger_exchanged"


async def test_a_trigger_lives_three_seconds(client, trigger, machine):
    fresh, stale = trigger(), trigger()
    machine.ahead += 1.5
    await client.views_open(trigger_id=fresh, view=modal())
    machine.ahead += 2

    for _ in range(2):
        assert await error_of(client.views_open(trigger_id=stale, view=modal())) == "trigger_expired"


async def test_a_refused_view_leaves_its_trigger_unused(client, trigger):
    kept = trigger()

    assert await error_of(client.views_open(trigger_id=kept, view=modal(field()))) == "invalid_arguments"
    assert (await client.views_open(trigger_id=kept, view=modal()))["ok"]


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"trigger_id": "guessed", "view": modal()}, "invalid_trigger_id"),
        ({"view": modal()}, "invalid_arguments"),
        ({"trigger_id": "guessed", "view": [1]}, "invalid_arguments"),
        ({"trigger_id": "guessed", "view": HOME}, "invalid_arguments"),
    ],
)
async def test_what_cannot_be_opened(client, args, error):
    assert await error_of(client.api_call("views.open", json=args)) == error


async def test_a_fault_in_a_view_is_pointed_at(client, trigger):
    with pytest.raises(SlackApiError) as refused:
        await client.views_open(trigger_id=trigger(), view=modal({"type": "wall"}))

    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: wall [json-pointer:/view/blocks/0/type]"
    ]


async def test_three_views_lie_on_each_other_at_most(sim, client, trigger):
    empty = await error_of(client.views_push(trigger_id=trigger(), view=modal()))
    await client.views_open(trigger_id=trigger(), view=modal())
    second = await client.views_push(trigger_id=trigger(), view=modal())
    third = await client.views_push(trigger_id=trigger(), view=modal())
    fourth = await error_of(client.views_push(trigger_id=trigger(), view=modal()))

    assert (empty, fourth) == ("view_not_found", "push_limit_reached")
    assert third["view"]["previous_view_id"] == second["view"]["id"]


async def test_a_stale_hash_is_refused(client, trigger):
    view = (await client.views_open(trigger_id=trigger(), view=modal()))["view"]
    await client.views_update(view_id=view["id"], hash=view["hash"], view=modal())

    call = client.views_update(view_id=view["id"], hash=view["hash"], view=modal())

    assert await error_of(call) == "hash_conflict"


async def test_an_update_keeps_what_was_typed_into_fields_that_stay(sim, client, trigger):
    ana = sim.people["ana"]
    first = modal(field(), field("more"), submit=SUBMIT, external_id="form")
    await client.views_open(trigger_id=trigger(), view=first)
    await ana.fills(what="Kept", more="Lost")
    await client.views_update(external_id="form", view=modal(field(), submit=SUBMIT, external_id="form"))

    assert ana.modal is not None
    assert ana.modal["state"]["values"] == {"what": {"typed": {"type": "plain_text_input", "value": "Kept"}}}


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"view_id": "V404"}, "not_found"),
        ({}, "invalid_arguments"),
    ],
)
async def test_what_cannot_be_updated(client, args, error):
    assert await error_of(client.api_call("views.update", json={"view": modal(), **args})) == error


async def test_a_modal_does_not_become_a_home(client, trigger):
    view = (await client.views_open(trigger_id=trigger(), view=modal()))["view"]

    assert await error_of(client.views_update(view_id=view["id"], view=HOME)) == "invalid_arguments"


async def test_an_external_id_is_used_once(client, trigger):
    await client.views_open(trigger_id=trigger(), view=modal(external_id="only"))

    call = client.views_push(trigger_id=trigger(), view=modal(external_id="only"))

    assert await error_of(call) == "duplicate_external_id"


async def test_a_home_is_published_and_updated_by_hash(sim, client):
    ana = sim.people["ana"].id
    first = (await client.views_publish(user_id=ana, view=HOME))["view"]
    await client.views_publish(user_id=ana, view=HOME, hash=first["hash"])
    await client.views_update(view_id=first["id"], view=HOME)

    assert await error_of(client.views_publish(user_id=ana, view=HOME, hash=first["hash"])) == "hash_conflict"


async def test_a_home_is_for_people(sim, client):
    bot = sim.workspace.bot.id

    assert await error_of(client.views_publish(user_id=bot, view=HOME)) == "invalid_arguments"


async def test_without_a_home_tab_there_is_no_home():
    async with simulator.running(manifest(app_home={})) as running:
        call = client_of(running).views_publish(user_id=running.people["ana"].id, view=HOME)

        assert await error_of(call) == "not_enabled"


async def test_every_block_gets_an_id_of_its_own(sim, client):
    blocks = [{"type": "divider"}] * 100
    view = (await client.views_publish(user_id=sim.people["ana"].id, view={**HOME, "blocks": blocks}))["view"]

    assert len({each["block_id"] for each in view["blocks"]}) == 100
