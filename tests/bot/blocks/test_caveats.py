"""What is doubtful about a number, in words."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from bot.blocks.caveats import note, notes, remark, words
from rituals.quality import Bound, Caveat, CaveatKind
from rituals.signals import Kind, Verdict
from storage.records.metrics import Cadence, Direction, Metric

WEEK = date(2026, 3, 9)
EARLIER = date(2026, 2, 16)
NINE = datetime(2026, 3, 16, 9, tzinfo=UTC)
SHARE = Metric("share", "Share", "percent", Direction.UP)
DAILY = replace(SHARE, cadence=Cadence.DAY)
MONTHLY = replace(SHARE, cadence=Cadence.MONTH)
OVER = Caveat(CaveatKind.IMPOSSIBLE, WEEK, value=120, bound=Bound.OVER_HUNDRED, is_last=True)
FAILING = Caveat(CaveatKind.FAILING, since=NINE)
MISSING = Caveat(CaveatKind.MISSING, WEEK, periods=1, is_last=True)


STEADY = Verdict(Kind.STEADY, WEEK)


@dataclass
class Shown:
    """A number with its caveats."""

    caveats: tuple[Caveat, ...]
    verdict: Verdict = STEADY
    metric: Metric = SHARE


def said(caveat, metric=SHARE, zone=None) -> str:
    return words(caveat, metric, zone).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("caveat", "told"),
    [
        (OVER, "120 % is over 100 %"),
        (replace(OVER, period=EARLIER, is_last=False), "120 % in the week of 16 Feb is over 100 %"),
        (replace(OVER, value=-3, bound=Bound.BELOW_ZERO), "−3 % is below zero"),
        (replace(OVER, value=2.5, bound=Bound.NOT_WHOLE), "2.5 % is not a whole number"),
        (
            Caveat(CaveatKind.DUPLICATE, WEEK, value=12, other=14, is_last=True),
            "last week was told twice, as 12 % and as 14 %",
        ),
        (
            Caveat(CaveatKind.DUPLICATE, EARLIER, value=12, other=14),
            "the week of 16 Feb was told twice, as 12 % and as 14 %",
        ),
        (
            Caveat(CaveatKind.JUMP, WEEK, value=90, is_last=True),
            "90 % is far from usual and worth a check",
        ),
        (FAILING, "its source fails since Mon 16 Mar"),
        (Caveat(CaveatKind.STALE, EARLIER, periods=3), "the newest reading is 3 weeks old"),
        (MISSING, "last week's reading is missing"),
        (Caveat(CaveatKind.MISSING, WEEK), "there is no reading yet"),
        (Caveat(CaveatKind.GAP, EARLIER, periods=1), "the week of 16 Feb has no reading"),
        (Caveat(CaveatKind.GAP, EARLIER, periods=3), "3 of the last 8 weeks have no reading"),
    ],
)
def test_each_is_told_in_a_few_words(caveat, told):
    assert said(caveat) == told


@pytest.mark.parametrize("kind", CaveatKind)
@pytest.mark.parametrize("metric", [SHARE, DAILY, MONTHLY])
def test_every_kind_has_words_for_every_cadence(kind, metric):
    told = said(Caveat(kind, WEEK, value=1, other=2, bound=Bound.BELOW_ZERO, periods=1), metric)

    assert told.strip()
    assert "!" not in told


def test_days_and_months_are_called_by_their_names():
    assert said(replace(MISSING, period=date(2026, 3, 15)), DAILY) == "the reading of 15 Mar is missing"
    assert said(MISSING, MONTHLY) == "last month's reading is missing"


def test_where_there_is_room_the_hour_is_told_in_the_readers_zone():
    assert said(FAILING, zone="Europe/Berlin") == "its source fails since Mon 16 Mar, 10:00 (Europe/Berlin)"


def test_the_gravest_stands_alone_where_there_is_one_line_and_all_where_there_is_room():
    shown = Shown((OVER, FAILING))

    assert note(shown).replace("\u00a0", " ") == " Note: 120 % is over 100 %."
    assert notes(shown).replace("\u00a0", " ") == (
        " Note: 120 % is over 100 %; its source fails since Mon 16 Mar."
    )
    assert remark(shown).replace("\u00a0", " ") == " (120 % is over 100 %)"


def test_what_the_verdict_says_anyway_is_not_said_again():
    shown = Shown((FAILING, MISSING), Verdict(Kind.MISSING, WEEK))

    assert notes(shown) == " Note: its source fails since Mon 16 Mar."


def test_where_nothing_is_doubtful_nothing_is_said():
    assert (note(Shown(())), notes(Shown(())), remark(Shown(()))) == ("", "", "")
