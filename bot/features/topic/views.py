"""How topics are chosen: the words as they will stand there, the channels, and what stands in the way."""

from collections.abc import Sequence

from pydantic import BaseModel
from slack_sdk.models.blocks import Block, ConversationFilter, ConversationMultiSelectElement
from slack_sdk.models.views import View

from bot.blocks.layout import aside, words
from bot.blocks.text import channel, quote
from bot.features.nsm.fields import other
from rituals.topics import AT_MOST, Board
from storage.records.topics import Topic

CHOOSE = "topic.choose"


class TopicForm(BaseModel):
    channels: list[str] | None = None


def window(board: Board, told: str, *, is_granted: bool) -> View:
    """`told` are the words of the topic; `is_granted` says whether Slack lets us set one."""
    chosen = [each.channel for each in board.channels] or list(board.offered)
    return View(
        type="modal",
        callback_id=CHOOSE,
        title="The channel topic",
        submit="Save",
        close="Cancel",
        private_metadata="{}",
        blocks=[
            words(f"The topic of these channels says:\n{quote(told)}"),
            aside("It changes when the number does. It serves for a wiki page or a first slide as well."),
            *_in_the_way(board.channels, is_granted=is_granted),
            other(
                "channels",
                "Channels",
                ConversationMultiSelectElement(
                    initial_conversations=chosen or None,
                    max_selected_items=AT_MOST,
                    filter=ConversationFilter(
                        include=["public", "private"], exclude_external_shared_channels=True
                    ),
                ),
                hint="What stands in their topic now is replaced. I have to be in them: /invite @polaris",
                optional=True,
            ),
        ],
    )


def saved(channels: Sequence[str]) -> View:
    places = ", ".join(map(channel, channels))
    text = (
        f"The topic of {places} tells the number from now on." if channels else "No topic is kept any more."
    )
    rest = "What stands in other channels' topics stays until somebody changes it."
    return View(type="modal", title="The channel topic", close="Done", blocks=[words(text), aside(rest)])


def _in_the_way(channels: Sequence[Topic], *, is_granted: bool) -> list[Block]:
    if not is_granted:
        return [
            words(
                "*Not yet:* the app has not been granted `channels:write.topic`. It is optional; whoever"
                " installed me can add it under _OAuth & Permissions_ and reinstall."
            )
        ]
    refused = [f"• {channel(each.channel)}: Slack says `{each.refused}`" for each in channels if each.refused]
    return (
        [words("\n".join(["*Could not be set*, and is tried again when you save:", *refused]))]
        if refused
        else []
    )
