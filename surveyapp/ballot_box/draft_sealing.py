"""The lock of a draft: a key that only the code gives, and that is expensive to derive.

Whoever holds the database lacks the pepper and the code; whoever holds the whole server lacks the code, and pays one
derivation per guess at its 53 bits of secret.
"""

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from surveyapp.database.transactions import NotStoredError
from surveyapp.instance.derived_keys import CODE_COST, SALT_BYTES, derived_key
from surveyapp.instance.keys import instance_keys
from surveyapp.throttling.few_at_once import FewAtOnce, TooManyAtOnceError

STEP = 4096
"""Bytes; drafts are padded to whole steps, so that their length does not tell how far somebody came."""

AT_ONCE = 2

# A key serves once, since every saving has a new salt.
_NONCE = bytes(12)

# Each derivation takes 19 MiB and a tenth of a second of a core: without a bound, saving would be a way to stop others.
_turns = FewAtOnce(AT_ONCE, patience=3.0)


class UnreadableDraftError(ValueError):
    """The draft was damaged or altered, or the pepper is another one."""


@dataclass(frozen=True, slots=True)
class SealedDraft:
    salt: bytes
    sealed: bytes


def seal_draft(letters: str, content: bytes, finder: bytes) -> SealedDraft:
    """Lock ``content``, a JSON text, under the code. ``finder`` is bound to it."""
    salt = os.urandom(SALT_BYTES)
    padded = content.ljust(-(-len(content) // STEP) * STEP)  # JSON does not mind spaces at its end
    return SealedDraft(salt, ChaCha20Poly1305(_key(letters, salt)).encrypt(_NONCE, padded, finder))


def unseal_draft(letters: str, draft: SealedDraft, finder: bytes) -> bytes:
    """The JSON text that was sealed; ``UnreadableDraftError`` where it does not open."""
    try:
        return ChaCha20Poly1305(_key(letters, draft.salt)).decrypt(_NONCE, draft.sealed, finder).rstrip(b" ")
    except InvalidTag as error:
        raise UnreadableDraftError from error


def _key(letters: str, salt: bytes) -> bytes:
    try:
        with _turns.turn():
            derived = derived_key(letters.encode(), salt, CODE_COST)
    except TooManyAtOnceError as error:
        raise NotStoredError("no place for a derivation in time") from error
    return instance_keys().digest("draft key", derived.hex())
