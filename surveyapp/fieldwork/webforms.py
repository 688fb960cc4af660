from collections.abc import Iterator

from flask import request
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import Form, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from surveyapp.accounts.webforms import new_password_fields, present_password_field
from surveyapp.studies.study_keys import SHORTEST_PASSPHRASE
from surveyapp.web.new_secrets import NotGuessable


def _known_names(_form: Form) -> Iterator[str]:
    """Return words of the study and the person that must not be used as a passphrase."""
    yield current_user.name
    yield from (request.view_args or {}).values()


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """Form with only a CSRF token, for a confirmation."""


class NewPassphraseForm(FlaskForm):  # type: ignore[misc]
    """Form for the passphrase under which a study's answers are sealed."""

    passphrase = PasswordField(
        lazy_gettext("Passphrase of the answers"),
        description=lazy_gettext(
            "At least %(shortest)s characters. It opens the ballot box; without it and without the recovery sheet the "
            "answers are lost. The administrator of the server should not know it.",
            shortest=SHORTEST_PASSPHRASE,
        ),
        validators=[
            InputRequired(lazy_gettext("Please type a passphrase.")),
            Length(
                min=SHORTEST_PASSPHRASE,
                max=1000,
                message=lazy_gettext("Please use %(shortest)s characters or more.", shortest=SHORTEST_PASSPHRASE),
            ),
            NotGuessable(_known_names),
        ],
        render_kw={"autocomplete": "off"},
    )
    again = PasswordField(
        lazy_gettext("Passphrase once more"),
        validators=[EqualTo("passphrase", lazy_gettext("The two passphrases differ. Please type the same one twice."))],
        render_kw={"autocomplete": "off"},
    )


class FirstResearcherForm(NewPassphraseForm):
    """Form for the passphrase together with a new password of the person who becomes a researcher by it."""

    current = present_password_field()
    new, new_again = new_password_fields("new")


class OpenBoxForm(FlaskForm):  # type: ignore[misc]
    """Form for the passphrase or the text of the recovery sheet."""

    passphrase = PasswordField(
        lazy_gettext("Passphrase, or the text of the recovery sheet"),
        validators=[InputRequired(lazy_gettext("Please type a passphrase.")), Length(max=1000)],
        render_kw={"autocomplete": "off"},
    )
