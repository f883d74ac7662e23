"""A window that changes after its ack: what took a while is shown, unless it was closed meanwhile."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.blocks import limits

_CLOSED = {"not_found", "view_not_found"}


async def put_up(args: AsyncArgs, view: View) -> bool:
    """Show a view in the window that was acted in; False when nobody looks at it any more."""
    try:
        await args.client.views_update(view_id=args.body["view"]["id"], view=limits.view(view))
    except SlackApiError as refusal:
        if refusal.response.get("error") not in _CLOSED:
            raise
        return False
    return True
