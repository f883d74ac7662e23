"""How a conflict looks: in the thread both leads share, in a direct message, and with triage."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    InteractiveElement,
)

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, paragraphs, words
from bot.blocks.limits import shorten
from bot.blocks.text import channel, escape, mention, quote, to_come, when
from bot.blocks.values import pack
from bot.features.decision.views import decide_button
from bot.features.escalate.picture import in_words, picture
from rituals.cases import Case, CaseClosed, CaseUp, SidesTold, SideTold, ThreadOpened, TriedAsked
from rituals.trying import Moved
from storage.records.conflicts import ConflictKind, ConflictState, KpiPath

TRIED = "escalate.tried"
ALONE = "escalate.alone"
SETTLE = "escalate.settle"
REOPEN = "escalate.reopen"
OWN_SIDE = "escalate.own_side"
WITHDRAW = "escalate.withdraw"

# Characters of each text in a direct message.
_GLANCE = 200

_ENABLING = "Enabling capacity for future North Star growth"
_KINDS = {
    ConflictKind.INPUTS: "To settle",
    ConflictKind.KPIS: "Two KPIs to bring together",
    ConflictKind.CAPACITY: _ENABLING,
}
_ENDED = {
    ConflictState.SETTLED: "Settled",
    ConflictState.DECIDED: "Decided",
    ConflictState.WITHDRAWN: "Taken back",
}


@dataclass(frozen=True, slots=True)
class About:
    """The conflict a button or a window is about."""

    about: str


def usage(command: str) -> Message:
    text = (
        f"`{command} [what it is about]`  opens a form: what each team wants, which input that moves, by how"
        " much and when. Most conflicts settle there\n"
        f"`{command} channel`  is for the product lead: where triage reads what was not settled\n"
        "It goes to triage only when both leads say that it was tried."
    )
    return Message(text, [words(text)])


def thread(opened: ThreadOpened) -> Message:
    """The head of the shared thread: what it is about, how it stands, and what the two leads can do."""
    case = opened.case
    text, note = f"{headline(case)}\n{quote(case.text)}\n{standing(case)}", _patience(case)
    grey = [aside(note)] if note else []
    return Message(f"{text}\n{note}".strip(), [*paragraphs(text), *_buttons(case), *grey])


def sides(told: SidesTold) -> Message:
    """Both sides in full; with triage also the readings behind them, on one chart."""
    case = told.case
    text = framework(case)
    if told.scores:
        text += f"\n\n*The numbers behind it*\n{in_words(told.scores)}"
    blocks: list[Block] = [*paragraphs(text)]
    note = ""
    if case.state is ConflictState.ASKING:
        note = (
            "Map it together in this thread: which input could each side move for the other? Each lead can"
            f" say their side in their own words; an input that is missing is proposed with {nsm('input')}."
        )
        blocks += [ActionsBlock(elements=[_button(OWN_SIDE, "Change our side", case)]), aside(note)]
    return Message(f"{text}\n{note}".strip(), blocks, picture(told.scores), len(blocks))


def asked(ask: TriedAsked) -> Message:
    """What a lead reads by direct message; the same buttons stand in the thread."""
    case = ask.case
    if not ask.is_open:
        said = f"{headline(case)}\n{quote(case.text)}\n{standing(case)}"
        return Message(said, paragraphs(said))
    between = _between(case)
    where = f" Its thread is in {channel(ask.channel)}." if ask.channel else ""
    text = (
        f"*Did you try this together?* {mention(case.raised_by)} brought up what is open {between}:\n"
        f"{quote(case.text)}\n{framework(_in_short(case))}"
    )
    note = (
        "If you did and it is still open, triage looks at it. If you settled it, say how, and it ends there."
        f"{where} {_patience(case)}"
    )
    return Message(f"{text}\n{note}", [*paragraphs(text), _decide(case), aside(note)])


def up(risen: CaseUp) -> Message:
    """What triage reads at once."""
    case = risen.case
    by = " and ".join(mention(lead) for lead in case.tried_by)
    tried = f"{by} tried to settle it first." if by else "Nobody leads either side at the moment."
    missing = [
        lead
        for lead in dict.fromkeys((case.ours.lead, case.theirs.lead))
        if lead and lead not in case.tried_by
    ]
    if case.tried_by and missing:
        tried = f"{by} brought it up alone, after the time {_mentions(missing)} had to answer."
    text = f"{headline(case)}\n{quote(case.text)}\nRaised by {mention(case.raised_by)}. {tried}"
    if case.state is not ConflictState.UP:
        text += f"\n{standing(case)}"
    note = "Both sides stand in the thread. Two teams pulling at one thing is nobody's fault."
    blocks: list[Block] = [*paragraphs(text)]
    if case.state is ConflictState.UP:
        blocks.append(ActionsBlock(elements=[decide_button(case.id, case.text)]))
    return Message(f"{text}\n{note}", [*blocks, aside(note)])


def closed(told: CaseClosed) -> Message:
    """Tells a lead how it ended, and how to say that it did not."""
    case = told.case
    text = f"{headline(case)}\n{quote(case.text)}\n{standing(case)}"
    note = "If it is not settled for you, say so: it is where it was before, and nothing is lost."
    button = ActionsBlock(elements=[_button(REOPEN, "Not settled yet", case)])
    return Message(f"{text}\n{note}", [*paragraphs(text), button, aside(note)])


def answered(moved: Moved) -> Message:
    """Said back to a lead who pressed something."""
    case = moved.case
    text = {
        ConflictState.ASKING: f"Noted, thank you. {standing(case)}",
        ConflictState.UP: "Thank you both for trying. It is with triage now; its thread stays yours.",
        ConflictState.SETTLED: "Settled, thank you. The other side is told and can still say otherwise.",
        ConflictState.WITHDRAWN: "Taken back: what was posted says so.",
        ConflictState.DECIDED: standing(case),
    }[case.state]
    return Message(text, [words(text)])


def headline(case: Case) -> str:
    """What kind of conflict it is, and between whom; of one that is over, how it ended."""
    kind = _KINDS[case.kind]
    if case.kind is not ConflictKind.CAPACITY:
        kind = _ENDED.get(case.state, kind)
    return f"*{kind} {_between(case)}*"


def standing(case: Case) -> str:
    """How it stands, in a sentence or two."""
    match case.state:
        case ConflictState.ASKING:
            return _asking(case)
        case ConflictState.UP:
            return f"With triage {_since(case, case.up_at)}."
        case ConflictState.WITHDRAWN:
            return f"Taken back by {mention(case.closed_by or case.raised_by)}."
        case ConflictState.SETTLED if case.settled_by:
            return f"Settled by what was decided before:\n{quote(case.settled_by)}"
        case ConflictState.SETTLED:
            by = f" {mention(case.closed_by)} writes:" if case.closed_by else ""
            return f"Settled by the two sides themselves.{by}\n{quote(case.closing)}"
        case ConflictState.DECIDED:
            return f"Decided in triage:\n{quote(case.settled_by or case.closing)}"


def framework(case: Case) -> str:
    """Both sides beside each other, whom it touches and what was tried."""
    parts = [*_kpis(case.kpis), _side(case.ours, enabling=case.kind is ConflictKind.CAPACITY)]
    parts.append(_side(case.theirs))
    if case.customers:
        parts.append(f"*Customers it touches*\n{quote(case.customers)}")
    if case.tried:
        parts.append(f"*Tried together first*\n{quote(case.tried)}")
    return "\n\n".join(parts)


def _in_short(case: Case) -> Case:
    """What fits a message that asks several things; the whole stands in the thread."""
    return replace(
        case,
        ours=replace(case.ours, want=shorten(case.ours.want, _GLANCE)),
        theirs=replace(case.theirs, want=shorten(case.theirs.want, _GLANCE)),
        customers="",
        tried=shorten(case.tried, _GLANCE),
        kpis=None,
    )


def _asking(case: Case) -> str:
    leading = [lead for lead in dict.fromkeys((case.ours.lead, case.theirs.lead)) if lead]
    yes = [lead for lead in leading if lead in case.tried_by]
    open_ = [lead for lead in leading if lead not in case.tried_by]
    said = f"{_mentions(yes)} tried and finds it still open. " if yes else ""
    ask = f"{said}{_mentions(open_)}, did you try it together?" if open_ else said
    return f"{ask} It goes to triage only when both of you say so."


def _patience(case: Case) -> str:
    if case.alone_from is None or case.state is not ConflictState.ASKING:
        return ""
    by = to_come(case.alone_from, case.zone, "by")
    return f"Without an answer {by}, one lead can bring it up alone."


def _buttons(case: Case) -> list[Block]:
    match case.state:
        case ConflictState.ASKING:
            return [_decide(case, _button(ALONE, "Bring it up alone", case), _withdraw(case))]
        case ConflictState.UP:
            return [ActionsBlock(elements=[_button(SETTLE, "We settled it", case), _withdraw(case)])]
        case ConflictState.SETTLED:
            return [ActionsBlock(elements=[_button(REOPEN, "Not settled yet", case)])]
        case _:
            return []


def _decide(case: Case, *more: InteractiveElement) -> ActionsBlock:
    tried = _button(TRIED, "We tried, still open", case)
    tried.style = "primary"
    return ActionsBlock(elements=[tried, _button(SETTLE, "We settled it", case), *more])


def _withdraw(case: Case) -> ButtonElement:
    button = _button(WITHDRAW, "Take back", case)
    button.confirm = ConfirmObject(
        title="Take it back?",
        text="What was posted stays, and says that it was taken back.",
        confirm="Take back",
        deny="Keep it",
    )
    return button


def _button(action_id: str, label: str, case: Case) -> ButtonElement:
    about = shorten(f"{label}: {case.text}", 75)
    return ButtonElement(
        action_id=action_id, text=label, value=pack(About(case.id)), accessibility_label=about
    )


def _between(case: Case) -> str:
    theirs = escape(case.theirs.team or "everybody")
    if case.ours.team is None:
        return f"with {theirs}, for the whole organisation"
    return f"between {escape(case.ours.team)} and {theirs}"


def _side(side: SideTold, *, enabling: bool = False) -> str:
    name = escape(side.team) if side.team else "The organisation"
    facts = []
    if side.input:
        facts.append(f"{'will serve' if enabling else 'moves'} *{escape(side.input)}*")
    facts += [escape(fact) for fact in (side.effect, side.until) if fact]
    wants = "would build" if enabling else "wants"
    about = f"\n{' · '.join(facts)}" if facts else ""
    return f"*{name}* {wants}\n{quote(side.want)}{about}"


def _kpis(path: KpiPath | None) -> list[str]:
    if path is None:
        return []
    both = f"*Two KPIs:* {escape(path.ours)} · {escape(path.theirs)}"
    if path.reframed:
        both += f"\nSaid as inputs\n{quote(path.reframed)}"
    if not path.is_real:
        return [f"{both}\nBoth could rise together."]
    sponsor = f"\nSponsor: {mention(path.sponsor)}" if path.sponsor else ""
    return [f"{both}\nOne rises as the other falls. What shows it\n{quote(path.evidence)}{sponsor}"]


def _since(case: Case, at: datetime | None) -> str:
    return when(at, case.zone, "since") if at else "since the beginning"


def _mentions(users: Sequence[str]) -> str:
    return " and ".join(mention(user) for user in users)
