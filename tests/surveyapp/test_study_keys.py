import unicodedata
from dataclasses import replace

import pytest

from surveyapp.ballot_box.sealing import seal, unseal
from surveyapp.studies.study_keys import WrongPassphraseError, new_study_keys, unlock
from tests.surveyapp.cheap_passphrases import make_passphrases_cheap

PASSPHRASE = "mười lăm chữ trở lên"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the deliberately slow derivation by a fast one."""
    make_passphrases_cheap(monkeypatch)


def test_the_passphrase_gives_the_key_that_opens_what_was_sealed() -> None:
    keys, _ = new_study_keys(PASSPHRASE, "s")
    assert unseal(unlock(keys, PASSPHRASE, "s"), seal(keys.public, b"yes", b""), b"") == b"yes"


@pytest.mark.parametrize("change", [str.upper, lambda sheet: sheet.replace(" ", "-"), lambda sheet: f" {sheet}\n"])
def test_the_recovery_sheet_gives_the_same_key_however_it_is_typed(change: object) -> None:
    keys, sheet = new_study_keys(PASSPHRASE, "s")
    assert unlock(keys, change(sheet.lower()), "s") == unlock(keys, PASSPHRASE, "s")  # type: ignore[operator]


def test_another_passphrase_or_a_slip_on_the_sheet_opens_nothing() -> None:
    keys, sheet = new_study_keys(PASSPHRASE, "s")
    slip = ("A" if sheet[0] != "A" else "B") + sheet[1:]
    for typed in ("", PASSPHRASE + " ", slip, new_study_keys(PASSPHRASE, "s")[1]):
        with pytest.raises(WrongPassphraseError):
            unlock(keys, typed, "s")


def test_a_locked_key_belongs_to_its_study() -> None:
    keys, _ = new_study_keys(PASSPHRASE, "s")
    with pytest.raises(WrongPassphraseError):
        unlock(keys, PASSPHRASE, "another")


def test_a_public_key_put_in_its_place_is_noticed() -> None:
    keys, _ = new_study_keys(PASSPHRASE, "s")
    with pytest.raises(WrongPassphraseError):
        unlock(replace(keys, public=bytes(32)), PASSPHRASE, "s")


def test_two_letters_that_look_the_same_on_the_keyboard_are_the_same_passphrase() -> None:
    # One computer sends ệ as one character, another as e with two combining marks.
    keys, _ = new_study_keys("bệnh viện đa khoa", "s")
    assert unlock(keys, unicodedata.normalize("NFD", "bệnh viện đa khoa"), "s")
