"""The objects named in an address of this slice: a study with its form, a language, a variant of the form."""

from random import choice
from typing import TYPE_CHECKING

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.exceptions import HTTPException, NotFound

from forms.model.study import Study
from surveyapp.respondents.replies import message_page
from surveyapp.respondents.wording.messages import state_in_words
from surveyapp.studies.loaded import LoadedStudy, all_loaded, find_loaded
from surveyapp.web.error_pages import error_page
from surveyapp.web.languages import chosen_language

if TYPE_CHECKING:
    from granian.rsgi import Scope


def addressed_form(study: str, group: str) -> LoadedStudy:
    """Return the study if it has a form for the group; otherwise abort with 404."""
    loaded = find_loaded(study)
    if loaded is None or group not in loaded.study.questionnaires:
        abort(404)
    return loaded


def form_of_short_name(name: str) -> str | None:
    """The address of the form that a study opens under that short name."""
    for loaded in all_loaded():
        for group in loaded.study.groups:
            if group.short_name == name and loaded.state.entry.is_listed:
                return url_for("respondents.form", study=loaded.study.id, group=group.id)
    return None


def with_query(address: str) -> str:
    """The address with the query of this request, such as the language."""
    query = request.query_string.decode("ascii", "ignore")
    return f"{address}?{query}" if query else address


def likely_address(path: str) -> str | None:
    """What an address was meant to be that leads nowhere: typed in capitals, with a slash at its end, or with another
    group. None where nothing is like it.
    """
    place, *names = path.lower().strip("/").split("/")
    if place == "k":
        return form_of_short_name(names[0]) if names else url_for("respondents.short_start")
    loaded = find_loaded(names[0]) if place == "s" and names else None
    if loaded is None:
        return None
    if len(names) > 1 and names[1] in loaded.study.questionnaires:
        return url_for("respondents.form", study=loaded.study.id, group=names[1])
    return url_for("respondents.forms_of", study=loaded.study.id)


def lead_on(error: NotFound) -> ResponseReturnValue | HTTPException:
    """Redirect from a mistyped address to the likely one; else the page of the error."""
    likely = likely_address(request.path) if request.method == "GET" else None
    return redirect(with_query(likely)) if likely and likely != request.path else error_page(error)


def page_language_of(study: Study) -> str:
    """Return the requested language if the study has it."""
    wanted = chosen_language()
    return wanted if wanted in study.languages else study.languages[0]


def variant_of(study: Study, group: str, wanted: str) -> str:
    """Return the requested variant, or a random one."""
    variants = [variant.id for variant in study.questionnaires[group].variants]
    return wanted if wanted in variants else choice(variants)


def not_taking(loaded: LoadedStudy) -> ResponseReturnValue:
    """Return why the study takes no answers now."""
    with force_locale(page_language_of(loaded.study)):
        heading, advice = state_in_words(loaded.state)
        return message_page(loaded, heading, [advice], loaded.state.entry.page_status)


def is_ballot_post(scope: "Scope") -> bool:
    """Whether a request casts a ballot and does little else."""
    return scope.method == "POST" and scope.path.startswith("/s/") and scope.path.count("/") == 3
