"""How the reflex question looks in a thread, and what whoever asked it is told."""

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import mention
from bot.channels import Sight
from bot.features.pulse.aloud import calm
from rituals.reflex import ReflexQuestion

ASK = "reflex.ask"


def question(facts: ReflexQuestion) -> Message:
    asked = f"*How does this move our North Star*, {calm(facts.star)}?"
    if facts.team and facts.inputs:
        asked += f"\nThe inputs of {calm(facts.team)}: {'; '.join(map(calm, facts.inputs))}."
    note = (
        f"Asked by {mention(facts.by)}. “It does not” is a good answer too,"
        " and so is “it makes room for what will”."
    )
    return Message(f"{asked}\n{note}", [words(asked), aside(note)])


def asked() -> Message:
    text = "Asked: the question stands in the thread, with your name under it."
    return Message(text, [words(text)])


def cannot_be_asked(sight: Sight) -> Message:
    """Where the bot cannot write."""
    if sight is Sight.ARCHIVED:
        text = "This channel is archived: nobody would answer."
    else:
        text = (
            "I am not in this conversation, so I cannot ask here. In a channel, `/invite @polaris` lets me"
            f" in; anywhere, {nsm('tree')} shows you alone what moves the North Star."
        )
    return Message(text, [words(text)])
