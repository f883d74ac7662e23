"""How boards are listed, asked for and changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, StringConstraints
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    HeaderBlock,
    Option,
    OverflowMenuElement,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.blocks.layout import words
from bot.blocks.limits import shorten
from bot.blocks.text import line, mention, some
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.nsm.fields import other, some_of
from rituals.dashboard_boards import MOST_METRICS, Asked, Desk
from storage.records.dashboard import Board
from storage.records.metrics import Metric

ADD = "dashboard.add_board"
DO = "dashboard.do_with_board"
NEW = "dashboard.new_board"
CHANGE = "dashboard.change_board"
RETIRE = "dashboard.retire_board"

LONGEST_QUESTION, LONGEST_DECISION = 150, 300

# All options together must leave room: Slack is said to refuse windows above 250 KB, and by then nobody
# scrolls.
_MOST_BYTES = 200_000
_NAMED = 4
_PUBLIC = "public"


class Act(StrEnum):
    CHANGE = "change"
    MOVE_UP = "move_up"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody chose to do with a board."""

    act: Act
    board: str


@dataclass(frozen=True, slots=True)
class About:
    """The board that a form changes."""

    about: str


class BoardForm(BaseModel):
    question: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_QUESTION)]
    decision: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_DECISION)]
    metrics: list[str] | str | None = None
    audience: list[str] | None = None

    def asked(self) -> Asked:
        """What is asked for; metrics that were typed go by name, one on a line."""
        typed = self.metrics.splitlines() if isinstance(self.metrics, str) else self.metrics or []
        metrics = tuple(dict.fromkeys(filter(None, map(str.strip, typed))))
        return Asked(self.question, self.decision, metrics, _PUBLIC in (self.audience or []))


def boards(desk: Desk) -> list[Block]:
    """The boards in their order, each with what this person may do with it."""
    names = {metric.key: metric.name for metric in desk.metrics}
    rows = [_row(desk, at, board, names) for at, board in enumerate(desk.boards)]
    blocks: list[Block] = [HeaderBlock(text="Boards"), *rows]
    if not rows:
        blocks.append(
            words(
                "A board puts some metrics beside each other to answer one question, and names the decision"
                " that waits for the answer."
            )
        )
    if desk.is_maker:
        blocks.append(ActionsBlock(elements=[ButtonElement(action_id=ADD, text="Add a board")]))
    return blocks


def form(board: Board | None, desk: Desk, draft: Mapping[str, str]) -> View:
    """A new board, or another question, decision or set of metrics for this one."""
    blocks: list[Block] = [
        *kept_note(draft),
        field(
            "question",
            "Which question does it answer?",
            draft,
            LONGEST_QUESTION,
            initial=board.question if board else "",
            placeholder="Are onboarding prompts speeding activation?",
            hint="One question, with a question mark: it is the board's title.",
        ),
        field(
            "decision",
            "Which decision waits for the answer?",
            draft,
            LONGEST_DECISION,
            initial=board.decision if board else "",
            multiline=True,
            placeholder="Whether we keep the prompts in March",
        ),
        _metrics(desk.metrics, board.metrics if board else (), draft),
    ]
    if desk.is_product_lead:
        blocks.append(_audience(is_public=bool(board and board.is_public)))
    return View(
        type="modal",
        callback_id=CHANGE if board else NEW,
        title="Change the board" if board else "A new board",
        submit="Save",
        close="Cancel",
        private_metadata=pack(About(board.id)) if board else "{}",
        blocks=blocks,
    )


def retiring(board: Board) -> View:
    """Asks whether they mean it: nothing brings a board back."""
    told = (
        f"*{line(board.question, LONGEST_QUESTION)}*\nNobody sees it any more. Its metrics and their"
        " readings stay, and so does what the audit trail tells of it."
    )
    return View(
        type="modal",
        callback_id=RETIRE,
        title="Retire this board?",
        submit="Retire",
        close="Keep it",
        private_metadata=pack(About(board.id)),
        blocks=[words(told)],
    )


def _row(desk: Desk, at: int, board: Board, names: Mapping[str, str]) -> SectionBlock:
    shown = [line(names[key], 60) for key in board.metrics if key in names]
    stands = " Also on the public link and TVs." if board.is_public else ""
    section = words(
        f"*{line(board.question, LONGEST_QUESTION)}*\n"
        f"Informs: {line(board.decision, LONGEST_DECISION)}\n"
        f"Shows {some(shown, _NAMED)}. By {mention(board.made_by)}.{stands}"
    )
    if board.id in desk.mine:
        section.accessory = _menu(board, at, is_product_lead=desk.is_product_lead)
    return section


def _menu(board: Board, at: int, *, is_product_lead: bool) -> OverflowMenuElement:
    acts = {Act.CHANGE: "Change", Act.MOVE_UP: "Move up", Act.RETIRE: "Retire"}
    if at == 0 or not is_product_lead:
        del acts[Act.MOVE_UP]
    options = [Option(value=pack(Doing(act, board.id)), text=label) for act, label in acts.items()]
    return OverflowMenuElement(action_id=DO, options=options)


def _metrics(metrics: Sequence[Metric], chosen: Sequence[str], draft: Mapping[str, str]) -> Block:
    """A choice among all metrics; where they are too many for that, their names are typed."""
    options = [Option(value=each.key, text=shorten(each.name, 75)) for each in metrics]
    size = sum(len(json.dumps(each.to_dict())) for each in options)
    if not options or size > _MOST_BYTES:
        names = {metric.key: metric.name for metric in metrics}
        return field(
            "metrics",
            "Metrics, one on a line",
            draft,
            3000,
            initial="\n".join(names[key] for key in chosen if key in names),
            multiline=True,
            hint=f"By name; at most {MOST_METRICS}.",
        )
    hint = f"They stand in the order in which you choose them; at most {MOST_METRICS}."
    return other("metrics", "Metrics", some_of(options, chosen, MOST_METRICS), hint)


def _audience(*, is_public: bool) -> Block:
    option = Option(value=_PUBLIC, text="Show it on the public link and on TVs too")
    boxes = CheckboxesElement(options=[option], initial_options=[option] if is_public else None)
    hint = "Members always may. Its question and decision are shown too: write no names there."
    return other("audience", "Who may see it?", boxes, hint, optional=True)
