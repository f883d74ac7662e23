"""A token is given by name, known by its digest alone, and taken back."""

from dataclasses import asdict

import pytest

from rituals.recording import UnknownMetric
from rituals.tokens import BadTokenName, NoSuchToken, TokenNameTaken, Tokens, random_secret
from storage.ledger import Ledger
from tests.making import a_metric


@pytest.fixture
async def tokens(ledger, clock):
    async with ledger.open() as books:
        await books.metrics.put(a_metric())
    return Tokens(ledger, clock)


async def test_the_bearer_of_a_secret_is_known_and_the_secret_is_kept_nowhere(tokens, ledger):
    token, secret = await tokens.create("billing")

    assert await tokens.bearer(secret) == token
    assert secret not in str(asdict(token))
    async with ledger.open() as books:
        assert secret not in str([*await books.tokens.all(), *await books.audit.newest(5)])


def test_secrets_are_long_and_differ():
    secrets = {random_secret() for _ in range(50)}

    assert len(secrets) == 50
    assert min(map(len, secrets)) == len("polaris_") + 43


async def test_a_secret_opens_its_own_workspace_only(tokens, ledger, clock):
    _, secret = await tokens.create("billing")
    elsewhere = Tokens(Ledger(ledger._engine, "T2"), clock)

    assert await elsewhere.bearer(secret) is None


@pytest.mark.parametrize("guess", ["", "polaris_", "é\udce9", "x" * 5000])
async def test_a_guess_opens_nothing(tokens, guess):
    await tokens.create("billing")

    assert await tokens.bearer(guess) is None


async def test_a_revoked_token_opens_nothing_and_its_name_is_free(tokens):
    _, secret = await tokens.create("billing")
    await tokens.revoke("billing")
    await tokens.create("billing")

    assert await tokens.bearer(secret) is None


async def test_metrics_are_meant_by_key_or_name(tokens):
    token, _ = await tokens.create("billing", ["Merged Pull Requests", "merged"])

    assert token.metrics == ("merged",)
    with pytest.raises(UnknownMetric):
        await tokens.create("other", ["nothing like it"])


@pytest.mark.parametrize("name", ["", "Billing", "-x", "a b", "a:b", "x" * 41, "é"])
async def test_a_name_is_short_and_plain(tokens, name):
    with pytest.raises(BadTokenName):
        await tokens.create(name)


async def test_a_name_is_given_once_and_taken_back_once(tokens):
    await tokens.create("billing")
    with pytest.raises(TokenNameTaken):
        await tokens.create("billing")
    await tokens.revoke("billing")

    with pytest.raises(NoSuchToken):
        await tokens.revoke("billing")


async def test_giving_and_taking_are_noted_for_those_who_look(tokens, ledger):
    await tokens.create("billing", ["merged"])
    await tokens.revoke("billing")

    async with ledger.open() as books:
        noted = [(each.what, each.subject) for each in await books.audit.newest(5)]
    assert noted == [("token.revoked", "billing"), ("token.created", "billing")]
