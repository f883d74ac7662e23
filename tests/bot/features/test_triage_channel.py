"""`/escalate channel`: the product lead chooses where triage reads."""

from dataclasses import replace

from tests.reading import reads


async def test_the_product_lead_chooses_and_learns_what_is_missing(star, ana, looks, place, polaris):
    await ana.runs("/escalate channel")
    await looks(ana)
    assert await ana.submits(channel=place("general")) == {}
    await polaris.door.settled()

    assert f"Triage reads in <#{place('general')}> from now on" in reads(ana.modal)
    async with polaris.ledger.open() as books:
        assert (await books.workspaces.get()).triage_channel == place("general")


async def test_left_empty_it_is_by_direct_message_again(star, ana, looks):
    await ana.runs("/nsm escalate channel")
    await looks(ana)
    await ana.submits()

    assert "by direct message" in reads(ana.modal)


async def test_nobody_else_opens_or_sends_it(star, ana, bo, looks, simulator, polaris):
    await bo.runs("/escalate channel")
    assert "the product lead" in bo.reads()[-1]
    assert bo.modal is None
    await ana.runs("/escalate channel")
    await looks(ana)
    async with polaris.ledger.open() as books:
        space = await books.workspaces.get()
        await books.workspaces.put(replace(space, product_lead=bo.id))
    await ana.submits()

    assert "That is for" in reads(ana.modal)
