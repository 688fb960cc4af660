"""Serialises a release to JSON for the database and back. Altered or unknown content is refused."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter, ValidationError

from surveyapp.instance.keys import InstanceKeys
from surveyapp.results.releases.release import Release

SCHEMA = 4
"""The schema version written by this program; it is raised with every change of the records."""


class DamagedReleaseError(Exception):
    """This installation has not written the content."""


class UnknownSchemaError(Exception):
    """A newer version of the program wrote the content."""


def write_content(release: Release) -> str:
    """Return the release as JSON, with the release number that is derived from its content."""
    # Read back first, so that equal figures have the same number whether or not they were stored in between.
    release = _as_json().validate_json(_as_json().dump_json(release))
    shown = (release.version, release.planned, release.others, release.open_entry)
    number = hashlib.sha256(_shown_as_json().dump_json(shown)).hexdigest()[:12]
    return _as_json().dump_json(replace(release, number=number)).decode()


def seal(keys: InstanceKeys, study: str, schema: int, content: str) -> bytes:
    """Return the HMAC that ties a content to its study and to this installation."""
    return keys.digest("release", study, str(schema), content)


def read_content(schema: int, content: str) -> Release:
    """Return the release; ``DamagedReleaseError`` or ``UnknownSchemaError`` if it cannot be read."""
    if schema not in READERS:
        raise UnknownSchemaError(schema)
    try:
        return READERS[schema](content)
    except ValidationError:
        raise DamagedReleaseError from None


def _read(content: str) -> Release:
    """Read schema 4. Schema 1 had no ``working``, schema 2 no ``extra`` and schema 3 no design effects
    and cautions in its records; they are read without them.
    """
    return _as_json().validate_json(content)


READERS: dict[int, Callable[[str], Release]] = {1: _read, 2: _read, 3: _read, 4: _read}
"""Schema to its reader. When the schema changes, the old reader stays and converts to the new one."""


@cache
def _as_json() -> TypeAdapter[Release]:
    return TypeAdapter(Release)


@cache
def _shown_as_json() -> TypeAdapter[tuple[object, ...]]:
    return TypeAdapter(tuple[object, ...])
