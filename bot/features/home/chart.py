"""The chart in App Home: uploaded once for all who look, as long as its numbers stay the same."""

from bot.blocks.layout import Picture
from bot.pictures import Pictures


class HomeCharts:
    """Remembers the file of the newest chart; a process that starts anew uploads it anew.

    `may_ask` is whether Slack may be asked if a file is ready. Otherwise it shows as soon as Slack takes it.
    """

    def __init__(self, pictures: Pictures, *, may_ask: bool) -> None:
        self._pictures, self._may_ask = pictures, may_ask
        self._newest: tuple[Picture, str] | None = None

    def known(self, picture: Picture | None) -> str | None:
        """The id of the file of a chart, if it is there already."""
        newest = self._newest
        return newest[1] if newest is not None and newest[0] == picture else None

    async def ready(self, picture: Picture) -> str | None:
        """The same, uploaded if need be; None when that did not work out."""
        if (known := self.known(picture)) is not None:
            return known
        wait = self._pictures.ready if self._may_ask else self._pictures.complete
        file = await wait(picture)
        if file is not None:
            self._newest = (picture, file)
        return file
