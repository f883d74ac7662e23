"""The windows a conflict is written in: between whom, two KPIs if it is about those, then both sides."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    Block,
    HeaderBlock,
    Option,
    OptionGroup,
    RadioButtonsElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks.layout import aside, words
from bot.blocks.text import channel, mention, quote
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.escalate.form import EVERYBODY, NO_INPUT, Begun, Speaking
from bot.features.escalate.views import About, answered, headline, standing
from bot.features.input.views import shown
from bot.features.nsm.fields import choice, other
from rituals.cases import Case
from rituals.conflicts import (
    LONGEST_CLOSING,
    LONGEST_CUSTOMERS,
    LONGEST_EFFECT,
    LONGEST_EVIDENCE,
    LONGEST_KPI,
    LONGEST_REFRAMED,
    LONGEST_TEXT,
    LONGEST_TRIED,
    LONGEST_UNTIL,
    LONGEST_WANT,
    Parties,
)
from rituals.escalating import Setting
from rituals.trying import Moved, OwnSide
from storage.records.conflicts import ConflictKind
from storage.records.teams import Team

BEGIN = "escalate.begin"
KPIS = "escalate.kpis"
RAISE = "escalate.raise"
SETTLED = "escalate.settled"
SAY_SIDE = "escalate.say_side"
# What was sent of the steps before stands in the form again until the last one is sent.
AGAIN = "again"

Groups = Mapping[str, Mapping[str, str]]
"""Inputs one may choose from: the name of a team -> id -> name."""

_KINDS = {
    ConflictKind.INPUTS: "Two teams pull at one thing: people, weeks, a page",
    ConflictKind.CAPACITY: "Work that builds capacity: infrastructure, debt, tools",
    ConflictKind.KPIS: "Two KPIs seem to work against each other",
}
_REAL = {"perceived": "Perceived: both could rise together", "real": "Real: one rises as the other falls"}


def begin(parties: Parties, kept: Mapping[str, str], text: str) -> View:
    """Between whom, and what kind. `text` was typed after the command and goes before what was kept of it."""
    held = {name: said for name, said in kept.items() if not (text and name == "text")}
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
                hint="In a line, without a side of its own.",
            ),
            _kind(held.get("kind")),
            *_teams(parties, held),
            aside("Next come both sides, with the inputs they move. Nothing is posted before you see where."),
        ],
    )


def kpis(begun: Begun, kept: Mapping[str, str], sponsor: str | None) -> View:
    """Ask whether the two are really against each other, can be said as inputs, and if not, what shows it."""
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
            field("our_kpi", "Your KPI", kept, LONGEST_KPI, placeholder="New sign-ups"),
            field(
                "their_kpi", "The other team's KPI", kept, LONGEST_KPI, placeholder="Retention after a month"
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
                UserSelectElement(initial_user=kept.get("sponsor") or sponsor),
                optional=True,
            ),
        ],
    )


def framework(begun: Begun, parties: Parties, setting: Setting, kept: Mapping[str, str]) -> View:
    """Both sides, whom it touches, what was tried; and where it goes when it is sent."""
    enabling = begun.kind is ConflictKind.CAPACITY
    ours, theirs = setting.team.name if setting.team else "The organisation", setting.other.name
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
            *kept_note(kept),
            HeaderBlock(text=shown(ours, 150)),
            *([aside("Filed as enabling capacity for future North Star growth.")] if enabling else []),
            *_side("our", kept, _groups(parties, served), enabling=enabling),
            HeaderBlock(text=shown(theirs, 150)),
            aside("As far as you know it: their lead can say it in their own words."),
            *_side("their", kept, _groups(parties, [setting.other])),
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


def done(title: str, moved: Moved) -> View:
    """What became of it, said back in the window."""
    return View(type="modal", title=title, close="Done", blocks=list(answered(moved).blocks))


def settle(case: Case, kept: Mapping[str, str]) -> View:
    return View(
        type="modal",
        callback_id=SETTLED,
        title="We settled it",
        submit="Settle it",
        close="Not yet",
        private_metadata=pack(About(case.id)),
        blocks=[
            words(f"{headline(case)}\n{quote(case.text)}"),
            *kept_note(kept),
            field(
                "closing",
                "How did you settle it?",
                kept,
                LONGEST_CLOSING,
                multiline=True,
                placeholder="Each team gets one of the two weeks; Review goes first",
                hint="Stands in the thread. The other lead is told, and can say that it is not settled.",
            ),
        ],
    )


def own_side(own: OwnSide, kept: Mapping[str, str]) -> View:
    """One side, said anew by its own lead."""
    groups = {own.team or "The organisation": own.inputs} if own.inputs else {}
    said = {"our_want": own.side.want, "our_effect": own.side.effect, "our_until": own.side.until}
    said |= {"our_input": own.side.input or NO_INPUT} if own.side.want else {}
    return View(
        type="modal",
        callback_id=SAY_SIDE,
        title="Our side",
        submit="Save",
        close="Cancel",
        private_metadata=pack(About(own.conflict)),
        blocks=[*kept_note(kept), *_side("our", {**said, **kept}, groups)],
    )


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


def _side(whose: str, kept: Mapping[str, str], inputs: Groups, *, enabling: bool = False) -> list[Block]:
    want = "What would it build?" if enabling else "What does it want?"
    return [
        field(f"{whose}_want", want, kept, LONGEST_WANT, multiline=True),
        *_input(f"{whose}_input", kept, inputs, enabling=enabling),
        field(f"{whose}_effect", "By how much?", kept, LONGEST_EFFECT, placeholder="From 20 to 25 a week"),
        field(f"{whose}_until", "By when?", kept, LONGEST_UNTIL, placeholder="By the end of May"),
    ]


def _input(name: str, kept: Mapping[str, str], groups: Groups, *, enabling: bool) -> list[Block]:
    if not groups:
        return []
    options = {
        team: [Option(value=each, text=shown(called)) for each, called in inputs.items()][:100]
        for team, inputs in [*groups.items()][:99]
    }
    options["Otherwise"] = [Option(value=NO_INPUT, text="None of these yet")]
    chosen = next((each for team in options.values() for each in team if each.value == kept.get(name)), None)
    label = "Which future input would it serve?" if enabling else "Which input does that move?"
    every = [OptionGroup(label=shown(team), options=each) for team, each in options.items()]
    return [other(name, label, StaticSelectElement(option_groups=every, initial_option=chosen))]


def _where(setting: Setting) -> str:
    leads = " and ".join(mention(lead) for lead in setting.leads)
    triage = channel(setting.triage_channel) if setting.triage_channel else "the product lead and the sponsor"
    return (
        f"Sending opens a thread in {channel(setting.channel)}, where everybody of that channel reads it, and"
        f" asks {leads}. It goes on to {triage} only when they say that you tried."
    )
