"""Encryption of drafts under a key derived from the code, at a deliberate cost.

A reader of the database lacks the pepper and the code. A reader of the whole server lacks the code and needs one
derivation per guess at its 53 secret bits.
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
"""Bytes. Drafts are padded to multiples of it, so that their length does not show how far the person came."""

AT_ONCE = 2

# Each key is used once, because every saving has a new salt.
_NONCE = bytes(12)

# A derivation takes 19 MiB and 0.1 s of a core. Without a limit, saving could be used for denial of service.
_turns = FewAtOnce(AT_ONCE, patience=3.0)


class UnreadableDraftError(ValueError):
    """The draft was damaged or altered, or the pepper is a different one."""


@dataclass(frozen=True, slots=True)
class SealedDraft:
    salt: bytes
    sealed: bytes


def seal_draft(letters: str, content: bytes, finder: bytes) -> SealedDraft:
    """Return ``content``, a JSON text, encrypted under the code and bound to ``finder``."""
    salt = os.urandom(SALT_BYTES)
    padded = content.ljust(-(-len(content) // STEP) * STEP)  # JSON allows trailing spaces.
    return SealedDraft(salt, ChaCha20Poly1305(_key(letters, salt)).encrypt(_NONCE, padded, finder))


def unseal_draft(letters: str, draft: SealedDraft, finder: bytes) -> bytes:
    """Return the JSON text that was sealed; ``UnreadableDraftError`` if it cannot be decrypted."""
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
