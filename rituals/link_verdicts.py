"""What the figures say of a link, in plain words; that two numbers move together is a hint, never a proof.

The verdict is about the lag that was stated, in this order:

    too little data          fewer than 26 common periods, too many gaps, or a number that never varies
    counts the same events   the same period dominates: r of 0.5 or more there, half as much again as later
    moves together           the stated lag, in the direction the reason claims
    points the other way     the stated lag, against it
    no sign yet              all else

"Moves together" and "points the other way" take a chance of less than 1 in 20 after allowing for all the
links looked at together. What happens in one period leaves an echo of the opposite sign in the changes of
the next: such an echo is no sign of anything.
"""

from dataclasses import dataclass
from enum import StrEnum

from rituals.link_figures import FEWEST_PAIRS, FEWEST_PERIODS, AtLag, LinkFigures

_CHANCE = 0.05
_LARGE = 0.5
_DOMINATES = 1.5


class LinkVerdict(StrEnum):
    TOGETHER = "moves together"
    NO_SIGN = "no sign yet"
    OPPOSITE = "points the other way"
    TOO_LITTLE = "too little data"
    SAME_EVENTS = "counts the same events"


class Lack(StrEnum):
    """Why nothing can be said."""

    PERIODS = "periods"  # too few periods have a reading of both
    UNBROKEN = "unbroken"  # too few of them follow each other without a gap
    VARIETY = "variety"  # one of the two always changed by the same amount
    CADENCE = "cadence"  # the two, or what lies between them, are not counted in the same periods


@dataclass(frozen=True, slots=True)
class Claim:
    """What people say of a link: so many periods later, and `sign` 1 for "both rise", -1 for "one falls"."""

    lag: int
    sign: int


def lack(figures: LinkFigures, lag: int) -> Lack | None:
    """What is missing for a verdict at a lag."""
    at = figures.at(lag)
    if figures.common < FEWEST_PERIODS:
        return Lack.PERIODS
    if at.pairs < FEWEST_PAIRS:
        return Lack.UNBROKEN
    return Lack.VARIETY if at.p is None else None


def judge(figures: LinkFigures, claim: Claim, adjusted: float | None) -> LinkVerdict:
    """The verdict; `adjusted` is the chance at the claimed lag, after allowing for the other links."""
    at = figures.at(claim.lag)
    if lack(figures, claim.lag) or at.r is None or adjusted is None:
        return LinkVerdict.TOO_LITTLE
    if _is_same_events(figures):
        return LinkVerdict.SAME_EVENTS
    if adjusted >= _CHANCE or not at.is_beyond_zero or _is_echo(figures, at):
        return LinkVerdict.NO_SIGN
    return LinkVerdict.TOGETHER if at.r * claim.sign > 0 else LinkVerdict.OPPOSITE


def _is_same_events(figures: LinkFigures) -> bool:
    at_once = figures.at(0)
    if at_once.r is None or abs(at_once.r) < _LARGE or not at_once.is_beyond_zero:
        return False
    later = [abs(each.r) for each in figures.by_lag if each.lag and each.r is not None]
    return abs(at_once.r) >= _DOMINATES * max(later, default=0.0)


def _is_echo(figures: LinkFigures, at: AtLag) -> bool:
    before = figures.at(at.lag - 1)
    return (
        at.lag == 1
        and before.is_beyond_zero
        and before.r is not None
        and at.r is not None
        and before.r * at.r < 0
    )
