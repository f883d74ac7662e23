"""Texts name our commands as they are called here."""

from contextvars import copy_context

from bot.answers import answer
from bot.blocks.commands import call_nsm, nsm
from rituals.north_star import NoNorthStar


def test_the_umbrella_command_goes_by_its_own_name_at_first():
    assert nsm("setup") == "`/nsm setup`"


def test_a_renamed_command_is_named_so_even_in_an_error():
    def elsewhere():
        call_nsm("/star")
        return answer(NoNorthStar())

    assert "`/star setup`" in copy_context().run(elsewhere)
    assert "`/nsm setup`" in answer(NoNorthStar())
