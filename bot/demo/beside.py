"""What stands beside the demo's inputs: outputs of the same readings, and what must not get worse."""

from collections.abc import Mapping
from datetime import datetime

from bot.demo.casting import PRODUCT_LEAD
from bot.demo.dataset import Dataset
from bot.simulator.workspace import Workspace as Slack
from storage.ledger import Books
from storage.records.dictionary import Entry, Standing
from storage.records.guardrails import Guardrail
from storage.records.metrics import Input


async def put_beside(
    books: Books, dataset: Dataset, inputs: Mapping[str, Input], slack: Slack, now: datetime
) -> None:
    """Write down the outputs and the guardrails that the story names; `inputs` by the key of their metric."""
    lead = slack.user(PRODUCT_LEAD).id
    for each in dataset.story.outputs:
        await books.metrics.put(each.metric)
        await books.dictionary.put(Entry(each.key, Standing.OUTPUT, lead, source=each.source))
    for pushed, guard in dataset.story.guardrails.items():
        an_input = inputs[pushed]
        await books.guardrails.put(
            Guardrail(an_input.id, inputs[guard].metric.key, an_input.proposed_by, now)
        )
