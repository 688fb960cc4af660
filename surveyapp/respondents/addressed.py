"""The objects named in an address of this slice: a study with its form, a language, a variant of the form."""

from random import choice
from typing import TYPE_CHECKING

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from forms.model.study import Study
from surveyapp.respondents.messages import state_in_words
from surveyapp.respondents.replies import message_page
from surveyapp.studies.loaded import LoadedStudy, find_loaded
from surveyapp.web.languages import chosen_language

if TYPE_CHECKING:
    from granian.rsgi import Scope


def addressed_form(study: str, group: str) -> LoadedStudy:
    """Return the study if it has a form for the group; otherwise abort with 404."""
    loaded = find_loaded(study)
    if loaded is None or group not in loaded.study.questionnaires:
        abort(404)
    return loaded


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
