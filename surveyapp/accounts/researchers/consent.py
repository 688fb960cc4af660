"""How an account gets the rights of a researcher: the role alone does not give them.

Administrators assign roles and must not see answers. An account with the role therefore waits for the consent of a
researcher who has the rights, of a person who types the passphrases of all studies that have a ballot box, or, while
nobody has ever had the rights, of the person who chooses the passphrase of the first study. Just before the consent the
person chooses a new password, because the administrator knows the first one.
"""

import base64
import hmac
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.accounts.passwords import hash_password, is_password
from surveyapp.accounts.queries import account_name, find_account
from surveyapp.audit.acts import Act
from surveyapp.audit.log import audited, record
from surveyapp.database.bound_values import check, fits
from surveyapp.database.sessions import reading, writing
from surveyapp.database.tables.accounts import AccountRow
from surveyapp.database.tables.studies import StudyRow
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.keys import instance_keys
from surveyapp.studies.study_keys import StudyKeys, unlock
from surveyapp.web.permissions import RESEARCHER, WAITING, standing

BY_RESEARCHER, BY_PASSPHRASE = "researcher", "passphrase of"
"""How the consent was given. In the database the name of the researcher or of the studies follows it."""

_LONGEST_NOTE = 80


class ConsentFault(Fault):
    """The account cannot get the rights, or not in this way."""


def standing_of(account: AccountRow) -> str:
    """Return the standing of the account: its role, or ``WAITING`` for a researcher without consent."""
    return standing(account.role, consented=account.consented_by is not None)


def waits(account: AccountRow) -> bool:
    """Whether the account has the role of a researcher but not yet the rights."""
    return standing_of(account) == WAITING


def has_rights(account: AccountRow | None) -> bool:
    """Whether the account is open and has the rights of a researcher."""
    return account is not None and account.active and account.role == RESEARCHER and account.consented_by is not None


def ever_consented() -> bool:
    """Whether any account, closed ones included, has ever had the rights of a researcher."""
    with reading() as session:
        return _ever_consented(session)


def sealed_studies() -> list[str]:
    """Return the studies that have a ballot box, by id."""
    with reading() as session:
        return list(session.scalars(select(StudyRow.id).where(StudyRow.public_key.is_not(None)).order_by(StudyRow.id)))


def may_name_the_first(study_id: str) -> bool:
    """Whether choosing the passphrase of this study also names the first researchers of the installation."""
    with reading() as session:
        return _may_name_the_first(session, study_id)


def consent_code(account: AccountRow) -> str:
    """Return the code that the person tells a researcher. It is shown once and depends on the chosen password."""
    digest = instance_keys().digest("consent code", account.name, account.password_hash)
    letters = base64.b32encode(digest[:10]).decode("ascii")
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}-{letters[12:]}"


def consent_as_researcher(name: str, code: str, by: str) -> None:
    """Give the rights to a waiting account after checking the code that the person told the researcher."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    how = f"{BY_RESEARCHER} {account_name(by)}"
    with audited(Act.RESEARCHER_CONSENTED, account_name(name), how=how), writing() as session:
        other = session.get(AccountRow, account_name(by), with_for_update=True)
        if other is None or not fits(other) or not has_rights(other):
            raise ConsentFault(N_("Only a researcher who has the rights can agree to another one."))
        account = _waiting(session, name)
        if not hmac.compare_digest(consent_code(account).replace("-", "").encode(), typed.encode()):
            raise ConsentFault(
                N_("This is not the code of {name}. It changes with the password; please ask for the new one."),
                name=account.name,
            )
        account.consented_by = how


def consent_by_passphrases(name: str, passphrases: Mapping[str, str], new_password: str) -> AccountRow:
    """Give the rights to the account after checking the passphrases, or recovery sheets, of all studies with a ballot
    box.

    An account that already has the rights only gets the new password. ``WrongPassphraseError`` if a passphrase is
    wrong.
    """
    check_own_password(name, new_password)
    with reading() as session:
        boxes = session.scalars(select(StudyRow).where(StudyRow.public_key.is_not(None)).order_by(StudyRow.id)).all()
    if not boxes:
        raise ConsentFault(
            N_("No study has a ballot box yet. The person who begins the first study becomes a researcher.")
        )
    for row in boxes:
        check(row)
        if row.id not in passphrases:
            raise ConsentFault(N_("The passphrase of study {study} is needed too."), study=row.id)
        unlock(StudyKeys(row.public_key or b"", row.locked_key or b""), passphrases[row.id], row.id)
    kept, how = hash_password(new_password), noted_passphrases([row.id for row in boxes])
    with audited(Act.RESEARCHER_CONSENTED, account_name(name), how=how), writing() as session:
        account = _researcher(session, name)
        account.consented_by = account.consented_by or how
        _keep_password(account, kept)
    return account


def name_the_first(session: Session, study_id: str, kept_passwords: Mapping[str, str]) -> None:
    """Record the first researchers with the hashes of their new passwords, in the transaction that seals the study."""
    # The lock orders two studies that are sealed at the same moment, so that only one of them is the first.
    session.execute(select(StudyRow.id).order_by(StudyRow.id).with_for_update()).all()
    if not _may_name_the_first(session, study_id):
        raise ConsentFault(
            N_(
                "There are researchers or ballot boxes here already. Please ask a researcher to agree, or type the "
                "passphrases of all studies."
            )
        )
    for name, kept in kept_passwords.items():
        account = _waiting(session, name)
        account.consented_by = noted_passphrases([study_id])
        _keep_password(account, kept)


def record_the_first(study_id: str, names: Sequence[str]) -> None:
    """Write one line to the audit log for each researcher named by the passphrase of a study."""
    for name in names:
        record(Act.RESEARCHER_CONSENTED, account_name(name), how=noted_passphrases([study_id]))


def noted_passphrases(studies: Sequence[str]) -> str:
    """Return the text by which the database and the log record a consent by passphrases."""
    return f"{BY_PASSPHRASE} {', '.join(studies)}"[:_LONGEST_NOTE]


def check_own_password(name: str, new: str) -> None:
    """Raise ``ConsentFault`` if the account has another role or if the new password is the present one."""
    account = find_account(name)
    if account is None or account.role != RESEARCHER:
        raise ConsentFault(N_("{name} is no account of a researcher."), name=account_name(name))
    if is_password(account.password_hash, new):
        raise ConsentFault(N_("This is the present password, which others may know. Please choose another one."))


def _ever_consented(session: Session) -> bool:
    # An account that was altered in the database may have had the rights.
    return any(account.consented_by is not None or not fits(account) for account in session.scalars(select(AccountRow)))


def _may_name_the_first(session: Session, study_id: str) -> bool:
    others = select(StudyRow.id).where(StudyRow.public_key.is_not(None), StudyRow.id != study_id).limit(1)
    return not _ever_consented(session) and session.scalar(others) is None


def _researcher(session: Session, name: str) -> AccountRow:
    account = session.get(AccountRow, account_name(name), with_for_update=True)
    if account is None or account.role != RESEARCHER or not account.active:
        raise ConsentFault(N_("{name} is no account of a researcher."), name=account_name(name))
    check(account)
    return account


def _waiting(session: Session, name: str) -> AccountRow:
    account = _researcher(session, name)
    if account.consented_by is not None:
        raise ConsentFault(N_("{name} has the rights of a researcher already."), name=account.name)
    return account


def _keep_password(account: AccountRow, kept: str) -> None:
    account.password_hash = kept
    account.session_epoch += 1
