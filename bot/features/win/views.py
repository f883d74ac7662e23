"""A win as everybody reads it, and what its author hears of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk.models.blocks import ButtonElement

from bot.blocks.caveats import value_remark
from bot.blocks.layout import Message, aside, paragraphs, words
from bot.blocks.limits import shorten
from bot.blocks.phrases import amounts, period
from bot.blocks.text import day, escape, mention, quote, together
from bot.blocks.values import pack
from rituals.win_names import Naming
from rituals.win_numbers import Pair
from rituals.win_telling import LONGEST_STORY
from rituals.win_words import WinTold
from rituals.wins import WinChanged

OPEN = "win.open"
MAKE = "win.make"
SHARE = "win.share"

_ALL_MENTIONED: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Making:
    """What the button that makes a commitment a win carries."""

    commitment: str


def usage(command: str) -> Message:
    text = (
        f"`{command} [what happened]`  opens a form: who did what, which input it moved, what it means."
        " It says where the win will stand before anything is posted\n"
        f"`{command} list`  shows yours, to correct or withdraw, and those that name you\n"
        f"`{command} search [words]`  finds wins of any time; without words, the newest\n"
        "The same form opens from *Share as a win* in the menu of any message."
    )
    return Message(text, [words(text)])


def make_button(commitment_id: str) -> ButtonElement:
    """Offers the owner of a commitment to make it a win."""
    return ButtonElement(action_id=MAKE, text="Make it a win", value=pack(Making(commitment_id)))


def told(win: WinTold) -> Message:
    """Cause-shaped, without claiming a cause."""
    if win.withdrawn_by is not None:
        by = {"author": "its author", "lead": "the product lead"}[win.withdrawn_by]
        text = f"_This win was withdrawn by {by}._"
        return Message(text, [words(text)])
    text = "\n".join([f"{_heading(win)}, told by {author_of(win)}", quote(win.text), *_facts(win)])
    note = ["Corrected since."] if win.corrected else []
    return Message("\n".join([text, *note]), [*paragraphs(text), *map(aside, note)])


def changed(about: WinChanged) -> Message:
    """What the author of a win hears when the product lead changed it."""
    what = "withdrew" if about.withdrawn else "corrected"
    text = (
        f"{mention(about.by)}, the product lead, {what} a win you told. Your words, as they were:\n"
        f"{quote(about.text)}\nAsk them if you want to know more."
    )
    return Message(text, paragraphs(text))


def quoted(said: str, name: str | None) -> str:
    """The words of somebody else as the form starts with them; plain text."""
    opening, closing = f"{name or 'A colleague'} wrote: “", "”"
    return opening + shorten(said, LONGEST_STORY - len(opening) - len(closing)) + closing


def facts(pair: Pair) -> str:
    """What was read, and when: `5.2 d in the week of 2 Mar → 3.9 d in the week of 23 Mar`."""
    was, became = (escape(each) for each in amounts((pair.was, pair.became), pair.metric))
    before, after = (period(start, pair.metric, pair.after) for start in (pair.before, pair.after))
    beside = escape(value_remark(pair.caveats, pair.metric))
    return f"{was} in {before} → {became} in {after}{beside}"


def author(naming: Naming) -> str:
    return company(naming) or "a colleague"


def company(naming: Naming, spelled: Mapping[str, str] = _ALL_MENTIONED) -> str:
    """People as they agreed to be named: `@bo, @kofi and a colleague of Docs`; "" for nobody."""
    colleagues = [
        f"{'a colleague' if number == 1 else f'{number} colleagues'} of *{escape(team)}*"
        for team, number in Counter(naming.colleagues).items()
    ]
    return together([*(_person(user, spelled) for user in naming.users), *colleagues])


def unnamed(naming: Naming) -> list[str]:
    """Says to who fills the form in that somebody will not be named."""
    match naming.unnamed:
        case 0:
            return []
        case 1:
            return ["One of them asked not to be named."]
        case many:
            return [f"{many} of them asked not to be named."]


def _heading(win: WinTold) -> str:
    if len(win.teams) < 2:
        return f"*A win* of *{escape(win.teams[0])}*" if win.teams else "*A win*"
    return f"*A win together*, of {together([f'*{escape(team)}*' for team in win.teams])}"


def author_of(win: WinTold) -> str:
    if win.user is not None:
        return _person(win.user, win.spelled)
    return f"a colleague of *{escape(win.author_of)}*" if win.author_of else "a colleague"


def _person(user: str, spelled: Mapping[str, str]) -> str:
    return escape(spelled[user]) if user in spelled else mention(user)


def _facts(win: WinTold) -> list[str]:
    people, lines = company(win.people, win.spelled), list[str]()
    if win.input:
        lines.append(_moved(win, f"*{escape(win.input)}*"))
    if win.meaning:
        about = f" for *{escape(win.star)}*" if win.star else ""
        lines.append(f"What it means{about}:\n{quote(win.meaning)}")
    return [*lines, f"Thank you, {people}."] if people else lines


def _moved(win: WinTold, name: str) -> str:
    if win.promised_on is not None:
        promised = f"Promised on {day(win.promised_on)}"
        return (
            f"{promised}, followed by {name}: {facts(win.pair)}." if win.pair else f"{promised} for {name}."
        )
    if win.pair is None:
        return f"Contributed to {name}."
    # Nothing contributes to a number that went the other way.
    verb = "Contributed to" if win.pair.better else "Aimed at"
    return f"{verb} {name}: {facts(win.pair)}."
