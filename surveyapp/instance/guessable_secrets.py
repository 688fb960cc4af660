"""Passwords and passphrases that are long enough and still easily guessed: common ones, runs, repetitions, names."""

import unicodedata
from threading import Lock

from surveyapp.instance.faults import N_

LEAST_GUESSES = 10**10
"""Guesses that a program needs that tries the likely ones first, as zxcvbn estimates them."""

GUESSABLE = N_(
    "This is easily guessed: it is common, a row of signs, or made of a name. Please take four or more words that have "
    "nothing to do with each other."
)

# zxcvbn keeps the names of one call where every other call would find them.
_ONE_AT_A_TIME = Lock()

# Only the beginning is judged: the time grows with the square of the length, and what follows only adds to it.
_JUDGED = 64

# What people here think of first, written without accents, as it is compared.
_KNOWN = (
    "surveyapp", "survey", "khao sat", "khaosat", "phieu", "vien", "bo noi vu", "bonoivu", "vietnam", "viet nam",
    "mat khau", "matkhau", "mat khau cua toi", "matkhaucuatoi", "xin chao", "xinchao", "anh yeu em", "anhyeuem",
    "quan tri", "quantri", "quan tri vien", "quantrivien", "nghien cuu", "nghiencuu", "ha noi", "hanoi",
)  # fmt: skip


def is_guessable(secret: str, *names: str) -> bool:
    """Whether a password or passphrase is easily guessed; ``names``: what others know, such as the account's name."""
    from zxcvbn import zxcvbn  # here, since its lists of common passwords are needed by few commands

    known = [*_KNOWN, *(form for name in names for form in (name.casefold(), _without_accents(name)) if form)]
    forms = {unicodedata.normalize("NFC", secret)[:_JUDGED], _without_accents(secret)[:_JUDGED]}
    with _ONE_AT_A_TIME:
        return any(zxcvbn(form, user_inputs=known)["guesses"] < LEAST_GUESSES for form in forms if form)


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
