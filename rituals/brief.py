"""The brief for an executive review: the North Star's trend first, then the inputs, then the functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rituals import narrative, scoreboard
from rituals.clock import Clock
from rituals.north_star import NoNorthStar
from rituals.outputs import OutputScore, outputs
from rituals.scoreboard import InputScore, Kept, Score
from rituals.weeks import local_day, week_of
from storage.ledger import Ledger

_ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Brief:
    """What anybody of the organisation may read, as of a day; `kept` is of last week, by team."""

    day: date
    star: Score
    what_if: str
    inputs: Sequence[InputScore]
    kept: Sequence[Kept]
    sentence: str | None
    outputs: Sequence[OutputScore] = ()
    zone: str = "UTC"


class Briefs:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def brief(self) -> Brief:
        """As of today, where the organisation is. Raises NoNorthStar."""
        async with self._ledger.open() as books:
            workspace, star = await books.workspaces.get(), await books.north_stars.active()
            if workspace is None or star is None:
                raise NoNorthStar
            day = local_day(self._clock.now(), workspace.time_zone)
            score = await scoreboard.score(books, star.metric, day)
            story = await narrative.for_audience(books, "executives")
            sentence = await books.sentences.of_period(star.metric.key, score.verdict.period)
            return Brief(
                day,
                score,
                story.what_if if story else star.what_if,
                await scoreboard.inputs(books, day),
                await scoreboard.kept(books, week_of(day) - _ONE_WEEK),
                sentence.text if sentence else None,
                await outputs(books, day),
                workspace.time_zone,
            )
