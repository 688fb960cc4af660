"""Spark on this machine, reached through Ibis, gives the hash of numpy. Needs Java and the extra ``spark``."""

import warnings
from pathlib import Path

import pytest

from tests.analysis.sources.test_engines_count_the_same import hash_of, table
from tests.analysis.sources.writing_parquet import write_parquet


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::FutureWarning:pyspark", "ignore::ResourceWarning")
def test_spark_gives_the_same_hash(tmp_path: Path) -> None:
    table().to_csv(tmp_path / "answers.csv", index=False)
    path = write_parquet(table(), tmp_path)
    for cluster in (None, "unit %"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = hash_of(f"ibis:pyspark://#{path}", cluster)
        assert found == hash_of(tmp_path / "answers.csv", cluster)
