"""A ballot box with a key known to the tests, so that cast ballots can be examined."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from surveyapp.ballot_box.opening.open_box import Opening, open_with_key
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import change_state
from surveyapp.studies.study_keys import StudyKeys

_KEY = X25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PRIVATE_KEY = _KEY.private_bytes_raw()

# Stored without a passphrase, because locking is deliberately slow.
KEYS = StudyKeys(_KEY.public_key().public_bytes_raw(), b"")


def move_to(study_id: str, state: State) -> None:
    """Bring a study to a state; one that takes answers gets the key of the tests."""
    change_state(study_id, state, KEYS)


def open_the_box(study_id: str) -> Opening:
    """Open the box as far as the state of the study allows."""
    return open_with_key(study_id, PRIVATE_KEY)
