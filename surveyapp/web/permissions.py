"""Permissions: one table, a mark on every view, and one check before every request."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Protocol, TypeVar

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue

Realm = Literal["public", "staff"]
View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
"""Everybody, signed in or not."""

STAFF = "staff"
"""Everybody who is signed in."""

ADMINISTRATOR, RESEARCHER, COORDINATOR, CLERK = "administrator", "researcher", "coordinator", "clerk"
ROLES = (ADMINISTRATOR, RESEARCHER, COORDINATOR, CLERK)

WAITING = "waiting researcher"
"""A researcher's account that has no consent yet; see surveyapp/accounts/researchers/consent.py."""

STANDINGS = (*ROLES, WAITING)
"""The possible standings: the roles, and ``WAITING`` for researchers without consent."""


class Account(Protocol):
    """The data of an account that a predicate may use."""

    @property
    def name(self) -> str: ...
    @property
    def standing(self) -> str: ...


Predicate = Callable[[Account | None, str | None], bool]
"""Whether an account (``None``: not signed in) has a permission for a study (its id; ``None``: for no study)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Return a predicate that is true for accounts of these standings, whatever the study."""

    standings: frozenset[str]

    def __call__(self, account: Account | None, study: str | None) -> bool:
        return account is not None and account.standing in self.standings


def standing_is(*standings: str) -> Standing:
    """The predicate of permissions that belong to roles."""
    return Standing(frozenset(standings))


def anybody(account: Account | None, study: str | None) -> bool:
    """The predicate of public pages."""
    return True


def signed_in(account: Account | None, study: str | None) -> bool:
    """The predicate of pages for all staff."""
    return account is not None


# Administrators manage accounts and studies. They see no answers and neither choose nor type the passphrase of a ballot
# box: server and passphrase together allow linking ballots to codes. Coordinators see counts but no answers; clerks
# enter paper forms.
PERMISSIONS: dict[str, tuple[Predicate, ...]] = {
    PUBLIC: (anybody,),
    STAFF: (signed_in,),
    "accounts.manage": (standing_is(ADMINISTRATOR),),
    "audit.read": (standing_is(ADMINISTRATOR),),
    "box.begin": (standing_is(RESEARCHER, WAITING),),
    "box.open": (standing_is(RESEARCHER),),
    "codes.make": (standing_is(ADMINISTRATOR, RESEARCHER, COORDINATOR),),
    "data_files.analyse": (standing_is(RESEARCHER),),
    "fieldwork.read": (standing_is(ADMINISTRATOR, RESEARCHER, COORDINATOR, WAITING),),
    "paper.enter": (standing_is(CLERK),),
    "researchers.consent": (standing_is(RESEARCHER),),
    "results.export": (standing_is(RESEARCHER),),
    "results.read": (standing_is(RESEARCHER),),
    "rights.ask": (standing_is(WAITING),),
    "studies.manage": (standing_is(ADMINISTRATOR, RESEARCHER),),
}
"""The permissions with their predicates, of which one must be true."""


def may(account: Account | None, name: str, study: str | None = None) -> bool:
    """Whether the account has the permission, for that study or for no particular one."""
    return any(predicate(account, study) for predicate in PERMISSIONS.get(name, ()))


def permission(name: str) -> Callable[[View], View]:
    """Mark a view with the one permission it needs."""
    if name not in PERMISSIONS:
        raise ValueError(f"there is no permission {name!r}; the table is in surveyapp/web/permissions.py")

    def mark(view: View) -> View:
        view.permission = name  # type: ignore[attr-defined]
        return view

    return mark


def standing(role: str, *, consented: bool) -> str:
    """Return the standing of an account with that role."""
    return WAITING if role == RESEARCHER and not consented else role


def study_of_request() -> str | None:
    """Return the id of the study in the address of this request."""
    found: str | None = (request.view_args or {}).get("study_id")
    return found


def permission_of(app: Flask, endpoint: str) -> str | None:
    """Return the permission of a route. Static files of the program need none."""
    if endpoint.rpartition(".")[2] == "static":
        return PUBLIC
    named: str | None = getattr(app.view_functions.get(endpoint), "permission", None)
    return named


# The health page is in both realms, for monitoring.
_PUBLIC_SLICES = ("surveyapp.respondents", "surveyapp.web.health")


def realm_of(app: Flask, endpoint: str) -> Realm:
    """Return the realm of a route: that of the package of its blueprint."""
    return _realm_of_blueprint(app, endpoint.rpartition(".")[0])


@cache
def _realm_of_blueprint(app: Flask, name: str) -> Realm:
    # Cached, because it is needed several times per request.
    blueprint = app.blueprints.get(name)
    is_public = blueprint is not None and blueprint.import_name.startswith(_PUBLIC_SLICES)
    return "public" if is_public else "staff"


def here_is_public() -> bool:
    """Whether this is a respondent's request, which must not use a session or a cookie."""
    return request.endpoint is None or realm_of(current_app, request.endpoint) == "public"


def init_app(app: Flask) -> None:
    """Check the permission before every request of every blueprint."""
    app.before_request(_check)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # no such page: Flask answers 404 or 405
    needed = permission_of(current_app, request.endpoint)
    if needed == PUBLIC:
        return None
    if needed is None or not hasattr(current_app, "login_manager"):
        abort(403)
    from flask_login import current_user  # the public realm runs without it

    if not current_user.is_authenticated:
        answer: ResponseReturnValue = current_app.login_manager.unauthorized()
        return answer
    if not may(current_user, needed, study_of_request()):
        abort(403)
    return None
