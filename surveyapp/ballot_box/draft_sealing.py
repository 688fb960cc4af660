"""The lock of a draft: a key that only the code gives, and that is dear to derive.

Whoever holds the database lacks the pepper and the code; whoever holds the whole server lacks the code, and pays one
derivation per guess at its 53 bits of secret.
"""

import os
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from surveyapp.database.transactions import NotStoredError
from surveyapp.instance.keys import instance_keys

STEP = 4096
"""Bytes; drafts are padded to whole steps, so that their length does not tell how far somebody came."""

AT_ONCE = 2
PATIENCE_SECONDS = 3.0

_MEMORY_KIB, _PASSES, _LANES = 19 * 1024, 2, 1
_SALT_BYTES = 16
# A key serves once, since every saving has a new salt.
_NONCE = bytes(12)

# Each derivation takes 19 MiB and a tenth of a second of a core: without a bound, saving would be a way to stop others.
_places = BoundedSemaphore(AT_ONCE)


class UnreadableDraftError(ValueError):
    """The draft was damaged or altered, or the pepper is another one."""


@dataclass(frozen=True, slots=True)
class SealedDraft:
    salt: bytes
    sealed: bytes


def seal_draft(letters: str, content: bytes, finder: bytes) -> SealedDraft:
    """Lock ``content``, a JSON text, under the code. ``finder`` is bound to it."""
    salt = os.urandom(_SALT_BYTES)
    padded = content.ljust(-(-len(content) // STEP) * STEP)  # JSON does not mind spaces at its end
    return SealedDraft(salt, ChaCha20Poly1305(_key(letters, salt)).encrypt(_NONCE, padded, finder))


def unseal_draft(letters: str, draft: SealedDraft, finder: bytes) -> bytes:
    """The content again."""
    try:
        return ChaCha20Poly1305(_key(letters, draft.salt)).decrypt(_NONCE, draft.sealed, finder).rstrip(b" ")
    except InvalidTag as error:
        raise UnreadableDraftError from error


def _key(letters: str, salt: bytes) -> bytes:
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise NotStoredError("no place for a derivation in time")
    try:
        derived = hash_secret_raw(letters.encode(), salt, _PASSES, _MEMORY_KIB, _LANES, 32, Type.ID)
    finally:
        _places.release()
    return instance_keys().digest("draft key", derived.hex())
