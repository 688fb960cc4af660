"""The pages on which an account gets the rights of a researcher."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from surveyapp.accounts.changes import change_password
from surveyapp.accounts.queries import all_accounts, find_account
from surveyapp.accounts.researchers.consent import (
    BY_PASSPHRASE,
    BY_RESEARCHER,
    ConsentFault,
    check_own_password,
    consent_as_researcher,
    consent_by_passphrases,
    consent_code,
    has_rights,
    sealed_studies,
)
from surveyapp.accounts.researchers.webforms import AskForRightsForm, ConsentForm, ask_for_rights_form
from surveyapp.accounts.second_step import second_factor
from surveyapp.accounts.signing_in.judging import judge_present_password, judge_secret
from surveyapp.accounts.signing_in.signed_in import begin_session
from surveyapp.database.tables.accounts import AccountRow
from surveyapp.studies.study_keys import WrongPassphraseError
from surveyapp.web.permissions import RESEARCHER, permission

blueprint = Blueprint("researchers", __name__, url_prefix="/staff")


@blueprint.route("/researchers", methods=["GET", "POST"])
@permission("researchers.consent")
def everybody() -> ResponseReturnValue:
    """List who has the rights and by whose consent, and who is waiting."""
    people = [account for account in all_accounts() if account.role == RESEARCHER]
    form, refused = ConsentForm(), None
    form.name.choices = [account.name for account in people if account.active and account.consented_by is None]
    if form.validate_on_submit():
        try:
            consent_as_researcher(form.name.data, form.code.data, current_user.name)
        except ConsentFault as fault:
            refused = fault.in_words(gettext)
        else:
            flash(gettext("%(name)s has the rights of a researcher now.", name=form.name.data))
            return redirect(url_for("researchers.everybody"), code=303)
    page = render_template(
        "accounts/researchers.html", form=form, people=people, refused=refused, consent_in_words=consent_in_words
    )
    return page, 422 if refused or form.errors else 200


@blueprint.post("/researchers/second-step-off")
@permission("researchers.consent")
def second_step_off() -> ResponseReturnValue:
    """Turn off the second step of another researcher who has lost the telephone."""
    account = find_account(request.form.get("name", ""))
    if account is None or not has_rights(account) or account.name == current_user.name:
        abort(404)
    second_factor.turn_off(account.name)
    flash(gettext("The account %(name)s is changed.", name=account.name))
    return redirect(url_for("researchers.everybody"), code=303)


@blueprint.route("/me/rights", methods=["GET", "POST"])
@permission("rights.ask")
def ask() -> ResponseReturnValue:
    """Choose a private password, then show a code for a researcher or type the passphrases."""
    form, account = ask_for_rights_form(sealed_studies()), find_account(current_user.name) or abort(403)
    if not form.validate_on_submit():
        return render_template("accounts/rights.html", form=form), 422 if form.errors else 200
    if refused := judge_present_password(account, form.current.data):
        form.current.errors = [refused.words]
        return render_template("accounts/rights.html", form=form), refused.status
    try:
        return _with_passphrases(account, form) if form.passphrases() else _with_code(account, form)
    except ConsentFault as fault:
        form.new.errors = [fault.in_words(gettext)]
        return render_template("accounts/rights.html", form=form), 422


def _with_code(account: AccountRow, form: AskForRightsForm) -> ResponseReturnValue:
    check_own_password(account.name, form.new.data)
    changed = change_password(account.name, form.new.data)
    begin_session(changed)
    return render_template("accounts/consent_code.html", code=consent_code(changed))


def _with_passphrases(account: AccountRow, form: AskForRightsForm) -> ResponseReturnValue:
    given: list[AccountRow] = []

    def fits() -> bool:
        try:
            given.append(consent_by_passphrases(account.name, form.passphrases(), form.new.data))
        except WrongPassphraseError:
            return False
        return True

    if refused := judge_secret("passphrase", fits, gettext("A passphrase is wrong. Nothing was changed.")):
        return render_template("accounts/rights.html", form=form, refused=refused.words), refused.status
    begin_session(given[0])
    flash(gettext("You have the rights of a researcher now, and your password is changed."))
    return redirect(url_for("accounts.me"), code=303)


def consent_in_words(noted: str) -> str:
    """Return how the consent was given, in the language of the page."""
    for how, words in (
        (BY_RESEARCHER, gettext("agreed to by %(who)s")),
        (BY_PASSPHRASE, gettext("by the passphrase of %(who)s")),
    ):
        if noted.startswith(f"{how} "):
            return str(words % {"who": noted.removeprefix(f"{how} ")})
    return str(gettext("before consent was requested"))
