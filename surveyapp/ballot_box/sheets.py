"""What lies inside the seal: an answer sheet with the columns of METHOD 15, as bytes and back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from pydantic_core import to_json

from forms.missing_values import Missing
from forms.model.study import Study
from surveyapp.ballot_box.ballots import Ballot

RATED_AGENCY = "out_agency"
"""The question that asks an outsider which agency the answers are about; its codes count the units of the frame."""


SHEET_VERSION = 2
"""Of what is sealed now; a new one needs a reader below and a ballot in the tests' ``sheets_of_every_version``."""

_VERSION = "sheet"
"""The name of the version beside the fields of a sheet."""


class NewerSheetError(ValueError):
    """A sheet of a version that this program does not know: a newer program sealed it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """``answers``: data column to code. ``missing``: data column to the reason why there is none.

    Either ``unit`` or, where the group is promised anonymity, its ``block`` of strata (METHOD 12); ``pool`` instead of
    both, and of ``rated_unit``, is given when the box is opened. ``counted_in``: the place whose tally
    counts it.
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
        """The agency the answers are about, as far as it is kept."""
        return self.rated_unit or self.unit


_NAMES = tuple(field.name for field in fields(Sheet))


def filled_in(study: Study, ballot: Ballot, unit_id: str | None) -> Sheet:
    """The sheet of a ballot that came with a code of that unit, or with none."""
    keeps_unit = study.group(ballot.group).keeps_unit
    rated = ballot.answers.get(RATED_AGENCY)
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
            # It could be sealed, and would stop the opening months later.
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
        # PostgreSQL takes no NUL; nobody types one.
        texts={item: text.replace("\0", "") for item, text in ballot.texts.items() if text.strip()},
        counted_in=_tally_place(study, rated_unit or unit, block),
    )


def as_bytes(sheet: Sheet) -> bytes:
    """The sheet in the form that is sealed: JSON with the fields of a sheet and the version of this form."""
    return to_json({_VERSION: SHEET_VERSION} | {name: getattr(sheet, name) for name in _NAMES})


def from_bytes(content: bytes) -> Sheet:
    """The sheet again, of whatever version it was sealed in.

    NewerSheetError where a newer program sealed it; ValueError or TypeError where it is damaged.
    """
    kept = json.loads(content)
    if not isinstance(kept, dict):
        raise TypeError("no sheet")
    version = kept.pop(_VERSION, 1)
    if version not in _READERS:
        raise NewerSheetError(version)
    return _READERS[version](kept)


def _of_version_1(kept: Mapping[str, Any]) -> Sheet:
    """Sheets without a version, and those of version 2, which added it."""
    return Sheet(**kept)


_READERS: Mapping[int, Callable[[Mapping[str, Any]], Sheet]] = {1: _of_version_1, 2: _of_version_1}
"""How a sheet of each version is read. None is ever taken away: a ballot may lie in the box for years."""


def stratum_of(study: Study, unit_id: str | None) -> str | None:
    """The stratum of a unit of the frame."""
    return study.frame.stratum_of_unit.get(unit_id or "")


def block_of(study: Study, stratum_id: str | None) -> str | None:
    """The block of a stratum."""
    return study.frame.block_of_stratum.get(stratum_id or "")


def _tally_place(study: Study, unit_id: str | None, block: str | None) -> str:
    """``stratum <id>``, ``block <id>``, or nothing."""
    if stratum := stratum_of(study, unit_id):
        return f"stratum {stratum}"
    return f"block {block}" if block else ""
