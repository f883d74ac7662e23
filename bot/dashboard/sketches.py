"""What a metric's picture will show, and what it says to those who do not see it: worked out once."""

from dataclasses import dataclass
from hashlib import sha256

from bot.charts import Chart
from bot.charts.of_score import alt_text, chart
from rituals.scoreboard import Score


@dataclass(frozen=True, slots=True)
class Sketch:
    """`mark` is the same for the same facts, in every process."""

    facts: Chart
    alt: str
    mark: str


class Sketches:
    """Keeps one a metric, as long as its score is the same."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Score, Sketch | None]] = {}

    def of(self, score: Score) -> Sketch | None:
        """None while there is no line to draw."""
        key = score.metric.key
        known = self._known.get(key)
        if known is None or known[0] is not score:
            known = self._known[key] = score, _sketch(score)
        return known[1]


def _sketch(score: Score) -> Sketch | None:
    if len(score.points) < 2:
        return None
    facts = chart(score)
    return Sketch(facts, alt_text(score), sha256(repr(facts).encode()).hexdigest()[:16])
