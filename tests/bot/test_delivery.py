"""Nothing is lost silently, nothing is sent twice that could be looked up, and every unknown is listed."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import event

from bot.pacing import Timing
from bot.posting import Posting
from storage.records.deliveries import DeliveryState
from tests.bot.office import AT_ONCE, HISTORY, an_office
from tests.making import MONDAY_NINE, a_delivery, a_team


async def test_a_letter_is_posted_once(office):
    key = await office.write("hello")
    await office.deliver()
    await office.deliver()

    row = await office.row(key)
    assert office.texts() == ["hello"]
    assert (row.state, row.channel) == (DeliveryState.SENT, office.channel("general"))


async def test_the_reference_that_everybody_may_read_is_opaque(office):
    await office.write("team:ana:secret")
    await office.deliver()

    metadata = office.messages()[0].metadata
    assert set(metadata["event_payload"]) == {"reference"}
    assert "ana" not in str(metadata)


async def test_a_direct_message_goes_to_a_person(office):
    key = await office.write("psst", to="bo")
    await office.deliver()

    assert (await office.row(key)).channel.startswith("D")


async def test_letters_to_one_channel_keep_their_order(office):
    for number in range(5):
        await office.write(f"number {number}")
    await office.deliver()

    assert office.texts() == [f"number {number}" for number in range(5)]


async def test_a_reply_waits_for_its_parent_and_stands_in_its_thread(office):
    await office.write("reply", thread_of="parent")
    await office.deliver()
    before = office.texts()
    await office.write("parent")
    await office.deliver()

    parent, reply = office.messages()
    assert before == []
    assert (parent.text, reply.text, reply.thread_ts) == ("parent", "reply", parent.ts)


async def test_an_edit_replaces_what_was_said(office):
    await office.write("first")
    await office.write("better", replaces="first")
    await office.deliver()

    assert office.texts() == ["better"]


async def test_an_edit_of_what_never_arrived_is_not_made(office):
    await office.write("first", to="leads")
    await office.write("better", to="leads", replaces="first")
    await office.deliver()

    assert office.calls("chat.update") == 0


@pytest.mark.parametrize("fault", ["429", "ratelimited"])
async def test_a_busy_slack_is_asked_again_when_it_says(office, fault):
    office.slack.faults.add(fault, "chat.postMessage", retry_after=40)
    key = await office.write("hello")
    await office.deliver()
    postponed = await office.row(key)
    await office.deliver(seconds=29)
    early = office.calls("chat.postMessage")
    await office.deliver(seconds=11)

    assert postponed.state is DeliveryState.PENDING
    assert early == 1
    assert office.texts() == ["hello"]


async def test_a_retry_after_holds_its_method_for_every_letter_and_no_other_method(office):
    await office.write("first")
    await office.deliver()
    office.slack.faults.add("429", "chat.postMessage", retry_after=40)
    await office.write("hello")
    await office.deliver()
    await office.write("impatient")
    await office.write("elsewhere", to="north-star")
    await office.write("better", to="leads", replaces="first")
    await office.deliver(seconds=5)

    assert office.calls("chat.postMessage") == 2
    assert office.texts() == ["better"]


async def test_slack_refusing_connections_is_tried_again_with_growing_delays(either_ledger):
    async with an_office(either_ledger) as office:
        key = await office.write("hello")
    # The simulator is gone: nobody listens at its address.
    async with aiohttp.ClientSession() as office.session:
        office.driver = office.another_driver()
        delays = []
        for _ in range(3):
            await office.deliver(minutes=10)
            row = await office.row(key)
            assert row.not_before is not None
            delays.append((row.not_before - office.machine.now()).total_seconds())

    assert row.state is DeliveryState.PENDING
    assert delays == [2, 4, 8]


AMBIGUOUS_BUT_DONE = ["drop_after_accept", "reset_after_accept", "bad_json"]
AMBIGUOUS_AND_NOT_DONE = ["500", "502", "503", "504", "internal_error", "fatal_error", "drop_before_accept"]


@pytest.mark.parametrize("fault", AMBIGUOUS_BUT_DONE)
async def test_what_arrived_although_slack_did_not_say_so_is_found_and_not_sent_again(reading_office, fault):
    office = reading_office
    office.slack.faults.add(fault, "chat.postMessage")
    key = await office.write("hello")
    await office.deliver()
    doubted = await office.row(key)
    await office.deliver(minutes=1)

    assert doubted.state is DeliveryState.SENDING
    assert office.texts() == ["hello"]
    assert (await office.row(key)).ts == office.messages()[0].ts


async def test_a_clock_that_is_an_hour_fast_hides_nothing_that_arrived(reading_office):
    office = reading_office
    office.calendar.pass_(hours=1)
    office.slack.faults.add("drop_after_accept", "chat.postMessage")
    await office.write("hello")
    await office.deliver()
    for _ in range(3):
        await office.deliver(minutes=1)

    assert office.texts() == ["hello"]


@pytest.mark.parametrize("fault", AMBIGUOUS_AND_NOT_DONE)
async def test_what_did_not_arrive_is_looked_for_twice_and_then_sent(reading_office, fault):
    office = reading_office
    office.slack.faults.add(fault, "chat.postMessage")
    await office.write("hello")
    await office.deliver()
    await office.deliver(minutes=1)
    looked_once = office.texts()
    await office.deliver(minutes=1)

    assert looked_once == []
    assert office.texts() == ["hello"]
    assert office.calls("conversations.history") == 2


async def test_a_slow_slack_is_given_time_before_anybody_looks(either_ledger):
    async with an_office(either_ledger, HISTORY, replace(AT_ONCE, call=1)) as office:
        office.slack.faults.add("late", "chat.postMessage", seconds=1.5)
        await office.write("hello")
        await office.deliver()
        await office.deliver(seconds=10)
        early = office.calls("conversations.history")
        await office.slack.until(office.texts)
        await office.deliver(seconds=10)

        assert early == 0
        assert office.calls("conversations.history") == 1
        assert office.texts() == ["hello"]


async def test_a_reply_is_looked_for_in_its_thread(reading_office):
    office = reading_office
    await office.write("parent")
    await office.deliver()
    office.slack.faults.add("drop_after_accept", "chat.postMessage")
    await office.write("reply", thread_of="parent")
    await office.deliver()
    await office.deliver(minutes=1)

    assert office.calls("conversations.replies") == 1
    assert office.texts() == ["parent", "reply"]


async def test_looking_through_a_long_history_finds_the_message(reading_office):
    office = reading_office
    office.slack.faults.add("drop_after_accept", "chat.postMessage")
    key = await office.write("hello")
    await office.deliver()
    for number in range(150):
        office.slack.workspace.post(
            office.slack.workspace.channel("general"), office.user("bo"), f"chatter {number}"
        )
    await office.deliver(minutes=1)

    assert (await office.row(key)).state is DeliveryState.SENT
    assert office.texts() == ["hello"]


async def test_a_busy_history_is_asked_later_and_nothing_is_doubled(reading_office):
    office = reading_office
    office.slack.faults.add("drop_after_accept", "chat.postMessage")
    office.slack.faults.add("429", "conversations.history", times=2, retry_after=60)
    key = await office.write("hello")
    for _ in range(4):
        await office.deliver(seconds=70)

    assert (await office.row(key)).state is DeliveryState.SENT
    assert office.texts() == ["hello"]


async def test_without_a_look_a_prompt_is_sent_again(office):
    office.slack.faults.add("500", "chat.postMessage")
    await office.write("hello", resend=True)
    await office.deliver()
    await office.deliver(minutes=1)

    assert office.texts() == ["hello"]


async def test_nobody_is_sent_the_same_prompt_all_day(office):
    office.slack.faults.add("drop_after_accept", "chat.postMessage", times=None)
    key = await office.write("hello", resend=True)
    for _ in range(40):
        await office.deliver(minutes=6)

    assert (await office.row(key)).state is DeliveryState.UNKNOWN
    assert len(office.texts()) <= 12


async def test_without_a_look_anything_else_is_unknown_and_the_owner_hears_of_it(office):
    office.slack.faults.add("drop_after_accept", "chat.postMessage")
    key = await office.write("hello")
    await office.deliver()
    await office.deliver(minutes=1)
    await office.deliver(minutes=1)

    assert (await office.row(key)).state is DeliveryState.UNKNOWN
    assert office.texts() == ["hello"]
    assert "cannot tell whether" in office.dm()[0]


async def test_a_direct_message_is_never_read_back(reading_office):
    office = reading_office
    office.slack.faults.add("500", "chat.postMessage")
    key = await office.write("psst", to="bo")
    await office.deliver()
    await office.deliver(minutes=1)

    assert (await office.row(key)).state is DeliveryState.UNKNOWN
    assert office.calls("conversations.history") == 0


async def test_a_channel_without_the_bot_is_told_to_the_product_lead_with_the_mend(office):
    office.slack.workspace.leave(office.slack.workspace.channel("north-star"), office.slack.workspace.bot.id)
    key = await office.write("hello", to="north-star")
    await office.deliver()

    row = await office.row(key)
    assert (row.state, row.error) == (DeliveryState.REJECTED, "not_in_channel")
    assert "/invite @polaris" in office.dm()[0]


async def test_the_teams_own_lead_hears_of_the_teams_channel(office):
    async with office.ledger.open() as books:
        await books.teams.put(a_team(lead=office.user("bo"), channel=office.channel("leads")))
    await office.write("hello", to="leads")
    await office.deliver()

    assert "could not post" in office.dm("bo")[0]


async def test_the_owner_is_told_once_a_day_for_one_cause(office):
    office.slack.workspace.archive(office.slack.workspace.channel("north-star"), by=office.user("ana"))
    for day in range(2):
        for number in range(3):
            await office.write(f"hello {day} {number}", to="north-star")
        await office.deliver()
        office.calendar.pass_(days=1)

    assert len(office.dm()) == 2


async def test_an_alarm_that_cannot_be_delivered_raises_no_other(office):
    office.slack.faults.add("fatal_error", "chat.postMessage", times=None)
    await office.write("hello")
    for _ in range(4):
        await office.deliver(minutes=10)

    async with office.ledger.open() as books:
        rows = await books.deliveries.in_state(*DeliveryState)
    assert len(rows) == 2


async def test_what_was_refused_is_sent_when_it_is_tried_again(office):
    workspace = office.slack.workspace
    channel = workspace.channel("north-star")
    workspace.leave(channel, workspace.bot.id)
    await office.write("hello", to="north-star")
    await office.deliver()
    workspace.join(channel, workspace.bot.id)
    async with office.ledger.open() as books:
        await books.deliveries.try_again(MONDAY_NINE - timedelta(hours=1), channel.id, None)
    await office.deliver()

    assert office.texts("north-star") == ["hello"]


async def test_two_drivers_on_one_database_send_one_message(office):
    for number in range(8):
        await office.write(f"hello {number}", to=["general", "north-star"][number % 2])
    drivers = [office.driver, office.another_driver()]
    await asyncio.gather(*(driver.drain() for driver in drivers))

    assert office.calls("chat.postMessage") == 8
    assert sorted(office.texts() + office.texts("north-star")) == [f"hello {n}" for n in range(8)]


async def test_a_restart_between_the_send_and_its_record_does_not_double(reading_office):
    office = reading_office
    await office.write("hello")
    office.slack.faults.add("slow", "chat.postMessage", seconds=0.4)
    arrived = asyncio.Event()
    office.slack.workspace.listen(lambda _: arrived.set())
    dying = asyncio.create_task(office.driver.run())
    await arrived.wait()
    await office.kill(dying)

    office.driver = office.another_driver()
    await office.deliver()
    await office.deliver(minutes=5)

    assert office.texts() == ["hello"]


async def test_what_is_unknown_since_its_process_ended_names_no_earlier_trouble(office):
    office.slack.faults.add("429", "chat.postMessage", retry_after=1)
    office.slack.faults.add("slow", "chat.postMessage", seconds=0.4)
    key = await office.write("hello")
    await office.deliver()
    office.machine.pass_(seconds=2)
    arrived = asyncio.Event()
    office.slack.workspace.listen(lambda _: arrived.set())
    dying = asyncio.create_task(office.driver.run())
    await arrived.wait()
    await office.kill(dying)

    office.driver = office.another_driver()
    await office.deliver(minutes=5)

    row = await office.row(key)
    assert (row.state, row.error) == (DeliveryState.UNKNOWN, "process_ended")


async def test_a_process_that_slept_through_its_lease_changes_nothing(office):
    key = await office.write("hello")
    async with office.ledger.open() as books:
        (slept,) = await books.deliveries.claim("sleeper", office.machine.now(), office.machine.now())
    await office.deliver(seconds=1)
    await office.courier.deliver(slept)

    assert office.texts() == ["hello"]
    assert (await office.row(key)).owner != "sleeper"


async def test_one_message_a_second_in_a_channel(either_ledger):
    slow = Timing(channel_gap=timedelta(seconds=0.3), workspace_gap=timedelta(0))
    async with an_office(either_ledger, timing=slow) as office:
        for number in range(3):
            await office.write(f"hello {number}")
        started = asyncio.get_running_loop().time()
        await office.driver.drain()
        took = asyncio.get_running_loop().time() - started

    assert took >= 0.6


async def test_waiting_for_its_turn_uses_up_no_attempt(either_ledger):
    crowded = Timing(channel_gap=timedelta(0), workspace_gap=timedelta(minutes=1))
    async with an_office(either_ledger, timing=crowded) as office:
        await office.write("first")
        await office.deliver()
        key = await office.write("second", to="north-star")
        for _ in range(3):
            await office.deliver(seconds=15)
        waited = await office.row(key)
        await office.deliver(seconds=15)

    assert (waited.state, waited.attempt) == (DeliveryState.PENDING, 0)
    assert (await office.row(key)).attempt == 1


async def test_a_letter_nobody_can_draw_harms_no_other(office):
    async with office.ledger.open() as books:
        await books.deliveries.add(a_delivery("strange", to=office.channel("general"), kind="forgotten"))
    await office.write("hello")
    await office.deliver()

    assert office.texts() == ["hello"]


async def test_what_slack_never_takes_is_given_up_after_a_day_and_told(office):
    async with office.ledger.open() as books:
        await books.deliveries.add(
            a_delivery("stubborn", to=office.channel("general"), kind="note", attempt=299)
        )
    await office.deliver()

    row = await office.row("stubborn")
    assert (row.state, row.error) == (DeliveryState.REJECTED, "gave_up")
    assert "could not post" in office.dm()[0]


async def test_a_message_that_cannot_be_looked_for_after_all_follows_its_policy(reading_office):
    office = reading_office
    office.slack.faults.add("500", "chat.postMessage")
    await office.write("hello", resend=True)
    await office.deliver()
    office.slack.faults.add("bad_json", "conversations.history")
    await office.deliver(minutes=1)
    postponed = office.texts()
    office.scopes = frozenset({"chat:write"})
    office.driver = office.another_driver()
    await office.deliver(minutes=10)

    assert postponed == []
    assert office.texts() == ["hello"]


def test_a_client_that_repeats_calls_by_itself_is_refused():
    with pytest.raises(ValueError, match="retry_handlers"):
        Posting(AsyncWebClient(token="xoxb-1"), timeout=1)


async def test_an_edit_that_is_being_made_is_nobody_elses_for_a_whole_lease(office):
    await office.write("hello")
    await office.deliver()
    key = await office.write("hello again", replaces="hello")
    soon = office.machine.now() + timedelta(seconds=1)
    async with office.ledger.open() as books:
        (claimed,) = await books.deliveries.claim("one", office.machine.now(), soon)
    office.slack.faults.add("slow", "chat.update", seconds=2)
    arrived = asyncio.Event()
    office.slack.workspace.listen(lambda _: arrived.set())
    editing = asyncio.create_task(office.courier.deliver(claimed))
    await arrived.wait()
    row = await office.row(key)
    await editing

    assert row.lease_until == office.machine.now() + office.timing.lease


async def test_whoever_leaves_has_enough_of_its_lease_left_though_the_database_took_its_time(office):
    key = await office.write("hello")
    async with office.ledger.open() as books:
        (claimed,) = await books.deliveries.claim("one", office.machine.now(), office.machine.now())
    office.slack.faults.add("slow", "chat.postMessage", seconds=2)
    arrived, takes = asyncio.Event(), [70, 80]
    office.slack.workspace.listen(lambda _: arrived.set())
    engine = office.ledger._engine.sync_engine
    event.listen(engine, "commit", lambda _: takes and office.machine.pass_(seconds=takes.pop()))
    posting = asyncio.create_task(office.courier.deliver(claimed))
    async with asyncio.timeout(60):
        await arrived.wait()
    row = await office.row(key)
    await posting

    call, doubt = timedelta(seconds=office.timing.call), office.timing.doubt
    assert row.state is DeliveryState.SENDING
    assert not takes
    assert row.lease_until >= office.machine.now() + call + doubt
