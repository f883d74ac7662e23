"""A sealed token opens with any of the keys, for its own workspace, and never without."""

import pytest
from cryptography.fernet import Fernet

from storage.sealing import BadKey, CannotOpen, Seal

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.mark.parametrize("token", ["xoxb-1", "x" * 255, "xoxe.xoxb-1-" + "é" * 100])
def test_a_token_comes_back_as_it_was(token):
    seal = Seal([NEW])

    assert seal.open("T1", seal.seal("T1", token)) == token


def test_what_is_sealed_shows_nothing_and_is_never_the_same():
    seal = Seal([NEW])

    assert seal.seal("T1", "xoxb-1") != seal.seal("T1", "xoxb-1")
    assert "xoxb" not in seal.seal("T1", "xoxb-1")


@pytest.mark.parametrize("sealed", ["", "xoxb-1", "ü", "\udc80"])
def test_what_nobody_sealed_opens_nothing(sealed):
    with pytest.raises(CannotOpen):
        Seal([NEW]).open("T1", sealed)


def test_a_token_of_another_workspace_opens_nothing():
    seal = Seal([NEW])

    with pytest.raises(CannotOpen):
        seal.open("T2", seal.seal("T1", "xoxb-1"))


def test_a_new_key_takes_over_and_the_old_one_can_go():
    under_old = Seal([OLD]).seal("T1", "xoxb-1")
    both = Seal([NEW, OLD])
    under_new = both.renewed(under_old)

    assert both.open("T1", under_old) == "xoxb-1"
    assert Seal([NEW]).open("T1", under_new) == "xoxb-1"
    assert both.renewed(under_new) == under_new
    with pytest.raises(CannotOpen):
        Seal([NEW]).renewed(under_old)


@pytest.mark.parametrize("keys", [[], [""], ["short"], [NEW, "not base64 at all"], [NEW[:-2]]])
def test_what_is_no_key_is_refused(keys):
    with pytest.raises(BadKey):
        Seal(keys)
