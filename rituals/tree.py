"""The cascade: the North Star Metric, the inputs that should move it, and why each of them should."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rituals import scoreboard
from rituals.clock import Clock
from rituals.links import is_documented
from rituals.north_star import NoNorthStar
from rituals.outputs import OutputScore, outputs
from rituals.scoreboard import InputScore
from rituals.versions import today
from storage.ledger import Books, Ledger
from storage.records.levers import Unconnected
from storage.records.metrics import Input, InputState, Lever, NorthStar
from storage.records.teams import Team

KINDS = (Lever.BREADTH, Lever.DEPTH, Lever.FREQUENCY, Lever.EFFICIENCY)
"""The ways in which an input moves the metric; what enables others works through one of these."""


@dataclass(frozen=True, slots=True)
class Through:
    """The input of another team that something moves the metric by way of."""

    name: str
    team: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """An input and, below it, those of the same team that it is moved by."""

    an_input: Input
    is_documented: bool
    through: Through | None
    below: Sequence["Branch"]
    guardrail: str = ""  # what must not get worse while it is pushed


@dataclass(frozen=True, slots=True)
class TeamBranches:
    team: Team
    branches: Sequence[Branch]  # the agreed first
    outcome: str = ""  # what its lead answers for already, if they said so
    unconnected: Sequence[Unconnected] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    star: NorthStar
    teams: Sequence[TeamBranches]  # by name
    kinds: Sequence[tuple[Lever, int]]  # how many agreed inputs there are of each kind
    undocumented: int
    standings: Mapping[str, InputScore] = field(default_factory=dict)  # of the agreed, by the metric's key
    outputs: Sequence[OutputScore] = ()  # what follows the star, and stands apart from it


class Trees:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def tree(self) -> Tree:
        """Raises NoNorthStar."""
        async with self._ledger.open() as books:
            return await tree(books, await today(books, self._clock.now()))


async def tree(books: Books, day: date) -> Tree:
    """All that is agreed or proposed, and how it stands on a day. Raises NoNorthStar."""
    star = await books.north_stars.active()
    if star is None:
        raise NoNorthStar
    teams, everything = await books.teams.all(), await books.inputs.all()
    living = [each for each in everything if each.state is not InputState.RETIRED]
    names = {team.id: team.name for team in teams}
    grower = _Grower({each.id: each for each in everything}, names, await books.guardrails.named())
    outcomes = {talk.team: talk.outcome for talk in await books.talks.all()}
    unconnected = await books.unconnected.open()
    counted = Counter(each.lever for each in living if each.state is InputState.ACTIVE)
    return Tree(
        star,
        [
            TeamBranches(
                team,
                grower.grow([each for each in living if each.team == team.id]),
                outcomes.get(team.id, ""),
                [work for work in unconnected if work.team == team.id],
            )
            for team in teams
        ],
        [(kind, counted[kind]) for kind in KINDS],
        sum(not is_documented(each) for each in living),
        await scoreboard.standings(books, day),
        await outputs(books, day),
    )


def of_some(tree: Tree, teams: Sequence[TeamBranches]) -> Tree:
    """What the tree tells of a few of its teams: their inputs are counted, and no others."""
    inputs = [each for team in teams for branch in team.branches for each in under(branch)]
    counted = Counter(each.an_input.lever for each in inputs if each.an_input.state is InputState.ACTIVE)
    kinds = [(kind, counted[kind]) for kind in KINDS]
    return replace(
        tree, teams=teams, kinds=kinds, undocumented=sum(not each.is_documented for each in inputs)
    )


def under(branch: Branch) -> Iterator[Branch]:
    """A branch, and all below it."""
    yield branch
    for each in branch.below:
        yield from under(each)


@dataclass(frozen=True, slots=True)
class _Grower:
    """`known` are all inputs by id, the retired too; `names` those of the teams, `guardrails` by input."""

    known: dict[str, Input]
    names: dict[str, str]
    guardrails: Mapping[str, str]

    def grow(self, inputs: Sequence[Input]) -> Sequence[Branch]:
        """The branches of one team's inputs."""
        ours = {each.id for each in inputs}
        roots = [each for each in inputs if each.serves not in ours]
        return [self._branch(each, inputs) for each in _agreed_first(roots)]

    def _branch(self, an_input: Input, inputs: Sequence[Input]) -> Branch:
        below = _agreed_first([each for each in inputs if each.serves == an_input.id])
        return Branch(
            an_input,
            is_documented(an_input),
            self._through(an_input),
            [self._branch(each, inputs) for each in below],
            self.guardrails.get(an_input.id, ""),
        )

    def _through(self, an_input: Input) -> Through | None:
        served = self.known.get(an_input.serves or "")
        if served is None or (served.team == an_input.team and served.state is not InputState.RETIRED):
            return None
        return Through(
            served.metric.name, self.names.get(served.team, ""), served.state is InputState.RETIRED
        )


def _agreed_first(inputs: Sequence[Input]) -> Sequence[Input]:
    return sorted(inputs, key=lambda each: each.state)
