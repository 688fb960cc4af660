"""The navigation bar, which lists only the pages that the person may open."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext
from flask_login import current_user

from forms.model.study import Study
from surveyapp.studies.loaded import find_loaded
from surveyapp.web.permissions import may, permission_of, study_of_request


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    address: str
    current: bool


def init_app(app: Flask) -> None:
    """Make the bar available to templates."""
    app.jinja_env.globals.update(staff_navigation=staff_navigation, may_open=may_open)


def may_open(endpoint: str) -> bool:
    """Whether the person signed in may open the route, for the study of the present page."""
    needed = permission_of(current_app, endpoint)
    return needed is not None and current_user.is_authenticated and may(current_user, needed, study_of_request())


def staff_navigation(study: Study | None) -> list[Entry]:
    """Return the entries for a study's pages, or the list of studies on other pages."""
    if study is None:
        pages = [
            ("fieldwork.studies", gettext("Studies")),
            ("data_files.files", gettext("Data files")),
            ("accounts.accounts", gettext("Accounts")),
            ("researchers.everybody", gettext("Researchers")),
            ("audit.lines", gettext("Audit log")),
        ]
        where: dict[str, Any] = {}
    else:
        pages = [
            ("fieldwork.study", gettext("Fieldwork")),
            ("results.overview", gettext("Results")),
            ("results.report", gettext("Report")),
            ("results.data", gettext("Data")),
        ]
        where = {"study_id": study.id}
        loaded = find_loaded(study.id)
        if loaded is not None and not loaded.state.entry.shows_results:
            pages = pages[:1]
    return [
        Entry(label, url_for(endpoint, **where), _is_here(endpoint)) for endpoint, label in pages if may_open(endpoint)
    ]


def _is_here(endpoint: str) -> bool:
    here = request.endpoint or ""
    if endpoint == "results.overview":
        return here.startswith("results.") and here not in ("results.report", "results.data")
    if endpoint in ("audit.lines", "data_files.files"):
        return here.startswith(endpoint.partition(".")[0] + ".")
    return here.startswith(endpoint)
