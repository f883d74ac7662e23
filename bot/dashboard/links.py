"""What the readings say of each link, in the words that Slack uses."""

from collections.abc import Mapping

from bot.features.links.phrases import verdict
from bot.worker import WorkerGone
from rituals.comparing import Comparisons
from rituals.north_star import NoNorthStar


async def link_words(comparisons: Comparisons) -> Mapping[str, str]:
    """The verdict on each input, by its metric; nothing while nothing can be said. It may take a minute."""
    try:
        found = await comparisons.compared()
    except (NoNorthStar, WorkerGone):
        return {}
    cadence = found.star.metric.cadence
    return {each.an_input.metric.key: verdict(each, cadence) for team in found.teams for each in team.links}
