"""The demo's dashboard: switched on, with the boards its story has questions for."""

from datetime import datetime, timedelta

from bot.demo.casting import PRODUCT_LEAD
from bot.demo.dataset import Dataset
from bot.simulator.workspace import Workspace as Slack
from rituals.ids import Ids
from storage.ledger import Books
from storage.records.dashboard import Board, Dashboard

_WEEKS_AGO = timedelta(weeks=6)


async def put_dashboard(books: Books, dataset: Dataset, slack: Slack, ids: Ids, now: datetime) -> None:
    lead, since = slack.user(PRODUCT_LEAD).id, now - _WEEKS_AGO
    await books.dashboards.put(Dashboard(since, lead))
    for rank, asked in enumerate(dataset.story.boards, start=1):
        question, decision, metrics = asked.question, asked.decision, asked.metrics
        await books.boards.put(
            Board(ids(), question, decision, metrics, lead, since, is_public=True, rank=rank)
        )
