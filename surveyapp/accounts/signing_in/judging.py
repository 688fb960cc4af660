"""Judging a sign-in: the password, then the second step if the account has one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext
from flask_login import current_user

from surveyapp.accounts import changes
from surveyapp.accounts.passwords import is_outdated, is_password
from surveyapp.accounts.queries import find_account
from surveyapp.accounts.second_step.second_factor import is_second_step
from surveyapp.accounts.signing_in.sign_in_budget import address, sign_in_budget
from surveyapp.audit.acts import Act
from surveyapp.audit.log import record
from surveyapp.database.tables.accounts import AccountRow
from surveyapp.throttling.few_at_once import TooManyAtOnceError

UNKNOWN = "?"
"""Logged in place of an unknown name, because people sometimes type a password there."""


@dataclass(frozen=True, slots=True)
class Refused:
    words: str
    status: int = 403


def judge_password(name: str, password: str) -> AccountRow | Refused:
    """Return the account whose name and password were typed, or the reason why it is refused."""
    budget = sign_in_budget()
    if seconds := budget.reserve(name, address()):
        return too_often(seconds)
    account = find_account(name)
    try:
        fits = is_password(account.password_hash if account and account.active else None, password)
    except TooManyAtOnceError:
        budget.give_back(name, address())
        return Refused(gettext("Many people are signing in. Please try again in a few seconds."), 503)
    if not fits or account is None:
        record(Act.SIGN_IN_FAILED, account.name if account else UNKNOWN)
        # The same message for an unknown name, a wrong password and a closed account.
        return Refused(gettext("The name or the password is not correct. Please check both and try again."))
    budget.succeeded(name, address())
    if is_outdated(account.password_hash):
        changes.renew_hash(account.name, password)
    return account


def judge_second_step(account: AccountRow, typed: str) -> Refused | None:
    """Return the reason why the second step failed, or ``None``."""
    budget = sign_in_budget()
    if seconds := budget.reserve_second(account.name):
        return too_often(seconds)
    if not is_second_step(account, typed):
        record(Act.SIGN_IN_FAILED, account.name, step=2)
        return Refused(gettext("This code is wrong or was already used. Please enter the code shown now."))
    budget.second_succeeded(account.name)
    if len("".join(typed.split())) > 8:
        record(Act.RECOVERY_CODE_USED, account.name, who=account.name)
    return None


def judge_present_password(account: AccountRow, typed: str) -> Refused | None:
    """Return the reason why a signed-in person's own password is refused, or ``None``."""
    wrong = gettext("This is not your present password.")
    return judge_secret("password", lambda: is_password(account.password_hash, typed), wrong)


def judge_secret(secret: Literal["password", "passphrase"], fits: Callable[[], bool], wrong: str) -> Refused | None:
    """Return the reason why a secret typed by a signed-in person is refused, or ``None``.

    ``fits`` checks the secret and ``wrong`` is the message for a wrong one. The limits are those of signing in, so an
    unattended browser allows no faster guessing.
    """
    budget, name = sign_in_budget(), current_user.name
    if seconds := budget.reserve_secret(secret, name):
        return too_often(seconds)
    try:
        fitted = fits()
    except Exception:
        budget.give_back_secret(secret, name)
        raise
    if not fitted:
        return Refused(wrong, 422)
    budget.secret_fitted(secret, name)
    return None


def too_often(seconds: int) -> Refused:
    return Refused(gettext("Too many attempts. Please wait %(seconds)s seconds and try again.", seconds=seconds), 429)
