"""A release as text for the database, and back. What cannot be read as it was written is refused, never guessed at."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter, ValidationError

from surveyapp.instance.keys import InstanceKeys
from surveyapp.results.releases import Release

SCHEMA = 3
"""Of the content that this program writes; another number for every change of the records in it."""


class DamagedReleaseError(Exception):
    """The content is not what this installation has written."""


class UnknownSchemaError(Exception):
    """The content was written by a newer version of the program."""


def write_content(release: Release) -> str:
    """The release as JSON, under the name of what it shows."""
    # Read back first, so that the same figures have the same name whether or not they were kept in between.
    release = _as_json().validate_json(_as_json().dump_json(release))
    shown = (release.version, release.planned, release.others, release.open_entry)
    number = hashlib.sha256(_shown_as_json().dump_json(shown)).hexdigest()[:12]
    return _as_json().dump_json(replace(release, number=number)).decode()


def seal(keys: InstanceKeys, study: str, schema: int, content: str) -> bytes:
    """The HMAC that ties a content to its study and to this installation."""
    return keys.digest("release", study, str(schema), content)


def read_content(schema: int, content: str) -> Release:
    """The release; DamagedReleaseError or UnknownSchemaError say why there is none."""
    if schema not in READERS:
        raise UnknownSchemaError(schema)
    try:
        return READERS[schema](content)
    except ValidationError:
        raise DamagedReleaseError from None


def _read(content: str) -> Release:
    """Schema 3. Schema 1 had no ``working`` and schema 2 no ``extra`` in its records; both are read without them."""
    return _as_json().validate_json(content)


READERS: dict[int, Callable[[str], Release]] = {1: _read, 2: _read, 3: _read}
"""Schema to the function that reads it. A new schema leaves a reader here that brings the old one to the new shape."""


@cache
def _as_json() -> TypeAdapter[Release]:
    return TypeAdapter(Release)


@cache
def _shown_as_json() -> TypeAdapter[tuple[object, ...]]:
    return TypeAdapter(tuple[object, ...])
