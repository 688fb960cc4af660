from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from surveyapp.accounts.passwords import LONGEST, SHORTEST


def _printable(typed: str | None) -> str | None:
    # PostgreSQL takes no NUL in a text, and a page may hold no control character.
    return typed and "".join(letter for letter in typed if letter.isprintable())


class SignInForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        lazy_gettext("Name"),
        validators=[InputRequired(lazy_gettext("Please type your name.")), Length(max=200)],
        filters=[_printable],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        validators=[InputRequired(lazy_gettext("Please type your password."))],
        render_kw={"autocomplete": "current-password"},
    )


class ChangePasswordForm(FlaskForm):  # type: ignore[misc]
    current = PasswordField(
        lazy_gettext("Present password"),
        validators=[InputRequired(lazy_gettext("Please type your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        lazy_gettext("New password"),
        description=lazy_gettext(
            "At least %(shortest)s characters; a few words you remember are best.", shortest=SHORTEST
        ),
        validators=[
            InputRequired(lazy_gettext("Please type a new password.")),
            Length(
                min=SHORTEST,
                max=LONGEST,
                message=lazy_gettext(
                    "Please use %(shortest)s to %(longest)s characters.", shortest=SHORTEST, longest=LONGEST
                ),
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        lazy_gettext("New password once more"),
        validators=[EqualTo("new", lazy_gettext("The two new passwords differ. Please type the same one twice."))],
        render_kw={"autocomplete": "new-password"},
    )
