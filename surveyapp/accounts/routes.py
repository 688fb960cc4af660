from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from surveyapp.accounts import changes
from surveyapp.accounts.next_page import own_page
from surveyapp.accounts.passwords import TooManySignInsError, is_outdated, is_password
from surveyapp.accounts.queries import find_account
from surveyapp.accounts.signed_in import begin_session, end_session
from surveyapp.accounts.webforms import ChangePasswordForm, SignInForm
from surveyapp.languages import LANGUAGES
from surveyapp.permissions import PUBLIC, STAFF, permission, role_may

blueprint = Blueprint("accounts", __name__, url_prefix="/staff", template_folder="templates")


@blueprint.get("/")
@permission(STAFF)
def start() -> ResponseReturnValue:
    page = "fieldwork.studies" if role_may(current_user.role, "fieldwork.read") else "accounts.me"
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
    account = find_account(form.name.data)
    try:
        fits = is_password(account.password_hash if account and account.active else None, form.password.data)
    except TooManySignInsError:
        busy = gettext("Many people are signing in. Please try again in a few seconds.")
        return render_template("accounts/sign_in.html", form=form, next=back, refused=busy), 503
    if account is None or not fits:
        # One sentence for an unknown name, a wrong password and a closed account.
        refused = gettext("The name and the password do not fit together. Please check both and try again.")
        return render_template("accounts/sign_in.html", form=form, next=back, refused=refused), 403
    if is_outdated(account.password_hash):
        changes.renew_hash(account.name, form.password.data)
    begin_session(account)
    return redirect(back or url_for("accounts.start"), code=303)


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
    form = ChangePasswordForm()
    account = find_account(current_user.name)
    if account is None:
        abort(403)
    try:
        if not form.validate_on_submit():
            return render_template("accounts/me.html", form=form), 422
        if not is_password(account.password_hash, form.current.data):
            form.current.errors = [gettext("This is not your present password.")]
            return render_template("accounts/me.html", form=form), 422
        changed = changes.change_password(account.name, form.new.data)
    except TooManySignInsError:
        abort(503)
    # Every session of the account has ended with the old password; this one begins anew.
    begin_session(changed)
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
