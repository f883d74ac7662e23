"""What the demo's people say of their metrics: who answers for each, and what it meant before."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.demo.casting import PRODUCT_LEAD
from bot.demo.dataset import Dataset, Earlier
from bot.simulator.workspace import Workspace as Slack
from rituals.versions import Change, revise
from rituals.weeks import week_of
from storage.ledger import Books
from storage.records.dictionary import Entry
from storage.records.metrics import Metric, Sentence

_WEEK, _SINCE_FRIDAY = timedelta(weeks=1), timedelta(days=3)


async def put_explained(books: Books, dataset: Dataset, slack: Slack, now: datetime) -> None:
    """Write the dictionary, and the versions of its metrics in the order they were agreed to."""
    leads = {each.metric.key: each.agreed_by for each in await books.inputs.all()}
    for each in dataset.story.dictionary:
        metric = next(card.metric for card in dataset.cards if card.key == each.metric)
        owner = slack.user(each.owner).id if each.owner else None
        await books.dictionary.put(
            Entry(metric.key, owner=owner, source=each.source, department=each.department)
        )
        before = [_before(metric, change) for change in each.changes]
        for change, old, new in reversed(list(zip(each.changes, before, [metric, *before], strict=False))):
            who = owner or leads.get(metric.key) or slack.user(PRODUCT_LEAD).id
            why = Change(change.reason, comparable=change.comparable)
            await revise(books, who, old, new, why=why, now=now - timedelta(weeks=change.weeks_ago))


async def put_sentences(books: Books, dataset: Dataset, slack: Slack, now: datetime) -> None:
    """Write what the product lead said of the last weeks, each on the Friday before its pulse."""
    lead, last_week = slack.user(PRODUCT_LEAD).id, week_of(now.date()) - _WEEK
    for back, text in enumerate(dataset.story.sentences):
        at = now - back * _WEEK - _SINCE_FRIDAY
        sentence = Sentence(dataset.north_star.key, last_week - back * _WEEK, text, lead, at)
        await books.sentences.put(sentence)


def _before(metric: Metric, change: Earlier) -> Metric:
    return replace(metric, name=change.name or metric.name, definition=change.definition or metric.definition)
