"""How one is asked about what one promised, page by page, and what a pulse's thread hears later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.blocks import pages
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import day, escape
from bot.features.commit.rows import STATES, Place, row, told
from bot.features.commit.views import commit_button
from rituals.commitments import closes_on, last_week
from rituals.follow_through import MONDAY, FollowThroughAsk, Item
from rituals.late_news import LateNews
from storage.records.commitments import Commitment, CommitmentState

BACK = "follow_through.back"
MORE = "follow_through.more"

_ONE_DAY, _TO_SUNDAY = timedelta(days=1), timedelta(days=6)
_NEXT = "And this week? One small action is enough."
_LEGEND = "Moved: it is on its way. Not yet: it is still ahead. Drop: it will not be."

# A page is read at a glance.
_MOST_ROWS = 7


@dataclass(frozen=True, slots=True)
class Turn:
    """What a button to another page carries: of which question, and which page."""

    key: str
    page: int


def ask(facts: FollowThroughAsk) -> Message:
    """Every commitment with its four answers, and what was answered so far in their place."""
    if not facts.items:
        text = "Nothing is left to say: what I asked about was taken back."
        return Message(text, [words(text)])
    in_words = partial(_told, is_closed=facts.is_closed)
    parts = pages.split(facts.items, _MOST_ROWS, in_words)
    number = pages.within(facts.page, parts)
    heading, note = _heading(facts), _note(facts, parts[number])
    blocks: list[Block] = [words(heading)]
    for item in parts[number]:
        blocks += row(
            _asked(item), Place.ASKED, _belongings(item, is_closed=facts.is_closed), item.carried_to
        )
    if len(parts) > 1:
        blocks += _turning(facts, number, len(parts))
    if note:
        blocks.append(aside(note))
    if facts.is_answered and facts.asked_on.isoweekday() == MONDAY and not facts.light:
        blocks += [words(_NEXT), ActionsBlock(elements=[commit_button()])]
    lines = [heading, *map(in_words, parts[number]), *([note] if note else [])]
    return Message("\n".join(lines), blocks)


def late_news(facts: LateNews) -> Message:
    """Counts only."""
    counts = {
        "done": facts.done,
        "moved": facts.moved,
        "not yet": facts.not_yet,
        "dropped": facts.dropped,
    }
    told = [f"{count} {state}" for state, count in counts.items() if count]
    first, *rest = told or ["the counts are as they were"]
    text = ", ".join([first.replace(" ", " more ", 1) if told else first, *rest])
    text = f"Late news of last week's commitments: {text}."
    return Message(text, [words(text)])


def _heading(facts: FollowThroughAsk) -> str:
    if facts.is_closed and facts.light:
        return "*This is how it stood halfway.*"
    if facts.is_closed:
        return "*That week is closed.* This is how it went."
    if facts.light:
        return "*Halfway.* How is it going? Nothing needs an answer; a tap tells if you like."
    # By its date: what waited for a good hour may be read in the week after.
    week = f"the week of {day(facts.week)}"
    if facts.is_answered:
        return f"*Thank you, that was {week}.* Any of it can still be changed."
    return f"*How did {week} go?* One tap for each is enough."


def _note(facts: FollowThroughAsk, shown: Sequence[Item]) -> str:
    """What the buttons mean while one of them is shown, and what becomes of an answer."""
    if facts.is_closed:
        return ""
    legend = [_LEGEND] if any(_asked(item).state is CommitmentState.OPEN for item in shown) else []
    if facts.light:
        return " ".join([*legend, "It is all in my Home tab too."])
    last = day(max(closes_on(item.commitment) for item in facts.items) - _ONE_DAY)
    rest = f"The pulse tells counts, nobody's name. Any answer can be changed through {last}."
    return " ".join([*legend, rest])


def _belongings(item: Item, *, is_closed: bool) -> Sequence[str]:
    one = item.commitment
    unsaid = ["*No answer*"] if is_closed and not item.goes_on else []
    said = unsaid if one.state is CommitmentState.OPEN else [f"*{STATES[one.state]}*"]
    if item.halfway is not None:
        said = [f"halfway: {STATES[item.halfway].lower()}"]
    elif item.goes_on:
        said = [*said, f"goes on until {day(last_week(one) + _TO_SUNDAY)}, no answer needed"]
    team = [escape(item.team)] if item.team else []
    return [*said, *team, *([f"should move {escape(item.input)}"] if item.input else [])]


def _asked(item: Item) -> Commitment:
    """As it is asked about: what was said of it halfway is no answer yet."""
    return replace(item.commitment, state=CommitmentState.OPEN) if item.halfway else item.commitment


def _told(item: Item, *, is_closed: bool) -> str:
    return told(item.commitment, _belongings(item, is_closed=is_closed), item.carried_to)


def _turning(facts: FollowThroughAsk, number: int, parts: int) -> list[Block]:
    still = sum(item.is_open for item in facts.items)
    where = f"Page {number + 1} of {parts}; {still} of {len(facts.items)} are still without an answer."
    turns = pages.turning(number, parts, (BACK, "Back"), (MORE, "More"), partial(Turn, facts.key))
    return [aside(where), *turns]
