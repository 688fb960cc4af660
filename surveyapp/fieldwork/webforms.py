from flask_wtf import FlaskForm


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """Nothing but the proof that the button was pressed on our own page."""
