"""Respondents with canaries: an address, a browser, a referer, a code, a nonce and words that no other has."""

import tarfile
from io import BytesIO
from pathlib import Path
from secrets import token_hex

import pytest

from tests.surveyapp.security.served_study import INSIDER, OUTSIDER, ServedStudy, answers


def canaries_left(served: ServedStudy, canaries: list[str]) -> list[tuple[str, str]]:
    """Where a canary stands in clear: in any file of the installation, in what the server said."""
    kept = {str(path): path.read_bytes() for path in served.folder.rglob("*") if path.is_file()}
    kept["output"] = served.said.encode()
    return [
        (where, canary)
        for where, content in kept.items()
        for canary in canaries
        if canary.encode() in content or canary.encode("utf-16-le") in content
    ]


def respond(served: ServedStudy, number: int, code: str) -> list[str]:
    """One person by code and one by the open link, who look, save and send. Returns their canaries."""
    found = []
    for place, own_code in enumerate((code, "")):
        mark = token_hex(8)
        address = f"203.0.{number // 250 + 100 * place}.{number % 250}"
        nonce, words = token_hex(16), f"Ý kiến {mark}"
        headers = {
            "X_Forwarded_For": address,
            "User_Agent": f"Browser/{mark}",
            "Referer": f"https://intranet.example/{mark}",
            "Cookie": f"tracker={mark}",
        }
        form = INSIDER if own_code else OUTSIDER
        fields = answers(code=own_code, nonce=nonce, advice=words, variant="a")
        served.ask("GET", form, None, **headers)
        served.ask("POST", f"{form}/unit-name", {"code": own_code or token_hex(8)}, **headers)
        served.ask("POST", f"{form}/draft", fields, **headers)
        status, told, _body = served.ask("POST", form, fields, **headers)
        assert status == 200
        assert "set-cookie" not in told
        found += [mark, address, nonce, words]
        if own_code:
            found += [own_code, own_code.replace("-", "")]
    return found


def served_canaries(folder: Path, people: int) -> list[tuple[str, str]]:
    canaries: list[str] = []
    with ServedStudy(folder, people) as served:
        for number, code in enumerate(served.codes):
            canaries += respond(served, number, code)
        # While the server runs, with its logs as they are.
        left = canaries_left(served, canaries)
        for path in (f"/nowhere-{canaries[0]}", f"{INSIDER}?code={canaries[0]}", f"/s/{canaries[0]}/x"):
            served.ask("GET", path)
        served.ask("POST", INSIDER, f"code={canaries[0]}&%ff".encode())
    return left + canaries_left(served, canaries)


def test_of_a_few_respondents_nothing_is_left_in_clear(tmp_path: Path) -> None:
    assert served_canaries(tmp_path, 12) == []


@pytest.mark.long
def test_of_five_hundred_respondents_nothing_is_left_in_clear(tmp_path: Path) -> None:
    assert served_canaries(tmp_path, 500) == []


def test_a_canary_that_was_kept_would_be_found(tmp_path: Path) -> None:
    with ServedStudy(tmp_path, 1) as served:
        (served.folder / "access.log").write_text("203.0.113.7 GET /", encoding="utf-8")
        packed = BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            archive.add(served.folder / "access.log", "x")
        (served.folder / "database.sqlite-wal").write_bytes(packed.getvalue())
        assert len(canaries_left(served, ["203.0.113.7"])) == 2


def test_the_server_says_nothing_about_who_came(tmp_path: Path) -> None:
    with ServedStudy(tmp_path, 2) as served:
        for code in served.codes:
            respond(served, 1, code)
    assert [line for line in served.said.splitlines() if "127.0.0.1" not in line] == []
    assert len(served.said.splitlines()) == 1
