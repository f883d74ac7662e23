"""Every team's links, held against the readings: what people say moves the star, and what moved with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rituals import scoreboard
from rituals.clock import Clock
from rituals.link_figures import LONGEST_LAG, AtLag, LinkFigures, Pairing, Reckoner, Series
from rituals.link_verdicts import Claim, Lack, LinkVerdict, judge, lack
from rituals.links import upwards
from rituals.north_star import NoNorthStar
from rituals.quality import Caveat
from rituals.scoreboard import InputScore
from rituals.versions import comparable_since, today
from rituals.weeks import last_full, number_of
from storage.ledger import Books, Ledger
from storage.records.metrics import Input, InputState, Metric, NorthStar
from storage.records.teams import Team


@dataclass(frozen=True, slots=True)
class ComparedLink:
    """One input's claim and what the readings say of it.

    The lag of the claim is that of the whole way to the star, by way of whatever it serves. `chance` is
    the claim's `p` after allowing for all links looked at together; `caveats` are the input's.
    """

    an_input: Input
    claim: Claim
    verdict: LinkVerdict
    lack: Lack | None
    figures: LinkFigures
    chance: float | None
    caveats: tuple[Caveat, ...] = ()

    @property
    def at(self) -> AtLag:
        return self.figures.at(self.claim.lag)


@dataclass(frozen=True, slots=True)
class TeamLinks:
    team: Team
    links: Sequence[ComparedLink]


@dataclass(frozen=True, slots=True)
class Compared:
    """Every team by name, with its agreed inputs, as of the star's last full period."""

    star: NorthStar
    until: date
    teams: Sequence[TeamLinks]

    @property
    def number(self) -> int:
        """How many links were looked at together."""
        return sum(each.chance is not None for team in self.teams for each in team.links)


@dataclass(frozen=True, slots=True)
class _Question:
    star: NorthStar
    until: date
    teams: Sequence[Team]
    inputs: Sequence[Input]
    claims: Mapping[str, Claim]
    pairings: Mapping[str, Pairing]  # by input; those that are counted in other periods have none
    standings: Mapping[str, InputScore]  # by the key of the input's metric


class Comparisons:
    """`reckoner` works out the figures, which may take seconds; the books are closed meanwhile."""

    def __init__(self, ledger: Ledger, clock: Clock, reckoner: Reckoner) -> None:
        self._ledger, self._clock, self._reckoner = ledger, clock, reckoner

    async def compared(self) -> Compared:
        """All agreed links. Raises NoNorthStar, and whatever the reckoner raises."""
        async with self._ledger.open() as books:
            asked = await _question(books, self._clock)
        found = await self._reckoner.figures(list(asked.pairings.values()))
        figures = dict(zip(asked.pairings, found, strict=True))
        alone = {
            key: p for key, each in figures.items() if (p := _chance(each, asked.claims[key].lag)) is not None
        }
        chances = dict(zip(alone, await self._reckoner.adjusted(list(alone.values())), strict=True))
        links = [
            replace(
                _link(each, asked.claims[each.id], figures.get(each.id), chances.get(each.id)),
                caveats=_caveats(asked, each),
            )
            for each in asked.inputs
        ]
        return Compared(
            asked.star,
            asked.until,
            [
                TeamLinks(team, [each for each in links if each.an_input.team == team.id])
                for team in asked.teams
            ],
        )


def _chance(figures: LinkFigures, lag: int) -> float | None:
    """The chance at a lag, where a verdict can rest on it."""
    return None if lack(figures, lag) else figures.at(lag).p


def _link(an_input: Input, claim: Claim, figures: LinkFigures | None, chance: float | None) -> ComparedLink:
    if figures is None:
        return ComparedLink(an_input, claim, LinkVerdict.TOO_LITTLE, Lack.CADENCE, LinkFigures(0), None)
    verdict = judge(figures, claim, chance)
    return ComparedLink(an_input, claim, verdict, lack(figures, claim.lag), figures, chance)


def _caveats(asked: _Question, an_input: Input) -> tuple[Caveat, ...]:
    score = asked.standings.get(an_input.metric.key)
    return score.caveats if score else ()


async def _question(books: Books, clock: Clock) -> _Question:
    star, day = await books.north_stars.active(), await today(books, clock.now())
    if star is None:
        raise NoNorthStar
    everything = {each.id: each for each in await books.inputs.all()}
    active = [each for each in everything.values() if each.state is InputState.ACTIVE]
    ways = {each.id: list(upwards(each, everything)) for each in active}
    until = last_full(day, star.metric.cadence)
    claims = {key: _claim(way, star) for key, way in ways.items()}
    ours = await _series(books, star.metric, until)
    pairings = {
        each.id: Pairing(ours, await _series(books, each.metric, until), _lags(claims[each.id]))
        for each in active
        if all(step.metric.cadence is star.metric.cadence for step in ways[each.id])
    }
    standings = await scoreboard.standings(books, day)
    return _Question(star, until, await books.teams.all(), active, claims, pairings, standings)


def _claim(way: Sequence[Input], star: NorthStar) -> Claim:
    """What somebody said of each step, from the input to the star."""
    is_alike = way[0].metric.direction is star.metric.direction
    return Claim(sum(step.lag_periods for step in way), 1 if is_alike else -1)


def _lags(claim: Claim) -> tuple[int, ...]:
    return tuple(sorted({*range(LONGEST_LAG + 1), claim.lag}))


async def _series(books: Books, metric: Metric, until: date) -> Series:
    """Its readings, as far back as they can be compared with the last of them."""
    begins = comparable_since(await books.versions.of(metric.key), until)
    values = await books.readings.values(metric.key, until)
    return tuple((number_of(start, metric.cadence), value) for start, value in values if start >= begins)
