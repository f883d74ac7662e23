"""One reading of everything: the Monday pulse, the team's pulse and the home tab share it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rituals import failing, writers
from rituals.quality import Caveat, caveats
from rituals.remarks import Remark, before, reasons
from rituals.remembered import Remembered
from rituals.signals import Verdict, verdict
from rituals.usual import Point
from rituals.versions import all_known, comparable_since, in_force
from rituals.weeks import last_full, previous
from storage.ledger import Books
from storage.records.commitments import CommitmentState
from storage.records.dictionary import MetricVersion
from storage.records.metrics import Contradiction, Input, Metric, Reading
from storage.records.teams import Team

_SHOWN = 52
_RECENT = 4


@dataclass(frozen=True, slots=True)
class Score:
    """How one metric stands on a day.

    `recent` are the last four full periods, oldest first, with None where a reading is missing; `points`
    the readings of the last 52, each of which knows whether it was restated; `updated_at` says when the
    newest of its readings was written down, and `caveats` what is doubtful about it, the gravest first.
    `metric` has the words that the last full period was counted by; `recent` begins, and the verdict's
    history too, where numbers can be held against that period's. `versions` are all there ever were, and
    `remarks` what was said of the periods before the one judged; nobody is named in what was said or in a
    version's reason.
    """

    metric: Metric
    verdict: Verdict
    recent: tuple[tuple[date, float | None], ...]
    points: tuple[Point, ...]
    updated_at: datetime | None
    caveats: tuple[Caveat, ...] = ()
    versions: tuple[MetricVersion, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class InputScore:
    """How a team's input stands."""

    team: str
    metric: Metric
    verdict: Verdict
    caveats: tuple[Caveat, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a metric beside its readings: how its source does, its versions, what was said.

    `levels` are the periods in which levels begin that somebody accepted.
    """

    failing_since: datetime | None = None
    contradictions: Sequence[Contradiction] = ()
    versions: Sequence[MetricVersion] = ()
    remarks: Sequence[Remark] = ()
    levels: Collection[date] = ()


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the commitments of a team (None: of people without one) in a week; counts only.

    `open` are those whose time is over and of which nothing was said yet, `running` go on this week.
    """

    team: str | None
    done: int = 0
    moved: int = 0
    not_yet: int = 0
    dropped: int = 0
    open: int = 0
    running: int = 0

    @property
    def answered(self) -> int:
        """Those of which somebody said how they went."""
        return self.done + self.moved + self.not_yet + self.dropped


async def score(
    books: Books, metric: Metric, day: date, remembered: Remembered[Score] | None = None
) -> Score:
    """How a metric stands on a local day, by its last full period.

    What is remembered, and rests on what is there now, is not worked out anew.
    """
    since, contradictions = await failing.since(books), await books.contradictions.of_metric(metric.key)
    remarks = await before(books, metric.key, last_full(day, metric.cadence))
    versions, levels = await reasons(books, metric.key), await books.shifts.starts_of(metric.key)
    known = Known(since.get(metric.key), contradictions, versions, remarks, levels)
    if remembered is None:
        return await _score(books, metric, day, known)
    basis = (metric, day, known, await books.stamps.of_readings([metric.key]))
    found = remembered.of(books.workspace, metric.key, basis)
    if found is None:
        found = await _score(books, metric, day, known)
        remembered.keep(books.workspace, metric.key, basis, found)
    return found


async def _score(books: Books, metric: Metric, day: date, known: Known) -> Score:
    readings, restated = await books.readings.of_metric(metric.key), await books.readings.restated(metric.key)
    return tally(metric, readings, day, restated, known)


def tally(
    metric: Metric,
    readings: Sequence[Reading],
    day: date,
    restated: Collection[date] = frozenset(),
    known: Known = NOTHING,
) -> Score:
    """The same from all its readings, oldest first; those of a running period are left out.

    `restated` are the periods whose value was corrected.
    """
    latest = last_full(day, metric.cadence)
    metric, begins = in_force(metric, known.versions, latest), comparable_since(known.versions, latest)
    full = [reading for reading in readings if reading.period_start <= latest]
    periods = _back_from(latest, metric, _SHOWN)
    points = tuple(
        Point(r.period_start, r.value, r.period_start in restated)
        for r in full
        if r.period_start >= periods[0]
    )
    values = {point.period_start: point.value for point in points}
    alike = [reading for reading in full if reading.period_start >= begins]
    judged = verdict(alike, metric, latest, known.levels)
    return Score(
        metric,
        judged,
        tuple((start, values.get(start)) for start in periods[-_RECENT:] if start >= begins),
        points,
        full[-1].recorded_at if full else None,
        _caveats(metric, alike, judged, known),
        tuple(known.versions),
        tuple(known.remarks),
    )


async def inputs(books: Books, day: date) -> Sequence[InputScore]:
    """How every active input stands, team by team in the order of their names."""
    theirs, known = _theirs(await books.teams.all(), await books.inputs.active()), await _known(books)
    # One trip for years of everything; values alone take a tenth of the time that readings do.
    values = await books.readings.values_of({metric.key for _, metric in theirs}, day)
    return [
        _input(team, metric, values.get(metric.key, ()), day, known(metric.key)) for team, metric in theirs
    ]


async def inputs_of(
    books: Books, teams: Sequence[Team], day: date, remembered: Remembered[InputScore]
) -> Sequence[tuple[Team, Sequence[InputScore]]]:
    """The same of some teams, beside each. What is remembered, and holds, is not worked out anew."""
    theirs = _theirs(teams, await books.inputs.active_of([team.id for team in teams]))
    known, keys = await _known(books), {metric.key for _, metric in theirs}
    marks = await books.stamps.of_readings(keys)
    bases = {metric.key: (team, metric, day, known(metric.key), marks[metric.key]) for team, metric in theirs}
    found = {key: remembered.of(books.workspace, key, basis) for key, basis in bases.items()}
    values = await books.readings.values_of({key for key, score in found.items() if score is None}, day)
    scores: dict[str, list[InputScore]] = defaultdict(list)  # names may be alike
    for team, metric in theirs:
        score = found[metric.key] or _input(team, metric, values.get(metric.key, ()), day, known(metric.key))
        scores[team.id].append(score)
        remembered.keep(books.workspace, metric.key, bases[metric.key], score)
    return [(team, scores[team.id]) for team in teams]


async def standings(books: Books, day: date) -> Mapping[str, InputScore]:
    """The same by the key of the metric."""
    return {each.metric.key: each for each in await inputs(books, day)}


async def kept(books: Books, week: date) -> Sequence[Kept]:
    """What became of the commitments that ran in the ISO week of a Monday, team by team."""
    states: dict[str | None, list[str]] = {}
    for each in await books.commitments.counting_in(week):
        goes_on = each.weeks > 1 and each.week == week
        state = "running" if goes_on and each.state is CommitmentState.OPEN else each.state.value
        states.setdefault(each.team, []).append(state)
    teams = await books.teams.some({team_id for team_id in states if team_id is not None})
    names: dict[str | None, str | None] = {team_id: team_id for team_id in states}
    names |= {team_id: team.name for team_id, team in teams.items()}
    return [
        Kept(names[team_id], **{state: states[team_id].count(state) for state in states[team_id]})
        for team_id in sorted(states, key=lambda team_id: (team_id is None, names[team_id] or ""))
    ]


async def _known(books: Books) -> Callable[[str], Known]:
    """What is known of each metric, by its key."""
    since, contradictions = await failing.since(books), await _unsettled(books)
    versions, levels = await all_known(books), await books.shifts.starts()

    def of(key: str) -> Known:
        told = contradictions.get(key, ())
        return Known(since.get(key), told, versions.get(key, ()), levels=levels.get(key, ()))

    return of


async def _unsettled(books: Books) -> Mapping[str, Sequence[Contradiction]]:
    """What somebody wrote down by hand stands, whatever a source says."""
    found: dict[str, list[Contradiction]] = {}
    for each, writer in await books.contradictions.all_with_writers():
        if writer is None or not writers.is_person(writer):
            found.setdefault(each.metric, []).append(each)
    return found


def _input(
    team: Team, metric: Metric, values: Sequence[tuple[date, float]], day: date, known: Known
) -> InputScore:
    latest = last_full(day, metric.cadence)
    metric, begins = in_force(metric, known.versions, latest), comparable_since(known.versions, latest)
    points = [Point(start, value) for start, value in values if begins <= start <= latest]
    judged = verdict(points, metric, latest, known.levels)
    since, told = known.failing_since, known.contradictions
    doubts = caveats(metric, points, judged, failing_since=since, contradictions=told)
    return InputScore(team.name, metric, judged, doubts)


def _caveats(metric: Metric, full: Sequence[Reading], judged: Verdict, known: Known) -> tuple[Caveat, ...]:
    # What somebody wrote down by hand stands, whatever a source says.
    settled = {each.period_start for each in full if writers.is_person(each.recorded_by)}
    open_ = [each for each in known.contradictions if each.period_start not in settled]
    return caveats(metric, full, judged, failing_since=known.failing_since, contradictions=open_)


def _theirs(teams: Sequence[Team], active: Sequence[Input]) -> Sequence[tuple[Team, Metric]]:
    """What each team moves, in the order of the teams."""
    metrics = defaultdict(list)
    for each in active:
        metrics[each.team].append(each.metric)
    return [(team, metric) for team in teams for metric in metrics[team.id]]


def _back_from(latest: date, metric: Metric, number: int) -> list[date]:
    """The starts of so many periods that end with one, oldest first."""
    starts = [latest]
    while len(starts) < number:
        starts.append(previous(starts[-1], metric.cadence))
    return starts[::-1]
