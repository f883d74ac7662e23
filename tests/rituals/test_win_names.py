"""People are named as they agreed to be, and nobody by surprise."""

import pytest

from rituals.win_names import NOBODY, Cast, Naming, cast, named
from storage.records.preferences import Consent, Preferences
from tests.making import a_team, joined

RENDERING, DOCS = a_team(), a_team(id="docs", name="Docs", channel="CDOCS")
KNOWN = Cast(
    {"UPUBLIC": Consent.PUBLIC, "UTEAM": Consent.TEAM, "ULONE": Consent.TEAM, "UNEVER": Consent.NO_MENTION},
    {"UPUBLIC": [DOCS], "UTEAM": [DOCS, RENDERING], "ULONE": [], "UNEVER": [RENDERING]},
)


@pytest.mark.parametrize(
    ("user", "readers", "naming"),
    [
        ("UPUBLIC", [], Naming(users=("UPUBLIC",))),
        ("UTEAM", [], Naming(colleagues=("Docs",))),
        ("UTEAM", ["other"], Naming(colleagues=("Docs",))),
        ("UTEAM", ["rendering"], Naming(users=("UTEAM",))),
        ("ULONE", ["rendering"], Naming(unnamed=1)),
        ("UNEVER", [], Naming(unnamed=1)),
        ("UNEVER", ["rendering"], Naming(unnamed=1)),
    ],
)
def test_somebody_appears_as_they_agreed_to(user, readers, naming):
    assert named([user], KNOWN, readers) == naming


def test_several_appear_in_the_order_they_were_chosen():
    assert named(["UNEVER", "UTEAM", "UPUBLIC"], KNOWN) == Naming(("UPUBLIC",), ("Docs",), 1)


def test_nobody_appears_as_nobody():
    assert named([], KNOWN) == NOBODY


async def test_what_people_chose_is_looked_up(ledger):
    await joined(ledger, RENDERING, "UANA")
    async with ledger.open() as books:
        await books.preferences.put(Preferences("UANA", Consent.TEAM))

        assert await cast(books, ["UANA", "UBO"]) == Cast(
            {"UANA": Consent.TEAM, "UBO": Consent.PUBLIC}, {"UANA": [RENDERING], "UBO": []}
        )
