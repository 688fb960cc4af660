"""Access codes: 4 letters to find one by, 11 of secret and a check letter, in signs nobody mixes up."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert

from forms.model.study import Study
from surveyapp.ballot_box.late_codes import check_late_codes
from surveyapp.ballot_box.one_per_unit import make_room
from surveyapp.database.access_codes import AccessCodeRow
from surveyapp.database.sessions import writing
from surveyapp.instance.keys import instance_keys

ALPHABET = "02345678" + "9ACDEFGHJKLMNPRTVWXY"
LENGTH = 16
_PLACE = {letter: place for place, letter in enumerate(ALPHABET)}

_AS_PRINTED = re.compile(f"[{ALPHABET}]{{4}}(?:-?[{ALPHABET}]{{4}}){{3}}")

# Each sign that was left out is read as the one it is mistaken for.
TWINS = str.maketrans({"O": "0", "Q": "0", "1": "L", "I": "L", "Z": "2", "S": "5", "B": "8", "U": "V"})

# A Vietnamese keyboard (Telex) turns AA into Â and AF into À while a code is typed: each mark is the key that made it.
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
    """A code as it goes on a card. The server forgets it once it is printed."""

    code: str
    group: str
    unit: str | None


def new_code() -> str:
    """A random code, grouped in fours."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    code = body + check_letter(body)
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def check_letter(body: str) -> str:
    """ISO 7064, hybrid system MOD 29,28: finds every single wrong letter and nearly every swap of two neighbours."""
    size = len(ALPHABET)
    product = size
    for letter in body:
        total = (product + _PLACE[letter]) % size
        product = 2 * (total or size) % (size + 1)
    return ALPHABET[(size + 1 - product) % size]


def normalised(typed: str) -> str | None:
    """The 16 letters that were meant, or None where they cannot be a code."""
    if _AS_PRINTED.fullmatch(typed):
        letters = typed.replace("-", "")
    else:
        plain = unicodedata.normalize("NFKC", typed[:100]).upper()
        letters = "".join(_keys_of(sign) for sign in plain if sign.isalnum()).translate(TWINS)
    if len(letters) != LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    return letters if check_letter(letters[:-1]) == letters[-1] else None


def _keys_of(sign: str) -> str:
    """The keys that were pressed for one sign."""
    if sign == "Đ":
        return "DD"
    base, *marks = list(unicodedata.normalize("NFD", sign))
    if base == "U" and "\u031b" in marks:
        base = ""
    # The hat is typed before the tone.
    hat = base if CIRCUMFLEX in marks else ""
    return base + hat + "".join(KEYS_OF_MARKS.get(mark, "") for mark in marks if mark != CIRCUMFLEX)


def code_digest(study: str, letters: str) -> bytes:
    """What the database knows of a code."""
    return instance_keys().digest("access code", study, letters)


def make_codes(
    study: Study, group: str, units: Sequence[str | None], number: int, *, replace: bool = False
) -> list[PrintedCode]:
    """Make codes spread evenly over the units, and return them in random order.

    CodesFault where a group with one person per unit would get a second code for a unit; ``replace`` deletes its unused
    one first.

    The order of the printed list must say nothing about the order in which cards are handed out.
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
            "spent": 0,
        }
        for printed in made
    ]
    # Written in the order of the digests, so that the table does not repeat the order of the list.
    rows.sort(key=lambda row: str(row["digest"]))
    with writing() as session:
        if study.group(group).one_per_unit:
            make_room(session, study, group, [printed.unit for printed in made], replace=replace)
        session.execute(insert(AccessCodeRow), rows)
    return made
