"""The fields of a ballot beside its questions, and the code step of the plain page. There is no
session, so no token.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import unquote_plus

from flask import request
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length

from forms.model.questions import RESERVED_IDS


def _trimmed(typed: str | None) -> str:
    # PostgreSQL stores no NUL. No field is longer than a code typed with a space after each character.
    typed = typed or ""
    if not typed.isprintable():
        typed = "".join(letter for letter in typed if letter.isprintable())
    return typed.strip()[:100]


class CodeForm(FlaskForm):  # type: ignore[misc]
    """Form with the code only."""

    class Meta:
        csrf = False

    code = StringField(filters=[_trimmed])


class BallotForm(CodeForm):
    """The metadata of a sent form."""

    nonce = StringField(filters=[_trimmed], validators=[Length(max=64)])
    version = StringField(filters=[_trimmed])
    variant = StringField(filters=[_trimmed])
    language = StringField(filters=[_trimmed])
    resume = StringField(filters=[_trimmed])
    session = StringField(filters=[_trimmed])


class DraftForm(BallotForm):
    """The metadata of a saved form, with the position of the person."""

    screen = StringField(filters=[_trimmed])


@dataclass(frozen=True, slots=True)
class FormMetadata:
    """BallotForm without WTForms, for speed."""

    code: str
    nonce: str
    version: str
    variant: str
    language: str
    resume: str
    session: str


_ABOUT = tuple(field.name for field in fields(FormMetadata))


_AS_WERKZEUG = "werkzeug.url_quote"
"""Codec error handler for bytes that are no text: they are kept as they are."""


def posted_fields() -> dict[str, list[str]]:
    """Return the posted fields like ``request.form``, in a fifth of the time."""
    body = request.get_data() if request.mimetype == "application/x-www-form-urlencoded" else b""
    if not body:  # no body, multipart, or read before
        return dict(request.form.lists())
    fields: dict[str, list[str]] = {}
    for pair in body.decode(errors="replace").split("&"):
        if pair:
            name, _, value = pair.partition("=")
            if "%" in pair or "+" in pair:
                name, value = (unquote_plus(part, errors=_AS_WERKZEUG) for part in (name, value))
            fields.setdefault(name, []).append(value)
    return fields


def about_the_form(posted: Mapping[str, list[str]]) -> FormMetadata:
    """Return the posted metadata of the form."""
    return FormMetadata(*(_trimmed(posted[name][0]) if name in posted else "" for name in _ABOUT))


def answer_fields(posted: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the posted answers as typed."""
    return {name: values for name, values in posted.items() if name not in RESERVED_IDS}
