"""How the executive brief looks: plain text in a frame, ready to be copied into a slide or a document."""

from collections.abc import Iterable, Iterator, Sequence

from slack_sdk.models.blocks import (
    Block,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
)

from bot.blocks.caveats import glad, notes, remark
from bot.blocks.layout import Message, aside
from bot.blocks.phrases import lately, named
from bot.blocks.text import clock_time, escape, named_day, unescape
from bot.features.pulse.figures import full, judged, missing
from rituals.brief import Brief
from rituals.outputs import OutputScore
from rituals.scoreboard import InputScore, Kept, Score
from rituals.signals import Kind

# Characters of one frame; more of them follow one another.
_FRAME = 2800


def brief(facts: Brief) -> Message:
    title = f"*Executive brief, {named_day(facts.day)}.* Only you see this; copy what you need."
    written = list(_lines(facts))
    frames = [_framed(part) for part in _parts(written)]
    return Message("\n".join([title, *map(escape, written)]), [aside(title), *frames])


def _lines(facts: Brief) -> Iterator[str]:
    star = facts.star
    yield "NORTH STAR"
    yield _full(star, glad(star, "Thank you, everyone."))
    these, values = lately(star.recent, star.metric)
    if values:
        yield f"The {these}: {', '.join(value for _, value in values)}."
    said = " ".join(facts.sentence.split()) if facts.sentence else "(nobody has said it yet)"
    yield f"In a sentence: {said}"
    at = star.updated_at
    yield f"Number last updated {clock_time(at, facts.zone)}." if at else "No reading yet."
    yield from ["", "INPUTS", *(_inputs(facts.inputs) or ["No team has one yet."])]
    if facts.outputs:
        yield from ["", "OUTPUTS: they follow the North Star", *map(_output, facts.outputs)]
    kept = [_kept(each) for each in facts.kept if each.team is not None]
    if kept:
        yield from ["", "FUNCTIONS: last week's commitments", *kept]
    yield from ["", "WHAT IF WE SUCCEED", " ".join(facts.what_if.split())]


def _inputs(inputs: Iterable[InputScore]) -> list[str]:
    """Those with a signal first, then by team in the order of their names."""
    return [_input(each) for each in sorted(inputs, key=lambda each: not each.verdict.is_signal)]


def _input(each: InputScore) -> str:
    if each.verdict.kind is Kind.MISSING:
        return f"- {each.team}: {unescape(missing(each.verdict, each.metric))}{remark(each)}"
    told = unescape(judged(each.verdict, each.metric))
    return f"- {each.team}: {named(each.verdict, each.metric)}, {told}{remark(each)}"


def _output(each: OutputScore) -> str:
    return f"- {_full(each.score)}"


def _full(score: Score, thanks: str = "") -> str:
    """A number in sentences of its own; without a count they begin with the name of the metric."""
    told = unescape(full(score.verdict, score.metric, thanks)).rstrip()
    return f"{told[:1].upper()}{told[1:]}{notes(score)}"


def _kept(kept: Kept) -> str:
    counts = {
        f"{kept.done + kept.moved} of {kept.answered} kept": kept.answered,
        f"{kept.open} not answered yet": kept.open,
        f"{kept.running} still running": kept.running,
    }
    return f"- {kept.team}: {', '.join(told for told, count in counts.items() if count)}"


def _parts(lines: Sequence[str]) -> list[str]:
    parts = [""]
    for line in lines:
        if len(parts[-1]) + len(line) + 1 > _FRAME:
            parts.append("")
        parts[-1] += f"{line}\n"
    return [part.rstrip("\n") for part in parts]


def _framed(text: str) -> Block:
    """Text nobody has to escape: what is in a frame is never read as markup."""
    return RichTextBlock(
        elements=[RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=text)])]
    )
