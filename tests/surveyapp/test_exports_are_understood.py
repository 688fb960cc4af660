"""What a study exports is understood when it is read back, in every format."""

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.sources.answer_source import columns_of
from analysis.sources.files.roles import Roles
from analysis.sources.opening import open_source
from analysis.sources.understanding.column_readings import understand
from forms.missing_values import Missing
from surveyapp.exports import FORMATS
from surveyapp.exports.data_table import DataTable
from tests.surveyapp.test_export import table as table

WRITTEN_BY: dict[str, Callable[[DataTable, Path], list[Path]]] = {
    name: export.write for name, export in FORMATS.items() if name != "json"
}


@pytest.mark.parametrize("name", WRITTEN_BY)
def test_roles_and_reasons_are_those_of_the_study(name: str, table: DataTable, tmp_path: Path) -> None:
    path = next(path for path in WRITTEN_BY[name](table, tmp_path) if path.stem.endswith("data"))
    roles = Roles("")
    readings = {reading.name: reading for reading in understand(columns_of(open_source(str(path), roles)), roles)}
    questions = [name for name, reading in readings.items() if reading.role == "question"]
    assert questions == ["ov_one", "matters__1", "matters__2"]
    assert (readings["group"].role, readings["cluster"].role) == ("group", "cluster")
    assert readings["ov_one"].reasons == {Missing.REFUSED: 1}
