"""Secrets that are long enough but easy to guess: common ones, sequences, repetitions, names."""

import unicodedata
from threading import Lock

from surveyapp.instance.faults import N_

LEAST_GUESSES = 10**10
"""The number of guesses below which a secret is refused, as estimated by zxcvbn."""

GUESSABLE = N_(
    "This is easy to guess: it is common, a sequence of keys, or contains a name. Please use four or more "
    "unrelated words."
)

# zxcvbn keeps the user words of one call for all later calls, so the dictionary is passed explicitly.
_ONE_AT_A_TIME = Lock()

# Only the beginning is judged: time grows with the square of the length, and a longer secret is only stronger.
_JUDGED = 64

# Words that are common here, without diacritics, as they are compared.
_KNOWN = (
    "surveyapp", "survey", "khao sat", "khaosat", "phieu", "vien", "bo noi vu", "bonoivu", "vietnam", "viet nam",
    "mat khau", "matkhau", "mat khau cua toi", "matkhaucuatoi", "xin chao", "xinchao", "anh yeu em", "anhyeuem",
    "quan tri", "quantri", "quan tri vien", "quantrivien", "nghien cuu", "nghiencuu", "ha noi", "hanoi",
)  # fmt: skip


def is_guessable(secret: str, *names: str) -> bool:
    """Whether a secret is easy to guess. ``names``: words that others know, such as the account's name."""
    from zxcvbn import zxcvbn  # imported here because few commands need its lists of common passwords

    known = [*_KNOWN, *(form for name in names for form in (name.casefold(), _without_accents(name)) if form)]
    forms = {unicodedata.normalize("NFC", secret)[:_JUDGED], _without_accents(secret)[:_JUDGED]}
    with _ONE_AT_A_TIME:
        return any(zxcvbn(form, user_inputs=known)["guesses"] < LEAST_GUESSES for form in forms if form)


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
