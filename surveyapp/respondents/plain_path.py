"""The pages without a script: the code, then one long page, shown again with all entries when needed."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict

from forms.languages import in_language
from forms.model.study import Study
from surveyapp.ballot_box.casting import Refusal
from surveyapp.ballot_box.drafts.saved_drafts import draft_exists
from surveyapp.respondents.addressed import variant_of
from surveyapp.respondents.named_agency import named_agency
from surveyapp.respondents.page import Filling, plain_page
from surveyapp.respondents.queries import unit_of_code
from surveyapp.respondents.submission import Outcome, SentForm, new_nonce, study_of_version
from surveyapp.respondents.webforms import BallotForm, answer_fields
from surveyapp.respondents.wording.messages import refusal_in_words
from surveyapp.studies.loaded import LoadedStudy
from surveyapp.throttling.guessing import count_wrong_code


def shown(
    loaded: LoadedStudy, group: str, variant: str, language: str, posted: "MultiDict[str, str]", judged: bool
) -> ResponseReturnValue:
    """Return the code step, or the form once the code is valid, with all entries. ``judged``: report a wrong code."""
    fields = BallotForm(posted)
    code, has_form = fields.code.data, bool(fields.version.data)
    study = study_of_version(loaded.study, group, fields.version.data) or loaded.study
    code_first = study.group(group).entry == "code"
    valid, name = _unit(study, group, code, language)
    faults = {}
    if judged and not valid and (code or code_first):
        count_wrong_code()
        with force_locale(language):
            faults = {"code": refusal_in_words(Refusal.CODE_NOT_VALID)}
    given = answer_fields(dict(posted.lists()))
    name = named_agency(study, group, given, language) or name
    asks_code = bool(faults) or (code_first and not valid and not has_form)
    draft_waits = judged and valid and not has_form and "anew" not in posted and draft_exists(study.id, group, code)
    nonce, resume = fields.nonce.data or new_nonce(), fields.resume.data
    filling = Filling(given, faults, nonce, code, name, resume, draft_waits)
    template = "plain_code" if asks_code or draft_waits else "form"
    return plain_page(study, group, variant, language, loaded.simulated, filling, template), 422 if faults else 200


def shown_unsaved(
    loaded: LoadedStudy, group: str, posted: "MultiDict[str, str]", language: str, faults: dict[str, str], status: int
) -> ResponseReturnValue:
    """Return the page with all entries after saving or opening a form failed."""
    fields = BallotForm(posted)
    code, version = fields.code.data, fields.version.data
    study = study_of_version(loaded.study, group, version) or loaded.study
    _valid, name = (False, "") if status == 503 else _unit(study, group, code, language)
    given, nonce = answer_fields(dict(posted.lists())), fields.nonce.data or new_nonce()
    name = named_agency(study, group, given, language) or name
    filling = Filling(given, faults, nonce, code, name, fields.resume.data)
    template = "form" if version else "plain_code"
    variant = variant_of(study, group, fields.variant.data)
    return plain_page(study, group, variant, language, loaded.simulated, filling, template), status


def shown_opened(
    loaded: LoadedStudy, group: str, draft: dict[str, Any], language: str, code: str, resume: str
) -> ResponseReturnValue:
    """Return the page of a saved form."""
    study = loaded.study
    _valid, name = _unit(study, group, code, language)
    name = named_agency(study, group, draft["fields"], language) or name
    filling = Filling(draft["fields"], {}, draft["nonce"] or new_nonce(), code, name, resume)
    return plain_page(study, group, variant_of(study, group, draft["variant"]), language, loaded.simulated, filling)


def shown_again(loaded: LoadedStudy, sent: SentForm, outcome: Outcome) -> ResponseReturnValue:
    """Return the page of a refused form with its faults and all entries."""
    # If the database could not store a ballot it is not asked for the agency's name either.
    is_ill = outcome.status == 503
    _valid, name = (False, "") if is_ill else _unit(sent.study, sent.group, sent.code, sent.language)
    name = named_agency(sent.study, sent.group, sent.fields, sent.language) or name
    filling = Filling(sent.fields, outcome.faults, sent.nonce or new_nonce(), sent.code, name, sent.resume)
    text = plain_page(sent.study, sent.group, sent.variant, sent.language, loaded.simulated, filling)
    return text, outcome.status


def _unit(study: Study, group: str, code: str, language: str) -> tuple[bool, str]:
    """Return whether the code may be used, and its agency."""
    valid, unit = unit_of_code(study, group, code) if code else (False, None)
    return valid, in_language(unit.name, language) if valid and unit else ""
