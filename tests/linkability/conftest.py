"""An installation on either database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.surveyapp.conftest import installed


@pytest.fixture
def app(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """An installation on SQLite and one on PostgreSQL, with the application context pushed."""
    # SQLite at its default place, beside the keys.
    app = installed(tmp_path / "instance", "" if database_url.startswith("sqlite") else database_url)
    with app.app_context():
        yield app
    app.extensions["database"].engine.dispose()
