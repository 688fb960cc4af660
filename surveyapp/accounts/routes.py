from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from forms.languages import LANGUAGES
from surveyapp.accounts import changes
from surveyapp.accounts.queries import all_accounts, find_account
from surveyapp.accounts.researchers.consent import has_rights, waits
from surveyapp.accounts.second_step import second_factor
from surveyapp.accounts.second_step.enrolling import Enrolment
from surveyapp.accounts.signing_in import set_up
from surveyapp.accounts.signing_in.judging import Refused, judge_password, judge_present_password, judge_second_step
from surveyapp.accounts.signing_in.next_page import own_page
from surveyapp.accounts.signing_in.signed_in import begin_half_session, begin_session, end_session, half_signed_in
from surveyapp.accounts.webforms import (
    AddAccountForm,
    ChangePasswordForm,
    PasswordOnlyForm,
    SecondFactorForm,
    SecondStepForm,
    SetUpForm,
    SignInForm,
)
from surveyapp.audit.acts import Act
from surveyapp.audit.log import record
from surveyapp.database.tables.accounts import AccountRow
from surveyapp.web.languages import page_language
from surveyapp.web.permissions import PUBLIC, RESEARCHER, STAFF, may, permission

blueprint = Blueprint("accounts", __name__, url_prefix="/staff", template_folder="templates")


@blueprint.get("/")
@permission(STAFF)
def start() -> ResponseReturnValue:
    page = "fieldwork.studies" if may(current_user, "fieldwork.read") else "accounts.me"
    return redirect(url_for(page), code=303)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@permission(PUBLIC)
def sign_in() -> ResponseReturnValue:
    back = own_page(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(back or url_for("accounts.start"), code=303)
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form, next=back)
    judged = judge_password(form.name.data, form.password.data)
    if isinstance(judged, Refused):
        return render_template("accounts/sign_in.html", form=form, next=back, refused=judged.words), judged.status
    if judged.second_factor is not None:
        begin_half_session(judged)
        return redirect(url_for("accounts.second_step", next=back), code=303)
    return _begin(judged, back)


@blueprint.route("/sign-in/second", methods=["GET", "POST"])
@permission(PUBLIC)
def second_step() -> ResponseReturnValue:
    back, account, form = own_page(request.args.get("next")), half_signed_in(), SecondStepForm()
    if account is None:
        return redirect(url_for("accounts.sign_in", next=back), code=303)
    if not form.validate_on_submit():
        return render_template("accounts/second_step.html", form=form, next=back)
    if refused := judge_second_step(account, form.code.data):
        return render_template("accounts/second_step.html", form=form, next=back, refused=refused.words), refused.status
    return _begin(account, back)


@blueprint.route("/set-up", methods=["GET", "POST"])
@permission(PUBLIC)
def first_account() -> ResponseReturnValue:
    instance, form = current_app.extensions["settings"].instance, SetUpForm()
    if set_up.present_token(instance) is None:
        abort(404)
    if not form.validate_on_submit():
        return render_template("accounts/set_up.html", form=form), 422 if form.errors else 200
    account = set_up.set_up(instance, form.token.data, form.name.data, form.new.data, page_language())
    if account is None:
        form.token.errors = [gettext("This is not the token that the server printed.")]
        return render_template("accounts/set_up.html", form=form), 403
    return _begin(account, None)


@blueprint.post("/sign-out")
@permission(STAFF)
def sign_out() -> ResponseReturnValue:
    end_session()
    return redirect(url_for("accounts.sign_in"), code=303)


@blueprint.get("/me")
@permission(STAFF)
def me() -> ResponseReturnValue:
    return render_template("accounts/me.html", form=ChangePasswordForm())


@blueprint.post("/me/password")
@permission(STAFF)
def change_password() -> ResponseReturnValue:
    form, account = ChangePasswordForm(), _own_account()
    if not form.validate_on_submit():
        return render_template("accounts/me.html", form=form), 422
    if refused := judge_present_password(account, form.current.data):
        form.current.errors = [refused.words]
        return render_template("accounts/me.html", form=form), refused.status
    # The change ends every session of the account, so this browser is signed in again.
    begin_session(changes.change_password(account.name, form.new.data))
    flash(gettext("The password is changed."))
    return redirect(url_for("accounts.me"), code=303)


