"""A box whose key the tests hold, so that what was cast can be looked at."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from surveyapp.ballot_box.opening.open_box import Opening, open_with_key
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import change_state
from surveyapp.studies.study_keys import StudyKeys

_KEY = X25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PRIVATE_KEY = _KEY.private_bytes_raw()

# Locked by no passphrase: locking is meant to be slow.
KEYS = StudyKeys(_KEY.public_key().public_bytes_raw(), b"")


def move_to(study_id: str, state: State) -> None:
    """Bring a study to a state; one that takes answers gets the key of the tests."""
    change_state(study_id, state, KEYS)


def open_the_box(study_id: str) -> Opening:
    """Open it as far as the study's state allows."""
    return open_with_key(study_id, PRIVATE_KEY)
