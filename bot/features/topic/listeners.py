"""/nsm topic: the product lead chooses which channels tell the number in their topic."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.door import Door
from bot.features.topic import views
from bot.topics import told
from rituals.topics import Topics


class ChannelTopics:
    """`is_granted` says whether Slack lets us set a topic."""

    def __init__(self, topics: Topics, door: Door, *, is_granted: bool) -> None:
        self._topics, self._door, self._is_granted = topics, door, is_granted

    def listen(self) -> None:
        self._door.view(views.CHOOSE, self.choose)

    async def open(self, args: AsyncArgs, _rest: str = "") -> None:
        board = await self._topics.may_choose(asker(args))
        view = limits.view(views.window(board, told(board.score), is_granted=self._is_granted))
        await args.ack()
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def choose(self, args: AsyncArgs) -> None:
        channels = forms.read(views.TopicForm, args.payload).channels or []
        await self._topics.choose(asker(args), channels)
        await args.ack(response_action="update", view=limits.view(views.saved(channels)))
