import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.ballot_box.sealing import STEP, UnreadableBallotError, seal, unseal

KEY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PRIVATE, PUBLIC = KEY.private_bytes_raw(), KEY.public_key().public_bytes_raw()


@given(st.binary(max_size=3 * STEP))
def test_what_is_sealed_can_be_read_with_the_private_key(sheet: bytes) -> None:
    assert unseal(PRIVATE, seal(PUBLIC, sheet, b"place"), b"place") == sheet


@given(st.binary(max_size=STEP - 4), st.binary(max_size=STEP - 4))
def test_sheets_of_one_step_have_one_length(first: bytes, second: bytes) -> None:
    assert len(seal(PUBLIC, first, b"")) == len(seal(PUBLIC, second, b""))


def test_the_same_sheet_never_looks_the_same_twice() -> None:
    assert len({seal(PUBLIC, b"yes", b"")[1:60] for _ in range(50)}) == 50


def test_a_ballot_moved_to_another_place_does_not_open() -> None:
    with pytest.raises(UnreadableBallotError):
        unseal(PRIVATE, seal(PUBLIC, b"yes", b"here"), b"there")


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(UnreadableBallotError):
        unseal(bytes(range(1, 33)), seal(PUBLIC, b"yes", b""), b"")


@pytest.mark.parametrize("place", [0, 1, 20, 33, 500, -1])
def test_an_altered_ballot_does_not_open(place: int) -> None:
    sealed = bytearray(seal(PUBLIC, b"yes", b""))
    sealed[place] ^= 1
    with pytest.raises(UnreadableBallotError):
        unseal(PRIVATE, bytes(sealed), b"")


@pytest.mark.parametrize("length", [0, 1, 32, 33, 60])
def test_a_ballot_cut_short_does_not_open(length: int) -> None:
    with pytest.raises(UnreadableBallotError):
        unseal(PRIVATE, seal(PUBLIC, b"yes", b"")[:length], b"")
