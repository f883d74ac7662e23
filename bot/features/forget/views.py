"""The button that lets Polaris forget somebody, and what is said before and after."""

from slack_sdk.models.blocks import ButtonElement, ConfirmObject, SectionBlock
from slack_sdk.models.views import View

from bot.blocks.layout import words

FORGET = "forget.me"

_TITLE = "Forget me"

_BEFORE = (
    "What is only yours is deleted: open promises, settings, drafts, questions."
    " What others rest on stays without your name: wins, decisions, readings."
    " Roles you hold fall to others. It cannot be undone. Use Polaris again, and you are new."
)
_UNDER_WAY = "One moment: you are being taken out of everything."
_DONE = (
    "You are forgotten.\n\nPolaris does not write you down again unless you use it; then you are new to it."
    " Messages that it posted before are Slack's, and stay there; those about wins no longer name you."
)
_NOT_SWEPT = (
    "\n\nThe database was too busy to overwrite what was deleted. Please tell whoever runs Polaris:"
    " `polaris forget` does it."
)


def offer() -> SectionBlock:
    section = words(f"{_TITLE}\n_Erase what Polaris keeps of me_")
    section.accessory = ButtonElement(
        action_id=FORGET,
        text="Forget me …",
        style="danger",
        confirm=ConfirmObject(
            title="Forget you?", text=_BEFORE, confirm="Forget me", deny="Not now", style="danger"
        ),
    )
    return section


def under_way() -> View:
    return _window(_UNDER_WAY)


def done(*, is_swept: bool) -> View:
    return _window(_DONE if is_swept else _DONE + _NOT_SWEPT)


def _window(text: str) -> View:
    return View(type="modal", title=_TITLE, close="Close", blocks=[words(text)])
