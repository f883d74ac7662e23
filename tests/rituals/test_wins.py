"""A win stands under the latest Monday pulse, and who told it can correct or withdraw it."""

import asyncio
from dataclasses import replace
from datetime import date, time

import pytest
from pydantic import TypeAdapter

from rituals.commitments import NoSuchCommitment, NoSuchInput, NotYours
from rituals.preferences import OwnPreferences, Wishes
from rituals.win_names import Naming
from rituals.win_telling import NowhereToTell, NumbersGone, Telling
from rituals.win_words import WinTold, told
from rituals.wins import AlreadyAWin, NoSuchWin, NotNamed, NotYourWin, Wins
from storage.records.deliveries import Delivery, DeliveryState
from storage.records.metrics import InputState
from storage.records.preferences import Consent
from tests.making import (
    ANA,
    BO,
    MONDAY_NINE,
    a_commitment,
    a_reading,
    a_star,
    a_team,
    a_workspace,
    an_input,
    joined,
)

QUEUE = Telling("Bo halved the queue")
WEEKS = (date(2026, 2, 16), date(2026, 3, 9))
TOLD = TypeAdapter(WinTold)


@pytest.fixture
async def wins(ledger, clock, ids):
    await joined(ledger, a_team(), "UANA")
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(product_lead="ULEAD"))
        await books.north_stars.add(a_star())
        await books.inputs.put(an_input())
        await books.people.put(BO)
        await books.readings.put(
            a_reading(period_start=day, value=value) for day, value in zip(WEEKS, (21, 27), strict=True)
        )
    return Wins(ledger, clock, ids)


async def pulse(ledger, day, state=DeliveryState.SENT, channel="CALL"):
    key, ts = f"monday::{day}", f"{day}.1"
    sent = Delivery(key, channel, "monday.pulse", "{}", MONDAY_NINE, state=state, channel=channel, ts=ts)
    async with ledger.open() as books:
        await books.deliveries.add(sent)


@pytest.fixture
def posted(outbox):
    """The letters about wins, oldest first, each with what it tells."""

    async def _posted():
        return [
            (each, TOLD.validate_json(each.content)) for each in await outbox.letters() if each.kind == "win"
        ]

    return _posted


@pytest.fixture
async def win(wins, ledger):
    """A win of Ana's about Bo."""
    await wins.tell(ANA, replace(QUEUE, input="input-merged", people=("UBO",), teams=("rendering",)))
    async with ledger.open() as books:
        return (await books.wins.of_person("UANA"))[0]


@pytest.fixture
def kept(ledger):
    async def _kept(win):
        async with ledger.open() as books:
            return await books.wins.get(win.id)

    return _kept


async def test_a_win_goes_to_the_company_channel_with_all_that_was_told(wins, posted):
    telling = Telling(" Bo did ", "input-merged", " more stay ", WEEKS, ("UBO",), ("rendering",))
    await wins.tell(ANA, telling)
    [(letter, told)] = await posted()

    assert (letter.to, letter.thread_of, told.user) == ("CALL", None, "UANA")
    assert (told.text, told.input, told.meaning) == ("Bo did", "Merged pull requests", "more stay")
    assert (told.people.users, told.teams, told.pair.was, told.pair.became) == (
        ("UBO",),
        ("Rendering",),
        21,
        27,
    )


@pytest.mark.parametrize(
    ("days", "under"),
    [
        (["2026-03-16"], "monday::2026-03-16"),
        (["2026-03-09"], "monday::2026-03-09"),
        (["2026-03-09", "2026-03-16"], "monday::2026-03-16"),
        (["2026-03-02"], None),
        ([], None),
    ],
)
async def test_it_stands_under_the_latest_pulse(wins, ledger, posted, days, under):
    for day in days:
        await pulse(ledger, day)
    await wins.tell(ANA, QUEUE)

    assert (await wins.stage(ANA, QUEUE)).pulse == under
    assert (await posted())[0][0].thread_of == under


@pytest.mark.parametrize(
    ("state", "channel"),
    [(DeliveryState.UNKNOWN, "CALL"), (DeliveryState.REJECTED, "CALL"), (DeliveryState.SENT, "UANA")],
)
async def test_a_pulse_that_did_not_arrive_holds_no_win_back(wins, ledger, state, channel):
    await pulse(ledger, "2026-03-16", state, channel)

    assert (await wins.stage(ANA, QUEUE)).pulse is None


async def test_without_a_company_channel_there_is_nowhere_to_tell(wins, ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(company_channel=None))

    with pytest.raises(NowhereToTell):
        await wins.tell(ANA, QUEUE)


