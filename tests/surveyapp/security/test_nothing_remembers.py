"""Respondents with unique marks: an address, a browser, a referer, a code, a nonce and words."""

import tarfile
from io import BytesIO
from pathlib import Path
from secrets import token_hex

from tests.surveyapp.security.served_study import INSIDER, OUTSIDER, ServedStudy, answers


def canaries_left(folder: Path, said: str, canaries: list[str]) -> list[tuple[str, str]]:
    """Return where a mark is found unencrypted: in any file of the installation or in the output of the server."""
    kept = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    kept["output"] = said.encode()
    return [
        (where, canary)
        for where, content in kept.items()
        for canary in canaries
        if canary.encode() in content or canary.encode("utf-16-le") in content
    ]


def respond(served: ServedStudy, number: int, code: str) -> list[str]:
    """One person by code and one by open link, who load, save and send. Return their marks."""
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


def test_of_a_few_respondents_nothing_is_left_in_clear_and_the_server_says_nothing(tmp_path: Path) -> None:
    """tests/linkability/test_nothing_of_a_person_lies_in_clear.py does this for 500 people on both databases."""
    canaries: list[str] = []
    with ServedStudy(tmp_path, 8) as served:
        for number, code in enumerate(served.codes):
            canaries += respond(served, number, code)
        # While the server runs, so that its logs exist.
        assert canaries_left(served.folder, served.said, canaries) == []
        assert len(served.said.splitlines()) == 1, "the address it listens at"
        for path in (f"/nowhere-{canaries[0]}", f"{INSIDER}?code={canaries[0]}", f"/s/{canaries[0]}/x"):
            served.ask("GET", path)
        served.ask("POST", INSIDER, f"code={canaries[0]}&%ff".encode())
    assert canaries_left(served.folder, served.said, canaries) == []
    assert [line for line in served.said.splitlines() if "127.0.0.1" not in line] == []


def test_a_canary_that_was_kept_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "access.log").write_text("203.0.113.7 GET /", encoding="utf-8")
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.add(tmp_path / "access.log", "x")
    (tmp_path / "database.sqlite-wal").write_bytes(packed.getvalue())
    assert len(canaries_left(tmp_path, "203.0.113.7 came", ["203.0.113.7"])) == 3
