"""How the inputs stand at a glance: small charts in the thread of Monday's pulse, and a line for each."""

from bot.blocks.caveats import note, remark
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, Picture, aside, paragraphs, words
from bot.blocks.limits import shorten
from bot.blocks.phrases import change, in_a_sentence, named, say
from bot.blocks.text import escape
from bot.charts.of_score import mark, multiples
from rituals.glance import InputsGlance, TeamInput
from rituals.scoreboard import Score

_TITLE = "What moves it"
_COLUMNS = 2
_ALT_TEXT = 2000


def inputs(facts: InputsGlance) -> Message:
    """A picture of all of them, and their numbers in words."""
    head = f"*{_TITLE}, at a glance*"
    lines = "\n".join(_line(each) for each in facts.inputs)
    more = [f"… and {facts.more} more: {nsm('tree')} shows all of them."] if facts.more else []
    return Message(
        "\n".join([head, lines, *more]),
        [words(head), *paragraphs(lines), *map(aside, more)],
        picture=_picture(facts),
        picture_at=1,
    )


def _line(each: TeamInput) -> str:
    score = each.score
    return f"{mark(score.verdict)} · *{escape(each.team)}*: {escape(_told(score) + remark(score))}"


def _told(score: Score) -> str:
    if score.verdict.value is None:
        return in_a_sentence(score.metric.name)
    changed = change(score.verdict, score.metric)
    return named(score.verdict, score.metric) + (f", {changed}" if changed else "")


def _picture(facts: InputsGlance) -> Picture:
    scores = [each.score for each in facts.inputs]
    said = " ".join(say(each.verdict, each.metric).verdict + note(each, facts.zone) for each in scores)
    alt = f"Small charts of a year, each on its own scale. {said}"
    return Picture(multiples(scores, _COLUMNS, _TITLE), _TITLE, shorten(alt, _ALT_TEXT))
