"""How the wins digest reads, and its draft; what a win in its thread looks like is the win's own affair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.blocks.caveats import note
from bot.blocks.layout import Message, aside, words
from bot.blocks.limits import shorten
from bot.blocks.phrases import say
from bot.blocks.text import bold, clock_time, day, escape, mention, quote, some, span
from bot.blocks.values import pack
from bot.features.win.views import OPEN as TELL_A_WIN
from rituals.digest import DigestDraft, DigestIssue, DigestSettled, Touched
from rituals.digest_desk import Timetable
from rituals.digest_heard import Heard
from rituals.scoreboard import InputScore
from storage.records.digests import DigestKind

OPEN = "digest.open"
HOURS = "digest.hours"

_MOST_MOVES = 4
_MOST_QUIET = 12
_BEGINNING = 200

_TITLES = {
    DigestKind.NUMBERS: "Wins in numbers",
    DigestKind.STORIES: "Wins in stories",
}
TURNS = {DigestKind.NUMBERS: "numbers", DigestKind.STORIES: "stories"}
_LACKS = {
    DigestKind.NUMBERS: "It is the turn of *numbers*, and no win shows any yet. Do you know of one that moved"
    " an input? Its form finds the before and after.",
    DigestKind.STORIES: "It is the turn of *stories*, and nobody has told one yet. Do you know of something"
    " that somebody did, and what became of it for a customer?",
}


@dataclass(frozen=True, slots=True)
class Day:
    """Which issue a button or a window is about."""

    day: date


def issue(facts: DigestIssue) -> Message:
    """Short: each win has a message of its own in the thread."""
    title = f"*{_TITLES[facts.about]}* · {span(facts.first, facts.last)}"
    told = [title, _intro(facts), _numbers(facts), _last_time(facts.touched)]
    parts = [part for part in told if part]
    ask = "React in the thread to what touches you: whoever told it hears of it."
    return Message("\n\n".join([*parts, ask]), [*map(words, parts), aside(ask)])


def draft(facts: DigestDraft) -> Message:
    head = f"*The wins digest of {clock_time(facts.at, facts.zone)}*"
    if not facts.wins:
        holds = (
            "No win waits for it yet. Do you know of one? Without any, nothing is posted, and nobody is told"
            " so."
        )
    else:
        holds = f"{_holds(facts.wins, facts.shared)} {turn(facts.about, facts.lacks)}"
    rest = "Without an answer it goes out on time, as it is." if facts.wins else ""
    # Without any win every team is unnamed: that says nothing about any of them.
    parts = [f"{head}\n{holds}", quiet(facts.quiet) if facts.wins else "", rest]
    value = pack(Day(facts.day))
    look = ButtonElement(action_id=OPEN, text="Look at the draft", value=value)
    tell = ButtonElement(action_id=TELL_A_WIN, text="Tell a win")
    first = tell if facts.lacks else look
    first.style = "primary"
    blocks: list[Block] = [words(parts[0]), ActionsBlock(elements=[look, tell] if facts.wins else [tell])]
    blocks += [aside(part) for part in parts[1:] if part]
    return Message("\n".join(part for part in parts if part), blocks)


def settled(facts: DigestSettled) -> Message:
    """What stands in the place of the draft from then on."""
    if facts.is_out:
        text = f"*The wins digest of {clock_time(facts.at, facts.zone)}* is out."
        return Message(text, [words(text)])
    text = (
        f"*The wins digest of {clock_time(facts.at, facts.zone)}* is approved. Until then you can change it."
    )
    look = ButtonElement(action_id=OPEN, text="Look at it again", value=pack(Day(facts.day)))
    return Message(text, [words(text), ActionsBlock(elements=[look])])


def overview(table: Timetable, user: str) -> Message:
    """What `/nsm digest` answers."""
    text = (
        f"*The wins digest* comes every second week, next {clock_time(table.due.at, table.zone)}: a short"
        " message in the company channel, and one in its thread for each win."
    )
    if user == table.product_lead and table.reacted:
        people = "1 person" if table.reacted == 1 else f"{table.reacted} people"
        text += f"\n{people} reacted to the last one."
    buttons: list[ButtonElement] = []
    if user in {table.product_lead, table.sponsor}:
        value = pack(Day(table.due.day))
        buttons.append(ButtonElement(action_id=OPEN, text="Look at the draft", value=value))
    if user == table.product_lead:
        buttons.append(ButtonElement(action_id=HOURS, text="Change day and hour"))
    buttons.append(ButtonElement(action_id=TELL_A_WIN, text="Tell a win"))
    return Message(text, [words(text), ActionsBlock(elements=buttons)])


def automatic(facts: DigestIssue) -> str:
    """What the first message says unless the product lead finds words."""
    where = "It stands in the thread." if facts.wins == 1 else "Each has a message of its own in the thread."
    return f"{_holds(facts.wins, facts.shared)} {where}"


def turn(about: DigestKind, lacks: DigestKind | None) -> str:
    """What an issue is about, and whose turn it would be."""
    if lacks is None:
        return f"This time it is about {TURNS[about]}."
    return f"{_LACKS[lacks]} Without one it is about {TURNS[about]}."


def heard(facts: Heard) -> list[Block]:
    """For the author's own page."""
    beginning = escape(shorten(" ".join(facts.text.split()), _BEGINNING))
    text = (
        f":sparkles: *This touched people most*, as everybody read in the digest of {day(facts.day)}:\n"
        f">{beginning}\nThank you for telling it."
    )
    return [words(text)]


def quiet(teams: Sequence[str]) -> str:
    """For the editor alone: a hint whom to ask, and no score."""
    if not teams:
        return ""
    named = some([escape(team) for team in teams], _MOST_QUIET)
    return f"No win named these teams for six weeks: {named}. Perhaps they only need to be asked."


def _holds(wins: int, shared: int) -> str:
    text = f"{wins} {'win' if wins == 1 else 'wins'}"
    if not shared:
        return f"{text}."
    if shared == wins:
        return f"{text}, {'shared' if wins == 1 else 'all shared'} by two teams or more."
    return f"{text}, {shared} of them shared by two teams or more."


def _intro(facts: DigestIssue) -> str:
    if not facts.intro:
        return automatic(facts)
    return quote(facts.intro) + (f"\n— {mention(facts.intro_by)}" if facts.intro_by else "")


def _numbers(facts: DigestIssue) -> str:
    lines = [f"• {bold(each.team)}: {escape(_verdict(each))}" for each in facts.moves[:_MOST_MOVES]]
    if len(facts.moves) > _MOST_MOVES:
        lines.append(f"… and {len(facts.moves) - _MOST_MOVES} more")
    if facts.kept:
        kept = "1 commitment was kept" if facts.kept == 1 else f"{facts.kept} commitments were kept"
        lines.insert(0, f"{kept} in this time{', and these inputs moved:' if facts.moves else '.'}")
    elif lines:
        lines.insert(0, "These inputs moved:")
    return "\n".join(lines)


def _verdict(each: InputScore) -> str:
    return shorten(say(each.verdict, each.metric).verdict, 300) + note(each)


def _last_time(touched: Touched | None) -> str:
    if touched is None:
        return ""
    if touched.by:
        by = f", told by {escape(touched.by)}"
    else:
        by = f", told by somebody in {escape(touched.team)}" if touched.team else ""
    return f"Last time this touched people most: “{escape(touched.text)}”{by}."
