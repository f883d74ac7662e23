"""The metric dictionary: one entry a metric, and its versions one after the other, on both databases."""

import asyncio
from dataclasses import replace

import pytest

from rituals.redefining import Meaning, Redefinitions
from rituals.versions import Change, ChangedMeanwhile
from storage.records.dictionary import Entry, MetricVersion, Standing
from storage.taken import Taken
from tests.making import ANA, BO, a_metric, a_version, a_workspace

CHURN = a_metric(key="churn", name="Churn")
ARR = a_metric(key="arr", name="ARR")


async def test_an_entry_comes_back_as_it_was_last_written(ledger):
    entry = Entry("merged", Standing.UNCONNECTED, "UANA", "GitHub", "Engineering")
    async with ledger.open() as books:
        await books.metrics.add(a_metric())
        await books.dictionary.put(Entry("merged"))
        assert await books.dictionary.get("merged") == Entry("merged")
        await books.dictionary.put(entry)

        assert await books.dictionary.get("merged") == entry
        assert await books.dictionary.all() == [entry]
        assert await books.dictionary.get("churn") is None


async def test_the_metrics_of_a_standing_are_found_by_name(ledger):
    async with ledger.open() as books:
        for metric, standing in ((CHURN, Standing.OUTPUT), (a_metric(), None), (ARR, Standing.OUTPUT)):
            await books.metrics.add(metric)
            await books.dictionary.put(Entry(metric.key, standing))

        assert await books.dictionary.of_standing(Standing.OUTPUT) == [ARR, CHURN]
        assert await books.dictionary.of_standing(Standing.GUARDRAIL) == []


async def test_the_versions_of_a_metric_come_in_the_order_they_were_agreed_to(ledger):
    first, second = a_version(), a_version(number=2, comparable=False, reason="Bots count no more")
    other = a_version(metric="churn", approved_by=None)
    async with ledger.open() as books:
        for metric in (a_metric(), CHURN):
            await books.metrics.add(metric)
        for version in (second, other, first):
            await books.versions.add(version)

        assert await books.versions.of("merged") == [first, second]
        assert await books.versions.all() == [other, first, second]


async def test_a_version_is_never_overwritten(ledger):
    async with ledger.open() as books:
        await books.metrics.add(a_metric())
        await books.versions.add(a_version())
        with pytest.raises(Taken):
            await books.versions.add(replace(a_version(), name="Another"))

        assert await books.versions.of("merged") == [a_version()]


async def test_two_who_change_a_metric_at_once_leave_one_history(ledger, clock):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.metrics.add(CHURN)
        await books.dictionary.put(Entry("churn", Standing.OUTPUT, owner="UBO"))
    words = Redefinitions(ledger, clock)

    async def change(who, definition):
        meaning = Meaning("Churn", definition, CHURN.unit, CHURN.direction)
        return await words.change(who, "churn", meaning, Change("Clearer"))

    done = await asyncio.gather(change(ANA, "Anas"), change(BO, "Bos"), return_exceptions=True)

    async with ledger.open() as books:
        versions = await books.versions.of("churn")
        metric = await books.metrics.get("churn")
    assert {type(each) for each in done} <= {MetricVersion, ChangedMeanwhile}
    assert [each.number for each in versions] == list(range(1, len(versions) + 1))
    assert metric.definition == versions[-1].definition
