"""One link in a few sentences: the verdict, what it means, and the numbers it rests on."""

from rituals.comparing import ComparedLink
from rituals.link_figures import FEWEST_PERIODS, AtLag
from rituals.link_verdicts import Lack, LinkVerdict
from storage.records.metrics import Cadence


def verdict(link: ComparedLink, cadence: Cadence) -> str:
    """What the readings say of a link in a few words."""
    return in_words(link.verdict, link.claim.lag, cadence)


def in_words(found: LinkVerdict, lag: int, cadence: Cadence) -> str:
    """A few words for what the readings say: `moves together, 2 weeks later`."""
    return f"{found}, {_later(lag, cadence)}" if found is LinkVerdict.TOGETHER else str(found)


def meaning(link: ComparedLink, cadence: Cadence) -> str:
    """What the verdict means for whoever counts on this link; "" where `KEY` says it of all alike."""
    later = _later(link.claim.lag, cadence)
    match link.verdict:
        case LinkVerdict.TOGETHER:
            return f"When it rose, the North Star tended to {_went(link.claim.sign)}, {later}."
        case LinkVerdict.OPPOSITE:
            return (
                f"When it rose, the North Star tended to {_went(-link.claim.sign)}, {later}:"
                " not what its reason says. Worth a talk."
            )
        case LinkVerdict.TOO_LITTLE:
            return _lacks(link, cadence)
        case _:
            return ""


KEY = {
    LinkVerdict.NO_SIGN: "what the North Star did later cannot be told from chance.",
    LinkVerdict.SAME_EVENTS: (
        "both rise and fall at the same time, so they seem to count much the same things."
        " That neither supports the reason given nor speaks against it."
    ),
}
"""What a verdict means that many links have, and that needs to be said only once."""


def numbers(link: ComparedLink, cadence: Cadence) -> str:
    """The figures at the stated lag, and those of the same period where they say more; "" without any."""
    told = [] if link.lack else [_numbers(link.at, cadence)]
    if link.verdict is LinkVerdict.SAME_EVENTS and link.claim.lag:
        told.insert(0, _numbers(link.figures.at(0), cadence))
    said = "; ".join(each for each in told if each)
    return said[:1].upper() + said[1:]


def _numbers(at: AtLag, cadence: Cadence) -> str:
    if at.r is None or at.low is None or at.high is None:
        return ""
    rests_on = f"{_signed(at.low)} to {_signed(at.high)}, {at.pairs} {cadence}s"
    return f"{_later(at.lag, cadence)} _r_ {_signed(at.r)} ({rests_on})"


def _lacks(link: ComparedLink, cadence: Cadence) -> str:
    match link.lack:
        case Lack.CADENCE:
            return f"It, or what it moves first, is not counted every {cadence} as the North Star is."
        case Lack.UNBROKEN:
            return f"Only {link.at.pairs} pairs of {cadence}s in a row have both numbers."
        case Lack.VARIETY:
            return "One of the two always changed by the same amount: there is nothing to compare."
        case _:
            had = f"{link.figures.common} {cadence}{'' if link.figures.common == 1 else 's'}"
            return f"{had} with both numbers; it takes {FEWEST_PERIODS}."


def _later(lag: int, cadence: Cadence) -> str:
    return f"{lag} {cadence}{'' if lag == 1 else 's'} later" if lag else f"in the same {cadence}"


def _went(sign: int) -> str:
    return "rise" if sign > 0 else "fall"


def _signed(value: float) -> str:
    """Two decimals with a sign that cannot be overlooked: `+0.19`, `−0.02`."""
    shown = f"{value:+.2f}".replace("-", "−")
    return "0.00" if shown in {"+0.00", "−0.00"} else shown