@blueprint.post("/me/language")
@permission(STAFF)
def language() -> ResponseReturnValue:
    wanted = request.form.get("language", "")
    if wanted not in LANGUAGES:
        abort(400)
    session["language"] = wanted
    changes.change_language(current_user.name, wanted)
    return redirect(own_page(request.form.get("next")) or url_for("accounts.start"), code=303)


@blueprint.route("/me/second-step", methods=["GET", "POST"])
@permission(STAFF)
def turn_second_step_on() -> ResponseReturnValue:
    account, form, refused = _own_account(), SecondFactorForm(), None
    if account.second_factor is not None:
        return redirect(url_for("accounts.me"), code=303)
    enrolment = Enrolment.of_session(account.name)
    if form.validate_on_submit():
        step = enrolment.step_of(form.code.data)
        if refused := judge_present_password(account, form.current.data):
            form.current.errors = [refused.words]
        elif step is None:
            form.code.errors = [gettext("This code is wrong. Please enter the code shown now.")]
        else:
            changed, codes = second_factor.turn_on(account.name, enrolment.secret, step)
            begin_session(changed)
            return render_template("accounts/recovery_codes.html", codes=codes)
    page = render_template("accounts/second_factor.html", form=form, enrolment=enrolment)
    return page, refused.status if refused else 422 if form.errors else 200


@blueprint.route("/me/second-step/off", methods=["GET", "POST"])
@permission(STAFF)
def turn_second_step_off() -> ResponseReturnValue:
    account, form, refused = _own_account(), PasswordOnlyForm(), None
    if account.second_factor is None:
        return redirect(url_for("accounts.me"), code=303)
    if form.validate_on_submit():
        refused = judge_present_password(account, form.current.data)
        if refused is None:
            begin_session(second_factor.turn_off(account.name))
            flash(gettext("The second step is off."))
            return redirect(url_for("accounts.me"), code=303)
        form.current.errors = [refused.words]
    page = render_template("accounts/second_factor_off.html", form=form)
    return page, refused.status if refused else 422 if form.errors else 200


@blueprint.route("/accounts", methods=["GET", "POST"])
@permission("accounts.manage")
def accounts() -> ResponseReturnValue:
    form = AddAccountForm()
    if form.validate_on_submit():
        try:
            added = changes.add_account(form.name.data, form.role.data, form.new.data, page_language())
        except changes.AccountExistsError:
            form.name.errors = [gettext("An account with this name already exists.")]
        else:
            flash(gettext("The account %(name)s is ready.", name=added.name))
            if added.role == RESEARCHER:
                flash(waiting_explained())
            return redirect(url_for("accounts.accounts"), code=303)
    judges = {"waits": waits, "has_rights": has_rights}
    page = render_template("accounts/accounts.html", form=form, accounts=all_accounts(), **judges)
    return page, 422 if form.errors else 200


@blueprint.post("/accounts/change")
@permission("accounts.manage")
def change_account() -> ResponseReturnValue:
    account = find_account(request.form.get("name", "")) or abort(404)
    change = {
        "close": changes.close_account,
        "reopen": changes.reopen_account,
        "second_step_off": second_factor.turn_off,
    }.get(request.form.get("change", "")) or abort(400)
    if account.name == current_user.name:
        # An installation must keep at least one administrator.
        flash(gettext("Please ask another administrator to change your own account."), "error")
    elif change is second_factor.turn_off and has_rights(account):
        # The administrator knows the first password and could open the answers with it.
        flash(gettext("The second step of a researcher is turned off by another researcher."), "error")
    else:
        change(account.name)
        flash(gettext("The account %(name)s is changed.", name=account.name))
    return redirect(url_for("accounts.accounts"), code=303)


def waiting_explained() -> str:
    """Return the advice for the administrator who creates a researcher's account."""
    return str(
        gettext(
            "It waits for the rights of a researcher: the person signs in, opens Your account and asks for them. "
            "Another researcher agrees, or the person types the passphrases of all studies or begins the first one."
        )
    )


def _begin(account: AccountRow, back: str | None) -> ResponseReturnValue:
    begin_session(account)
    record(Act.SIGNED_IN, account.name, who=account.name)
    return redirect(back or url_for("accounts.start"), code=303)


def _own_account() -> AccountRow:
    return find_account(current_user.name) or abort(403)
