"""All engines give one hash of all counts of answers and scores, that of numpy on the rows of a file."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import create_engine

from analysis.comparisons.comparing_files import open_file
from analysis.results import Status
from analysis.sources import SOURCES
from analysis.sources.dataset import Codebook, Option, Variable
from analysis.sources.engines.postgresql import PostgresqlEngine
from analysis.sources.input_faults import InputFaultError
from tests.analysis.source_contract import counts_of, hold_to_contract, scores_of
from tests.analysis.sources.writing_parquet import write_parquet

FIVE = tuple(Option(code) for code in range(1, 6))
CODEBOOK = Codebook(
    tuple(
        Variable(f"q{number}", options=FIVE, scale="agree5", construct="c", reversed=number == 2) for number in range(4)
    )
)
ENGINES = {"ibis", "postgresql"}
"""Sources of the table that are no files; ``make test-long`` tests Ibis with Spark."""


def table(rows: int = 3_000) -> pd.DataFrame:
    """Whole numbers as databases store them, with blanks, reasons, unknown groups and agencies, and odd names."""
    draw = np.random.default_rng(20)
    columns = {f"q{number}": draw.choice([1, 2, 3, 4, 5, -1, -8], rows) for number in range(4)}
    group = draw.choice(["a", "b 'x' 100%", "c", ""], rows, p=[0.4, 0.3, 0.28, 0.02])
    unit = draw.choice([f'u"{number}' for number in range(40)] + [""], rows)
    return pd.DataFrame({"group": group, "unit %": unit, **columns})


def hash_of(address: Path | str, cluster: str | None) -> str:
    """The hash of everything that the source counts."""
    counted = hold_to_contract(open_file(address, "group", cluster, CODEBOOK))
    assert all(item.status is Status.OK for item in counted.items)
    assert counted.scores is not None
    variables = [item.variable for item in counted.items]
    everything = [counts_of(counted), scores_of(counted.scores(variables)), scores_of(counted.scores(variables[:3]))]
    return hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()


@pytest.fixture
def postgresql_table(postgresql_url: str) -> str:
    engine = create_engine(postgresql_url)
    table().to_sql("answers", engine, index=False)
    engine.dispose()
    return f"{postgresql_url.replace('+psycopg', '')}#public.answers"


def test_engines_are_the_sources_that_are_no_files() -> None:
    assert {name for name, source in SOURCES.items() if source.scheme} == ENGINES


@pytest.mark.parametrize("cluster", [None, "unit %"])
def test_all_engines_give_one_hash(tmp_path: Path, postgresql_table: str, cluster: str | None) -> None:
    table().to_csv(tmp_path / "answers.csv", index=False)
    expected = hash_of(tmp_path / "answers.csv", cluster)
    assert hash_of(write_parquet(table(), tmp_path), cluster) == expected
    assert hash_of(postgresql_table, cluster) == expected


def test_a_table_that_does_not_exist_is_named_without_the_password(postgresql_table: str) -> None:
    address = postgresql_table.replace("postgres@", "postgres:secret@").replace("answers", "others")
    with pytest.raises(InputFaultError) as fault:
        open_file(address, "group")
    message = fault.value.in_words("en")
    assert "others" in message
    assert "secret" not in message


def test_an_address_without_a_table_says_how_to_name_one(postgresql_table: str) -> None:
    with pytest.raises(InputFaultError) as fault:
        open_file(postgresql_table.partition("#")[0], "group")
    assert "#schema.table" in fault.value.in_words("en")


def test_a_table_in_postgresql_cannot_be_changed(postgresql_table: str) -> None:
    engine = PostgresqlEngine(postgresql_table)
    with pytest.raises(InputFaultError) as fault, engine.snapshot():
        engine._columns("DELETE FROM answers RETURNING q1")
    assert "read-only" in fault.value.in_words("en")
