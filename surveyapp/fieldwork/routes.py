from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from forms.model.states import takes_real_answers
from forms.model.study import Study
from surveyapp.accounts.queries import find_account
from surveyapp.accounts.researchers.consent import ConsentFault, may_name_the_first
from surveyapp.accounts.signing_in.judging import judge_present_password, judge_secret
from surveyapp.accounts.signing_in.signed_in import begin_session
from surveyapp.ballot_box.opening.log_ending import LogRightsFault
from surveyapp.ballot_box.opening.open_box import BoxFault, Opening, WrongPassphraseFault
from surveyapp.ballot_box.opening.open_box import open_box as open_the_box
from surveyapp.database.tables.accounts import AccountRow
from surveyapp.fieldwork.addresses import forms_to_hand_out, list_address
from surveyapp.fieldwork.destruction import closing_destroys, last_opening_destroys
from surveyapp.fieldwork.queries import Returns, count_returns
from surveyapp.fieldwork.webforms import ConfirmForm, FirstResearcherForm, NewPassphraseForm, OpenBoxForm
from surveyapp.fieldwork.words import Change, changes_of, state_name
from surveyapp.instance.faults import Fault
from surveyapp.lifecycle.changes import StudyChangeFault, start_taking_answers
from surveyapp.lifecycle.changes import change_state as move_study
from surveyapp.lifecycle.readiness import PlaceholderFault, check_ready
from surveyapp.lifecycle.reopening import reopen
from surveyapp.staff_pages.navigation import may_open
from surveyapp.staff_pages.writing import said, sorting_key
from surveyapp.studies.loaded import LoadedStudy, all_loaded, find_loaded, is_unfinished
from surveyapp.web.permissions import WAITING, permission

blueprint = Blueprint("fieldwork", __name__, url_prefix="/staff/studies", template_folder="templates")


@dataclass(frozen=True, slots=True)
class StudyLine:
    study: Study
    state: str
    returns: Returns


@blueprint.get("/")
@permission("fieldwork.read")
def studies() -> ResponseReturnValue:
    rows = [StudyLine(loaded.study, loaded.state, count_returns(loaded.study)) for loaded in all_loaded()]
    rows.sort(key=lambda row: sorting_key(said(row.study.title)))
    return render_template("fieldwork/studies.html", rows=rows)


@blueprint.get("/<study_id>")
@permission("fieldwork.read")
def study(study_id: str) -> ResponseReturnValue:
    loaded = _loaded(study_id)
    returns, unfinished = count_returns(loaded.study), is_unfinished(study_id)
    return render_template(
        "fieldwork/study.html",
        study=loaded.study,
        state=loaded.state,
        key=loaded.fingerprint,
        returns=returns,
        forms=[] if loaded.state.entry.after_field else forms_to_hand_out(loaded.study),
        list_address=list_address(),
        changes=_changes_for_this_person(loaded),
        unfinished=unfinished,
        opens_box=(returns.in_the_box > 0 or unfinished or bool(loaded.state.entry.after_opening))
        and loaded.state.entry.opening is not None
        and may_open("fieldwork.open_box"),
    )


@blueprint.route("/<study_id>/begin/<state>", methods=["GET", "POST"])
@permission("box.begin")
def begin(study_id: str, state: str) -> ResponseReturnValue:
    """Begin a rehearsal or open a study: the person chooses the passphrase of the box and gets its recovery sheet."""
    loaded, waits = _loaded(study_id), current_user.standing == WAITING
    change = _change(loaded, state, seals=True)
    if waits and not may_name_the_first(study_id):
        flash(gettext("Only a researcher who has the rights may begin this study. Please ask for them first."), "error")
        return redirect(url_for("researchers.ask"), code=303)
    try:
        if takes_real_answers(change.to):
            check_ready(loaded.study)
    except PlaceholderFault as fault:
        words = fault.in_words(gettext)
        return render_template("fieldwork/not_ready.html", study=loaded.study, change=change, words=words), 422
    form = FirstResearcherForm() if waits else NewPassphraseForm()
    good = form.validate_on_submit()
    if good and waits and (refused := judge_present_password(_own_account(), form.current.data)):
        form.current.errors, good = [refused.words], False
    if not good:
        return render_template("fieldwork/change_state.html", study=loaded.study, change=change, form=form)
    first = {current_user.name: form.new.data} if waits else {}
    try:
        sheet = start_taking_answers(study_id, change.to, form.passphrase.data, first)
    except ConsentFault as fault:
        form.new.errors = [fault.in_words(gettext)]
        return render_template("fieldwork/change_state.html", study=loaded.study, change=change, form=form)
    except (StudyChangeFault, LogRightsFault) as fault:
        return _refused(study_id, fault)
    if waits:
        # The new password ended every session of the account, so this browser is signed in again.
        begin_session(_own_account())
    return render_template(
        "fieldwork/recovery_sheet.html",
        study=loaded.study,
        sheet=sheet,
        state=change.to,
        key=_loaded(study_id).fingerprint,
    )