@pytest.mark.parametrize(
    ("telling", "refusal"),
    [
        (replace(QUEUE, input="never-was"), NoSuchInput),
        (replace(QUEUE, input="input-merged", stretch=(WEEKS[0], date(2026, 3, 2))), NumbersGone),
        (replace(QUEUE, input="input-merged", stretch=WEEKS[::-1]), NumbersGone),
        (replace(QUEUE, commitment="never-was"), NoSuchCommitment),
    ],
)
async def test_what_is_refused_is_not_kept(wins, ledger, outbox, telling, refusal):
    with pytest.raises(refusal):
        await wins.tell(ANA, telling)

    async with ledger.open() as books:
        assert await books.wins.of_person("UANA") == []
    assert await outbox.letters() == []


async def test_an_input_retired_since_is_refused_for_a_new_win_and_kept_in_an_old_one(
    wins, ledger, win, kept
):
    async with ledger.open() as books:
        await books.inputs.put(an_input(state=InputState.RETIRED))
    await wins.correct(ANA, win.id, replace(QUEUE, input="input-merged"))

    assert (await kept(win)).input == "input-merged"
    with pytest.raises(NoSuchInput):
        await wins.tell(ANA, replace(QUEUE, input="input-merged"))


async def test_a_win_without_numbers_is_a_story(wins, ledger):
    await wins.tell(ANA, replace(QUEUE, input="input-merged"))
    await wins.tell(ANA, replace(QUEUE, input="input-merged", stretch=WEEKS))
    async with ledger.open() as books:
        told = await books.wins.of_person("UANA")

    assert {(win.story, win.before) for win in told} == {(True, None), (False, WEEKS[0])}


async def test_a_correction_edits_the_message_in_place(wins, win, kept, posted, clock):
    clock.pass_(hours=1)
    await wins.correct(ANA, win.id, Telling("Bo and Cy halved it"))
    letter, told = (await posted())[-1]

    assert (letter.to, letter.replaces) == ("CALL", f"win:{win.id}")
    assert (told.text, told.input, told.people.users, told.corrected) == (
        "Bo and Cy halved it",
        None,
        (),
        True,
    )
    assert (await kept(win)).changed_at == clock.now()
    assert (await kept(win)).celebrated_at == win.celebrated_at


async def test_two_corrections_in_one_breath_are_both_made(wins, win, posted):
    await wins.correct(ANA, win.id, Telling("One"))
    await wins.correct(ANA, win.id, Telling("Two"))

    assert [told.text for _, told in await posted()] == ["Bo halved the queue", "One", "Two"]


async def test_a_withdrawn_win_leaves_no_words_behind(wins, win, kept, posted):
    await wins.withdraw(ANA, win.id)
    letter, told = (await posted())[-1]

    assert letter.replaces == f"win:{win.id}"
    assert (told.text, told.meaning, told.input, told.people.users) == ("", "", None, ())
    assert told.withdrawn_by == "author"
    with pytest.raises(NoSuchWin):
        await wins.correct(ANA, win.id, QUEUE)


async def test_every_message_about_a_win_follows_it(wins, win, ledger, posted):
    [(letter, _)] = await posted()
    in_a_digest = f"digest:2026-03-16:win:{win.id}"
    async with ledger.open() as books:
        for key in (in_a_digest, f"win:another-{win.id}"):
            await books.deliveries.add(replace(letter, key=key))
    await wins.correct(ANA, win.id, Telling("New"))

    edits = {each.replaces for each, told in await posted() if told.text == "New"}
    assert edits == {f"win:{win.id}", in_a_digest}


async def test_the_product_lead_may_do_both_and_the_author_hears_of_it(wins, win, outbox, posted):
    lead = replace(BO, user="ULEAD")
    await wins.correct(lead, win.id, Telling("New"))
    await wins.withdraw(lead, win.id)
    notes = [each for each in await outbox.letters() if each.kind == "win.changed"]

    assert (await posted())[-1][1].withdrawn_by == "lead"
    assert [each.to for each in notes] == ["UANA", "UANA"]
    assert ['"withdrawn":false' in notes[0].content, '"withdrawn":true' in notes[1].content] == [True, True]


async def test_nobody_else_may(wins, win, kept, outbox):
    for attempt in (
        wins.may_change(BO, win.id),
        wins.stage(BO, QUEUE, win.id),
        wins.correct(BO, win.id, QUEUE),
        wins.withdraw(BO, win.id),
    ):
        with pytest.raises(NotYourWin):
            await attempt

    assert await kept(win) == win
    assert len(await outbox.letters()) == 1


async def test_a_name_taken_out_stays_out(wins, win, kept, posted):
    await wins.take_name_out(BO, win.id)
    assert (await posted())[-1][1].people.users == ()
    await wins.correct(ANA, win.id, replace(QUEUE, people=("UBO",)))

    assert (await kept(win)).people == ()
    assert (await posted())[-1][1].people.users == ()


