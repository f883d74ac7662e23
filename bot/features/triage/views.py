"""How triage looks: the agenda, and each of its cases in the thread below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, paragraphs
from bot.blocks.text import channel, day, line, mention, quote
from bot.blocks.values import pack
from bot.features.decision.views import decide_button
from bot.features.escalate.picture import in_words, picture
from bot.features.escalate.views import framework, headline, standing
from bot.features.precedent.words import between, why
from rituals.docket import Concern
from rituals.precedents import Nearest
from rituals.triage import Item, Quorum, Talked, TriageAgenda, TriageCase
from storage.records.conflicts import ConflictState
from storage.records.triage_questions import TriageQuestion

NO_QUORUM = "triage.no_quorum"

_CUSTOMERS = 80  # characters of them in a line


@dataclass(frozen=True, slots=True)
class Day:
    """What the agenda's button carries: which meeting."""

    day: date


def agenda(facts: TriageAgenda) -> Message:
    """Who decides, the cases in order, what waits, and what was carried over."""
    items = "\n".join(f"{number}. {one(each)}" for number, each in enumerate(facts.items, 1))
    told = [_opening(facts), items, questions(facts.questions)]
    parts = [part for part in told if part]
    parts += [_more(facts)] if facts.quorum is Quorum.MEETS and facts.more else []
    note = _note(facts)
    text = "\n\n".join(parts)
    blocks: list[Block] = [block for part in parts for block in paragraphs(part)]
    if facts.quorum is Quorum.MEETS:
        button = ButtonElement(action_id=NO_QUORUM, text="No quorum today", value=pack(Day(facts.day)))
        blocks.append(ActionsBlock(elements=[button]))
    return Message(f"{text}\n\n{note}", [*blocks, aside(note)])


def questions(asked: Sequence[Talked | TriageQuestion]) -> str:
    """What is talked over beside the cases, each with who put it."""
    lines = [f"• {line(each.text, 400)} _(put by {mention(each.put_by)})_" for each in asked]
    return "\n".join(["*To talk over*, nothing to decide", *lines]) if lines else ""


def one(item: Item) -> str:
    """A case in a line, or what became of it."""
    head = f"*{between(item.teams)}*: {line(item.text, 150)}"
    if item.outcome:
        return f"{head}\n*Decided:* {line(item.outcome, 300)}"
    if not item.is_open:
        return f"{head}\n_Settled or taken back by the teams._"
    customers = f" · touches: {line(item.customers, _CUSTOMERS)}" if item.customers else ""
    return f"{head}\n_waiting since {day(item.since)}_{customers}"


def concern(facts: Concern) -> str:
    """An open conflict in a line, for the page of somebody who is part of it."""
    where = f" · {channel(facts.channel)}" if facts.channel else ""
    if facts.is_up:
        stands = f"with triage since {day(facts.since)}"
    elif facts.waits_for_me:
        stands = "did you try it together? Your answer is waited for"
    else:
        stands = "the other lead is asked whether it was tried"
    return f"*{between(facts.teams)}*: {line(facts.text, 150)}\n_{stands}_{where}"


def case(facts: TriageCase) -> Message:
    """Both sides, the readings, what was decided before, and the way to decide."""
    told = facts.case
    head = f"Case {facts.number} of {facts.of}\n{headline(told)}\n{quote(told.text)}"
    if told.state is not ConflictState.UP:
        text = f"{head}\n{standing(told)}"
        return Message(text, list(paragraphs(text)))
    parts = [f"{head}\n{framework(told)}"]
    if facts.scores:
        parts.append(f"*The numbers behind it*\n{in_words(facts.scores)}")
    parts += [_nearest(near) for near in facts.nearest]
    blocks: list[Block] = [block for part in parts for block in paragraphs(part)]
    button = ActionsBlock(elements=[decide_button(told.id, told.text)])
    return Message("\n".join(parts), [*blocks, button], picture(facts.scores), len(blocks))


def _nearest(near: Nearest) -> str:
    reasons = line(near.decision.reasons, 300)
    return f"*Nearest so far* ({why(near)})\n{quote(near.decision.outcome)}\n_Why:_ {reasons}"


def _opening(facts: TriageAgenda) -> str:
    when = f"{facts.day:%A}, {day(facts.day)}"
    match facts.quorum:
        case Quorum.MEETS:
            on = _and(_number(len(facts.items), "case"), _number(len(facts.questions), "question"))
            return f"*North Star triage, {when}*: fifteen minutes, {on}.\n{_deciders(facts)}"
        case Quorum.AWAY:
            away = " and ".join(map(mention, facts.people))
            verb = "are" if len(facts.people) > 1 else "is"
            return f"*No triage on {when}*: {away} {verb} away. {_carried(facts)}"
        case Quorum.CALLED_OFF:
            return f"*No triage on {when}*: no quorum, says {mention(facts.people[0])}. {_carried(facts)}"
        case Quorum.OVER:
            ended = sum(not each.is_open for each in facts.items)
            settled = f"{ended} of {len(facts.items)} settled" if facts.items else ""
            talked = _number(len(facts.questions), "question")
            on = _and(settled, f"{talked} talked over" if talked else "")
            return f"*North Star triage of {when} is over*: {on}. {_carried(facts)}"


def _deciders(facts: TriageAgenda) -> str:
    lead = f"{mention(facts.product_lead)}, the product lead"
    if facts.sponsor is None:
        return f"Deciding: {lead}. No sponsor is named yet who would decide with them: {nsm('roles')}."
    if facts.sponsor == facts.product_lead:
        return f"Deciding: {lead} and sponsor."
    return f"Deciding: {lead}, and {mention(facts.sponsor)}, the sponsor."


def _carried(facts: TriageAgenda) -> str:
    count, oldest = facts.carried, facts.oldest
    asked = 0 if facts.quorum is Quorum.OVER else len(facts.questions)
    if not count + asked:
        return "Nothing is carried over."
    what = _and(_number(count, "case"), _number(asked, "question"))
    carried = f"{what} {'are' if count + asked > 1 else 'is'} carried over to {_next(facts)}"
    if not count or oldest is None:
        return f"{carried}."
    since = f"the oldest since {day(oldest)}" if count > 1 else f"waiting since {day(oldest)}"
    return f"{carried}; {since}."


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}" if count else ""


def _and(one: str, other: str) -> str:
    return f"{one} and {other}" if one and other else one or other


def _more(facts: TriageAgenda) -> str:
    since = f"; oldest since {day(facts.more_since)}" if facts.more_since else ""
    return f"*{facts.more} more wait{'s' if facts.more == 1 else ''}*{since}. Next: {_next(facts)}."


def _next(facts: TriageAgenda) -> str:
    return f"{facts.next_day:%A}, {day(facts.next_day)}"


def _note(facts: TriageAgenda) -> str:
    if facts.quorum is Quorum.MEETS and not facts.items:
        return "A question has no sides: what you find out goes into this thread."
    if facts.quorum is Quorum.MEETS:
        order = " In this order: the longest waiting week first, within a week the widest."
        return (
            "In the thread: both sides of each case, the readings, and the button to decide."
            f"{order if len(facts.items) > 1 else ''}"
        )
    return f"What cannot wait can be decided at any time: {nsm('triage')}."
