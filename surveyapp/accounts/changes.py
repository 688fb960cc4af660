from sqlalchemy import delete
from sqlalchemy.orm import Session

from forms.languages import DEFAULT_LANGUAGE
from surveyapp.accounts.passwords import hash_password
from surveyapp.accounts.queries import account_name
from surveyapp.audit.acts import Act
from surveyapp.audit.log import audited
from surveyapp.data_files.keeping.kept_files import delete_files_of
from surveyapp.database.sessions import writing
from surveyapp.database.tables.accounts import AccountRow, EndedSessionRow
from surveyapp.web.permissions import ROLES


class AccountExistsError(ValueError):
    """An account of this name already exists."""


def add_account(
    name: str, role: str, password: str, language: str = DEFAULT_LANGUAGE, by: str | None = None
) -> AccountRow:
    """Create and return an account; ``by`` names who creates it, by default the person acting. ``ValueError`` for an
    unknown role.
    """
    if role not in ROLES:
        raise ValueError(f"there is no role {role!r}; please use one of {', '.join(ROLES)}")
    kept = hash_password(password)
    with audited(Act.ACCOUNT_ADDED, account_name(name), who=by, role=role), writing() as session:
        if session.get(AccountRow, account_name(name)) is not None:
            raise AccountExistsError(name)
        account = AccountRow(
            name=account_name(name),
            role=role,
            password_hash=kept,
            language=language,
            active=True,
            session_epoch=0,
            second_factor_step=0,
        )
        session.add(account)
    return account


def change_password(name: str, password: str) -> AccountRow:
    """Store the new password and end every session of the account."""
    kept = hash_password(password)
    with audited(Act.PASSWORD_CHANGED, account_name(name)), writing() as session:
        account = _account(session, name)
        account.password_hash = kept
        account.session_epoch += 1
    return account


def renew_hash(name: str, password: str) -> None:
    """Hash the same password again with the current settings; sessions stay."""
    kept = hash_password(password)
    with writing() as session:
        _account(session, name).password_hash = kept


def change_language(name: str, language: str) -> None:
    with audited(Act.LANGUAGE_CHANGED, account_name(name), language=language), writing() as session:
        _account(session, name).language = language


def close_account(name: str) -> None:
    """Close the account, end its sessions and delete its uploaded files. Its entries in the audit log stay."""
    with audited(Act.ACCOUNT_CLOSED, account_name(name)), writing() as session:
        account = _account(session, name)
        account.active = False
        account.session_epoch += 1
    delete_files_of(account.name)


def reopen_account(name: str) -> None:
    with audited(Act.ACCOUNT_REOPENED, account_name(name)), writing() as session:
        _account(session, name).active = True


def remember_end(session_digest: bytes, now: int, until: int) -> None:
    """Store the session as signed out until its cookie would have expired."""
    with audited(Act.SIGNED_OUT), writing() as session:
        session.execute(delete(EndedSessionRow).where(EndedSessionRow.until < now))
        session.merge(EndedSessionRow(digest=session_digest, until=until))


def _account(session: Session, name: str) -> AccountRow:
    return session.get_one(AccountRow, account_name(name), with_for_update=True)
