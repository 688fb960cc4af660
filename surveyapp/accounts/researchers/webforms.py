from collections.abc import Sequence

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from surveyapp.accounts.webforms import ChangePasswordForm


class ConsentForm(FlaskForm):  # type: ignore[misc]
    """Form by which a researcher gives consent to another one."""

    name = SelectField(lazy_gettext("Who waits"))
    code = StringField(
        lazy_gettext("Code of that person"),
        description=lazy_gettext(
            "Please let the person read it to you face to face or by telephone. It shows that the account is in the "
            "person's own hands."
        ),
        validators=[InputRequired(lazy_gettext("Please type the code.")), Length(max=60)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class AskForRightsForm(ChangePasswordForm):
    """Form for a new password with the passphrases of all studies, or with none of them."""

    def passphrase_fields(self) -> list[PasswordField]:
        return [field for field in self if field.name.startswith("box_")]

    def passphrases(self) -> dict[str, str]:
        """Return the typed passphrases by study."""
        return {field.name.removeprefix("box_"): field.data for field in self.passphrase_fields() if field.data}


def ask_for_rights_form(studies: Sequence[str]) -> AskForRightsForm:
    """Return the form class with one passphrase field per study."""
    fields = {
        f"box_{study}": PasswordField(
            lazy_gettext("Passphrase or recovery sheet of %(study)s", study=study),
            validators=[Length(max=1000)],
            render_kw={"autocomplete": "off"},
        )
        for study in studies
    }
    form: AskForRightsForm = type("AskForRightsForm", (AskForRightsForm,), fields)()
    return form
