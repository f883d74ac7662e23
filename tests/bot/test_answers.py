"""Every broken rule has a kind sentence of its own."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import rituals
from bot.answers import answer
from rituals.errors import RitualError
from rituals.inputs import NotTheProposer, TooManyInputs
from rituals.metrics import MetricNameTaken
from rituals.recording import UnknownMetric
from rituals.rights import NotTheProductLead, NotTheTeamLead
from rituals.teams import ChannelTaken, TeamNameTaken
from rituals.zones import UnknownZone

# What programs and operators break is told where they stand, over HTTP and in the terminal; the tests of
# `bot.push`, of `polaris tokens` and of `polaris sources` hold those sentences.
TOLD_ELSEWHERE = {"rituals.pulling", "rituals.pushing", "rituals.tokens"}

HOSTILE = "<!channel> & co"
HARMLESS = "&lt;!channel&gt; &amp; co"


def kinds(of: type[RitualError] = RitualError) -> Iterator[type[RitualError]]:
    for module in pkgutil.iter_modules(rituals.__path__):
        importlib.import_module(f"rituals.{module.name}")
    for kind in of.__subclasses__():
        if kind.__module__.startswith("rituals.") and kind.__module__ not in TOLD_ELSEWHERE:
            yield kind
        yield from kinds(kind)


NAMED = {kind.__name__: kind for kind in kinds()}


@pytest.mark.parametrize("kind", NAMED.values(), ids=NAMED)
def test_a_broken_rule_has_its_own_sentence(kind):
    assert answer.dispatch(kind) is not answer.dispatch(RitualError)


@pytest.mark.parametrize(
    "error",
    [
        MetricNameTaken(HOSTILE),
        TeamNameTaken(HOSTILE),
        ChannelTaken(HOSTILE),
        NotTheTeamLead(HOSTILE, "U1"),
        NotTheProposer(HOSTILE, "U1"),
        TooManyInputs(HOSTILE, [HOSTILE]),
        UnknownMetric(HOSTILE, [HOSTILE]),
        UnknownZone(HOSTILE, []),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_people_wrote_comes_back_harmless(error):
    assert HARMLESS in answer(error)
    assert "<!channel>" not in answer(error)


def test_whoever_may_is_named_and_before_setup_the_way_to_begin():
    assert "<@U1>" in answer(NotTheProductLead("U1"))
    assert "<@U2>" in answer(NotTheTeamLead("Docs", "U1", or_product_lead="U2"))
    assert "`/nsm setup`" in answer(NotTheProductLead(None))
