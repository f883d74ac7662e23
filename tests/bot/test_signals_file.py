"""An export says of every metric what Slack says of it, and says it again after an import."""

import csv
from datetime import timedelta
from io import StringIO

from bot.blocks.phrases import say
from bot.signals_file import written
from rituals import scoreboard
from rituals.newest import newest
from tests.making import MONDAY, a_metric, a_reading, a_workspace

WEEK = timedelta(weeks=1)
LAST = MONDAY - WEEK


async def rows(books):
    return list(csv.DictReader(StringIO(written(await newest(books)))))


async def test_the_words_are_those_of_slack_with_the_range_they_speak_of(either_ledger):
    merged = a_metric()
    values = [30, 34, 28, 31, 33, 29, 35, 30, 32, 31, 29, 70]
    async with either_ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.metrics.put(merged)
        await books.metrics.put(a_metric(key="unread", name="Unread"))
        weeks = range(len(values) - 1, -1, -1)
        await books.readings.put(
            a_reading(period_start=LAST - back * WEEK, value=float(value))
            for back, value in zip(weeks, values, strict=True)
        )
        said = await rows(books)
        verdict = (await scoreboard.score(books, merged, MONDAY)).verdict

    assert [(row["metric"], row["period_start"], row["value"]) for row in said] == [
        ("merged", LAST.isoformat(), "70.0")
    ]
    assert said[0]["verdict"] == say(verdict, merged).verdict
    assert "Above the usual range" in said[0]["verdict"]
    assert float(said[0]["usual_from"]) < 31 < float(said[0]["usual_to"]) < 70


async def test_without_a_usual_range_its_cells_are_empty(either_ledger):
    async with either_ledger.open() as books:
        await books.metrics.put(a_metric())
        await books.readings.put([a_reading()])

        assert [(row["usual_from"], row["usual_to"]) for row in await rows(books)] == [("", "")]
