"""How every metric stood in the last period it has a reading of: for whoever reads the books without us."""

from collections.abc import Sequence

from rituals.scoreboard import Score, score
from rituals.weeks import next_
from storage.ledger import Books


async def newest(books: Books) -> Sequence[Score]:
    """By the key of the metric; whatever day it is, the same readings give the same scores."""
    scores = []
    for metric in await books.metrics.all():
        values = await books.readings.values(metric.key)
        if values:
            latest, _value = values[-1]
            scores.append(await score(books, metric, next_(latest, metric.cadence)))
    return scores
