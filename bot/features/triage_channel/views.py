"""The small window in which the triage channel is chosen."""

from pydantic import BaseModel
from slack_sdk.models.blocks import ConversationFilter, ConversationSelectElement
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import aside, words
from bot.blocks.text import channel
from bot.features.nsm.fields import other

CHOOSE = "triage_channel.choose"


class ChannelForm(BaseModel):
    channel: str | None = None


def form(present: str | None) -> View:
    select = ConversationSelectElement(
        initial_conversation=present,
        filter=ConversationFilter(include=["public", "private"], exclude_external_shared_channels=True),
    )
    return View(
        type="modal",
        callback_id=CHOOSE,
        title="Triage channel",
        submit="Save",
        close="Cancel",
        blocks=[
            other(
                "channel",
                "Where does triage read what two teams could not settle?",
                select,
                hint="A channel with you, the sponsor and the leads. Invite me there: /invite @polaris",
                optional=True,
            ),
            aside("Left empty, the product lead and the sponsor read it by direct message."),
        ],
    )


def chosen(place: str | None, brought: int) -> View:
    """What happens from now on."""
    if place is None:
        text = "From now on you and the sponsor read it by direct message."
    else:
        text = f"Triage reads in {channel(place)} from now on. {nsm('triage')} shows what waits there."
    if place is not None and brought:
        text += f" What waited already stands there, too: {brought} case{'s' if brought > 1 else ''}."
    return View(type="modal", title="Triage channel", close="Done", blocks=[words(text)])
