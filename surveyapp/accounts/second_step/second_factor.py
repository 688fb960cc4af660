"""The second step of signing in: codes of an authenticator app, and recovery codes for a lost telephone."""

import base64
import secrets
import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from surveyapp.accounts.queries import account_name
from surveyapp.accounts.second_step.totp import matching_step
from surveyapp.audit.acts import Act
from surveyapp.audit.log import audited
from surveyapp.database.sessions import writing
from surveyapp.database.tables.accounts import AccountRow, RecoveryCodeRow
from surveyapp.instance.keys import SECOND_FACTOR, instance_keys

RECOVERY_CODES = 8
_NONCE = 12


def sealed(secret: bytes, account: str) -> bytes:
    """Return the secret encrypted for this account under a key outside the database."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(instance_keys().key(SECOND_FACTOR)).encrypt(nonce, secret, account.encode())


def unsealed(kept: bytes, account: str) -> bytes | None:
    """Return the secret, or ``None`` if it was sealed for another account or under another key."""
    try:
        return AESGCM(instance_keys().key(SECOND_FACTOR)).decrypt(kept[:_NONCE], kept[_NONCE:], account.encode())
    except InvalidTag:
        return None


def turn_on(account: str, secret: bytes, step: int) -> tuple[AccountRow, list[str]]:
    """Require the second step from now on and return the recovery codes, which are shown once."""
    name, codes = account_name(account), [_new_code() for _ in range(RECOVERY_CODES)]
    with audited(Act.SECOND_FACTOR_ON, name), writing() as session:
        row = _changed(session, name)
        row.second_factor, row.second_factor_step = sealed(secret, name), step
        session.execute(
            insert(RecoveryCodeRow), [{"digest": recovery_digest(name, code), "account": name} for code in codes]
        )
    return row, codes


def turn_off(account: str) -> AccountRow:
    """Turn the second step off, so that the password alone suffices."""
    name = account_name(account)
    with audited(Act.SECOND_FACTOR_OFF, name), writing() as session:
        row = _changed(session, name)
        row.second_factor = None
    return row


def is_second_step(account: AccountRow, typed: str) -> bool:
    """Whether the digits or the recovery code are valid. Each is accepted once, even if sent twice at once."""
    name = account.name
    secret = unsealed(account.second_factor or b"", name) if account.second_factor else None
    step = matching_step(secret, typed, time.time(), account.second_factor_step) if secret else None
    if step is not None:
        newer = update(AccountRow).where(AccountRow.name == name, AccountRow.second_factor_step < step)
        with writing() as session:
            return session.connection().execute(newer.values(second_factor_step=step)).rowcount == 1
    used = delete(RecoveryCodeRow).where(
        RecoveryCodeRow.digest == recovery_digest(name, typed), RecoveryCodeRow.account == name
    )
    with writing() as session:
        return session.connection().execute(used).rowcount == 1


def recovery_digest(account: str, typed: str) -> bytes:
    letters = "".join(sign for sign in typed.upper() if sign.isalnum())
    return instance_keys().digest("recovery code", account, letters)


def _new_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(10)).decode("ascii")
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _changed(session: Session, name: str) -> AccountRow:
    """Return the account after deleting its old codes and ending its other sessions."""
    row = session.get_one(AccountRow, name, with_for_update=True)
    row.session_epoch += 1
    session.execute(delete(RecoveryCodeRow).filter_by(account=name))
    return row
