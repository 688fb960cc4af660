"""The rule for new passwords and passphrases in forms, beside their length."""

from collections.abc import Callable, Iterable

from flask_babel import gettext
from wtforms import Field, Form
from wtforms.validators import ValidationError

from surveyapp.instance.guessable_secrets import GUESSABLE, is_guessable


class NotGuessable:
    """Return a validator that refuses guessable secrets; ``names`` finds in the form words that others know."""

    def __init__(self, names: Callable[[Form], Iterable[str | None]] = lambda _form: ()) -> None:
        self._names = names

    def __call__(self, form: Form, field: Field) -> None:
        if field.data and is_guessable(field.data, *(name for name in self._names(form) if name)):
            raise ValidationError(gettext(GUESSABLE))
