"""What Polaris says of every metric's newest period, as a file of an export: the same words as in Slack."""

import csv
from collections.abc import Sequence
from io import StringIO

from bot.blocks.caveats import sentences
from bot.blocks.phrases import say
from rituals.scoreboard import Score

NAME = "signals.csv"

_HEAD = ("metric", "name", "period_start", "value", "verdict", "usual_from", "usual_to", "caveats")


def written(scores: Sequence[Score]) -> str:
    """CSV; the usual range is empty where there is none to compare with."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows(_row(each) for each in scores)
    return file.getvalue()


def _row(score: Score) -> tuple[object, ...]:
    verdict, usual = score.verdict, score.verdict.usual
    limits = ("", "") if usual is None else (usual.lower, usual.upper)
    said = say(verdict, score.metric).verdict
    doubtful = " ".join(sentences(score))
    return (score.metric.key, score.metric.name, verdict.period, verdict.value, said, *limits, doubtful)
