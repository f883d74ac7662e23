"""How commitments look in an answer, in the list and in App Home."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    InteractiveElement,
    Option,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks import pages
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.limits import shorten
from bot.blocks.text import channel, day, escape, mention, quote
from bot.blocks.values import pack
from bot.features.commit.rows import EDIT, STATES, Place, Press, no_pulse, row, weeks
from rituals.commitment_list import Listing
from rituals.commitments import TooManyCommitments, pulses
from rituals.committing import Told
from storage.records.commitments import Commitment, CommitmentState, Visibility
from storage.records.teams import Team

OPEN = "commit.open"
SHORTCUT = "commit.shortcut"
UNDO = "commit.undo"
AIM = "commit.aim"
PLACE = "commit.place"
BACK = "commit.back"
MORE = "commit.more"

# Two blocks each, of the fifty that a message holds.
_PAGE = 10
_MOST_OTHERS = 12
# A page of one's own has room for other things too.
_MOST_OWN = 8
_LEGEND = "Done: it is finished. Moved: it is on its way. Not yet: it is still ahead. Drop: it will not be."


@dataclass(frozen=True, slots=True)
class Page:
    """What a button to another page of the list carries."""

    number: int


def usage(command: str) -> Message:
    text = (
        f"`{command} [what you will do]`  logs one action for this week, and says it back to you alone,"
        " with a button to undo it\n"
        f"`{command}`  opens the form: which input it should move, one week or two, who may read it\n"
        f"`{command} list`  shows yours, to mark and to change, and what others let you read"
    )
    return Message(text, [words(text)])


def where_undo(command: str) -> Message:
    text = (
        "Undo is the button under the answer to what you logged;"
        f" where that answer is gone, `{command} list` has Edit and Drop."
    )
    return Message(text, [words(text)])


def said(told: Told, on: Place = Place.ANSWER) -> Message:
    """The commitment said back: the words, the week, where it appears, who reads it."""
    one = told.commitment
    where_else = f", as it is in {told.elsewhere}" if told.elsewhere else ""
    heading = f"*Logged for {'two weeks' if one.weeks == 2 else 'this week'}* ({weeks(one)}{where_else})"
    text = f"{heading}\n{quote(one.text)}"
    where = appears(told)
    elements: list[InteractiveElement] = [
        ButtonElement(action_id=UNDO, text="Undo", value=pack(Press(one.id, on))),
        ButtonElement(action_id=EDIT, text="Edit", value=pack(Press(one.id, on))),
    ]
    questions = [] if on is Place.MODAL else _questions(told, on)  # the form has asked them
    blocks = [words(text), aside(where), *questions, ActionsBlock(elements=elements)]
    return Message(f"{text}\n{where}\nYou can undo or edit it.", blocks)


def appears(told: Told) -> str:
    """Where a commitment is counted, and who reads its words."""
    one = told.commitment
    if told.company_channel is None:
        return f"{no_pulse()} {_readers(one, told.team)}"
    line = f"*{escape(told.team.name)}*'s line" if told.team else "the organisation's line"
    days = " and ".join(day(each) for each in pulses(one))
    pulse = f"Monday's pulse in {channel(told.company_channel)} on {days}"
    return f"Counts in {line} of {pulse}. {_readers(one, told.team)}"


def taken_back(one: Commitment) -> Message:
    text = f"Taken back: nothing is counted. Your words, should you want them again:\n{quote(one.text)}"
    return Message(text, [words(text)])


def no_room(full: TooManyCommitments, text: str) -> Message:
    """A kind no, with the words given back and a way to make room on the spot."""
    many = str(full.limit) if full.limit > 1 else "one"
    heading = (
        f"You have {many} open for that week already, and a week holds no more."
        f" Say how one of them went, and there is room. Your words, to use again:\n{quote(text)}"
    )
    rows = [block for one in full.open for block in row(one, Place.BESIDE)]
    return Message(f"{heading}\n{_spoken(full.open)}", [words(heading), DividerBlock(), *rows])


def settled(told: Told, on: Place) -> Message:
    """How it went, said back."""
    one = told.commitment
    text = f"*{STATES[one.state]}*\n{quote(one.text)}" + (f"\n{escape(one.line)}" if one.line else "")
    return Message(text, row(one, on, carried_to=told.carried_to))


def listed(listing: Listing, page: int = 0, beside: str | None = None) -> Message:
    """Everything of this week that somebody may read, their own first; the page a commitment is on."""
    mine = [*listing.mine, *listing.earlier]
    parts = pages.split(mine, _PAGE, lambda one: _spoken([one]))
    asked = next((n for n, each in enumerate(parts) if beside in {one.id for one in each}), page)
    at = pages.within(asked, parts)
    blocks: list[Block] = [words("*Your commitments*"), *_rows(listing, Place.LIST, parts[at])]
    if len(parts) > 1:
        blocks.append(aside(f"Page {at + 1} of {len(parts)}"))
        blocks += pages.turning(at, len(parts), (BACK, "Back"), (MORE, "More"), Page)
    if any(one.state is CommitmentState.OPEN for one in parts[at]):  # the others have none of those buttons
        blocks.append(aside(_LEGEND))
    if listing.others:
        shown = listing.others[:_MOST_OTHERS]
        blocks.append(words("*What others let you read this week*"))
        blocks.extend(words(_of_another(one, listing)) for one in shown)
        if len(listing.others) > len(shown):
            blocks.append(aside(f"… and {len(listing.others) - len(shown)} more"))
    spoken = _spoken(parts[at]) or "Nothing is promised yet this week."
    others = "\n".join(_of_another(one, listing) for one in listing.others[:_MOST_OTHERS])
    return Message(f"Your commitments\n{spoken}" + (f"\nFrom others\n{others}" if others else ""), blocks)


def own(listing: Listing, on: Place, most: int = _MOST_OWN) -> list[Block]:
    """One's own rows: those that run, then those still to be closed; or what to do when there are none.

    At most `most` of each; the list has the others.
    """
    blocks = _rows(listing, on, [*listing.mine[:most], *listing.earlier[:most]])
    more = sum(max(0, len(each) - most) for each in (listing.mine, listing.earlier))
    return [*blocks, *([aside(f"… and {more} more of yours: {nsm('commit list')}")] if more else [])]


def _rows(listing: Listing, on: Place, shown: Sequence[Commitment]) -> list[Block]:
    blocks: list[Block] = []
    for one in shown:
        if one in listing.mine:
            blocks += _listed(one, on, listing)
    if not listing.mine:
        blocks.append(words("Nothing is promised yet this week. One small action is enough."))
    blocks.append(ActionsBlock(elements=[commit_button()]))
    earlier = [one for one in shown if one not in listing.mine]
    if earlier:
        asked = any(one.state is CommitmentState.OPEN for one in earlier)
        blocks.append(words("*From before: how did they go?*" if asked else "*From before*"))
    for one in earlier:
        blocks += _listed(one, on, listing)
    return blocks


def _listed(one: Commitment, on: Place, listing: Listing) -> list[Block]:
    return row(one, on, _belongings(one, listing), listing.carried_to.get(one.id))


def commit_button() -> ButtonElement:
    return ButtonElement(action_id=OPEN, text="Commit", style="primary")


def logged(message: Message) -> View:
    """The answer to a form, in its place."""
    return View(type="modal", title="Commitment", close="Close", blocks=list(message.blocks))


def _questions(told: Told, on: Place) -> list[Block]:
    """What the quick way left open, each answered by one tap."""
    one = told.commitment
    blocks: list[Block] = []
    if len(told.teams) > 1:
        blocks.append(
            _select("Which team is it for?", PLACE, Press(one.id, on), _team_options(told), one.team)
        )
    if told.inputs:
        options = [(each.id, each.metric.name) for each in told.inputs]
        blocks.append(_select("Which input should it move?", AIM, Press(one.id, on), options, one.input))
    return blocks


def _team_options(told: Told) -> list[tuple[str | None, str]]:
    return [(team.id, team.name) for team in told.teams]


def _select(
    question: str, action: str, press: Press, choices: Sequence[tuple[str | None, str]], chosen: str | None
) -> Block:
    options = {
        each: Option(value=pack(replace(press, to=each)), text=shorten(name, 75)) for each, name in choices
    }
    if action == AIM:
        options[None] = Option(value=pack(press), text="None of these, or not sure yet")
    select = StaticSelectElement(
        action_id=action,
        placeholder="Choose",
        options=list(options.values()),
        initial_option=options.get(chosen) if chosen else None,
    )
    return SectionBlock(text=question, accessory=select)


def _readers(one: Commitment, team: Team | None) -> str:
    match one.visibility:
        case Visibility.EVERYONE:
            return "Everyone here can read the words."
        case Visibility.TEAM if team:
            return f"*{escape(team.name)}*'s people can read the words."
        case _:
            return "Only you can read the words."


def _belongings(one: Commitment, listing: Listing) -> list[str]:
    """Its team and its input, as far as it has them."""
    team, aim = listing.teams.get(one.team or ""), listing.inputs.get(one.input or "")
    return [*([escape(team.name)] if team else []), *([f"should move {escape(aim)}"] if aim else [])]


def _of_another(one: Commitment, listing: Listing) -> str:
    facts = [mention(one.user), STATES[one.state], *_belongings(one, listing)]
    return f"{' · '.join(facts)}\n{quote(one.text)}"


def _spoken(commitments: Sequence[Commitment]) -> str:
    """Commitments as a screen reader tells them."""
    return "\n".join(f"{STATES[one.state]}: {escape(one.text)}" for one in commitments)
