"""Passphrases that cost little to try, for tests of what is locked with them."""

import pytest

from surveyapp.instance import derived_keys
from surveyapp.instance.derived_keys import Cost


def make_passphrases_cheap(patch: pytest.MonkeyPatch) -> None:
    """Let keys of passphrases take a thousandth of the memory, until ``patch`` is undone."""
    patch.setattr(derived_keys, "PASSPHRASE_COST", Cost(memory_kib=64, passes=1, lanes=1))