@blueprint.route("/<study_id>/state/<state>", methods=["GET", "POST"])
@permission("studies.manage")
def change_state(study_id: str, state: str) -> ResponseReturnValue:
    loaded, form = _loaded(study_id), ConfirmForm()
    change = _change(loaded, state, seals=False)
    if not form.validate_on_submit():
        destroys = closing_destroys(study_id) if change.to.entry.after_field else ()
        return render_template(
            "fieldwork/change_state.html", study=loaded.study, change=change, form=form, destroys=destroys
        )
    try:
        if change.reopens:
            reopen(study_id, change.to)
        else:
            move_study(study_id, change.to)
    except (StudyChangeFault, LogRightsFault) as fault:
        return _refused(study_id, fault)
    flash(gettext("The study is now in the state: %(state)s.", state=state_name(change.to)))
    return redirect(url_for("fieldwork.study", study_id=study_id), code=303)


@blueprint.route("/<study_id>/box", methods=["GET", "POST"])
@permission("box.open")
def open_box(study_id: str) -> ResponseReturnValue:
    loaded, form, refused, status = _loaded(study_id), OpenBoxForm(), None, 200

    def opened() -> bool:
        try:
            opening = open_the_box(study_id, form.passphrase.data)
        except WrongPassphraseFault:
            return False
        flash(_what_was_opened(opening))
        if opening.fault:
            flash(opening.fault.in_words(gettext), "error")
        return True

    if form.validate_on_submit():
        wrong = gettext("This passphrase does not open the box. Nothing was changed.")
        try:
            judged = judge_secret("passphrase", opened, wrong)
        except BoxFault as fault:
            refused, status = fault.in_words(gettext), 422
        else:
            if judged is None:
                return redirect(url_for("fieldwork.study", study_id=study_id), code=303)
            refused, status = judged.words, judged.status
    page = render_template(
        "fieldwork/open_box.html",
        study=loaded.study,
        returns=count_returns(loaded.study),
        destroys=last_opening_destroys(loaded),
        form=form,
        refused=refused,
    )
    return page, 422 if form.errors else status


def _what_was_opened(opening: Opening) -> str:
    said = str(
        gettext(
            "%(opened)s forms were opened; %(waiting)s will be opened later.",
            opened=opening.opened,
            waiting=opening.waiting,
        )
    )
    if opening.unreadable:
        said += " " + gettext("%(number)s ballots are damaged and stay in the box.", number=opening.unreadable)
    if opening.newer:
        said += " " + gettext(
            "%(number)s ballots were sealed by a newer version of the program and stay in the box. Please update the "
            "program and open the box again.",
            number=opening.newer,
        )
    return said


def _own_account() -> AccountRow:
    return find_account(current_user.name) or abort(403)


def _loaded(study_id: str) -> LoadedStudy:
    return find_loaded(study_id) or abort(404)


def _change(loaded: LoadedStudy, state: str, seals: bool) -> Change:
    found = (change for change in changes_of(loaded) if change.to == state and change.needs_passphrase == seals)
    return next(found, None) or abort(404)


def _changes_for_this_person(loaded: LoadedStudy) -> list[tuple[Change, str]]:
    """Return the changes that may be made on these pages, each with its page."""
    pages = [(change, _page_of(change)) for change in changes_of(loaded)]
    return [
        (change, url_for(page, study_id=loaded.study.id, state=change.to.value))
        for change, page in pages
        if may_open(page)
    ]


def _page_of(change: Change) -> str:
    return "fieldwork.begin" if change.needs_passphrase else "fieldwork.change_state"


def _refused(study_id: str, fault: Fault) -> ResponseReturnValue:
    flash(fault.in_words(gettext), "error")
    return redirect(url_for("fieldwork.study", study_id=study_id), code=303)
