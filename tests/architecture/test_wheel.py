"""The wheel holds all that the program needs: built from the checkout, installed elsewhere, it serves its pages."""

import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.architecture.checkout import FLOORS, ROOT
from tests.html_pages import parse
from tests.waiting import until

NOT_SOURCE = shutil.ignore_patterns("__pycache__", "*.pyc")


def run(*command: str | Path, **options: object) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # A copy is built, because setuptools leaves its traces beside what it builds.
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for file in ("pyproject.toml", "setup.cfg", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, source)
    for floor in FLOORS:
        shutil.copytree(ROOT / floor, source / floor, ignore=NOT_SOURCE)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    run(*pip, "--wheel-dir", target, source)
    (built,) = target.glob("surveyapp-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", folder, wheel)
    return folder


@pytest.fixture(scope="module")
def address(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the installed program serves the study that came with it, far from the checkout."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    command: list[str | Path] = [sys.executable, installed / "bin" / "surveyapp"]
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "PYTHONPATH": str(installed),
        "SURVEYAPP_INSTANCE": str(elsewhere / "instance"),
        "SURVEYAPP_PASSPHRASE": "a passphrase for the tests",
    }
    where = "import forms, analysis, surveyapp; print(forms.__file__, analysis.__file__, surveyapp.__file__)"
    found = run(sys.executable, "-c", where, cwd=elsewhere, env=environment).split()
    assert all(Path(file).is_relative_to(installed) for file in found), found
    for step in ("init", "study load khanh_hoa_2019", "study rehearse khanh_hoa_2019 --yes"):
        run(*command, *step.split(), cwd=elsewhere, env=environment)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (elsewhere / "log").open("w+") as log:
        server = subprocess.Popen(
            [*command, "serve", "--port", str(port)], cwd=elsewhere, env=environment, stdout=log, stderr=log
        )
        try:
            said = (elsewhere / "log").read_text
            until(lambda: _answers(f"http://127.0.0.1:{port}/") or server.poll() is not None, 30, said, every=0.2)
            assert server.poll() is None, said()
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as response:  # noqa: S310 - our own server
            return bool(response.status == 200)
    except (URLError, ConnectionError):
        return False


def fetch(url: str) -> str:
    with urlopen(url, timeout=10) as response:  # noqa: S310 - our own server
        return str(response.read().decode())


def test_every_file_of_the_floors_is_in_the_wheel(wheel: Path) -> None:
    files = {
        str(path.relative_to(ROOT))
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sorted(files - set(zipfile.ZipFile(wheel).namelist())) == []


@pytest.mark.parametrize("group", ["leader", "civil_servant", "outsider"])
def test_the_installed_program_serves_a_form_with_its_styles(address: str, group: str) -> None:
    page = fetch(f"{address}/s/khanh_hoa_2019/{group}")
    tree = parse(page)
    assert tree.get("lang") == "vi"
    assert "Phiếu trưng cầu ý kiến" in page
    assert len(tree.findall(".//fieldset")) > 20
    local = [link.get("href") for link in tree.iter("link")] + [script.get("src") for script in tree.iter("script")]
    for path in local:
        if path and not path.startswith("data:"):
            assert _answers(address + path), path


def test_the_installed_program_speaks_both_languages(address: str) -> None:
    titles = [re.findall("<h1[^>]*>(.*?)</h1>", fetch(f"{address}/{query}"), re.DOTALL) for query in ("", "?lang=en")]
    assert titles[0]
    assert titles[0] != titles[1]


def test_the_installed_program_has_the_staff_pages(address: str) -> None:
    page = fetch(f"{address}/staff/")
    assert 'type="password"' in page
