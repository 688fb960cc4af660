from threading import Event, Thread

import pytest

from surveyapp.accounts import passwords
from surveyapp.accounts.passwords import hash_password, is_password
from surveyapp.throttling.few_at_once import FewAtOnce, TooManyAtOnceError


def test_a_password_is_kept_as_a_salted_argon2id_hash() -> None:
    assert hash_password("bí mật") != hash_password("bí mật")
    assert hash_password("bí mật").startswith("$argon2id$")


def test_what_is_no_hash_fits_no_password() -> None:
    assert not is_password("", "")
    assert not is_password("not a hash", "x")
    assert not is_password(None, "the password of nobody")


def test_a_third_person_waits_and_is_told_when_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_AT_ONCE", FewAtOnce(2, patience=0.01))
    ready, done = [Event(), Event()], Event()

    def hold(mine: Event) -> None:
        with passwords._AT_ONCE.turn():
            mine.set()
            done.wait(10)

    holders = [Thread(target=hold, args=(event,)) for event in ready]
    for holder, event in zip(holders, ready, strict=True):
        holder.start()
        event.wait(10)
    with pytest.raises(TooManyAtOnceError):
        hash_password("x")
    done.set()
    for holder in holders:
        holder.join()
    hash_password("x")
