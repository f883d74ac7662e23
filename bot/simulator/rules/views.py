"""What a modal, an App Home and the answer to a submission may hold."""

from typing import Any

from bot.simulator.records import Json
from bot.simulator.refusal import SlackError
from bot.simulator.rules import limits
from bot.simulator.rules.blocks import HOME_BLOCK, MODAL_BLOCK, FileCheck, check_files, distinct_ids
from bot.simulator.rules.checks import Check, Report, boolean, items, one_of, record, say, string, typed
from bot.simulator.rules.objects import identifier, plain

_COMMON: dict[str, Check] = {
    "private_metadata": string(limits.PRIVATE_METADATA, 0),
    "callback_id": string(limits.IDENTIFIER, 0),
    "external_id": string(limits.IDENTIFIER, 0),
}


def _submits_inputs(view: dict[str, Any], where: str, report: Report) -> None:
    blocks = view.get("blocks")
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, dict) and block.get("type") == "input" and "submit" not in view:
            say(report, "`submit` is required when an `input` block is in blocks", where)
            return


def _view(kind: str, block: Check, *, modal: bool) -> Check:
    blocks = items(block, limits.VIEW_BLOCKS, 0)
    word = plain(limits.VIEW_WORD)
    if not modal:
        return record({"type": one_of(kind), "blocks": blocks}, _COMMON)
    return record(
        {"type": one_of(kind), "blocks": blocks, "title": word},
        _COMMON
        | {
            "submit": word,
            "close": word,
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
        _submits_inputs,
    )


_VIEWS = {
    "modal": _view("modal", MODAL_BLOCK, modal=True),
    "home": _view("home", HOME_BLOCK, modal=False),
}


def complaints(view: Any, files: FileCheck, kinds: tuple[str, ...], where: str = "/view") -> Report:
    """Say all that is wrong with a view that should be of one of the kinds."""
    report: Report = []
    typed({kind: _VIEWS[kind] for kind in kinds})(view, where, report)
    if isinstance(view, dict):
        distinct_ids(view.get("blocks"), f"{where}/blocks", report)
        check_files(view.get("blocks"), files, f"{where}/blocks", report)
    return report


def scope_complaints(view: Any, granted: frozenset[str], where: str = "/view") -> Report:
    """Say which fields a view may not have with these scopes."""
    report: Report = []
    blocks = view.get("blocks") if isinstance(view, dict) else None
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        element = block.get("element") if isinstance(block, dict) else None
        is_file_input = isinstance(element, dict) and element.get("type") == "file_input"
        if is_file_input and "files:read" not in granted:
            say(report, "`file_input` requires the scope files:read", f"{where}/blocks/{index}/element")
    return report


def check_view(view: Any, files: FileCheck, granted: frozenset[str], *kinds: str) -> None:
    """Refuse a view with anything wrong: `invalid_arguments`, with the reasons."""
    if report := complaints(view, files, kinds) + scope_complaints(view, granted):
        raise SlackError.because("invalid_arguments", *report)


def answer_complaints(answer: Json, inputs: set[str], files: FileCheck) -> Report:
    """Say what is wrong with the body of an ack to a view submission whose input blocks are `inputs`."""
    action = answer.get("response_action")
    report: Report = []
    fields: dict[str, Check] = {"response_action": one_of("errors", "update", "push", "clear")}
    if action == "errors":
        record(fields | {"errors": _messages(inputs)})(answer, "", report)
    elif action in ("update", "push"):
        record(fields | {"view": lambda *_: None})(answer, "", report)
        report += complaints(answer.get("view"), files, ("modal",))
    else:
        record(fields)(answer, "", report)
    return report


def _messages(inputs: set[str]) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, dict) or not value:
            say(report, "must be an object with at least one field", where)
            return
        for block_id, sentence in value.items():
            identifier(block_id, where, report)
            string(limits.INPUT_LABEL)(sentence, f"{where}/{block_id}", report)
            if block_id not in inputs:
                say(report, f"no input block has this block_id: {block_id}", f"{where}/{block_id}")

    return check
