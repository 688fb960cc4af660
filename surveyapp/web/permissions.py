"""Who may do what: one table of roles, a mark on every view, and one check before every request."""

from collections.abc import Callable
from functools import cache
from typing import Any, Literal, TypeVar

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue

Realm = Literal["public", "staff"]
View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
"""Anybody, signed in or not."""

STAFF = "staff"
"""Everybody who is signed in."""

RESEARCHER = "researcher"
WAITING = "waiting researcher"
"""Somebody with the role of a researcher to whom nobody agreed yet; see surveyapp/accounts/consent.py."""

# The administrator of the server keeps accounts and studies and sees no answers, and neither chooses nor types the
# passphrase of a ballot box: who holds the server and the passphrase could tie ballots to codes. Coordinators see
# counts, never answers; clerks key in paper.
ROLES: dict[str, frozenset[str]] = {
    "administrator": frozenset(
        {STAFF, "accounts.manage", "audit.read", "studies.manage", "fieldwork.read", "codes.make"}
    ),
    RESEARCHER: frozenset(
        {
            STAFF,
            "studies.manage",
            "box.begin",
            "box.open",
            "fieldwork.read",
            "codes.make",
            "researchers.consent",
            "results.read",
            "results.export",
        }
    ),
    "coordinator": frozenset({STAFF, "fieldwork.read", "codes.make"}),
    "clerk": frozenset({STAFF, "paper.enter"}),
}

STANDINGS: dict[str, frozenset[str]] = {
    **ROLES,
    WAITING: frozenset({STAFF, "fieldwork.read", "box.begin", "rights.ask"}),
}
"""What people may do: as their role says, except researchers who still wait for their rights."""

PERMISSIONS = frozenset().union(*STANDINGS.values()) | {PUBLIC}


def permission(name: str) -> Callable[[View], View]:
    """Mark a view with the one permission it needs."""
    if name not in PERMISSIONS:
        raise ValueError(f"no role has the permission {name!r}; the table is in surveyapp/web/permissions.py")

    def mark(view: View) -> View:
        view.permission = name  # type: ignore[attr-defined]
        return view

    return mark


def standing(role: str, *, consented: bool) -> str:
    """The row of the table that an account is judged by."""
    return WAITING if role == RESEARCHER and not consented else role


def standing_may(standing: str, name: str) -> bool:
    """Whether people of that standing have the permission."""
    return name == PUBLIC or name in STANDINGS.get(standing, frozenset())


def permission_of(app: Flask, endpoint: str) -> str | None:
    """The permission of a route. Files that come with the program need none."""
    if endpoint.rpartition(".")[2] == "static":
        return PUBLIC
    named: str | None = getattr(app.view_functions.get(endpoint), "permission", None)
    return named


# The condition of the server is told in both realms, to whoever watches over it.
_PUBLIC_SLICES = ("surveyapp.respondents", "surveyapp.web.health")


def realm_of(app: Flask, endpoint: str) -> Realm:
    """The realm of a route: that of the package its blueprint stands in."""
    return _realm_of_blueprint(app, endpoint.rpartition(".")[0])


@cache
def _realm_of_blueprint(app: Flask, name: str) -> Realm:
    # Asked several times in every request.
    blueprint = app.blueprints.get(name)
    is_public = blueprint is not None and blueprint.import_name.startswith(_PUBLIC_SLICES)
    return "public" if is_public else "staff"


def here_is_public() -> bool:
    """Whether this request is a respondent's, so that nothing may ask for a session or a cookie."""
    return request.endpoint is None or realm_of(current_app, request.endpoint) == "public"


def init_app(app: Flask) -> None:
    """Check the permission before every request, whatever blueprint it is for."""
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
    if not standing_may(current_user.standing, needed):
        abort(403)
    return None
