"""Every address of the public realm."""

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from forms.languages import in_language
from surveyapp.ballot_box.casting import Refusal, RefusedError, count_refusal_of_consent
from surveyapp.ballot_box.drafts.saved_drafts import draft_exists
from surveyapp.respondents import page, plain_path, ready_pages, saved_forms
from surveyapp.respondents.addressed import (
    addressed_form,
    form_of_short_name,
    not_taking,
    page_language_of,
    variant_of,
    with_query,
)
from surveyapp.respondents.assets import find_asset
from surveyapp.respondents.queries import unit_of_code
from surveyapp.respondents.replies import bytes_reply, json_reply, message_page, padded, receipt_page, wants_json
from surveyapp.respondents.start_page import list_of_forms
from surveyapp.respondents.submission import SEMINAR, Outcome, SentForm, study_of_version, submit
from surveyapp.respondents.webforms import CodeForm, about_the_form, answer_fields, posted_fields
from surveyapp.respondents.wording.keeping_messages import not_taking_part
from surveyapp.respondents.wording.messages import (
    answers_received,
    receipt_wording,
    received_before,
    refusal_in_words,
)
from surveyapp.studies.loaded import LoadedStudy, all_loaded, find_loaded
from surveyapp.throttling.guessing import count_wrong_code
from surveyapp.web.languages import locale_of
from surveyapp.web.permissions import PUBLIC, permission

respondents = Blueprint("respondents", __name__, template_folder="templates")

SAME_FOR_ALL = tuple(f"respondents.{page}" for page in ("start", "short_start", "short", "forms_of", "asset", "form"))
"""Pages without personal data, whose length need not be padded."""


@respondents.after_request
def hide_length(reply: Response) -> Response:
    """Pad every reply whose length could reveal answers."""
    is_same = request.endpoint in SAME_FOR_ALL and request.method != "POST"
    return reply if is_same else padded(reply)


@respondents.get("/")
@respondents.get("/k", endpoint="short_start")
@permission(PUBLIC)
def start() -> str:
    return list_of_forms([loaded for loaded in all_loaded() if loaded.state.entry.is_listed])


@respondents.get("/k/<name>")
@permission(PUBLIC)
def short(name: str) -> ResponseReturnValue:
    return redirect(with_query(form_of_short_name(name) or abort(404)))


@respondents.get("/s/<study>")
@permission(PUBLIC)
def forms_of(study: str) -> ResponseReturnValue:
    loaded = find_loaded(study) or abort(404)
    return list_of_forms([loaded]) if loaded.takes_answers else not_taking(loaded)


@respondents.get("/assets/<name>")
@permission(PUBLIC)
def asset(name: str) -> Response:
    found = find_asset(name) or abort(404)
    reply = bytes_reply(found.body, found.compressed, found.mimetype)
    reply.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return reply


@respondents.get("/s/<study>/<group>")
@permission(PUBLIC)
def form(study: str, group: str) -> ResponseReturnValue:
    loaded = addressed_form(study, group)
    if not loaded.takes_answers:
        return not_taking(loaded)
    # The variants of a form are assigned at random, and a browser keeps the one it began with.
    variant = variant_of(loaded.study, group, request.args.get("v", ""))
    made = page.shared_page(loaded.study, group, variant, page_language_of(loaded.study), loaded.simulated)
    reply = bytes_reply(made.body, made.compressed, "text/html")
    reply.headers["Cache-Control"] = "no-cache"
    reply.set_etag(made.etag)
    is_chosen = request.args.get("v") == variant
    ready_pages.offer(loaded, 1 if is_chosen else len(loaded.study.questionnaires[group].variants), variant)
    return reply.make_conditional(request)


@respondents.post("/s/<study>/<group>")
@permission(PUBLIC)
def send(study: str, group: str) -> ResponseReturnValue:
    loaded = addressed_form(study, group)
    posted = posted_fields()
    about = about_the_form(posted)
    language = about.language
    if language not in loaded.study.languages:
        language = page_language_of(loaded.study)
    answered = study_of_version(loaded.study, group, about.version)
    sent = SentForm(
        study=answered or loaded.study,
        group=group,
        variant=variant_of(answered or loaded.study, group, about.variant),
        language=language,
        nonce=about.nonce,
        code=about.code,
        resume=about.resume,
        in_seminar=about.session == SEMINAR,
        fields=answer_fields(posted),
    )
    with force_locale(locale_of(language)):
        if not loaded.takes_answers:
            outcome = Outcome(409, faults={"": refusal_in_words(Refusal.CLOSED, loaded.state)})
        elif answered is None:
            outcome = Outcome(409, faults={"": refusal_in_words(Refusal.NO_SUCH_FORM)})
        else:
            outcome = submit(sent)
        if outcome.declined:
            return _declined(loaded, group) if wants_json() else refused(study, group)
        return _reply(loaded, sent, outcome)


