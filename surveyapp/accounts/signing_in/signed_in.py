"""The sessions of staff: who is signed in, for how long, and what ends a session."""

import secrets
import time
from datetime import timedelta

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import LoginManager, UserMixin, login_user, logout_user

from surveyapp.accounts.changes import remember_end
from surveyapp.accounts.queries import find_account, is_ended
from surveyapp.accounts.researchers.consent import standing_of
from surveyapp.database.tables.accounts import AccountRow
from surveyapp.instance.keys import instance_keys

IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=12)
HALF_WAY = timedelta(minutes=5)

_BEGAN, _NAME = "began", "id"
_HALF = "half"
_manager = LoginManager()
# The session protection of Flask-Login would store a hash of the address and the browser in the cookie.
_manager.session_protection = None


class StaffMember(UserMixin):  # type: ignore[misc]
    """The account of a request, as it was when the request began."""

    def __init__(self, account: AccountRow) -> None:
        self.name = account.name
        self.role = account.role
        self.standing = standing_of(account)
        self.language = account.language
        self.has_second_factor = account.second_factor is not None
        self._epoch = account.session_epoch

    def get_id(self) -> str:
        """The number comes first because a name may hold any character."""
        return f"{self._epoch}:{self.name}"


def init_app(app: Flask) -> None:
    """Register the function with which Flask-Login finds the account of a session."""
    app.config.update(PERMANENT_SESSION_LIFETIME=IDLE)
    _manager.init_app(app)


def begin_session(account: AccountRow) -> None:
    """Sign the person in, with a new session that holds nothing of the earlier one."""
    session.clear()
    session.permanent = True
    session[_BEGAN] = int(time.time())
    session["language"] = account.language
    login_user(StaffMember(account))
    # Replaces the hash of address and browser that Flask-Login stores here.
    session.pop("_id", None)
    session[_NAME] = secrets.token_urlsafe(16)


def begin_half_session(account: AccountRow) -> None:
    """Record that the password was right; no page opens before the second step."""
    session.clear()
    session[_HALF] = [account.name, account.session_epoch, int(time.time())]
    session["language"] = account.language


def half_signed_in() -> AccountRow | None:
    """Return the account whose password this browser has just given correctly, if any."""
    name, epoch, began = session.get(_HALF) or ("", -1, 0)
    account = find_account(name) if -60 <= time.time() - began <= HALF_WAY.total_seconds() else None
    return account if account and account.active and account.session_epoch == epoch else None


def end_session() -> None:
    """End the session, also for copies of its cookie; only the language is kept."""
    language, now = session.get("language"), int(time.time())
    remember_end(_digest(session.get(_NAME, "")), now, now + int(LONGEST.total_seconds()))
    logout_user()
    session.clear()
    if language:
        session["language"] = language


def role_name(role: str) -> str:
    """Return the role in the language of the page."""
    names = {
        "administrator": gettext("administrator"),
        "researcher": gettext("researcher"),
        "coordinator": gettext("coordinator"),
        "clerk": gettext("data entry clerk"),
    }
    return str(names.get(role, role))


@_manager.user_loader  # type: ignore[untyped-decorator, unused-ignore]
def _member(identity: str) -> StaffMember | None:
    age = time.time() - session.get(_BEGAN, 0)
    # A clock that was set back must not lengthen a session.
    if not -60 <= age <= LONGEST.total_seconds():
        return None
    if not session.get(_NAME) or is_ended(_digest(session[_NAME])):
        return None
    epoch, _, name = identity.partition(":")
    account = find_account(name)
    if account is None or not account.active or str(account.session_epoch) != epoch:
        return None
    return StaffMember(account)


@_manager.unauthorized_handler  # type: ignore[untyped-decorator, unused-ignore]
def _ask_to_sign_in() -> ResponseReturnValue:
    # After signing in only pages are opened again; a change must be sent again by the person.
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=back), code=303)


def _digest(session_name: str) -> bytes:
    return instance_keys().digest("ended session", session_name)