async def test_who_is_not_named_takes_nothing_out(wins, win, kept, outbox):
    with pytest.raises(NotNamed):
        await wins.take_name_out(ANA, win.id)

    assert await kept(win) == win
    assert len(await outbox.letters()) == 1


@pytest.fixture
async def promise(ledger):
    """Ana's commitment of three weeks ago."""
    made = a_commitment(input="input-merged", made_at=MONDAY_NINE.replace(month=2, day=23))
    async with ledger.open() as books:
        await books.commitments.add(made)
    return made


async def test_a_commitment_brings_its_words_and_what_followed_it(wins, promise):
    telling = await wins.made_of(ANA, promise.id)

    assert telling == Telling(
        promise.text, "input-merged", stretch=WEEKS, teams=("rendering",), commitment=promise.id
    )


async def test_what_followed_is_dated_from_when_it_was_promised(wins, promise, posted):
    await wins.tell(ANA, await wins.made_of(ANA, promise.id))

    assert (await posted())[0][1].promised_on == date(2026, 2, 23)


async def test_only_its_owner_makes_it_a_win(wins, promise):
    with pytest.raises(NotYours):
        await wins.made_of(BO, promise.id)
    with pytest.raises(NotYours):
        await wins.tell(BO, replace(QUEUE, commitment=promise.id))


async def test_it_is_made_a_win_once_unless_that_was_withdrawn(wins, promise, ledger):
    telling = await wins.made_of(ANA, promise.id)
    await wins.tell(ANA, telling)
    with pytest.raises(AlreadyAWin):
        await wins.tell(ANA, telling)
    async with ledger.open() as books:
        made = await books.wins.of_commitment(promise.id)
    await wins.withdraw(ANA, made.id)

    assert await wins.made_of(ANA, promise.id) == telling


async def test_while_no_week_is_over_since_a_promise_nothing_followed_it(wins, ledger):
    async with ledger.open() as books:
        await books.commitments.add(a_commitment(input="input-merged"))

    assert (await wins.made_of(ANA, "c1")).stretch is None


async def test_a_new_form_starts_with_the_team_of_whoever_has_only_one(wins, ledger):
    assert (await wins.begin(ANA)).teams == ("rendering",)
    await joined(ledger, a_team(id="docs", name="Docs", channel="CDOCS"), "UANA")

    assert (await wins.begin(ANA)).teams == ()


async def test_bots_strangers_and_oneself_are_not_among_those_it_is_about(wins, ledger):
    async with ledger.open() as books:
        await books.people.put(replace(BO, user="UBOT", is_bot=True))
        await books.people.put(replace(BO, user="UEXT", is_external=True))
        await books.people.put(ANA)

    assert (await wins.begin(ANA, people=("UANA", "UBOT", "UEXT", "UNKNOWN", "UBO"))).people == ("UBO",)


async def test_whoever_changes_their_mind_about_being_named_is_named_so_everywhere(
    wins, win, posted, ledger, clock
):
    wishes = Wishes(Consent.TEAM, time(18), time(8), 4)
    await joined(ledger, a_team(id="docs", name="Docs", channel="CDOCS"), "UBO")
    await OwnPreferences(ledger, clock).choose(BO, wishes)
    letter, told = (await posted())[-1]
    assert (letter.replaces, told.people, told.corrected) == (
        f"win:{win.id}",
        Naming(colleagues=("Docs",)),
        False,
    )
    await OwnPreferences(ledger, clock).choose(BO, wishes)

    assert len(await posted()) == 2


async def test_a_win_nobody_of_them_is_in_stays_as_it_is(wins, win, posted, ledger, clock):
    cy = replace(BO, user="UCY")
    await OwnPreferences(ledger, clock).choose(cy, Wishes(Consent.NO_MENTION, time(18), time(8), 4))

    assert len(await posted()) == 1


async def test_told_once_more_names_are_spelled_and_nobody_is_pinged(wins, win, ledger):
    async with ledger.open() as books:
        assert (await told(books, win)).spelled == {}
        assert (await told(books, win, once_more=True)).spelled == {"UBO": "Bo"}


async def test_a_window_that_is_sent_twice_tells_one_win(wins, posted):
    for _ in range(2):
        await wins.tell(ANA, QUEUE, "V1")

    assert len(await posted()) == 1


async def test_a_form_that_comes_twice_at_once_tells_one_win_and_complains_of_nothing(
    either_ledger, clock, ids
):
    async with either_ledger.open() as books:
        await books.workspaces.put(a_workspace())
    wins = Wins(either_ledger, clock, ids)
    stages = await asyncio.gather(*[wins.tell(ANA, QUEUE, "V1") for _ in range(4)])
    async with either_ledger.open() as books:
        kept = await books.wins.of_person(ANA.user)

    assert stages == [stages[0]] * 4
    assert len(kept) == 1
