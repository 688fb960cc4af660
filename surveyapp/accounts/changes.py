from sqlalchemy.orm import Session

from surveyapp.accounts.passwords import hash_password
from surveyapp.accounts.queries import account_name
from surveyapp.database.accounts import AccountRow
from surveyapp.database.sessions import writing
from surveyapp.permissions import ROLES


class AccountExistsError(ValueError):
    """There is an account of that name already."""


def add_account(name: str, role: str, password: str, language: str = "vi") -> AccountRow:
    """A new account; ``ValueError`` for a role that does not exist."""
    if role not in ROLES:
        raise ValueError(f"there is no role {role!r}; please use one of {', '.join(ROLES)}")
    kept = hash_password(password)
    with writing() as session:
        if session.get(AccountRow, account_name(name)) is not None:
            raise AccountExistsError(name)
        account = AccountRow(
            name=account_name(name), role=role, password_hash=kept, language=language, active=True, session_epoch=0
        )
        session.add(account)
    return account


def change_password(name: str, password: str) -> AccountRow:
    """Keep the new password and end every session of the account."""
    kept = hash_password(password)
    with writing() as session:
        account = _account(session, name)
        account.password_hash = kept
        account.session_epoch += 1
    return account


def renew_hash(name: str, password: str) -> None:
    """Hash the same password again with today's settings; sessions stay."""
    kept = hash_password(password)
    with writing() as session:
        _account(session, name).password_hash = kept


def change_language(name: str, language: str) -> None:
    with writing() as session:
        _account(session, name).language = language


def _account(session: Session, name: str) -> AccountRow:
    return session.get_one(AccountRow, account_name(name))
