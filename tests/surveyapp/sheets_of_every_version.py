"""A kept file with one sealed ballot for each version of sheets that the program ever wrote, and the key of its box.

After a change of what is sealed (``surveyapp.ballot_box.sheets``) raise ``SHEET_VERSION``, teach ``from_bytes`` the new
version beside the older ones, and run once::

    python -m tests.surveyapp.sheets_of_every_version

It seals a ballot of the new version and adds it to the file. Ballots that are there are never made anew.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from pathlib import Path
from typing import Any

from surveyapp.ballot_box.casting import context
from surveyapp.ballot_box.sealing import seal
from surveyapp.ballot_box.sheets import SHEET_VERSION, Sheet, as_bytes
from surveyapp.database.declarative_base import random_key
from surveyapp.studies.study_keys import StudyKeys, new_study_keys

FILE = Path(__file__).parent / "sheets_of_every_version.json"
STUDY, GROUP = "nho_2019", "outsider"
PASSPHRASE = "mười lăm chữ trở lên cho hòm phiếu"


def content() -> dict[str, Any]:
    """The content of the file: the keys, and the ballots by the version of their sheets."""
    kept: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return kept


def keys() -> StudyKeys:
    return StudyKeys(b64decode(content()["public_key"]), b64decode(content()["locked_key"]))


def sheet() -> Sheet:
    """Return an answer sheet that uses every field."""
    return Sheet(
        round="r1",
        version="7c1d",
        variant="b",
        language="vi",
        mode="web",
        entry="seminar",
        channel="hội thảo",
        unit=None,
        block="tinh",
        rated_unit="so_a",
        answers={"ov_one": 3, "out_agency": 1},
        missing={"matters__1": -2, "matters__2": -9},
        texts={"open_words": "Cần quy định rõ hơn."},
        counted_in="stratum so",
    )


def add_present_version() -> None:
    """Add a ballot of the present version to the file."""
    if not FILE.exists():
        made, _recovery_sheet = new_study_keys(PASSPHRASE, STUDY)
        public, locked = (b64encode(key).decode() for key in (made.public, made.locked))
        file: dict[str, Any] = {"public_key": public, "locked_key": locked, "ballots": {}}
    else:
        file = content()
    if str(SHEET_VERSION) in file["ballots"]:
        raise SystemExit(f"{FILE.name} has a ballot of version {SHEET_VERSION}")
    ballot_id = random_key()
    sealed = seal(b64decode(file["public_key"]), as_bytes(sheet()), context(STUDY, GROUP, ballot_id))
    file["ballots"][str(SHEET_VERSION)] = {
        "id": ballot_id.hex(),
        "sealed": b64encode(sealed).decode(),
        "sheet": asdict(sheet()),
    }
    FILE.write_text(json.dumps(file, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    add_present_version()
