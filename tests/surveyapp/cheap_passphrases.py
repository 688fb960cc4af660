"""Passphrases with cheap key derivation, for fast tests."""

import pytest

from surveyapp.instance import derived_keys
from surveyapp.instance.derived_keys import Cost


def make_passphrases_cheap(patch: pytest.MonkeyPatch) -> None:
    """Use a thousandth of the memory for deriving keys until ``patch`` is undone."""
    patch.setattr(derived_keys, "PASSPHRASE_COST", Cost(memory_kib=64, passes=1, lanes=1))
