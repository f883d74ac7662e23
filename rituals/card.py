"""The star card: the North Star Metric, its story, how it stands, and the inputs that should move it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rituals import scoreboard
from rituals.clock import Clock
from rituals.inputs import TeamInputs
from rituals.scoreboard import InputScore, Score
from rituals.sentence import Annotation, annotation
from rituals.weeks import local_day
from storage.ledger import Ledger
from storage.records.metrics import InputState, NorthStar


@dataclass(frozen=True, slots=True)
class Card:
    """What anybody may glance at; inputs that are retired are left out."""

    star: NorthStar
    score: Score
    zone: str
    product_lead: str | None
    teams: Sequence[TeamInputs]
    standings: Mapping[str, InputScore]  # of the agreed inputs, by the metric's key
    annotation: Annotation | None = None


class Cards:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def card(self) -> Card | None:
        """The card as of now; None as long as nobody has set up a North Star Metric."""
        async with self._ledger.open() as books:
            workspace, star = await books.workspaces.get(), await books.north_stars.active()
            if workspace is None or star is None:
                return None
            living = [each for each in await books.inputs.all() if each.state is not InputState.RETIRED]
            day = local_day(self._clock.now(), workspace.time_zone)
            score = await scoreboard.score(books, star.metric, day)
            return Card(
                star,
                score,
                workspace.time_zone,
                workspace.product_lead,
                [
                    TeamInputs(team, [each for each in living if each.team == team.id])
                    for team in await books.teams.all()
                ],
                await scoreboard.standings(books, day),
                await annotation(books, score),
            )
