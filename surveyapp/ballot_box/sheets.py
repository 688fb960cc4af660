"""The content of a sealed ballot: an answer sheet with the columns of rule 15 of docs/method.md, to bytes and back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from pydantic_core import to_json

from forms.missing_values import Missing
from forms.model.study import Study
from surveyapp.ballot_box.ballots import Ballot

SHEET_VERSION = 2
"""The version that is sealed now. A new one needs a reader below and a ballot in ``sheets_of_every_version``."""

_VERSION = "sheet"
"""The name of the version field in the JSON of a sheet."""


class NewerSheetError(ValueError):
    """A newer version of the program sealed this sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The content of a ballot. ``answers``: data column to code. ``missing``: data column to the reason for no answer.

    Either ``unit`` or, for a group that is promised anonymity, its ``block`` of strata (rule 12). ``pool`` replaces
    both, and ``rated_unit``, when the box is opened. ``counted_in``: the place whose tally counts the ballot.
    """

    round: str
    version: str
    variant: str
    language: str
    mode: str
    entry: str
    channel: str | None
    unit: str | None
    block: str | None
    rated_unit: str | None
    answers: Mapping[str, int]
    missing: Mapping[str, int]
    texts: Mapping[str, str]
    counted_in: str
    pool: str | None = None

    @property
    def place(self) -> str | None:
        """Return the agency that the answers are about, as far as it is stored."""
        return self.rated_unit or self.unit


_NAMES = tuple(field.name for field in fields(Sheet))


def filled_in(study: Study, ballot: Ballot, unit_id: str | None) -> Sheet:
    """Return the sheet of a ballot whose code belongs to that unit (``None``: no code)."""
    keeps_unit = study.group(ballot.group).keeps_unit
    rated = ballot.answers.get(study.questionnaires[ballot.group].rated_agency or "")
    units = study.frame.units
    unit = unit_id if keeps_unit else None
    block = None if keeps_unit else block_of(study, stratum_of(study, unit_id))
    rated_unit = units[rated - 1].id if rated is not None and 1 <= rated <= len(units) else None
    answers: dict[str, int] = {}
    missing: dict[str, int] = {}
    for item, value in ballot.answers.items():
        if isinstance(value, Missing):
            missing[item] = int(value)
        elif isinstance(value, int):
            answers[item] = value
        else:
            # Such a sheet could be sealed, but opening would fail months later.
            raise TypeError(f"the answer to {item!r} is no whole number")
    return Sheet(
        round=study.round,
        version=ballot.version,
        variant=ballot.variant,
        language=ballot.language,
        mode=ballot.mode,
        entry=ballot.entry,
        channel=ballot.channel,
        unit=unit,
        block=block,
        rated_unit=rated_unit,
        answers=answers,
        missing=missing,
        # PostgreSQL stores no NUL, and nobody types one.
        texts={item: text.replace("\0", "") for item, text in ballot.texts.items() if text.strip()},
        counted_in=_tally_place(study, rated_unit or unit, block),
    )


def as_bytes(sheet: Sheet) -> bytes:
    """Return the sheet as JSON bytes, with the version of this format."""
    return to_json({_VERSION: SHEET_VERSION} | {name: getattr(sheet, name) for name in _NAMES})


def from_bytes(content: bytes) -> Sheet:
    """Read a sheet of any version.

    ``NewerSheetError`` if a newer program sealed it, ``ValueError`` or ``TypeError`` if it is damaged.
    """
    kept = json.loads(content)
    if not isinstance(kept, dict):
        raise TypeError("no sheet")
    version = kept.pop(_VERSION, 1)
    if version not in _READERS:
        raise NewerSheetError(version)
    return _READERS[version](kept)


def _of_version_1(kept: Mapping[str, Any]) -> Sheet:
    """Read sheets without a version, and those of version 2, which added it."""
    return Sheet(**kept)


_READERS: Mapping[int, Callable[[Mapping[str, Any]], Sheet]] = {1: _of_version_1, 2: _of_version_1}
"""Version to its reader. None is ever removed: a ballot may lie in the box for years."""


def stratum_of(study: Study, unit_id: str | None) -> str | None:
    """Return the stratum of a unit of the frame."""
    return study.frame.stratum_of_unit.get(unit_id or "")


def block_of(study: Study, stratum_id: str | None) -> str | None:
    """Return the block of a stratum."""
    return study.frame.block_of_stratum.get(stratum_id or "")


def _tally_place(study: Study, unit_id: str | None, block: str | None) -> str:
    """Return ``stratum <id>``, ``block <id>`` or an empty text."""
    if stratum := stratum_of(study, unit_id):
        return f"stratum {stratum}"
    return f"block {block}" if block else ""
