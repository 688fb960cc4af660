from collections.abc import Iterator

from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import Form, PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from surveyapp.accounts.passwords import LONGEST, SHORTEST
from surveyapp.accounts.signing_in.signed_in import role_name
from surveyapp.web.new_secrets import NotGuessable
from surveyapp.web.permissions import ROLES


def _printable(typed: str | None) -> str | None:
    # PostgreSQL stores no NUL in a text, and HTML allows no control characters.
    return typed and "".join(letter for letter in typed if letter.isprintable())


def _name_field() -> StringField:
    return StringField(
        lazy_gettext("Name"),
        validators=[
            InputRequired(lazy_gettext("Please type a name.")),
            Length(max=60, message=lazy_gettext("Please use 60 characters at most.")),
        ],
        filters=[_printable, lambda typed: typed and typed.strip()],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


def _code_field(label: object, description: object) -> StringField:
    return StringField(
        label,
        description=description,
        validators=[InputRequired(lazy_gettext("Please type the code.")), Length(max=60)],
        filters=[_printable],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )


def present_password_field() -> PasswordField:
    return PasswordField(
        lazy_gettext("Present password"),
        validators=[InputRequired(lazy_gettext("Please type your present password."))],
        render_kw={"autocomplete": "current-password"},
    )


def _known_names(form: Form) -> Iterator[str | None]:
    """Return the account name that belongs to the password: the one typed in the same form, else that of the person."""
    yield form["name"].data if "name" in form else getattr(current_user, "name", None)


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


class SecondStepForm(FlaskForm):  # type: ignore[misc]
    code = _code_field(
        lazy_gettext("Code"), lazy_gettext("The six digits on your telephone, or one of your recovery codes.")
    )


def new_password_fields(name: str) -> tuple[PasswordField, PasswordField]:
    """Return the fields of a new password and its repetition. ``name``: the name of the first field."""
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
            NotGuessable(_known_names),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        lazy_gettext("New password once more"),
        validators=[EqualTo(name, lazy_gettext("The two new passwords differ. Please type the same one twice."))],
        render_kw={"autocomplete": "new-password"},
    )
    return new, again


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """Base form with a new password typed twice; subclasses put their fields before it."""

    new, again = new_password_fields("new")


class ChangePasswordForm(NewPasswordForm):
    current = present_password_field()


class PasswordOnlyForm(FlaskForm):  # type: ignore[misc]
    current = present_password_field()


class SecondFactorForm(PasswordOnlyForm):
    code = _code_field(lazy_gettext("Code"), lazy_gettext("The six digits that your telephone shows now."))


class SetUpForm(NewPasswordForm):
    token = StringField(
        lazy_gettext("Token"),
        description=lazy_gettext("The server printed it when it started; it is good for an hour."),
        validators=[InputRequired(lazy_gettext("Please type the token.")), Length(max=200)],
        filters=[_printable],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    name = _name_field()


class AddAccountForm(NewPasswordForm):
    name = _name_field()
    role = SelectField(lazy_gettext("Role"), choices=lambda: [(role, role_name(role)) for role in ROLES])
