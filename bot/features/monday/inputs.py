"""How the inputs stand at a glance: small charts in the thread of Monday's pulse, and a line for each."""

from bot.blocks.caveats import note, remark
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, Picture, aside, paragraphs, words
from bot.blocks.limits import ALT_TEXT, without
from bot.blocks.phrases import change, in_a_sentence, named, say, settling
from bot.blocks.text import escape
from bot.charts.of_score import mark, multiples
from rituals.glance import InputsGlance, TeamInput
from rituals.scoreboard import Score

_TITLE = "What moves it"
_COLUMNS = 2


def inputs(facts: InputsGlance) -> Message:
    """A picture of all of them, and their numbers in words."""
    head = f"*{_TITLE}, at a glance*"
    lines = "\n".join(_line(each) for each in facts.inputs)
    more = [f"… and {facts.more} more: {nsm('tree')} shows all of them."] if facts.more else []
    more += [meant] if (meant := settling(*(each.score.verdict for each in facts.inputs))) else []
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
    said = [say(each.verdict, each.metric).verdict + note(each, facts.zone) for each in scores]
    parts = ["Small charts of a year, each on its own scale.", *said]
    # The last of the calm ones first; all of them stand in words beside the picture.
    last_first = list(enumerate(scores, 1))[::-1]
    leaving = [place for place, _ in sorted(last_first, key=lambda each: _asks(each[1]))]
    return Picture(multiples(scores, _COLUMNS, _TITLE), _TITLE, without(parts, leaving, ALT_TEXT))


def _asks(score: Score) -> bool:
    """Whether there is more to say of it than that it is as ever."""
    return score.verdict.is_signal or bool(score.caveats)
