"""The product lead's two answers to a counter-signal."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.counter_signal import views
from rituals.counter_signal import CounterSignals


class CounterSignalAnswers:
    """What is answered takes the question's place by letter: nothing here talks to Slack."""

    def __init__(self, signals: CounterSignals, door: Door) -> None:
        self._signals, self._door = signals, door

    def listen(self) -> None:
        self._door.action(views.PUT, self.put)
        self._door.action(views.LEAVE, self.leave)

    async def put(self, args: AsyncArgs) -> None:
        who, about = asker(args), unpack(views.About, args.payload["value"]).about
        text = views.question(await self._signals.asked(who, about))
        await self._signals.put_on_agenda(who, about, text)
        await args.ack()

    async def leave(self, args: AsyncArgs) -> None:
        await self._signals.leave(asker(args), unpack(views.About, args.payload["value"]).about)
        await args.ack()
