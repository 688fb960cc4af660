"""The key pair of a study: the public half seals ballots, the private half is encrypted under a passphrase.

Researchers know the passphrase; whoever runs the server must not. The database holds the private key encrypted under a
key that Argon2id derives from the passphrase. The recovery sheet is the private key itself, to be printed and kept in a
safe. Without passphrase and sheet the answers are lost.
"""

import base64
import hashlib
import os
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from surveyapp.instance.derived_keys import SALT_BYTES, passphrase_cipher
from surveyapp.throttling.few_at_once import FewAtOnce

SHORTEST_PASSPHRASE = 15
"""Characters."""

_NONCE_BYTES = 12
_CHECK_BYTES = 3

# A derivation takes 128 MiB and both cores, so one runs at a time.
_AT_ONCE = FewAtOnce(1, patience=10.0)


class WrongPassphraseError(ValueError):
    """The passphrase does not open the key, or the recovery sheet contains a typing error."""


@dataclass(frozen=True, slots=True)
class StudyKeys:
    """The stored keys: ``public`` unencrypted, ``locked`` encrypted under the passphrase."""

    public: bytes
    locked: bytes


def fingerprint(public: bytes) -> str:
    """Return the fingerprint that people compare: 16 bytes of SHA-256 of the public key in groups of four digits."""
    digits = hashlib.sha256(public).hexdigest()[:32]
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def new_study_keys(passphrase: str, study: str) -> tuple[StudyKeys, str]:
    """Return a new key pair encrypted under the passphrase, and the text of its recovery sheet, which is shown once."""
    private_key = X25519PrivateKey.generate()
    private = private_key.private_bytes_raw()
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(_NONCE_BYTES)
    locked = _cipher(passphrase, salt).encrypt(nonce, private, study.encode())
    return StudyKeys(private_key.public_key().public_bytes_raw(), salt + nonce + locked), _sheet(private)


def unlock(keys: StudyKeys, passphrase: str, study: str) -> bytes:
    """Return the private key from the passphrase or from the text of the recovery sheet."""
    private = _from_sheet(passphrase) or _from_passphrase(keys, passphrase, study)
    if X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw() != keys.public:
        raise WrongPassphraseError
    return private


def _from_passphrase(keys: StudyKeys, passphrase: str, study: str) -> bytes:
    salt, rest = keys.locked[:SALT_BYTES], keys.locked[SALT_BYTES:]
    try:
        cipher = _cipher(passphrase, salt)
        return cipher.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], study.encode())
    except InvalidTag as error:
        raise WrongPassphraseError from error


def _cipher(passphrase: str, salt: bytes) -> ChaCha20Poly1305:
    with _AT_ONCE.turn():
        return passphrase_cipher(passphrase, salt)


def _sheet(private: bytes) -> str:
    """Format the key in groups of five characters; three bytes at the end are a check against typing errors."""
    letters = base64.b32encode(private + hashlib.sha256(private).digest()[:_CHECK_BYTES]).decode()
    return " ".join(letters[start : start + 5] for start in range(0, len(letters), 5))


def _from_sheet(typed: str) -> bytes | None:
    letters = re.sub(r"[\s-]", "", typed).upper()
    if not re.fullmatch(r"[A-Z2-7]{56}", letters):
        return None
    decoded = base64.b32decode(letters)
    private, check = decoded[:-_CHECK_BYTES], decoded[-_CHECK_BYTES:]
    return private if hashlib.sha256(private).digest()[:_CHECK_BYTES] == check else None
