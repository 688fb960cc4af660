from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from surveyapp.data_files.words import endings


class UploadForm(FlaskForm):  # type: ignore[misc]
    file = FileField(
        lazy_gettext("Data file"),
        validators=[FileRequired(lazy_gettext("Please choose a file."))],
        render_kw={"accept": ",".join(endings())},
    )
    no_persons = BooleanField(
        lazy_gettext("The file holds no survey of persons, so small groups may be shown."),
        description=lazy_gettext("The log of staff acts keeps this declaration."),
    )


class SendForm(FlaskForm):  # type: ignore[misc]
    """Form with only a CSRF token; the fields of the columns depend on the file."""
