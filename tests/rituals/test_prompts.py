"""What people are asked unasked: few things, at good hours, joined for leads, never twice."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from pydantic import TypeAdapter

from rituals import prompts
from rituals.letters import Letter
from rituals.prompts import Asked
from rituals.snoozing import Snoozing
from storage.records.people import Person
from storage.records.preferences import Absence, Preferences
from storage.records.prompts import PromptState
from tests.making import BO

MONDAY = datetime(2026, 3, 16, 9, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 3, 20, 19, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Question:
    kind: ClassVar[str] = "question"
    text: str


@pytest.fixture
def ledger(either_ledger):
    return either_ledger


@pytest.fixture
def ask(ledger):
    async def _ask(key, now=MONDAY, user="UBO", **how):
        async with ledger.open() as books:
            return await prompts.ask(books, Letter(key, user, Question(key)), now, **how)

    return _ask


@pytest.fixture
def ticked(ledger):
    async def _tick(now=MONDAY):
        async with ledger.open() as books:
            await prompts.hand_out(books, now)

    return _tick


@pytest.fixture
def messages(ledger):
    """The messages to people, with the newest words of each."""

    async def _read():
        async with ledger.open() as books:
            rows = [row for row in await books.deliveries.in_state(*("pending",)) if row.replaces is None]
            newest = [await books.deliveries.last_edit(row.key) for row in rows]
        return [TypeAdapter(Asked).validate_json(row.content) for row in newest]

    return _read


@pytest.fixture
def state(ledger):
    async def _read(key):
        async with ledger.open() as books:
            return (await books.prompts.get(key)).state

    return _read


def texts(asked):
    return [TypeAdapter(Question).validate_json(part.content).text for part in asked.parts]


async def test_in_working_hours_it_goes_out_at_once_and_once(ask, ticked, messages):
    assert await ask("a")
    assert not await ask("a")
    await ticked()
    await ticked()

    assert [texts(message) for message in await messages()] == [["a"]]


async def test_in_the_evening_it_waits_for_monday_morning(ask, ticked, messages, ledger):
    await ask("a", FRIDAY_EVENING)
    await ticked(FRIDAY_EVENING)
    async with ledger.open() as books:
        next_due = await books.prompts.next_due()

    assert await messages() == []
    assert next_due == datetime(2026, 3, 23, 8, tzinfo=UTC)


async def test_a_fifth_message_in_a_week_waits_for_the_next(ask, ticked, messages, ledger):
    for key in "abcde":
        await ask(key)
    await ticked()
    assert len(await messages()) == 4
    async with ledger.open() as books:
        assert [each.key for each in await prompts.open_for(books, "UBO", MONDAY)] == list("abcde")
    await ticked(MONDAY + timedelta(days=4))
    assert len(await messages()) == 4
    await ticked(MONDAY + timedelta(weeks=1))

    assert len(await messages()) == 5


async def test_a_notice_comes_at_once_in_working_hours_and_else_at_the_next_good_one(ledger, ticked):
    async def delivered():
        async with ledger.open() as books:
            return [row.key for row in await books.deliveries.in_state("pending")]

    async with ledger.open() as books:
        assert await prompts.tell(books, Letter("now", "UBO", Question("now")), MONDAY)
        assert await prompts.tell(books, Letter("later", "UBO", Question("later")), FRIDAY_EVENING)
        assert await prompts.open_for(books, "UBO", FRIDAY_EVENING) == []
    await ticked(FRIDAY_EVENING)
    assert await delivered() == ["now"]
    await ticked(datetime(2026, 3, 23, 8, tzinfo=UTC))
    await ticked(datetime(2026, 3, 23, 9, tzinfo=UTC))

    assert await delivered() == ["now", "later"]


async def test_notices_take_nothing_from_the_week(ask, ticked, messages, ledger):
    async with ledger.open() as books:
        for key in "vwxyz":
            await prompts.tell(books, Letter(key, "UBO", Question(key)), FRIDAY_EVENING)
    await ask("a", FRIDAY_EVENING)
    async with ledger.open() as books:
        await prompts.hand_out(books, datetime(2026, 3, 23, 8, tzinfo=UTC))
        asked = await books.deliveries.get("a")

    assert asked is not None


async def test_put_off_day_after_day_a_question_is_counted_each_time(ask, ticked, messages, ledger, clock):
    await ask("a")
    for day in range(5):
        clock.set_to(MONDAY + timedelta(days=day))
        await ticked(clock.now())
        await Snoozing(ledger, clock).until_tomorrow(BO)

    assert len(await messages()) == 4


async def test_whoever_wants_no_messages_gets_none(ask, ticked, messages, ledger):
    async with ledger.open() as books:
        await books.preferences.put(Preferences("UBO", budget=0))
    await ask("a")
    await ticked()

    assert await messages() == []


async def test_somebody_on_holiday_hears_nothing(ask, ticked, messages, ledger):
    async with ledger.open() as books:
        await books.absences.put(Absence("UBO", MONDAY.date(), MONDAY.date() + timedelta(days=1)))
    await ask("a")
    for day in range(3):
        await ticked(MONDAY + timedelta(days=day))

    assert len(await messages()) == 1
    async with ledger.open() as books:
        assert (await books.prompts.get("a")).asked_at == MONDAY + timedelta(days=2)


async def test_what_a_lead_is_asked_is_one_message_a_day(ask, ticked, messages):
    await ask("a", joined=True)
    await ask("b", joined=True)
    await ticked()
    await ask("c", joined=True)
    await ticked(MONDAY + timedelta(hours=1))
    assert [texts(message) for message in await messages()] == [["a", "b"]]
    await ticked(MONDAY + timedelta(days=1))

    assert [texts(message) for message in await messages()] == [["a", "b"], ["c"]]


async def test_a_long_list_goes_on_tomorrow(ask, ticked, messages):
    for number in range(9):
        await ask(f"{number}", joined=True)
    await ticked()
    await ticked(MONDAY + timedelta(days=1))

    assert [len(message.parts) for message in await messages()] == [8, 1]


async def test_what_is_of_no_use_any_more_is_not_asked(ask, ticked, messages, state):
    await ask("a", FRIDAY_EVENING, until=FRIDAY_EVENING + timedelta(days=1))
    await ticked(FRIDAY_EVENING)
    await ticked(FRIDAY_EVENING + timedelta(days=3))

    assert await messages() == []
    assert await state("a") is PromptState.EXPIRED


async def test_an_answer_takes_the_place_of_the_question(ask, ticked, messages, ledger):
    await ask("a", joined=True)
    await ask("b", joined=True)
    await ticked()
    async with ledger.open() as books:
        await prompts.answered(books, "a", MONDAY, Question("answered"))
        open_ = await prompts.open_for(books, "UBO", MONDAY)

    (message,) = await messages()
    assert texts(message) == ["answered", "b"]
    assert [part.state for part in message.parts] == [PromptState.ANSWERED, PromptState.ASKED]
    assert [each.key for each in open_] == ["b"]


async def test_whoever_changes_their_answer_sees_the_last_one(ask, ticked, messages, ledger):
    await ask("a")
    await ticked()
    async with ledger.open() as books:
        for answer in ("yes", "no", "yes", "perhaps"):
            await prompts.answered(books, "a", MONDAY, Question(answer))

    assert texts((await messages())[0]) == ["perhaps"]


async def test_what_was_answered_before_it_went_out_is_never_asked(ask, ticked, messages, ledger):
    await ask("a", FRIDAY_EVENING)
    async with ledger.open() as books:
        await prompts.answered(books, "a", FRIDAY_EVENING)
        await prompts.answered(books, "never asked", FRIDAY_EVENING)
    await ticked(FRIDAY_EVENING + timedelta(days=3))

    assert await messages() == []


async def test_what_is_settled_otherwise_loses_its_buttons(ask, ticked, messages, ledger):
    await ask("a")
    await ticked()
    async with ledger.open() as books:
        await prompts.withdraw(books, "a", MONDAY)

    assert (await messages())[0].parts[0].state is PromptState.EXPIRED


async def test_put_off_it_is_asked_again_in_the_morning(ask, ticked, messages, ledger, clock):
    clock.set_to(MONDAY)
    await ask("a")
    await ticked()
    until = await Snoozing(ledger, clock).until_tomorrow(BO)
    await ticked(MONDAY + timedelta(hours=1))
    (put_off,) = await messages()
    await ticked(until)
    await ticked(datetime(2026, 3, 17, 8, tzinfo=UTC))

    assert put_off.snoozed_until == until
    assert [texts(message) for message in await messages()] == [["a"], ["a"]]


async def test_not_this_week_gives_up_what_this_week_only_wants(ask, ticked, messages, ledger, clock, state):
    clock.set_to(MONDAY)
    await ask("this week", until=MONDAY + timedelta(days=5))
    await ask("any time")
    await ticked()
    until = await Snoozing(ledger, clock).not_this_week(BO)
    await ticked(datetime(2026, 3, 23, 8, tzinfo=UTC))

    assert until == datetime(2026, 3, 23, tzinfo=UTC)
    assert await state("this week") is PromptState.DECLINED
    assert [texts(message) for message in await messages()] == [["any time"], ["this week"], ["any time"]]


async def test_not_this_week_ends_what_belongs_to_its_week_however_long_it_could_be_answered(
    ask, ticked, messages, ledger, clock, state
):
    clock.set_to(MONDAY)
    await ask("its week", until=MONDAY + timedelta(days=20), once=True)
    await ticked()
    await Snoozing(ledger, clock).not_this_week(BO)
    await ticked(datetime(2026, 3, 23, 8, tzinfo=UTC))

    assert await state("its week") is PromptState.DECLINED
    assert len(await messages()) == 1


async def test_what_is_asked_is_brought_up_to_date_wherever_it_is(ask, ticked, messages, ledger):
    await ask("out")
    await ticked()
    await ask("waiting", FRIDAY_EVENING)
    async with ledger.open() as books:
        for key in ("out", "waiting", "nowhere"):
            await prompts.renew(books, key, Question("newer"), FRIDAY_EVENING)
        waiting = await books.prompts.get("waiting")

    assert [texts(message) for message in await messages()] == [["newer"]]
    assert waiting is not None
    assert (waiting.content, waiting.state) == ('{"text":"newer"}', PromptState.WAITING)


async def test_new_hours_count_at_once(ask, ticked, messages, ledger):
    await ask("a", FRIDAY_EVENING)
    await ticked(FRIDAY_EVENING)
    async with ledger.open() as books:
        await books.preferences.put(Preferences("UBO", quiet_from=FRIDAY_EVENING.time().replace(hour=22)))
        await prompts.reconsider(books, "UBO", FRIDAY_EVENING)
    await ticked(FRIDAY_EVENING)

    assert len(await messages()) == 1


async def test_the_day_and_the_week_are_those_of_the_person(ask, ticked, ledger):
    async with ledger.open() as books:
        await books.people.put(Person("UBO", "Bo", "Pacific/Auckland"))
    await ask("a", datetime(2026, 3, 15, 18, tzinfo=UTC))
    await ticked(datetime(2026, 3, 15, 18, tzinfo=UTC))  # Monday, 07:00 there
    async with ledger.open() as books:
        next_due = await books.prompts.next_due()

    assert next_due == datetime(2026, 3, 15, 19, tzinfo=UTC)


async def test_two_processes_that_ask_again_send_one_message(ask, ticked, messages, ledger, clock):
    clock.set_to(MONDAY)
    await ask("a")
    await ticked()
    await Snoozing(ledger, clock).until_tomorrow(BO)
    async with ledger.open() as books:
        waiting = await books.prompts.get("a")
    morning = datetime(2026, 3, 17, 8, tzinfo=UTC)
    await ticked(morning)
    async with ledger.open() as books:  # as the other process read it before the first had written
        await books.prompts.change(waiting)
    await ticked(morning + timedelta(milliseconds=5))

    assert len(await messages()) == 2