@respondents.post("/s/<study>/<group>/unit-name")
@permission(PUBLIC)
def unit_name(study: str, group: str) -> ResponseReturnValue:
    loaded = addressed_form(study, group)
    code = CodeForm(request.form).code.data
    valid, unit = unit_of_code(loaded.study, group, code)
    if not valid:
        count_wrong_code()
        with force_locale(page_language_of(loaded.study)):
            return json_reply({"message": refusal_in_words(Refusal.CODE_NOT_VALID)}, 422)
    name = in_language(unit.name, page_language_of(loaded.study)) if unit else ""
    return json_reply({"unit": name, "draft": True} if draft_exists(study, group, code) else {"unit": name})


@respondents.route("/s/<study>/<group>/plain", methods=["GET", "POST"])
@permission(PUBLIC)
def plain(study: str, group: str) -> ResponseReturnValue:
    loaded = addressed_form(study, group)
    if not loaded.takes_answers:
        return not_taking(loaded)
    variant = variant_of(loaded.study, group, request.values.get("variant") or request.args.get("v", ""))
    # ``again``: sent only to change the language, so no fault is reported yet.
    judged = request.method == "POST" and "again" not in request.args
    return plain_path.shown(loaded, group, variant, page_language_of(loaded.study), request.form, judged)


@respondents.post("/s/<study>/<group>/draft")
@permission(PUBLIC)
def save_draft(study: str, group: str) -> ResponseReturnValue:
    return saved_forms.save(addressed_form(study, group), group)


@respondents.post("/s/<study>/<group>/draft/open")
@permission(PUBLIC)
def read_draft(study: str, group: str) -> ResponseReturnValue:
    return saved_forms.go_on(addressed_form(study, group), group)


@respondents.get("/s/<study>/<group>/left")
@permission(PUBLIC)
def left(study: str, group: str) -> ResponseReturnValue:
    return saved_forms.left_behind(addressed_form(study, group), group)


@respondents.get("/s/<study>/<group>/received")
@permission(PUBLIC)
def received(study: str, group: str) -> ResponseReturnValue:
    # Shown when the page after sending is reloaded: the number was shown once and is part of no address.
    loaded = addressed_form(study, group)
    with force_locale(page_language_of(loaded.study)):
        return _receipt(loaded, group, "", "again" in request.args)


@respondents.route("/s/<study>/<group>/refused", methods=["GET", "POST"])
@permission(PUBLIC)
def refused(study: str, group: str) -> ResponseReturnValue:
    loaded = addressed_form(study, group)
    language = page_language_of(loaded.study)
    if request.method == "POST":
        try:
            count_refusal_of_consent(study, group)
        except RefusedError:
            return not_taking(loaded)
        # The next page can be reloaded without being counted again.
        return redirect(url_for("respondents.refused", study=study, group=group, lang=language), 303)
    with force_locale(language):
        return message_page(loaded, _("Thank you for your time"), [not_taking_part()])


def _declined(loaded: LoadedStudy, group: str) -> ResponseReturnValue:
    """Consent was refused in the browser, which shows this text on the present page."""
    try:
        count_refusal_of_consent(loaded.study.id, group)
    except RefusedError as error:
        return json_reply({"message": refusal_in_words(error.refusal, error.state)}, 409)
    return json_reply({"heading": _("Thank you for your time"), "paragraphs": [not_taking_part()]})


def _receipt(loaded: LoadedStudy, group: str, number: str, repeated: bool) -> ResponseReturnValue:
    language = page_language_of(loaded.study)
    another = url_for("respondents.form", study=loaded.study.id, group=group, lang=language)
    paragraphs = _thanks(loaded, group, language, repeated)
    return receipt_page(loaded, answers_received(), paragraphs, number, another)


def _thanks(loaded: LoadedStudy, group: str, language: str, repeated: bool) -> list[str]:
    said = [in_language(loaded.study.questionnaires[group].thanks, language)]
    if repeated:
        said.append(received_before())
    if loaded.study.results:
        said.append(in_language(loaded.study.results, language))
    return said


def _reply(loaded: LoadedStudy, sent: SentForm, outcome: Outcome) -> ResponseReturnValue:
    if wants_json():
        # An address below the form's own: reversing a route name would cost as much as checking the form.
        address = f"{request.script_root}{request.path}/received?lang={sent.language}"
        if outcome.repeated:
            address += "&again=1"
        if not outcome.receipt:
            faults = [{"question": at, "message": text} for at, text in outcome.faults.items()]
            return json_reply({"faults": faults}, outcome.status)
        return json_reply(
            {
                "receipt": outcome.receipt,
                "next": address,
                "heading": answers_received(),
                "paragraphs": _thanks(loaded, sent.group, sent.language, outcome.repeated),
                **receipt_wording(),
            }
        )
    if outcome.receipt:
        # Rendered at once: a reload sends the same nonce and gets the same receipt without a second answer.
        return _receipt(loaded, sent.group, outcome.receipt, outcome.repeated)
    return plain_path.shown_again(loaded, sent, outcome)
