"""Sealing: anybody can put an answer sheet into the box, only the holder of the study's private key can read it.

A ballot is sealed to the study's public key with a key pair of its own (X25519), a key derived from both (HKDF-SHA-256)
and ChaCha20-Poly1305. The pair is used once and thrown away, so a constant nonce is safe and the server itself cannot
read what it sealed a moment ago. Sheets are padded to fixed steps: the length of a sealed one says nothing.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

STEP = 4096
"""Bytes; the filled-out forms of the pilot take one step, long open texts two or three."""

_VERSION = b"\x01"
_NONCE = bytes(12)
_KEY_BYTES = 32
_LENGTH_BYTES = 4


class UnreadableBallotError(ValueError):
    """A ballot that was damaged, altered, or sealed to another key."""


def seal(public_key: bytes, sheet: bytes, context: bytes) -> bytes:
    """The sealed sheet. ``context`` (study, group, id) is bound to it: moved to another row, it does not open."""
    own = X25519PrivateKey.generate()
    own_public = own.public_key().public_bytes_raw()
    key = _key(own.exchange(_public(public_key)), own_public, public_key)
    return _VERSION + own_public + ChaCha20Poly1305(key).encrypt(_NONCE, _padded(sheet), context)


def unseal(private_key: bytes, sealed: bytes, context: bytes) -> bytes:
    """The sheet again; UnreadableBallotError where the seal does not fit."""
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
    # Random filling costs nothing and leaves no doubt that a compressing disk cannot tell lengths apart either.
    return filled + os.urandom(-len(filled) % STEP)
