import unicodedata

from sqlalchemy import select

from surveyapp.database.bound_values import AlteredFault, check, notice
from surveyapp.database.sessions import reading
from surveyapp.database.tables.accounts import AccountRow, EndedSessionRow


def account_name(typed: str) -> str:
    """Return the name in its stored form: normalised (NFC), stripped and casefolded."""
    return unicodedata.normalize("NFC", typed).strip().casefold()


def find_account(name: str) -> AccountRow | None:
    """Return the account of that name, or ``None`` if there is none or its row was altered (which is then logged)."""
    with reading() as session:
        account = session.get(AccountRow, account_name(name))
    if account is not None:
        try:
            check(account)
        except AlteredFault as fault:
            notice(fault)
            return None
    return account


def any_account() -> bool:
    with reading() as session:
        return session.scalar(select(AccountRow.name).limit(1)) is not None


def all_accounts() -> list[AccountRow]:
    with reading() as session:
        return list(session.scalars(select(AccountRow).order_by(AccountRow.name)))


def is_ended(session_digest: bytes) -> bool:
    """Whether the session was signed out."""
    with reading() as session:
        return session.get(EndedSessionRow, session_digest) is not None
