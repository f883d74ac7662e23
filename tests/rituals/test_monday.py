"""The Monday pulse: its hour, its preview, and what comes late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from rituals.letters import packed, post
from rituals.monday import MONDAY, MondayPulse, Preview, Previews, PreviewTooOld, catch_up
from rituals.rights import NotTheProductLead
from rituals.ritual import Occasion
from rituals.scoreboard import Kept
from rituals.sentence import SENTENCE, SentenceAsk, Sentences
from rituals.signals import Kind
from storage.records.commitments import CommitmentState
from storage.records.metrics import Cadence, Reading
from storage.records.pauses import Shutdown
from tests.making import ANA, BO, a_commitment, a_metric, a_star, a_team, a_workspace, an_input

TODAY = date(2026, 3, 16)
LAST_WEEK = date(2026, 3, 9)
NINE = datetime(2026, 3, 16, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
ACTIVE = a_metric(key="active", name="Weekly active contributors", unit="count")
MONDAYS = Occasion("monday", None, TODAY, due_at=NINE, now=NINE)
FRIDAYS = Occasion("sentence", None, date(2026, 3, 20), due_at=NINE, now=NINE)
PUBLIC, PREVIEW = "monday::2026-03-16", "monday::2026-03-16:preview"


def weekly(values, metric="active", last=LAST_WEEK):
    first = last - timedelta(weeks=len(values) - 1)
    return [
        Reading(metric, first + timedelta(weeks=week), value, "UANA", NINE)
        for week, value in enumerate(values)
    ]


@pytest.fixture
async def organisation(ledger):
    """It has said yes to the pulse, and sixteen weeks of readings that end last week."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(pulse_public_since=date(2026, 1, 5)))
        await books.teams.put(a_team())
        await books.north_stars.put(a_star(metric=ACTIVE))
        await books.readings.put(weekly([20.0, 22.0] * 8))
    return ledger


@pytest.fixture
async def newcomer(organisation):
    """The same organisation, before its first public pulse."""
    async with organisation.open() as books:
        await books.workspaces.put(a_workspace(pulse_public_since=None))
    return organisation


async def letters(ledger, ritual=MONDAY, occasion=MONDAYS):
    async with ledger.open() as books:
        return await ritual.prepare(books, occasion)


async def at_nine(ledger):
    """The hour has come, and the letters are on their way."""
    async with ledger.open() as books:
        for letter in await MONDAY.prepare(books, MONDAYS):
            await post(books, letter, NINE)


async def on_its_way(ledger, key) -> MondayPulse | None:
    async with ledger.open() as books:
        row = await books.deliveries.get(key)
    return None if row is None else TypeAdapter(MondayPulse).validate_json(row.content)


async def look_again(ledger, now=TEN):
    async with ledger.open() as books:
        await catch_up(books, now)


async def without_last_week(ledger):
    async with ledger.open() as books:
        await books.north_stars.put(a_star(metric=a_metric(key="late", name="Late", unit="count")))
        await books.readings.put(weekly([20.0, 22.0] * 8, "late", LAST_WEEK - timedelta(weeks=1)))


async def it_arrives(ledger):
    async with ledger.open() as books:
        await books.readings.put(weekly([60.0], "late"))


async def test_on_monday_the_company_channel_gets_last_week_in_one_letter(organisation):
    (letter,) = await letters(organisation)

    assert (letter.to, letter.key) == ("CALL", PUBLIC)
    assert isinstance(letter.content, MondayPulse)
    assert letter.content.score.verdict.kind is Kind.STEADY
    assert (letter.content.score.verdict.period, letter.content.preview) == (LAST_WEEK, Preview.NO)


async def test_what_it_tells_survives_the_database(organisation):
    (letter,) = await letters(organisation)
    await at_nine(organisation)

    assert await on_its_way(organisation, PUBLIC) == letter.content


async def test_only_inputs_with_a_signal_of_their_own_are_told(organisation):
    async with organisation.open() as books:
        for name, last in [("quiet", 21.0), ("loud", 90.0)]:
            await books.inputs.put(an_input(id=name, metric=a_metric(key=name, name=name)))
            await books.readings.put(weekly([*[20.0, 22.0] * 8, last], name))
    letter, _ = await letters(organisation)

    assert letter.content.asked == 2
    assert [each.metric.name for each in letter.content.signals] == ["loud"]


