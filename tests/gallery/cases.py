"""What the gallery shows: every part of the house style, on real readings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.charts import Facts, Form, Look, Panels, Size, Theme
from bot.charts.of_score import alt_text, chart, multiples
from rituals.remarks import Remark
from rituals.scoreboard import Score
from tests.gallery.readings import (
    RETURN_RATE,
    STAR,
    WAITING,
    a_new_definition,
    metrics,
    score,
    week,
)

SLACK = Look()
PHONE = Look(Form.SVG, size=Size.PHONE)
PAGE = Look(Form.SVG, size=Size.PAGE)
DARK = Look(Form.SVG, Theme.DARK, Size.PAGE)
TV = Look(Form.SVG, Theme.DARK, Size.TV)
SPARK = Look(Form.SVG, size=Size.SPARK)


@dataclass(frozen=True, slots=True)
class Case:
    """`words` say what to look at, and what of it was invented for the picture."""

    name: str
    title: str
    words: str
    facts: Facts
    look: Look
    alt: str

    @property
    def file(self) -> str:
        return f"{self.name}.{self.look.form}"


def _one(name: str, title: str, words: str, shown: Score, look: Look = PAGE) -> Case:
    return Case(name, title, words, chart(shown), look, alt_text(shown))


def _many(name: str, title: str, words: str, facts: Facts, look: Look, shown: Sequence[Score]) -> Case:
    return Case(name, title, words, facts, look, " ".join(alt_text(each) for each in shown))


def cases() -> Sequence[Case]:
    """In the order of the page."""
    return [*_verdicts(), *_doubts(), *_marks(), *_several(), *_looks()]


def _verdicts() -> Sequence[Case]:
    return [
        _one(
            "steady",
            "Routine",
            "The last value stands inside the band of its usual range. This is what Slack gets, a PNG.",
            score(),
            SLACK,
        ),
        _one(
            "signal",
            "A signal",
            "The last value stands outside the band, and its own number tells by how much.",
            score(monday=date(2025, 6, 2)),
        ),
        _one(
            "shift",
            "A new level",
            "The last eight weeks lie on one side of the average of the weeks before them, of which the band"
            " is made.",
            score(WAITING, date(2024, 11, 18)),
        ),
        _one(
            "too-little",
            "Too little data",
            "Without ten weeks to compare with there is no band, and no verdict.",
            score(since=week(6)),
        ),
        _one(
            "percent",
            "Percentages",
            "The band ends at 0 and at 100: no share lies beyond them.",
            score(RETURN_RATE, date(2026, 6, 22)),
        ),
    ]


def _doubts() -> Sequence[Case]:
    gaps = {week(ago) for ago in (9, 20, 22, 23, 24, 40)}
    corrected = {week(ago) for ago in (1, 6, 15, 30)}
    return [
        _one(
            "gaps",
            "Gaps",
            "A week without a reading interrupts the line (six were left out here); one between two gaps is a"
            " dot.",
            score(without=gaps),
        ),
        _one(
            "missing",
            "Not in yet",
            "The last week has no reading (left out here): nothing is marked, nothing is named, and the line"
            " ends before the edge.",
            score(without={week(1)}),
        ),
        _one(
            "doubt",
            "Something to doubt",
            "What to look at before trusting the last value stands above the line, the gravest first (a value"
            " over a hundred percent, invented here).",
            score(RETURN_RATE, told={week(1): 128.0}),
            SLACK,
        ),
        _one(
            "corrected",
            "Corrections",
            "Values that took the place of others are hollow, the last one too (here four, invented).",
            score(corrected=corrected),
        ),
    ]


def _marks() -> Sequence[Case]:
    said = [
        Remark(week(14), "Release 0.19 is out, and everybody rests"),
        Remark(week(4), "The first-steps guide is on the front page"),
        Remark(week(3), "Summer: the reviewers take turns, so that nobody waits for one who is away"),
    ]
    return [
        _one(
            "annotations",
            "What was said",
            "Round badges for sentences of the weeks before (invented here), their key below, each to its"
            " end. They keep apart when their weeks do not. Nobody is named.",
            score(remarks=said),
            SLACK,
        ),
        _one(
            "version",
            "A new definition",
            "A square badge and a dashed line where the metric begins to mean something else (invented here)."
            " The band is made of what can be compared alone.",
            score(versions=a_new_definition(week(20), comparable=False), remarks=said[1:2]),
        ),
    ]


def _several() -> Sequence[Case]:
    sides = [score("rendering_changes"), score(WAITING), score()]
    inputs = [score(key) for key in metrics() if key != STAR]
    return [
        _many(
            "sides",
            "Several below each other",
            "The readings behind a conflict: one stretch of time, each on its own scale.",
            Panels([chart(each) for each in sides]),
            SLACK,
            sides,
        ),
        _many(
            "inputs",
            "Small multiples",
            "The inputs at a glance: a mark and a word for each verdict, the last value, the line on its own"
            " scale.",
            multiples(inputs, 2, "What moves it"),
            SLACK,
            inputs,
        ),
        _many(
            "inputs-page",
            "Small multiples on a page",
            "The same for a page, in four columns and on dark paper.",
            multiples(inputs, 4, "What moves it"),
            DARK,
            inputs,
        ),
    ]


def _looks() -> Sequence[Case]:
    remark = [Remark(week(14), "Release 0.19 is out, and everybody rests")]
    busy = score(corrected={week(6)}, without={week(20)}, remarks=remark)
    odd = score(name="$activity_{week}$ 売上 🚀 and a name that goes on and on")
    return [
        _one("dark", "Dark paper", "Other colours of the same contrast.", busy, DARK),
        _one(
            "tv",
            "On a TV",
            "Type that is read from three metres: the smallest is 36 pixels high on a screen of 1920.",
            busy,
            TV,
        ),
        _one(
            "phone",
            "On a phone",
            "What a page has on a phone: 320 pixels wide, with no letter smaller than 11; as tall as its"
            " words take.",
            busy,
            PHONE,
        ),
        _one("spark", "A line in a row", "Without words, for a page that has them beside it.", busy, SPARK),
        _one(
            "odd-names",
            "Odd names",
            "A $ begins no formula, a long name goes on below, and of letters that the font of a PNG lacks …"
            " is left; an SVG takes its reader's fonts. With `fonts-noto-cjk` installed, PNGs have them too.",
            odd,
            SLACK,
        ),
    ]
