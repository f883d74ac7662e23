"""What is answered about output metrics and guardrails."""

from bot.answers.saying import answer, members_alone
from bot.blocks.commands import nsm
from bot.blocks.text import escape, mention
from rituals.breaches import BreachSettled
from rituals.counter_signal import AskedNoMore
from rituals.guardrails import NoSuchGuardrail
from rituals.outputs import CannotOwn, NoSuchOutput, TooManyOutputs
from rituals.recording import NotTheOwner
from rituals.unusual import ReadingGone


@answer.register
def _(error: TooManyOutputs) -> str:
    names = ", ".join(f"*{escape(name)}*" for name in error.names)
    return f"Three outputs are looked at beside the North Star at most: {names}. {nsm('output')} removes one."


@answer.register
def _(_error: NoSuchOutput) -> str:
    return f"That is no output metric, or none any more. {nsm('output')} shows what there is."


@answer.register
def _(_error: CannotOwn) -> str:
    return members_alone("A number is answered for by a member of this organisation")


@answer.register
def _(_error: AskedNoMore | BreachSettled) -> str:
    return "That has been settled in the meantime."


@answer.register
def _(_error: NoSuchGuardrail) -> str:
    return "That cannot be watched beside this input any more. Choose another metric, or a new one."


@answer.register
def _(error: NotTheOwner) -> str:
    if error.owner is None:
        return f"Nobody answers for *{escape(error.metric)}* yet: the product lead does it until then."
    return f"*{escape(error.metric)}* is written down by {mention(error.owner)}, who answers for it."


@answer.register
def _(_error: ReadingGone) -> str:
    return "That reading is not there any more, so there is nothing to say about it."
