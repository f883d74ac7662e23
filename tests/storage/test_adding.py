"""A row that is there already is said to be, on both databases."""

from tests.making import a_delivery


async def test_a_delivery_is_put_on_its_way_once(ledger):
    async with ledger.open() as books:
        assert await books.deliveries.add(a_delivery()) is True

    async with ledger.open() as books:
        assert await books.deliveries.add(a_delivery()) is False
