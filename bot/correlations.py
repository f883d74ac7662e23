"""How far changes of two numbers go together, in the worker process; statistics are imported nowhere else.

Pearson's coefficient is SciPy's. Changes of weekly numbers depend on those of the weeks before, so its own
test is too sure of itself; Newey and West's is asked too (statsmodels, slope of the standardised changes,
Bartlett weights over the lags their rule gives), and the more doubtful of both answers counts: theirs alone
is too sure of short series, and of a number that moved in a few weeks only. Of 100 pairs drawn by chance, 6
to 8 then fall below 0.05 (26 to 240 weeks, 600 pairs each); by Pearson's test alone it is 10 to 13. Across a
gap the weeks count as neighbours there.

There is no chance in it: the same readings give the same figures.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

from rituals.link_figures import FEWEST_PAIRS, AtLag, LinkFigures, Pairing, Series

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

# Changes are at most 2 in size here; what varies less than this varies by the rounding of a subtraction.
_NOTHING = 1e-12


def figures(asked: Sequence[Pairing]) -> Sequence[LinkFigures]:
    """What is to be said of each, in their order. Values are finite numbers."""
    return [_of(each) for each in asked]


def adjusted(chances: Sequence[float]) -> Sequence[float]:
    """Chances of several links, allowing for having looked at all of them (Benjamini and Hochberg)."""
    from scipy.stats import false_discovery_control

    return [float(each) for each in false_discovery_control(chances)] if chances else []


def _of(asked: Pairing) -> LinkFigures:
    if not asked.is_long_enough:
        return LinkFigures(asked.common)
    moved, star = _changes(asked.moved_by), _changes(asked.star)
    return LinkFigures(asked.common, tuple(_at(lag, moved, star) for lag in asked.lags))


def _changes(series: Series) -> Mapping[int, float]:
    """From each period to the next one, by the number of the later; in shares of the largest value."""
    largest = max(abs(value) for _, value in series) or 1.0
    return {
        later: value / largest - before / largest
        for (earlier, before), (later, value) in pairwise(series)
        if later == earlier + 1
    }


def _at(lag: int, moved: Mapping[int, float], star: Mapping[int, float]) -> AtLag:
    import numpy as np

    both = [(change, star[number + lag]) for number, change in moved.items() if number + lag in star]
    if len(both) < FEWEST_PAIRS:
        return AtLag(lag, len(both))
    table = np.array(both)
    if (table.std(axis=0) < _NOTHING).any():
        return AtLag(lag, len(both))
    with catch_warnings(), np.errstate(all="ignore"):
        simplefilter("ignore")
        return _together(lag, (table - table.mean(axis=0)) / table.std(axis=0))


def _together(lag: int, table: "NDArray[float64]") -> AtLag:
    from numpy import column_stack, ones
    from scipy.stats import pearsonr
    from statsmodels.regression.linear_model import OLS

    moved, star = table.T
    pearson = pearsonr(moved, star)
    line = OLS(star, column_stack([ones(len(moved)), moved])).fit(
        cov_type="HAC", cov_kwds={"maxlags": None, "use_correction": True}, use_t=True
    )
    r = float(pearson.statistic)
    reach = [float(each) for each in (r, *pearson.confidence_interval(), *line.conf_int()[1])]
    within = [min(1.0, max(-1.0, each)) for each in reach if isfinite(each)]
    chances = [float(each) for each in (pearson.pvalue, line.pvalues[1]) if isfinite(each)]
    return AtLag(lag, len(moved), r, min(within), max(within), max(chances, default=1.0))
