"""How triage looks: the agenda, and each of its cases in the thread below."""

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
from rituals.triage import Item, Quorum, TriageAgenda, TriageCase
from storage.records.conflicts import ConflictState

NO_QUORUM = "triage.no_quorum"

_CUSTOMERS = 80  # characters of them in a line


@dataclass(frozen=True, slots=True)
class Day:
    """What the agenda's button carries: which meeting."""

    day: date


def agenda(facts: TriageAgenda) -> Message:
    """Who decides, the cases in order, what waits, and what was carried over."""
    items = "\n".join(f"{number}. {one(each)}" for number, each in enumerate(facts.items, 1))
    parts = [_opening(facts), items, *([_more(facts)] if facts.quorum is Quorum.MEETS and facts.more else [])]
    note = _note(facts)
    text = "\n\n".join(parts)
    blocks: list[Block] = [block for part in parts for block in paragraphs(part)]
    if facts.quorum is Quorum.MEETS:
        button = ButtonElement(action_id=NO_QUORUM, text="No quorum today", value=pack(Day(facts.day)))
        blocks.append(ActionsBlock(elements=[button]))
    return Message(f"{text}\n\n{note}", [*blocks, aside(note)])


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
            count = len(facts.items)
            cases = f"{count} case{'s' if count > 1 else ''}"
            return f"*North Star triage, {when}*: fifteen minutes, {cases}.\n{_deciders(facts)}"
        case Quorum.AWAY:
            away = " and ".join(map(mention, facts.people))
            verb = "are" if len(facts.people) > 1 else "is"
            return f"*No triage on {when}*: {away} {verb} away. {_carried(facts)}"
        case Quorum.CALLED_OFF:
            return f"*No triage on {when}*: no quorum, says {mention(facts.people[0])}. {_carried(facts)}"
        case Quorum.OVER:
            ended = sum(not each.is_open for each in facts.items)
            over = f"*North Star triage of {when} is over*: {ended} of {len(facts.items)} settled."
            return f"{over} {_carried(facts)}"


def _deciders(facts: TriageAgenda) -> str:
    lead = f"{mention(facts.product_lead)}, the product lead"
    if facts.sponsor is None:
        return f"Deciding: {lead}. No sponsor is named yet who would decide with them: {nsm('roles')}."
    if facts.sponsor == facts.product_lead:
        return f"Deciding: {lead} and sponsor."
    return f"Deciding: {lead}, and {mention(facts.sponsor)}, the sponsor."


def _carried(facts: TriageAgenda) -> str:
    count, oldest = facts.carried, facts.oldest
    if not count or oldest is None:
        return "Nothing is carried over."
    cases = f"{count} case{'s are' if count > 1 else ' is'} carried over"
    since = f"the oldest since {day(oldest)}" if count > 1 else f"waiting since {day(oldest)}"
    return f"{cases} to {facts.next_day:%A}, {day(facts.next_day)}; {since}."


def _more(facts: TriageAgenda) -> str:
    since = f"; oldest since {day(facts.more_since)}" if facts.more_since else ""
    return f"*{facts.more} more wait{'s' if facts.more == 1 else ''}*{since}. Next: {_next(facts)}."


def _next(facts: TriageAgenda) -> str:
    return f"{facts.next_day:%A}, {day(facts.next_day)}"


def _note(facts: TriageAgenda) -> str:
    if facts.quorum is Quorum.MEETS:
        order = " In this order: the longest waiting week first, within a week the widest."
        return (
            "In the thread: both sides of each case, the readings, and the button to decide."
            f"{order if len(facts.items) > 1 else ''}"
        )
    return f"What cannot wait can be decided at any time: {nsm('triage')}."