async def test_last_weeks_commitments_are_counted_by_team(organisation):
    async with organisation.open() as books:
        await books.commitments.add(a_commitment(week=LAST_WEEK, state=CommitmentState.DONE))
    (letter,) = await letters(organisation)

    assert letter.content.kept == (Kept("Rendering", done=1),)


@pytest.mark.parametrize(
    "fields", [{"company_channel": None}, {"pulse_public_since": None, "product_lead": None}]
)
async def test_with_nobody_to_read_it_nothing_is_written(organisation, fields):
    async with organisation.open() as books:
        await books.workspaces.put(a_workspace(**{"pulse_public_since": TODAY} | fields))

    assert await letters(organisation) == []


async def test_without_a_north_star_nothing_is_written(ledger):
    assert await letters(ledger) == []
    assert await letters(ledger, SENTENCE, FRIDAYS) == []


@pytest.mark.parametrize(
    ("cadence", "period"), [(Cadence.DAY, date(2026, 3, 15)), (Cadence.MONTH, date(2026, 2, 1))]
)
async def test_a_metric_of_days_or_months_tells_its_own_last_full_one(organisation, cadence, period):
    async with organisation.open() as books:
        await books.north_stars.put(a_star(metric=a_metric(key="active", cadence=cadence)))
    (letter,) = await letters(organisation)

    assert letter.content.score.verdict.period == period


async def test_without_the_number_it_posts_on_time_and_says_so(organisation):
    await without_last_week(organisation)
    (letter,) = await letters(organisation)

    assert letter.content.score.verdict.kind is Kind.MISSING


async def test_a_late_number_edits_the_pulse_once(organisation):
    await without_last_week(organisation)
    await at_nine(organisation)
    await look_again(organisation)
    assert await on_its_way(organisation, f"{PUBLIC}:number") is None

    await it_arrives(organisation)
    await look_again(organisation)
    await look_again(organisation)

    edited = await on_its_way(organisation, f"{PUBLIC}:number")
    assert edited is not None
    assert (edited.score.verdict.kind, edited.score.verdict.value) == (Kind.UP, 60.0)


async def test_a_pulse_that_had_its_number_is_left_alone(organisation):
    await look_again(organisation)
    await at_nine(organisation)
    await look_again(organisation)

    assert await on_its_way(organisation, f"{PUBLIC}:number") is None


async def test_the_first_time_the_product_lead_sees_it_alone(newcomer):
    (letter,) = await letters(newcomer)

    assert (letter.to, letter.key, letter.content.preview) == ("UANA", PREVIEW, Preview.ASKED)


async def test_post_it_posts_at_once_and_every_later_monday_too(newcomer, clock):
    await at_nine(newcomer)
    await Previews(newcomer, clock).publish(ANA, TODAY)
    await Previews(newcomer, clock).publish(ANA, TODAY)

    public, settled = await on_its_way(newcomer, PUBLIC), await on_its_way(newcomer, f"{PREVIEW}:posted")
    assert public is not None
    assert settled is not None
    assert (public.preview, settled.preview) == (Preview.NO, Preview.POSTED)
    assert [letter.to for letter in await letters(newcomer)] == ["CALL"]


async def test_only_me_posts_nothing_and_asks_again_next_monday(newcomer, clock):
    await at_nine(newcomer)
    await Previews(newcomer, clock).keep_private(ANA, TODAY)

    settled = await on_its_way(newcomer, f"{PREVIEW}:private")
    assert settled is not None
    assert settled.preview is Preview.KEPT_PRIVATE
    assert await on_its_way(newcomer, PUBLIC) is None
    assert [letter.to for letter in await letters(newcomer)] == ["UANA"]


async def test_what_was_posted_is_not_taken_back_by_a_late_press(newcomer, clock):
    await at_nine(newcomer)
    await Previews(newcomer, clock).publish(ANA, TODAY)
    await Previews(newcomer, clock).keep_private(ANA, TODAY)

    assert await on_its_way(newcomer, f"{PREVIEW}:private") is None


