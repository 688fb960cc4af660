"""Sealing of answer sheets: anybody can seal one, only the holder of the study's private key can read it.

A ballot is encrypted to the study's public key with an ephemeral key pair (X25519), a key derived from both
(HKDF-SHA-256) and ChaCha20-Poly1305. The pair is used once and discarded, so a constant nonce is safe and the server
cannot decrypt what it has sealed. Sheets are padded to fixed steps, so that their length gives no information.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

STEP = 4096
"""Bytes. The pilot's forms take one step, long open answers two or three."""

_VERSION = b"\x01"
_NONCE = bytes(12)
_KEY_BYTES = 32
_LENGTH_BYTES = 4


class UnreadableBallotError(ValueError):
    """The ballot was damaged, altered or sealed to another key."""


def seal(public_key: bytes, sheet: bytes, context: bytes) -> bytes:
    """Return the sealed sheet, bound to ``context`` (study, group, id): moved to another row it cannot be opened."""
    own = X25519PrivateKey.generate()
    own_public = own.public_key().public_bytes_raw()
    key = _key(own.exchange(_public(public_key)), own_public, public_key)
    return _VERSION + own_public + ChaCha20Poly1305(key).encrypt(_NONCE, _padded(sheet), context)


def unseal(private_key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Return the unsealed sheet; ``UnreadableBallotError`` if it cannot be decrypted."""
    if sealed[:1] != _VERSION or len(sealed) <= 1 + _KEY_BYTES:
        raise UnreadableBallotError
    other_public, content = sealed[1 : 1 + _KEY_BYTES], sealed[1 + _KEY_BYTES :]
    own = X25519PrivateKey.from_private_bytes(private_key)
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(other_public))
        key = _key(shared, other_public, own.public_key().public_bytes_raw())
        padded = ChaCha20Poly1305(key).decrypt(_NONCE, content, context)
    except (InvalidTag, ValueError) as error:
        raise UnreadableBallotError from error
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]


@lru_cache(maxsize=64)
def _public(key: bytes) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(key)


def _key(shared: bytes, own_public: bytes, study_public: bytes) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt=own_public + study_public, info=b"surveyapp ballot 1").derive(shared)


def _padded(sheet: bytes) -> bytes:
    filled = len(sheet).to_bytes(_LENGTH_BYTES, "big") + sheet
    # Random padding, so that disk compression cannot reveal the length either.
    return filled + os.urandom(-len(filled) % STEP)
