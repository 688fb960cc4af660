import unicodedata

from surveyapp.database.accounts import AccountRow
from surveyapp.database.sessions import reading


def account_name(typed: str) -> str:
    """A name as it is kept: one form of each Vietnamese letter, no spaces around it, capitals not told apart."""
    return unicodedata.normalize("NFC", typed).strip().casefold()


def find_account(name: str) -> AccountRow | None:
    with reading() as session:
        return session.get(AccountRow, account_name(name))
