"""The quarter's question about links: each verdict in words, and what to make of it."""

from dataclasses import dataclass

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.asker import asker
from bot.blocks.caveats import value_note
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import dated, escape, line
from bot.blocks.values import pack, unpack
from bot.door import Door
from bot.features.input.views import EDIT
from bot.features.input.views import About as AboutInput
from bot.features.links import phrases
from rituals.link_verdicts import LinkVerdict
from rituals.quarter import LinksAsked, LinksLookedAt, LinkTold, QuarterlyLinks
from storage.records.metrics import Cadence

LOOKED = "links.looked"

_NAME = 80
# Links that are shown; the rest is counted.
_MOST = 12
_MAKE = {
    LinkVerdict.TOGETHER: "What do you make of it? You may be surer of it than you said.",
    LinkVerdict.NO_SIGN: "What do you make of it? It may take longer, or go another way.",
    LinkVerdict.OPPOSITE: "What do you make of it? Its reason says the opposite.",
    LinkVerdict.SAME_EVENTS: "What do you make of it? Both may count much the same things.",
    LinkVerdict.TOO_LITTLE: "What do you make of it, as far as you can see today?",
}


@dataclass(frozen=True, slots=True)
class About:
    """Which question a button answers."""

    about: str


class QuarterAnswers:
    """What is answered takes the question's place by letter: nothing here talks to Slack."""

    def __init__(self, links: QuarterlyLinks, door: Door) -> None:
        self._links, self._door = links, door

    def listen(self) -> None:
        self._door.action(LOOKED, self.looked)

    async def looked(self, args: AsyncArgs) -> None:
        await self._links.looked(asker(args), unpack(About, args.payload["value"]).about)
        await args.ack()


def ask(facts: LinksAsked) -> Message:
    whose = "your inputs" if facts.may_change else "our inputs"
    title = (
        f"*A quarter of numbers: what moved with {line(facts.star, 120)}?* This is what they say of {whose}."
    )
    blocks: list[Block] = [words(title)]
    lines = [title]
    for link in facts.links[:_MOST]:
        lines.append(f"{_link(link, facts.cadence)}\n\u2003{_MAKE[link.verdict]}")
        block = words(lines[-1])
        if facts.may_change:
            its = pack(AboutInput(link.input))
            block.accessory = ButtonElement(action_id=EDIT, text="Change its link", value=its)
        blocks.append(block)
    how = f"{_more(facts.links)}Moving together is a hint, not a proof. {nsm('links')} has the numbers."
    seen = ButtonElement(
        action_id=LOOKED, text="I have looked", value=pack(About(facts.about)), style="primary"
    )
    return Message("\n".join([*lines, how]), [*blocks, aside(how), ActionsBlock(elements=[seen])])


def looked_at(facts: LinksLookedAt) -> Message:
    lines = [f"You looked at what moved with {line(facts.star, 120)} up to {dated(facts.day)}:"]
    lines += [_link(each, facts.cadence) for each in facts.links[:_MOST]]
    if more := _more(facts.links):
        lines.append(more)
    text = "\n".join(lines)
    return Message(text, [words(text)])


def _link(link: LinkTold, cadence: Cadence) -> str:
    said = phrases.in_words(link.verdict, link.lag, cadence)
    name, team = line(link.metric.name, _NAME), line(link.team, _NAME)
    beside = escape(value_note(link.caveats, link.metric).strip())
    told = f"• *{name}* ({team}) · {said}"
    return f"{told}\n\u2003{beside}" if beside else told


def _more(links: tuple[LinkTold, ...]) -> str:
    return f"… and {len(links) - _MOST} more. " if len(links) > _MOST else ""
