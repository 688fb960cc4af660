from dataclasses import dataclass

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.study import Group, Study
from surveyapp.fieldwork.queries import Returns, count_returns
from surveyapp.fieldwork.webforms import ConfirmForm
from surveyapp.fieldwork.words import Change, changes_of, state_name
from surveyapp.permissions import permission
from surveyapp.staff_pages.navigation import may_open
from surveyapp.staff_pages.writing import said, sorting_key
from surveyapp.studies import LoadedStudy, all_loaded, find_loaded
from surveyapp.study_changes import StudyChangeFault
from surveyapp.study_changes import change_state as move_study

blueprint = Blueprint("fieldwork", __name__, url_prefix="/staff/studies", template_folder="templates")


@dataclass(frozen=True, slots=True)
class StudyLine:
    study: Study
    state: str
    returns: Returns


@dataclass(frozen=True, slots=True)
class FormToHandOut:
    group: Group
    address: str
    questions: int


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
    return render_template(
        "fieldwork/study.html",
        study=loaded.study,
        state=loaded.state,
        returns=count_returns(loaded.study),
        forms=_forms(loaded.study),
        changes=changes_of(loaded) if may_open("fieldwork.change_state") else [],
    )


@blueprint.route("/<study_id>/state/<state>", methods=["GET", "POST"])
@permission("studies.manage")
def change_state(study_id: str, state: str) -> ResponseReturnValue:
    loaded = _loaded(study_id)
    change = _change(loaded, state)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("fieldwork/change_state.html", study=loaded.study, change=change, form=form)
    try:
        move_study(study_id, change.to)
    except StudyChangeFault as fault:
        # Somebody else was faster; the page says how things stand.
        flash(fault.in_words(gettext), "error")
        return redirect(url_for("fieldwork.study", study_id=study_id), code=303)
    flash(gettext("The study is now in the state: %(state)s.", state=state_name(change.to)))
    return redirect(url_for("fieldwork.study", study_id=study_id), code=303)


def _loaded(study_id: str) -> LoadedStudy:
    return find_loaded(study_id) or abort(404)


def _change(loaded: LoadedStudy, state: str) -> Change:
    return next((change for change in changes_of(loaded) if change.to == state), None) or abort(404)


def _forms(study: Study) -> list[FormToHandOut]:
    # The respondents' pages may be served by another process, under the address that people reach it by.
    base = current_app.extensions["settings"].surveyapp_url or request.url_root.rstrip("/")
    return [
        FormToHandOut(group, f"{base}/s/{study.id}/{group.id}", len(study.questionnaires[group.id].questions))
        for group in study.groups
    ]
