"""What whoever installed Polaris reads first."""

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, words
from rituals.installing import Welcome


def message(_facts: Welcome) -> Message:
    """What comes next, in two steps."""
    told = (
        "*Thank you for installing Polaris.* It keeps your North Star Metric in the rituals you already have."
        "\n1. Invite me to your company channel, and to each team's: `/invite @polaris`."
        f"\n2. Type {nsm('setup')} to choose the North Star. Whoever does becomes the product lead."
        f"\nNothing is posted before that. {nsm('help')} says what else there is."
    )
    return Message(told, [words(told)])
