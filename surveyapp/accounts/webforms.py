from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from surveyapp.accounts.passwords import LONGEST, SHORTEST


def _printable(typed: str | None) -> str | None:
    # PostgreSQL takes no NUL in a text, and a page may hold no control character.
    return typed and "".join(letter for letter in typed if letter.isprintable())


class SignInForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _l("Name"),
        validators=[InputRequired(_l("Please type your name.")), Length(max=200)],
        filters=[_printable],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Please type your password."))],
        render_kw={"autocomplete": "current-password"},
    )


class ChangePasswordForm(FlaskForm):  # type: ignore[misc]
    current = PasswordField(
        _l("Present password"),
        validators=[InputRequired(_l("Please type your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        _l("New password"),
        description=_l("At least %(shortest)s characters; a few words you remember are best.", shortest=SHORTEST),
        validators=[
            InputRequired(_l("Please type a new password.")),
            Length(
                min=SHORTEST,
                max=LONGEST,
                message=_l("Please use %(shortest)s to %(longest)s characters.", shortest=SHORTEST, longest=LONGEST),
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("New password once more"),
        validators=[EqualTo("new", _l("The two new passwords differ. Please type the same one twice."))],
        render_kw={"autocomplete": "new-password"},
    )
