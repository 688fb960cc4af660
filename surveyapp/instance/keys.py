"""The secret keys of an installation: random, in a folder that only its owner may read, never in the database."""

import hmac
import secrets
from pathlib import Path

from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.private_files import PRIVATE_FILE, PRIVATE_FOLDER, create_private, flush

KEY_FOLDER = "keys"
NOT_READY = N_("The folder {folder} is not set up. Please run first: surveyapp init")
PEPPER = "pepper"
SESSION = "session"
AUDIT = "audit"
SECOND_FACTOR = "second_factor"
EVERY = (PEPPER, SESSION, AUDIT, SECOND_FACTOR)


class InstanceNotReady(Fault):
    """The instance folder has no keys."""


class InstanceKeys:
    """The keys of an instance folder; each is read once."""

    def __init__(self, instance: Path) -> None:
        self._folder = instance / KEY_FOLDER
        self._read: dict[str, bytes] = {}

    @property
    def session_key(self) -> bytes | None:
        """The key that signs the sessions of staff; ``None`` before ``surveyapp init``."""
        return self.key(SESSION) if (self._folder / SESSION).exists() else None

    def digest(self, purpose: str, *parts: str) -> bytes:
        """Return HMAC-SHA-256 under the pepper; equal only for the same purpose and the same parts."""
        return digest_under(self.key(PEPPER), purpose, *parts)

    @property
    def pepper(self) -> bytes:
        """The key of every digest."""
        return self.key(PEPPER)

    def create(self) -> list[str]:
        """Create missing keys and return their names. Existing keys are never replaced."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(PRIVATE_FOLDER)
        made = []
        for name in EVERY:
            path = self._folder / name
            try:
                file = create_private(path)
            except FileExistsError:
                path.chmod(PRIVATE_FILE)
                continue
            with file:
                file.write(secrets.token_bytes(32))
                flush(file)
            made.append(name)
        return made

    def has(self, name: str, value: bytes | None = None) -> bool:
        """Whether the key exists and has this value."""
        return (self._folder / name).exists() and value in (None, self.key(name))

    def key(self, name: str) -> bytes:
        """Return the 32 bytes of a key."""
        if name not in self._read:
            try:
                self._read[name] = (self._folder / name).read_bytes()
            except FileNotFoundError:
                raise InstanceNotReady(NOT_READY, folder=self._folder.parent) from None
        return self._read[name]


def digest_under(pepper: bytes, purpose: str, *parts: str) -> bytes:
    """Return HMAC-SHA-256 under a pepper; equal only for the same purpose and the same parts."""
    message = b"".join(len(part).to_bytes(4, "big") + part for part in (text.encode() for text in (purpose, *parts)))
    return hmac.digest(pepper, message, "sha256")


def instance_keys() -> InstanceKeys:
    """Return the keys of the current application."""
    # Imported here, because making the keys needs no application.
    from flask import current_app

    found: InstanceKeys = current_app.extensions["keys"]
    return found
