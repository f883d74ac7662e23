"""The windows of the two leads: how they settled it, and their own side in their own words."""

from collections.abc import Mapping

from slack_sdk.models.views import View

from bot.blocks.layout import words
from bot.blocks.text import quote
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.escalate.fields import side
from bot.features.escalate.form import NO_INPUT
from bot.features.escalate.views import About, answered, headline
from bot.features.input.views import shown
from rituals.cases import Case
from rituals.conflicts import LONGEST_CLOSING
from rituals.trying import Moved, OwnSide

SETTLED = "escalate.settled"
SAY_SIDE = "escalate.say_side"


def done(title: str, moved: Moved) -> View:
    """What became of it, said back in the window."""
    blocks = list(answered(moved).blocks)
    return View(type="modal", title=title, close="Done", clear_on_close=True, blocks=blocks)


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
        blocks=[
            *kept_note(kept),
            *side("our", shown(own.team or "the organisation"), {**said, **kept}, groups),
        ],
    )
