"""Keys that Argon2id derives from a typed secret: a passphrase or an access code."""

import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

SALT_BYTES = 16
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one derivation. It is part of the stored format: another cost gives another key."""

    memory_kib: int
    passes: int
    lanes: int


PASSPHRASE_COST = Cost(memory_kib=128 * 1024, passes=3, lanes=2)
CODE_COST = Cost(memory_kib=19 * 1024, passes=2, lanes=1)


def derived_key(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """Return the 32 bytes that Argon2id gives for ``secret`` and ``salt``. ``cost`` determines memory and time."""
    return hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)


def passphrase_cipher(passphrase: str, salt: bytes) -> ChaCha20Poly1305:
    """Return the cipher under a passphrase in composed form (NFC), because keyboards type ệ differently."""
    typed = unicodedata.normalize("NFC", passphrase).encode()
    return ChaCha20Poly1305(derived_key(typed, salt, PASSPHRASE_COST))
