"""Saving a form, continuing it, and leaving a device to the next person; routes.py lists the addresses."""

import json

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from surveyapp.ballot_box.ballots import Refusal, RefusedError
from surveyapp.ballot_box.drafts.saved_drafts import (
    WEEKS,
    DraftTooLargeError,
    open_draft,
    save_by_open_link,
    save_with_code,
)
from surveyapp.database.transactions import NotStoredError
from surveyapp.respondents import plain_path
from surveyapp.respondents.addressed import not_taking, page_language_of
from surveyapp.respondents.queries import unit_of_code
from surveyapp.respondents.replies import json_reply, message_page, wants_json
from surveyapp.respondents.webforms import BallotForm, DraftForm, answer_fields, posted_fields
from surveyapp.respondents.wording.keeping_messages import after_leaving, draft_too_large, keeping_wording, no_draft
from surveyapp.respondents.wording.messages import busy, refusal_in_words
from surveyapp.studies.loaded import LoadedStudy
from surveyapp.throttling.guessing import count_wrong_code

SESSIONS = ("seminar", "shared")


def save(loaded: LoadedStudy, group: str) -> ResponseReturnValue:
    """Save what was posted as a draft, and reply how it is found again."""
    study = loaded.study.id
    answers = answer_fields(posted_fields())
    fields = DraftForm(request.form)
    code, resume = fields.code.data, fields.resume.data
    about = {name: fields[name].data for name in ("nonce", "variant", "screen")}
    content = json.dumps({**about, "fields": answers}, ensure_ascii=False).encode()
    with force_locale(page_language_of(loaded.study)):
        try:
            if code or loaded.study.group(group).entry == "code":
                save_with_code(study, group, code, content)
                resume = ""
            else:
                resume = save_by_open_link(study, group, resume, content)
        except RefusedError as error:
            is_wrong = error.refusal == Refusal.CODE_NOT_VALID
            if is_wrong:
                count_wrong_code()
            return _told(loaded, group, refusal_in_words(error.refusal, error.state), 422, "code" if is_wrong else "")
        except DraftTooLargeError:
            return _told(loaded, group, draft_too_large(), 413)
        except NotStoredError:
            return _told(loaded, group, busy(), 503)
        return _saved(loaded, group, resume)


def go_on(loaded: LoadedStudy, group: str) -> ResponseReturnValue:
    """Return what was saved under the code or resume code that was posted."""
    study = loaded.study.id
    fields = BallotForm(request.form)
    code, resume = fields.code.data, fields.resume.data
    with force_locale(page_language_of(loaded.study)):
        if not loaded.takes_answers:
            return not_taking(loaded)
        has_card = loaded.study.group(group).entry == "code"
        by_card, _unit = unit_of_code(loaded.study, group, resume or code)
        try:
            # A card that was replaced opens nothing any more.
            content = open_draft(study, group, resume or code) if by_card or not has_card else None
        except NotStoredError:
            return _told(loaded, group, busy(), 503)
        if content is None:
            count_wrong_code()
            return _told(loaded, group, no_draft(), 422, "code" if has_card else "resume")
        if wants_json():
            return json_reply({**json.loads(content), "by_card": by_card})
        codes = (resume or code, "") if by_card else (code, resume)
        return plain_path.shown_opened(loaded, group, json.loads(content), page_language_of(loaded.study), *codes)


def left_behind(loaded: LoadedStudy, group: str) -> ResponseReturnValue:
    """Return the page after a form was left on a device, with a link to an empty one."""
    language = page_language_of(loaded.study)
    session = request.args.get("session")
    with force_locale(language):
        heading, sentences = after_leaving(request.args.get("after", ""))
        address = url_for(
            "respondents.form",
            study=loaded.study.id,
            group=group,
            lang=language,
            session=session if session in SESSIONS else None,
        )
        return message_page(loaded, heading, sentences, another=address, is_for_next=True)


def _saved(loaded: LoadedStudy, group: str, resume: str) -> ResponseReturnValue:
    if wants_json():
        return json_reply({"weeks": WEEKS, "resume": resume})
    words = keeping_wording()
    kept = words["draft_kept"].format(weeks=WEEKS)
    how = words["draft_note_code" if resume else "draft_by_card"]
    plain = url_for("respondents.plain", study=loaded.study.id, group=group, lang=page_language_of(loaded.study))
    return message_page(
        loaded,
        _("Your form is saved"),
        [how, kept],
        resume=resume,
        go_on=f"{plain}#resume",
        go_on_words=words["draft_resume"],
    )


def _told(loaded: LoadedStudy, group: str, message: str, status: int, place: str = "") -> ResponseReturnValue:
    if wants_json():
        return json_reply({"message": message}, status)
    language = page_language_of(loaded.study)
    return plain_path.shown_unsaved(loaded, group, request.form, language, {place: message}, status)
