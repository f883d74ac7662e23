"""The fields of one side of a conflict: what it wants, which input that moves, by how much and by when."""

from collections.abc import Mapping

from slack_sdk.models.blocks import Block, InputBlock, Option, OptionGroup, StaticSelectElement

from bot.features.draft.views import field
from bot.features.escalate.form import NO_INPUT
from bot.features.input.views import shown
from bot.features.nsm.fields import CHOSEN
from rituals.conflicts import LONGEST_EFFECT, LONGEST_UNTIL, LONGEST_WANT

NOT_SAID = "not said yet"
"""What is enough of the other side: its lead says the rest."""

Groups = Mapping[str, Mapping[str, str]]
"""Inputs one may choose from: the name of a team -> id -> name."""


def side(
    whose: str,
    team: str,
    kept: Mapping[str, str],
    inputs: Groups,
    *,
    enabling: bool = False,
    guessed: bool = False,
    action: str = CHOSEN,
) -> list[Block]:
    """The four fields; `action` is told when another input is chosen.

    Of a side that is `guessed` somebody of the other one tells what they know.
    """
    want = f"What would {team} build?" if enabling else f"What does {team} want?"
    example = "A test machine of our own" if enabling else "All reviewers on the renderer for two weeks"
    or_not = f", or: {NOT_SAID}" if guessed else ""
    effect, until = f"From 20 to 25 a week{or_not}", f"By the end of next month{or_not}"
    return [
        field(f"{whose}_want", want, kept, LONGEST_WANT, multiline=True, placeholder=example),
        *_input(f"{whose}_input", kept, inputs, enabling=enabling, action=action),
        field(f"{whose}_effect", "By how much?", kept, LONGEST_EFFECT, placeholder=effect),
        field(f"{whose}_until", "By when?", kept, LONGEST_UNTIL, placeholder=until),
    ]


def _input(name: str, kept: Mapping[str, str], groups: Groups, *, enabling: bool, action: str) -> list[Block]:
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
    select = StaticSelectElement(action_id=action, option_groups=every, initial_option=chosen)
    return [InputBlock(block_id=name, label=label, dispatch_action=action != CHOSEN, element=select)]
