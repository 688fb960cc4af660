"""Judging a sign-in: the password, then the second step where the account has one."""

from dataclasses import dataclass

from flask_babel import gettext

from surveyapp.accounts import changes
from surveyapp.accounts.passwords import is_outdated, is_password
from surveyapp.accounts.queries import find_account
from surveyapp.accounts.second_factor import is_second_step
from surveyapp.accounts.sign_in_budget import address, sign_in_budget
from surveyapp.audit.acts import Act
from surveyapp.audit.log import record
from surveyapp.database.accounts import AccountRow

UNKNOWN = "?"
"""In the log instead of a name that no account has: people type passwords there."""


@dataclass(frozen=True, slots=True)
class Refused:
    words: str
    status: int = 403


def judge_password(name: str, password: str) -> AccountRow | Refused:
    """The account whose name and password were typed, or why not."""
    budget = sign_in_budget()
    if seconds := budget.wait(name, address()):
        return too_often(seconds)
    account = find_account(name)
    if not is_password(account.password_hash if account and account.active else None, password) or account is None:
        budget.failed(name, address())
        record(Act.SIGN_IN_FAILED, account.name if account else UNKNOWN)
        # One sentence for an unknown name, a wrong password and a closed account.
        return Refused(gettext("The name and the password do not fit together. Please check both and try again."))
    budget.succeeded(name, address())
    if is_outdated(account.password_hash):
        changes.renew_hash(account.name, password)
    return account


def judge_second_step(account: AccountRow, typed: str) -> Refused | None:
    """Why the second step is not done, or None."""
    budget = sign_in_budget()
    if seconds := budget.wait_for_second(account.name):
        return too_often(seconds)
    if not is_second_step(account, typed):
        budget.second_failed(account.name)
        record(Act.SIGN_IN_FAILED, account.name, step=2)
        return Refused(gettext("This code does not fit or was already used. Please type the one that is shown now."))
    budget.second_succeeded(account.name)
    if len("".join(typed.split())) > 8:
        record(Act.RECOVERY_CODE_USED, account.name, who=account.name)
    return None


def too_often(seconds: int) -> Refused:
    return Refused(gettext("Too many attempts. Please wait %(seconds)s seconds and try again.", seconds=seconds), 429)
