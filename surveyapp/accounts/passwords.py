"""Hashing and checking the passwords of staff, with a limit on how many are hashed at the same time."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from surveyapp.throttling.few_at_once import FewAtOnce

LONGEST = 256
SHORTEST = 15

# OWASP's parameters for Argon2id: 19 MiB and two passes, about 0.1 s of one core.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# At most two passwords are hashed at a time, so that one core stays free for respondents.
_AT_ONCE = FewAtOnce(2, patience=5.0)


def hash_password(password: str) -> str:
    """Return the hash to store."""
    with _AT_ONCE.turn():
        return _HASHER.hash(_plain(password))


def is_password(kept: str | None, password: str) -> bool:
    """Whether the password is right. ``None`` means that the name is unknown; the check takes the same time."""
    if len(password) > LONGEST:
        return False
    with _AT_ONCE.turn():
        try:
            fits = _HASHER.verify(kept if kept is not None else _nobodys_hash(), _plain(password))
        except (VerificationError, InvalidHashError):
            return False
    return fits and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker settings than the present ones and should be renewed at sign-in."""
    return _HASHER.check_needs_rehash(kept)


def _plain(password: str) -> str:
    # Keyboards send the same Vietnamese letter composed or decomposed.
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("the password of nobody")
