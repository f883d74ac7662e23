"""Wins in a list: one's own, those that name one, and what a search found."""

from dataclasses import dataclass
from enum import StrEnum

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ConfirmObject, InteractiveElement

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.limits import shorten
from bot.blocks.text import day, escape, mention, quote
from bot.blocks.values import pack
from bot.features.win.views import OPEN, author_of, company, facts
from rituals.win_bank import SHOWN_AT_HOME, AtHome, Found, Shelf, Shown
from storage.records.wins import Win

EDIT = "win.edit"
WITHDRAW = "win.withdraw"
UNNAME = "win.unname"

_LONGEST_QUERY = 200
_LONGEST_NOTE = 300
# People that a button remembers: a value has room for 2,000 characters.
_MOST_PEOPLE = 12


class Place(StrEnum):
    """Where something was pressed, and so what shows the change."""

    LIST = "list"
    SEARCH = "search"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Press:
    """What a button of a win carries; `query` and `people` are what a search found it by."""

    id: str
    on: Place
    query: str = ""
    people: tuple[str, ...] = ()


def listed(shelf: Shelf, note: str = "") -> Message:
    """One's own wins and those that name one; `note` says what was just done."""
    mine = [block for each in shelf.mine for block in row(each, Place.LIST)]
    if not mine:
        mine = [words("None for now. A small one is enough: who did what, and what moved.")]
    blocks: list[Block] = [*_note(note), words("*Wins you told*"), *mine]
    blocks.append(ActionsBlock(elements=[ButtonElement(action_id=OPEN, text="Celebrate a win")]))
    if shelf.about_me:
        blocks.append(words("*Wins that name you*"))
        blocks += [block for each in shelf.about_me for block in row(each, Place.LIST)]
    said = "\n".join(_spoken(each) for each in [*shelf.mine, *shelf.about_me])
    return Message(f"{note}\nYour wins\n{said}".strip(), blocks)


def found(result: Found, note: str = "") -> Message:
    query = shorten(result.query, _LONGEST_QUERY)
    people = result.people[:_MOST_PEOPLE]
    sought = [*([f"“{escape(query)}”"] if query else []), *map(mention, people)]
    heading = f"*Wins with {' and '.join(sought)}*" if sought else "*The newest wins*"
    if not result.wins:
        text = f"No win has all of {' and '.join(sought)} in it. Try fewer words, or their beginnings."
        return _nothing(text if sought else "No win has been told yet.", note)
    blocks = [*_note(note), words(heading)]
    blocks += [block for each in result.wins for block in row(each, Place.SEARCH, query, people)]
    if result.more:
        blocks.append(aside("There are older ones: one more word finds them."))
    return Message("\n".join([heading, *map(_spoken, result.wins)]), blocks)


def at_home(wins: AtHome) -> list[Block]:
    """Wins in App Home: what touched people, then those of the fortnight; empty when there are none."""
    here = {each.win.id for each in wins.lately}
    heard = [
        f"{_sentence(_cheers(people))} your win: {escape(win.text)}"
        for win, people in wins.touched
        if win.id not in here
    ]
    blocks: list[Block] = [aside(shorten(each, _LONGEST_NOTE)) for each in heard[:SHOWN_AT_HOME]]
    for each in wins.lately:
        blocks += row(each, Place.HOME)
    if wins.more:
        blocks.append(aside(f"… and {wins.more} more: {nsm('win search')} shows them."))
    return blocks


def row(each: Shown, on: Place, query: str = "", people: tuple[str, ...] = ()) -> list[Block]:
    """A win, and what this person may do with it."""
    press, elements = pack(Press(each.win.id, on, query, people)), list[InteractiveElement]()
    if each.is_mine or (each.may_change and on is not Place.HOME):
        elements += [_correct(each.win, press), _withdraw(each.win, press)]
    if each.names_me:
        elements.append(ButtonElement(action_id=UNNAME, text="Take my name out", value=press))
    buttons = [ActionsBlock(elements=elements)] if elements else []
    return [words(_told(each)), *buttons]


def withdrawn(win: Win) -> str:
    return f"Withdrawn, wherever it stood. Its words, should you want them again:\n{quote(win.text)}"


def name_taken_out() -> str:
    return "Your name is out of it, and no correction puts it back."


def _correct(win: Win, press: str) -> ButtonElement:
    label = shorten(f"Correct: {win.text}", 75)
    return ButtonElement(action_id=EDIT, text="Correct", value=press, accessibility_label=label)


def _withdraw(win: Win, press: str) -> ButtonElement:
    sure = ConfirmObject(
        title="Withdraw this win?",
        text="Its message will say that it was withdrawn. Nobody finds its words any more.",
        confirm="Withdraw",
        deny="Keep it",
    )
    label = shorten(f"Withdraw: {win.text}", 75)
    return ButtonElement(
        action_id=WITHDRAW, text="Withdraw", value=press, confirm=sure, accessibility_label=label
    )


def _told(each: Shown) -> str:
    told, people = each.told, company(each.told.people)
    line = [day(each.on), *([] if each.is_mine else [f"told by {author_of(told)}"])]
    line += [f"with {people}"] if people else []
    line += [escape(team) for team in told.teams]
    line += ["*it names you*"] if each.names_me else []
    line += [f"*{_cheers(each.cheers)}*" if each.is_mine else _cheers(each.cheers)] if each.cheers else []
    moved = [f"*{escape(told.input)}*" + (f": {facts(told.pair)}" if told.pair else "")] if told.input else []
    return "\n".join([quote(told.text), *moved, " · ".join(line)])


def _cheers(people: int) -> str:
    return "one person cheered" if people == 1 else f"{people} people cheered"


def _sentence(words_: str) -> str:
    return words_[:1].upper() + words_[1:]


def _nothing(text: str, note: str) -> Message:
    return Message(text, [*_note(note), words(text)])


def _note(note: str) -> list[Block]:
    return [words(note)] if note else []


def _spoken(each: Shown) -> str:
    """A win as a screen reader tells it."""
    teller = "" if each.is_mine else f"{author_of(each.told)}, "
    return f"{teller}{day(each.on)}: {escape(shorten(each.win.text, 200))}"
