"""Creating the first account with a token from a file that only the server's owner can read.

The page exists while there is no account, for one hour after the token was made, and until the token was used.
"""

import hmac
import secrets
import time
from pathlib import Path

from surveyapp.accounts.changes import add_account
from surveyapp.accounts.queries import account_name, any_account
from surveyapp.audit.acts import Act
from surveyapp.audit.log import record
from surveyapp.database.tables.accounts import AccountRow
from surveyapp.instance.private_files import create_private_text

TOKEN_SECONDS = 3600


def token_file(instance: Path) -> Path:
    return instance / "keys" / "set_up_token"


def offer_set_up(instance: Path) -> str | None:
    """Return the token for the first account, made anew if missing or expired; ``None`` once an account exists."""
    path = token_file(instance)
    if any_account():
        path.unlink(missing_ok=True)
        return None
    if token := present_token(instance):
        return token
    path.unlink(missing_ok=True)
    token = "-".join(secrets.token_hex(4) for _ in range(4))
    with create_private_text(path) as file:
        file.write(f"{token} {int(time.time())}\n")
    return token


def present_token(instance: Path) -> str | None:
    """Return the token while it is valid, else ``None``."""
    try:
        token, made = token_file(instance).read_text(encoding="ascii").split()
        age = time.time() - int(made)
    except (OSError, ValueError):
        return None
    # A time in the future means that the clock was set back; the token is then expired too.
    return token if -60 <= age < TOKEN_SECONDS and not any_account() else None


def set_up(instance: Path, typed: str, name: str, password: str, language: str) -> AccountRow | None:
    """Create the first account, an administrator's. ``None`` if the token is wrong or was used at the same moment."""
    token = present_token(instance)
    if token is None or not hmac.compare_digest(token.encode(), typed.strip().encode()):
        return None
    try:
        # Of two simultaneous requests only the one that removes the file may go on.
        token_file(instance).unlink()
    except FileNotFoundError:
        return None
    account = add_account(name, "administrator", password, language, by=account_name(name))
    record(Act.INSTANCE_SET_UP, account.name, who=account.name)
    return account
