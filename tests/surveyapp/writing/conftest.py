from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from surveyapp.database.sessions import Database
from tests.surveyapp.writing.kept_numbers import THREADS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "test.sqlite"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{file}")
    with found.writing() as session:
        session.execute(text("CREATE TABLE kept (number INTEGER PRIMARY KEY)"))
    found.start_writer(THREADS)
    yield found
    found.stop_writer()
    found.engine.dispose()
