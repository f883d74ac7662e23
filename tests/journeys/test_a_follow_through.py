"""Follow-through in a team's own zone: asked on Friday, told on Monday, and what comes later tells itself."""

from datetime import UTC, date, datetime

import pytest

from storage.records.preferences import Absence
from tests.making import a_metric, a_star, a_team, a_workspace, joined
from tests.reading import buttons, reads

pytestmark = pytest.mark.journey

BERLIN = "Europe/Berlin"


@pytest.fixture
async def review(simulator, polaris):
    """Dana, Ivo and Lena: Review, who live and meet in Berlin; Ivo is away from Friday on."""
    ids = {handle: simulator.people[handle].id for handle in ("dana", "ivo", "lena")}
    for handle in ids:
        simulator.people[handle].user.tz = BERLIN
    company, channel = (simulator.workspace.channel(name).id for name in ("north-star", "team-review"))
    team = a_team(id="review", name="Review", lead=ids["dana"], channel=channel, time_zone=BERLIN)
    await joined(polaris.ledger, team, *ids.values())
    workspace = a_workspace(
        id=polaris.installation.workspace,
        company_channel=company,
        product_lead=ids["dana"],
        time_zone=BERLIN,
        pulse_public_since=date(2026, 1, 5),
    )
    async with polaris.ledger.open() as books:
        await books.workspaces.put(workspace)
        await books.north_stars.put(a_star(metric=a_metric(key="active", name="Active", unit="people")))
        await books.absences.put(Absence(ids["ivo"], date(2026, 3, 20), date(2026, 3, 31)))
        await polaris.agenda.keep(books, "monday", None, days=(1,), at=workspace.pulse_time, zone=BERLIN)


@pytest.fixture
def it_is(simulator, polaris, clock):
    async def _it_is(month, day, hour, minute=0):
        clock.set_to(datetime(2026, month, day, hour, minute, tzinfo=UTC))
        await polaris.live()
        await simulator.settled()

    return _it_is


@pytest.fixture
def does(simulator, polaris):
    async def _does(doing):
        await doing
        await simulator.settled()
        await polaris.door.settled()
        await polaris.live()

    return _does


def questions(person):
    """What somebody was asked about their commitments, newest last."""
    told = person.sees(person.dm.id)
    return [each for each in told if "How did" in each.text or "Halfway" in each.text or "Thank" in each.text]


async def test_a_follow_through(simulator, review, it_is, does):
    dana, ivo, lena = (simulator.people[handle] for handle in ("dana", "ivo", "lena"))
    pulses = simulator.workspace.channel("north-star").messages

    await it_is(3, 17, 9)
    await does(lena.runs("/commit Review two pull requests"))
    await it_is(3, 17, 9, 1)
    await does(lena.runs("/commit Write the guide"))
    await does(ivo.runs("/commit Close ten bugs"))
    await does(dana.runs("/commit"))
    await does(dana.submits(text="Halve the queue", weeks="2"))
    await does(dana.closes(everything=True))

    # Friday, 15:00 in Berlin: whoever has something due is asked, once; who is away is not.
    await it_is(3, 20, 13, 59)
    assert questions(lena) == []
    await it_is(3, 20, 14)
    (question,) = questions(lena)
    assert [questions(dana), questions(ivo)] == [[], []]
    await does(lena.clicks("Done", beside="Review two"))
    assert "*Done*" in reads(question.blocks)

    # Monday, 09:00: the pulse tells what was said, and the pledge is asked about lightly.
    await it_is(3, 23, 8)
    (pulse,) = pulses.values()
    assert "*Last week's commitments:* Review 1 done, 2 open, 1 still running" in reads(pulse.blocks)
    (light,) = questions(dana)
    assert "Nothing needs an answer" in reads(light.blocks)

    # What is said later edits it, and one line in its thread tells how much: counts, and nobody's name.
    await it_is(3, 24, 10)
    await does(lena.clicks("Not yet", beside="Write the guide"))
    await does(lena.clicks("Carry over", beside="Write the guide"))
    await does(dana.clicks("Moved", beside="Halve the queue"))
    await it_is(3, 24, 10, 6)
    pulse, news = pulses.values()
    assert "Review 1 done, 1 moved, 1 not yet, 1 open" in reads(pulse.blocks)
    assert news.thread_ts == pulse.ts
    assert news.text.startswith("Late news of last week's commitments: ")
    assert not any(person.id in news.text for person in (dana, ivo, lena))

    # Friday: what was carried over is asked about, and the pledge once more, at its end.
    await it_is(3, 27, 14)
    assert "carried over once" in reads(questions(lena)[-1].blocks)
    assert "halfway: moved" in reads(questions(dana)[-1].blocks)

    # The window of the first week closes, now by summer time. Ivo comes back, and hears nothing.
    await it_is(3, 30, 8)
    assert "That week is closed." in reads(question.blocks)
    assert buttons(question.blocks) == []
    await it_is(4, 1, 8)
    assert questions(ivo) == []
    assert buttons(questions(lena)[-1].blocks)[:4] == ["Done", "Moved", "Not yet", "Drop"]
