"""The windows a conflict is written in: between whom, two KPIs if it is about those, then both sides."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    Block,
    DividerBlock,
    HeaderBlock,
    Option,
    RadioButtonsElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks.layout import aside, words
from bot.blocks.text import channel, mention, picked, quote
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.escalate.fields import NOT_SAID, Groups, side
from bot.features.escalate.form import EVERYBODY, Begun, Speaking
from bot.features.escalate.offered import offers
from bot.features.escalate.views import standing
from bot.features.input.views import shown
from bot.features.nsm.fields import choice, other
from rituals.conflicts import (
    LONGEST_CUSTOMERS,
    LONGEST_EVIDENCE,
    LONGEST_KPI,
    LONGEST_REFRAMED,
    LONGEST_TEXT,
    LONGEST_TRIED,
    Parties,
)
from rituals.escalating import Setting
from rituals.precedents import Nearest
from rituals.trying import Moved
from storage.records.conflicts import ConflictKind, KpiPath
from storage.records.teams import Team

BEGIN = "escalate.begin"
KPIS = "escalate.kpis"
RAISE = "escalate.raise"
LATER = (KPIS, RAISE)
AIM = "escalate.aim"
# What was sent of the steps before stands in the form again until the last one is sent.
AGAIN = "again"

_KINDS = {
    ConflictKind.INPUTS: "Two teams pull at one thing: people, weeks, a page",
    ConflictKind.CAPACITY: "Work that builds capacity: infrastructure, debt, tools",
    ConflictKind.KPIS: "Two KPIs seem to work against each other",
}
_AS_FAR_AS = (
    f"As far as you know it; where you do not, “{NOT_SAID}” is enough."
    " Their lead can say it in their own words."
)
_REAL = {"perceived": "Perceived: both could rise together", "real": "Real: one rises as the other falls"}


def begin(parties: Parties, kept: Mapping[str, str], text: str, channel_id: str | None = None) -> View:
    """Between whom, and what kind.

    `text` was typed after the command and goes before what was kept of it; in the channel of one of their
    teams somebody speaks for that one, unless they say otherwise.
    """
    held = {name: said for name, said in kept.items() if not (text and name == "text")}
    here = next((team.id for team in parties.own if team.channel == channel_id), None)
    if here is not None:
        held.setdefault("team", here)
    return View(
        type="modal",
        callback_id=BEGIN,
        title="Settle a conflict",
        submit="Next",
        close="Cancel",
        private_metadata=pack(_speaking(parties)),
        blocks=[
            *kept_note({"text": held.get("text", "")}),
            field(
                "text",
                "What is it about?",
                held,
                LONGEST_TEXT,
                initial=text,
                placeholder="The same two weeks of the same people",
                hint="In one line, without taking a side.",
            ),
            _kind(held.get("kind")),
            *_teams(parties, held),
            aside(
                "Next come both sides: what each wants, which input that moves, by how much and by when."
                " What you type is kept, and nothing is posted before you see where."
            ),
        ],
    )


def kpis(begun: Begun, kept: Mapping[str, str], setting: Setting) -> View:
    """Ask whether the two are really against each other, can be said as inputs, and if not, what shows it."""
    ours = setting.team.name if setting.team else "the organisation"
    options = [Option(value=value, text=label) for value, label in _REAL.items()]
    chosen = next((option for option in options if option.value == kept.get("real")), None)
    return View(
        type="modal",
        callback_id=KPIS,
        title="Two KPIs",
        submit="Next",
        close="Back",
        private_metadata=pack(begun),
        blocks=[
            *kept_note(kept),
            field("our_kpi", f"KPI of {shown(ours)}", kept, LONGEST_KPI, placeholder="New sign-ups"),
            field(
                "their_kpi",
                f"KPI of {shown(setting.other.name)}",
                kept,
                LONGEST_KPI,
                placeholder="Retention after a month",
            ),
            other(
                "real",
                "Is the conflict real or perceived?",
                RadioButtonsElement(options=options, initial_option=chosen),
            ),
            field(
                "reframed",
                "Said as inputs that help both",
                kept,
                LONGEST_REFRAMED,
                optional=True,
                placeholder="“New sign-ups” becomes “sign-ups who finish onboarding”",
                hint="Most KPI conflicts end here: the inputs rise together.",
            ),
            field(
                "evidence",
                "If it is real: what shows it?",
                kept,
                LONGEST_EVIDENCE,
                optional=True,
                multiline=True,
                hint="A number, two dates, what customers said.",
            ),
            other(
                "sponsor",
                "If it is real: which sponsor would carry it?",
                UserSelectElement(initial_user=picked(kept.get("sponsor") or setting.sponsor)),
                optional=True,
            ),
        ],
    )


def framework(
    begun: Begun,
    parties: Parties,
    setting: Setting,
    kept: Mapping[str, str],
    near: Sequence[Nearest] = (),
    *,
    is_resumed: bool = True,
) -> View:
    """Both sides, whom it touches, what was tried; and where it goes when it is sent.

    `is_resumed` is whether what was kept is of another time.
    """
    enabling = begun.kind is ConflictKind.CAPACITY
    ours, theirs = setting.team.name if setting.team else "the organisation", setting.other.name
    everybody = [*parties.own, *(team for team in parties.others if team not in parties.own)]
    served = [setting.team] if setting.team and not enabling else everybody
    return View(
        type="modal",
        callback_id=RAISE,
        title="Both sides",
        submit="Ask both leads",
        close="Back",
        private_metadata=pack(begun),
        blocks=[
            *_decided_before(near),
            *(kept_note(kept) if is_resumed else []),
            *_reframed(begun.kpis),
            HeaderBlock(text=shown(ours[:1].upper() + ours[1:], 150)),
            *([aside("Filed as enabling capacity for future North Star growth.")] if enabling else []),
            *side("our", shown(ours), kept, _groups(parties, served), enabling=enabling, action=AIM),
            HeaderBlock(text=shown(theirs, 150)),
            aside(_AS_FAR_AS),
            *side("their", shown(theirs), kept, _groups(parties, [setting.other]), guessed=True, action=AIM),
            HeaderBlock(text="Both"),
            field(
                "customers",
                "Which customers does it touch?",
                kept,
                LONGEST_CUSTOMERS,
                placeholder="New teams in their first week",
            ),
            field(
                "tried",
                "What did you try together first?",
                kept,
                LONGEST_TRIED,
                multiline=True,
                placeholder="We met twice and split the list; both halves were too much",
                hint="Most things settle once each side says which input it moves, how much and by when.",
            ),
            aside(_where(setting)),
        ],
    )


def sent(moved: Moved) -> View:
    """What happens next, in place of the form."""
    case = moved.case
    where = f" Its thread is in {channel(moved.channel)}." if moved.channel else ""
    text = f"*Thank you for bringing it up.*{where}\n{quote(case.text)}\n{standing(case)}"
    return View(type="modal", title="On its way", close="Done", clear_on_close=True, blocks=[words(text)])


def _decided_before(near: Sequence[Nearest]) -> list[Block]:
    if not near:
        return []
    return [HeaderBlock(text="Was this decided before?"), *offers(near), DividerBlock()]


def _reframed(path: KpiPath | None) -> list[Block]:
    """What two KPIs were said as, before each side names the input it moves."""
    if path is None or not path.reframed:
        return []
    return [words(f"*Said as inputs that help both*\n{quote(path.reframed)}")]


def _speaking(parties: Parties) -> Speaking:
    """For whom they speak, where there is no choice."""
    return Speaking(parties.own[0].id if len(parties.own) == 1 and not parties.for_all else None)


def _kind(kept: str | None) -> Block:
    options = [Option(value=str(kind), text=label) for kind, label in _KINDS.items()]
    chosen = next((option for option in options if option.value == kept), options[0])
    radio = RadioButtonsElement(options=options, initial_option=chosen)
    return other("kind", "What kind of conflict is it?", radio)


def _teams(parties: Parties, kept: Mapping[str, str]) -> list[Block]:
    own = {team.id: shown(team.name) for team in parties.own}
    if parties.for_all:
        own |= {EVERYBODY: "The whole organisation"}
    others = {team.id: shown(team.name) for team in parties.others}
    only = parties.others[0].id if len(others) == 1 else None
    speaking = [choice("team", "For which team do you speak?", own, kept.get("team"))] if len(own) > 1 else []
    return [*speaking, choice("other_team", "With which other team?", others, kept.get("other_team", only))]


def _groups(parties: Parties, teams: Sequence[Team]) -> Groups:
    """The active inputs of some teams, each under its team's name."""
    return {
        team.name: {each.id: each.metric.name for each in parties.of(team.id)}
        for team in teams
        if parties.of(team.id)
    }


def _where(setting: Setting) -> str:
    leads = " and ".join(mention(lead) for lead in setting.leads)
    people = "the product lead and the sponsor" if setting.sponsor else "the product lead"
    triage = channel(setting.triage_channel) if setting.triage_channel else people
    return (
        f"Sending opens a thread in {channel(setting.channel)}, where everybody of that channel reads it, and"
        f" asks {leads}. It goes on to {triage} only when both say that it was tried."
    )