async def test_a_change_of_mind_before_the_message_changed_is_told(newcomer, clock):
    await at_nine(newcomer)
    await Previews(newcomer, clock).keep_private(ANA, TODAY)
    await Previews(newcomer, clock).publish(ANA, TODAY)

    assert await on_its_way(newcomer, f"{PREVIEW}:posted") is not None
    assert await on_its_way(newcomer, PUBLIC) is not None


async def test_nobody_else_decides(newcomer, clock):
    await at_nine(newcomer)
    previews = Previews(newcomer, clock)

    with pytest.raises(NotTheProductLead):
        await previews.publish(BO, TODAY)
    with pytest.raises(NotTheProductLead):
        await previews.keep_private(BO, TODAY)


async def test_a_preview_of_an_earlier_week_is_no_longer_posted(newcomer, clock):
    await at_nine(newcomer)
    clock.pass_(days=7)

    with pytest.raises(PreviewTooOld):
        await Previews(newcomer, clock).publish(ANA, TODAY)


async def test_an_answer_without_a_preview_or_a_channel_changes_nothing(newcomer, clock):
    await Previews(newcomer, clock).keep_private(ANA, TODAY)
    async with newcomer.open() as books:
        await books.workspaces.put(a_workspace(company_channel=None))
    await Previews(newcomer, clock).publish(ANA, TODAY)

    assert await on_its_way(newcomer, f"{PREVIEW}:private") is None
    assert await on_its_way(newcomer, PUBLIC) is None


async def test_a_late_number_reaches_a_preview_as_it_was_decided(newcomer, clock):
    await without_last_week(newcomer)
    await at_nine(newcomer)
    await Previews(newcomer, clock).keep_private(ANA, TODAY)
    await it_arrives(newcomer)
    await look_again(newcomer)

    edited = await on_its_way(newcomer, f"{PREVIEW}:number")
    assert edited is not None
    assert edited.preview is Preview.KEPT_PRIVATE


async def test_on_friday_the_product_lead_is_asked_for_the_week_now_running(organisation):
    assert await letters(organisation, SENTENCE, FRIDAYS) == []
    async with organisation.open() as books:
        (prompt,) = await books.prompts.due(FRIDAYS.now)

    assert (prompt.user, prompt.joined) == ("UANA", True)
    assert prompt.content == packed(SentenceAsk(ACTIVE, TODAY, date(2026, 3, 23)))


async def test_nobody_is_asked_for_a_pulse_that_a_shutdown_leaves_out(organisation):
    async with organisation.open() as books:
        await books.shutdowns.put(Shutdown(date(2026, 3, 23), date(2026, 3, 27), "UANA"))
    await letters(organisation, SENTENCE, FRIDAYS)

    async with organisation.open() as books:
        assert await books.prompts.due(FRIDAYS.now) == []


async def test_nobody_is_asked_for_what_is_written_already(organisation, clock):
    await Sentences(organisation, clock).write(ANA, "active", TODAY, "A calm week.")

    await letters(organisation, SENTENCE, FRIDAYS)
    async with organisation.open() as books:
        assert not await books.prompts.due(FRIDAYS.now)


async def test_the_sentence_stands_in_the_pulse_with_its_author(organisation, clock):
    sentences = Sentences(organisation, clock)
    await sentences.write(ANA, "active", LAST_WEEK, "A calm week.")
    (letter,) = await letters(organisation)

    assert (letter.content.sentence, letter.content.written_by) == ("A calm week.", "UANA")
    assert await sentences.of(ANA, "active", LAST_WEEK) == "A calm week."
    assert await sentences.of(ANA, "active", TODAY) == ""


async def test_a_sentence_that_comes_after_the_pulse_edits_it(organisation, clock):
    await at_nine(organisation)
    await Sentences(organisation, clock).write(ANA, "active", TODAY, "For next Monday.")
    assert await on_its_way(organisation, f"{PUBLIC}:sentence") is None

    await Sentences(organisation, clock).write(ANA, "active", LAST_WEEK, "A calm week.")

    edited = await on_its_way(organisation, f"{PUBLIC}:sentence")
    assert edited is not None
    assert edited.sentence == "A calm week."


async def test_nobody_else_writes_the_sentence(organisation, clock):
    with pytest.raises(NotTheProductLead):
        await Sentences(organisation, clock).write(BO, "active", LAST_WEEK, "Me too.")
