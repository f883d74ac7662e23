"""A chart shows what was said of a metric lately, and nobody's name."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rituals.remarks import Remark, before
from rituals.scoreboard import score
from storage.records.dictionary import MetricVersion
from storage.records.metrics import Sentence
from tests.making import ANA, a_metric

LAST = date(2026, 3, 9)
SIX = datetime(2026, 3, 16, 6, tzinfo=UTC)


def week(ago: int) -> date:
    return LAST - timedelta(weeks=ago)


@pytest.fixture
async def books(ledger):
    async with ledger.open() as books:
        await books.people.put(ANA)
        yield books


async def say(books, ago, text, metric="merged"):
    await books.sentences.put(Sentence(metric, week(ago), text, "UANA", SIX))


async def test_the_last_few_are_told_oldest_first_without_that_of_the_period_itself(books):
    for ago in range(6):
        await say(books, ago, f"{ago} ago")
    await say(books, 1, "Another metric", metric="other")

    assert [each.text for each in await before(books, "merged", LAST)] == ["3 ago", "2 ago", "1 ago"]


async def test_nobody_is_named_however_they_were_written(books):
    await say(books, 1, "Thanks to ANA and <@U123>")

    assert await before(books, "merged", LAST) == (Remark(week(1), "Thanks to a colleague and a colleague"),)


async def test_a_full_name_goes_too_where_slack_shows_a_short_one(books):
    await books.people.put(replace(ANA, full_name="Anabel Duarte"))
    await say(books, 1, "Duarte and Anabel wrote it")

    assert (await before(books, "merged", LAST))[0].text == "A colleague and a colleague wrote it"


async def test_a_score_has_them(books):
    await say(books, 1, "A calm week.")

    seen = await score(books, a_metric(), LAST + timedelta(weeks=1))

    assert seen.remarks == (Remark(week(1), "A calm week."),)


async def test_nobody_is_named_in_why_a_metric_means_something_else(books):
    merged = a_metric()
    await books.metrics.put(merged)
    for number, reason in enumerate(["", "Ana asked for it, and <@U123> agreed"], start=1):
        version = MetricVersion(
            merged.key, number, week(9 - number), merged.name, f"{number}", merged.unit, merged.direction,
            reason, "UANA", SIX,
        )  # fmt: skip
        await books.versions.add(version)

    seen = await score(books, merged, LAST + timedelta(weeks=1))

    told = "A colleague asked for it, and a colleague agreed"
    assert [each.reason for each in seen.versions] == ["", told]
