"""Access codes: 4 letters as an identifier, 11 secret letters and a check letter, without letters that look alike."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert

from forms.model.study import Study
from surveyapp.ballot_box.codes.code_destruction import take_places_of_destroyed
from surveyapp.ballot_box.codes.late_codes import check_late_codes
from surveyapp.ballot_box.codes.one_per_unit import make_room
from surveyapp.database.sessions import writing
from surveyapp.database.tables.access_codes import UNUSED, AccessCodeRow
from surveyapp.instance.keys import instance_keys

ALPHABET = "02345678" + "9ACDEFGHJKLMNPRTVWXY"
LENGTH = 16
_PLACE = {letter: place for place, letter in enumerate(ALPHABET)}

_AS_PRINTED = re.compile(f"[{ALPHABET}]{{4}}(?:-?[{ALPHABET}]{{4}}){{3}}")

# Letters outside the alphabet are read as the letter they are mistaken for.
TWINS = str.maketrans({"O": "0", "Q": "0", "1": "L", "I": "L", "Z": "2", "S": "5", "B": "8", "U": "V"})

# With a Vietnamese keyboard (Telex) AA becomes Â and AF becomes À; each mark is turned back into the key typed.
KEYS_OF_MARKS = {
    "\u031b": "W",
    "\u0306": "W",
    "\u0300": "F",
    "\u0301": "S",
    "\u0309": "R",
    "\u0303": "X",
    "\u0323": "J",
}
CIRCUMFLEX = "\u0302"


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A code as printed on a card. The server does not keep it after printing."""

    code: str
    group: str
    unit: str | None


def new_code() -> str:
    """Return a random code in groups of four letters."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    code = body + check_letter(body)
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def check_letter(body: str) -> str:
    """Return the check letter (ISO 7064, MOD 29,28). It detects every single wrong letter and nearly every
    transposition.
    """
    size = len(ALPHABET)
    product = size
    for letter in body:
        total = (product + _PLACE[letter]) % size
        product = 2 * (total or size) % (size + 1)
    return ALPHABET[(size + 1 - product) % size]


def normalised(typed: str) -> str | None:
    """Return the 16 letters that were meant, or ``None`` if they cannot be a code."""
    if _AS_PRINTED.fullmatch(typed):
        letters = typed.replace("-", "")
    else:
        plain = unicodedata.normalize("NFKC", typed[:100]).upper()
        letters = "".join(_keys_of(sign) for sign in plain if sign.isalnum()).translate(TWINS)
    if len(letters) != LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    return letters if check_letter(letters[:-1]) == letters[-1] else None


def _keys_of(sign: str) -> str:
    """Return the keys that were pressed for one letter."""
    if sign == "Đ":
        return "DD"
    base, *marks = list(unicodedata.normalize("NFD", sign))
    if base == "U" and "\u031b" in marks:
        base = ""
    # The circumflex is typed before the tone.
    hat = base if CIRCUMFLEX in marks else ""
    return base + hat + "".join(KEYS_OF_MARKS.get(mark, "") for mark in marks if mark != CIRCUMFLEX)


def code_digest(study: str, letters: str) -> bytes:
    """What the database stores of a code."""
    return instance_keys().digest("access code", study, letters)


def make_codes(
    study: Study, group: str, units: Sequence[str | None], number: int, *, replace: bool = False
) -> list[PrintedCode]:
    """Make codes spread evenly over the units, and return them in random order.

    ``CodesFault`` if a group with one person per unit would get a second code for a unit; with ``replace`` the unused
    code of the unit is deleted first. The order of the printed list must not show in which order cards are handed out.
    """
    check_late_codes(study, group, units, number)
    made = [PrintedCode(new_code(), group, units[index % len(units)]) for index in range(number)]
    secrets.SystemRandom().shuffle(made)
    rows = [
        {
            "digest": code_digest(study.id, printed.code.replace("-", "")),
            "study": study.id,
            "group": group,
            "unit": printed.unit,
            "spent": UNUSED,
        }
        for printed in made
    ]
    # Inserted in the order of the digests, so that the table does not keep the order of the list.
    rows.sort(key=lambda row: str(row["digest"]))
    with writing() as session:
        if study.group(group).one_per_unit:
            make_room(session, study, group, [printed.unit for printed in made], replace=replace)
        session.execute(insert(AccessCodeRow), rows)
        take_places_of_destroyed(session, study.id, group, [printed.unit for printed in made])
    return made
