"""Every source of the table counts what it reads, and all sources give the same counts for the same answers."""

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
import xlsxwriter

from analysis.comparisons.comparing_files import open_file
from analysis.sources import SOURCES, known_kinds
from analysis.sources.dataset import Codebook, Option, Variable
from analysis.sources.input_faults import InputFaultError
from tests.analysis.source_contract import counts_of, hold_to_contract
from tests.analysis.sources.writing_parquet import write_parquet

ROWS = 240
BOOK = Codebook((Variable("q1", options=tuple(Option(code) for code in range(1, 6))), Variable("q2"), Variable("q3")))


def answers() -> pd.DataFrame:
    """Groups and agencies with blanks, codes with reasons, an undeclared code, a row number and a text."""
    draw = np.random.default_rng(7)
    group = np.where(draw.random(ROWS) < 0.05, "", draw.choice(["a", "b", "c"], ROWS))
    unit = np.where(draw.random(ROWS) < 0.1, "", draw.choice([f"u{number}" for number in range(17)], ROWS))
    q1 = draw.choice([1.0, 2.0, 3.0, 4.0, 5.0, -8.0, np.nan], ROWS)
    q2 = draw.choice([1.0, 2.0, 3.0, 99.0], ROWS, p=[0.4, 0.3, 0.29, 0.01])
    q3 = draw.choice([0.0, 1.0], ROWS)
    words = [f"word {number}" for number in range(ROWS)]
    return pd.DataFrame(
        {"group": group, "unit": unit, "q1": q1, "q2": q2, "q3": q3, "row": np.arange(1.0, ROWS + 1), "words": words}
    )


def csv(table: pd.DataFrame, folder: Path) -> Path:
    path = folder / "answers.csv.gz"
    path.write_bytes(gzip.compress(table.to_csv(index=False).encode()))
    return path


def sav(table: pd.DataFrame, folder: Path) -> Path:
    path = folder / "answers.sav"
    pyreadstat.write_sav(table, str(path))
    return path


def dta(table: pd.DataFrame, folder: Path) -> Path:
    path = folder / "answers.dta"
    pyreadstat.write_dta(table, str(path))
    return path


def excel(table: pd.DataFrame, folder: Path) -> Path:
    path = folder / "answers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, list(table))
        for number, row in enumerate(table.itertuples(index=False), 1):
            sheet.write_row(number, 0, ["" if cell != cell else cell for cell in row])
    return path


WRITERS: dict[str, Callable[[pd.DataFrame, Path], Path]] = {
    "csv": csv,
    "excel": excel,
    "parquet": write_parquet,
    "sav": sav,
    "dta": dta,
}


def test_each_type_of_file_of_the_table_is_tested_here() -> None:
    assert WRITERS.keys() == {name for name, source in SOURCES.items() if source.endings}


@pytest.mark.parametrize("described", [None, BOOK], ids=["bare", "described"])
@pytest.mark.parametrize("cluster", [None, "unit"])
@pytest.mark.parametrize("items", [None, ["q2", "q1"]])
def test_all_sources_count_the_same(
    tmp_path: Path, cluster: str | None, items: list[str] | None, described: Codebook | None
) -> None:
    table = answers()
    counted = {
        name: hold_to_contract(open_file(WRITERS[name](table, tmp_path), "group", cluster, described), items)
        for name in WRITERS
    }
    expected = counted.pop("csv")
    assert [group.code for group in expected.codebook.groups] == ["a", "b", "c"]
    assert expected.clustered is (cluster is not None)
    for name, found in counted.items():
        assert counts_of(found) == counts_of(expected), name
        assert found.notes == expected.notes, name
        assert found.codebook.groups == expected.codebook.groups, name


def test_an_unknown_ending_lists_the_endings_of_the_sources(tmp_path: Path) -> None:
    (tmp_path / "answers.doc").write_text("x")
    with pytest.raises(InputFaultError) as fault:
        open_file(tmp_path / "answers.doc", "group")
    assert known_kinds() in fault.value.in_words("en")
    assert ".parquet" in known_kinds()
