"""How a win is told: the form that says where it will stand, and the message everybody reads."""

from collections.abc import Mapping

from pydantic import BaseModel, Field, field_validator
from slack_sdk.models.blocks import Block, InputBlock, Option, OptionGroup, StaticSelectElement
from slack_sdk.models.views import View

from bot.blocks.layout import Message, aside, words
from bot.blocks.limits import shorten
from bot.blocks.text import channel, escape, mention, quote
from bot.features.draft.views import field, kept_note
from rituals.wins import LONGEST_MEANING, LONGEST_STORY, Stage, WinTold

OPEN = "win.open"
TELL = "win.tell"


class WinForm(BaseModel):
    """What somebody filled in; `input` may stay open."""

    text: str = Field(min_length=1, max_length=LONGEST_STORY)
    input: str | None = None
    meaning: str = Field(default="", max_length=LONGEST_MEANING)

    @field_validator("meaning", mode="before")
    @classmethod
    def _may_stay_empty(cls, typed: str | None) -> str:
        return typed or ""


def usage(command: str) -> Message:
    text = (
        f"*{command}* opens a form: who did what, which input it moved, what it means."
        " It says where the win will stand before anything is posted.\n"
        f"*{command} what happened* opens it with your words in it."
    )
    return Message(text, [words(text)])


def form(stage: Stage, draft: Mapping[str, str], text: str) -> View:
    star = f"our {stage.star}" if stage.star else "our customers"
    return View(
        type="modal",
        callback_id=TELL,
        title="Celebrate a win",
        submit="Post it",
        close="Cancel",
        blocks=[
            *([] if text else kept_note(draft)),
            field(
                "text",
                "Who did what?",
                {"text": text} if text else draft,
                LONGEST_STORY,
                multiline=True,
                placeholder="Bo and Kofi rewrote the first-steps guide",
            ),
            *_inputs(stage),
            field(
                "meaning",
                "What does it mean?",
                draft,
                LONGEST_MEANING,
                multiline=True,
                optional=True,
                hint=shorten(f"How it contributed to {star}, as far as you can tell.", 150),
            ),
            aside(f"{_place(stage)}, with your name, once you press Post it."),
        ],
    )


def posted(stage: Stage) -> View:
    where = "under Monday's pulse in" if stage.pulse else "in"
    text = (
        f"Thank you. In a moment it stands {where} {channel(stage.channel)}."
        " My Home tab tells you how many people cheered."
    )
    return View(type="modal", title="On its way", close="Done", blocks=[words(text)])


def told(win: WinTold) -> Message:
    """Cause-shaped, without claiming a cause."""
    story = f"*A win*, told by {mention(win.user)}\n{quote(win.text)}"
    facts = [f"Contributed to *{escape(win.input)}*."] if win.input else []
    if win.meaning:
        facts.append(
            f"What it means{f' for *{escape(win.star)}*' if win.star else ''}:\n{quote(win.meaning)}"
        )
    return Message("\n".join([story, *facts]), [words("\n".join([story, *facts]))])


def _place(stage: Stage) -> str:
    where = "It will stand under Monday's pulse in" if stage.pulse else "It will stand in"
    return f"{where} {channel(stage.channel)}"


def _inputs(stage: Stage) -> list[Block]:
    groups = [
        OptionGroup(
            label=shorten(team, 75),
            options=[Option(value=one.id, text=shorten(one.metric.name, 75)) for one in inputs],
        )
        for team, inputs in stage.inputs.items()
    ]
    if not groups:
        return []
    # Slack has room for a hundred teams.
    select = StaticSelectElement(
        action_id="input", option_groups=groups[:100], placeholder="None, or not sure"
    )
    return [InputBlock(block_id="input", label="Which input did it move?", element=select, optional=True)]
