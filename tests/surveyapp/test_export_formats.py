"""Every export format is one module and one entry of a table that commands and pages look up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from forms.model.study import Study
from surveyapp.database.tables.studies import State
from surveyapp.exports import FORMATS
from surveyapp.exports.data_table import data_table
from surveyapp.studies.loaded import find_loaded


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_writes_a_file_of_its_kind(
    name: str, sqlite_app: Flask, study_in: Callable[..., Study], tmp_path: Path
) -> None:
    loaded = find_loaded(study_in(State.OPEN).id)
    assert loaded is not None
    written = FORMATS[name].write(data_table(loaded, "vi"), tmp_path)
    assert {path.suffix for path in written} == {f".{name}"}
    assert all(path.exists() for path in written)
