"""Passwords of staff: how they are hashed, and how many may be hashed at once."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from surveyapp.throttling.few_at_once import FewAtOnce

LONGEST = 256
SHORTEST = 15

# OWASP's setting for Argon2id: 19 MiB and two passes, about 0.1 s of one core.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Signing in may not take both cores from the people who are answering, so two are hashed and the rest wait a moment.
_AT_ONCE = FewAtOnce(2, patience=5.0)


def hash_password(password: str) -> str:
    """The text to keep instead of the password."""
    with _AT_ONCE.turn():
        return _HASHER.hash(_plain(password))


def is_password(kept: str | None, password: str) -> bool:
    """Whether the password fits. ``None`` stands for an unknown name and takes as long as a wrong password."""
    if len(password) > LONGEST:
        return False
    with _AT_ONCE.turn():
        try:
            fits = _HASHER.verify(kept if kept is not None else _nobodys_hash(), _plain(password))
        except (VerificationError, InvalidHashError):
            return False
    return fits and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker settings than today's and should be made again at sign-in."""
    return _HASHER.check_needs_rehash(kept)


def _plain(password: str) -> str:
    # The same Vietnamese letter may arrive composed or decomposed, depending on the keyboard.
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("the password of nobody")
