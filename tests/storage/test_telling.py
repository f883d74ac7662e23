"""What is told of the North Star, and to whom: variants, tries, announcements, questions, topics, a yes."""

from dataclasses import replace
from datetime import timedelta

from storage.records.launch import Launch, Question
from storage.records.narrative import Heard, RepeatBack, Variant
from storage.records.sharing import AllowedChannel
from storage.records.topics import Topic
from tests.making import MONDAY_NINE

LATER = MONDAY_NINE + timedelta(hours=1)


async def test_an_audience_has_one_variant(either_ledger):
    variant = Variant("sales", "a", "b", "c", "UANA", MONDAY_NINE)
    async with either_ledger.open() as books:
        await books.variants.put(replace(variant, why_this="older"))
        await books.variants.put(variant)

        assert await books.variants.get("sales") == variant
        assert await books.variants.all() == [variant]
        assert await books.variants.get("design") is None


async def test_tries_come_newest_first_and_keep_what_was_made_of_them(either_ledger):
    first = RepeatBack("r1", "plain", "told", "UANA", "UBO", MONDAY_NINE)
    second = replace(first, id="r2", asked_at=LATER, answer="mine", answered_at=LATER, heard=Heard.REVISE)
    async with either_ledger.open() as books:
        for each in (first, second):
            await books.repeat_backs.put(each)

        assert await books.repeat_backs.all() == [second, first]
        assert await books.repeat_backs.get("r1") == first


async def test_announcements_come_newest_first_and_are_looked_at_once(either_ledger):
    first = Launch("l1", "CALL", "Why?", "UANA", MONDAY_NINE, looked_at=LATER)
    second = Launch("l2", "CALL", "Why?", "UANA", LATER)
    async with either_ledger.open() as books:
        for each in (first, second):
            await books.launches.put(each)

        assert await books.launches.all() == [second, first]
        assert await books.launches.not_looked_at() == [second]


async def test_questions_come_oldest_first_with_their_answers(either_ledger):
    open_ = Question("q2", "l1", "Why?", "UBO", MONDAY_NINE, "UANA")
    done = replace(open_, id="q1", asked_at=LATER, answer="So", answered_by="UANA", answered_at=LATER)
    async with either_ledger.open() as books:
        await books.launches.put(Launch("l1", "CALL", "Why?", "UANA", MONDAY_NINE))
        for each in (done, open_):
            await books.questions.put(each)

        assert await books.questions.all() == [open_, done]
        assert await books.questions.get("q1") == done


async def test_a_channel_has_one_topic_and_one_yes(either_ledger):
    topic = Topic("CALL", words="27", refused=None, set_at=MONDAY_NINE)
    allowed = AllowedChannel("CALL", "UANA", MONDAY_NINE)
    async with either_ledger.open() as books:
        await books.topics.put(Topic("CALL", kept=False))
        await books.topics.put(topic)
        await books.allowed_channels.put(allowed)

        assert await books.topics.all() == [topic]
        assert await books.allowed_channels.get("CALL") == allowed
        assert await books.allowed_channels.get("CDOCS") is None
