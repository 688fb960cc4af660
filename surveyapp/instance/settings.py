"""All settings in one table: name, default, how it is read. docs/settings.md explains each."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from surveyapp.instance.faults import N_, Fault


class SettingFault(Fault):
    """A setting that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """The settings of an installation. The names are the environment variables in lower case."""

    surveyapp_instance: Path = Path("instance")
    database_url: str = ""
    surveyapp_url: str = ""
    trusted_proxies: int = 0
    surveyapp_threads: int = 8

    @property
    def instance(self) -> Path:
        """The folder of the database and the keys."""
        return self.surveyapp_instance.expanduser().resolve()

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the database; a file in the instance folder unless one is set."""
        url = self.database_url or f"sqlite:///{self.instance / 'surveyapp.sqlite'}"
        for scheme in ("postgres://", "postgresql://"):
            if url.startswith(scheme):
                return "postgresql+psycopg://" + url.removeprefix(scheme)
        return url

    @property
    def https(self) -> bool:
        """Whether people reach the server through https."""
        return self.surveyapp_url.startswith("https://")

    @property
    def host_name(self) -> str | None:
        """The host name under which people reach the server, if it is known."""
        return urlsplit(self.surveyapp_url).hostname


SETTINGS = tuple(field.name.upper() for field in fields(Settings))
"""The names as written in the environment and in settings.cfg."""


def load_settings(override: Mapping[str, object] | None = None) -> Settings:
    """Read the settings; in order of precedence: ``override``, the environment, settings.cfg in the instance folder."""
    given = {name.upper(): value for name, value in (override or {}).items()}
    if unknown := sorted(given.keys() - set(SETTINGS)):
        raise SettingFault(
            N_("There is no setting {name}. Please use one of: {names}."), name=unknown[0], names=", ".join(SETTINGS)
        )
    strong = {name: os.environ[name] for name in SETTINGS if os.environ.get(name)} | given
    folder = Path(str(strong.get("SURVEYAPP_INSTANCE", Settings.surveyapp_instance))).expanduser()
    found = _read_file(folder / "settings.cfg") | strong | {"SURVEYAPP_INSTANCE": folder}
    values: dict[str, Any] = {name.lower(): _READERS[name](name, value) for name, value in found.items()}
    return Settings(**values)


def flask_settings(settings: Settings) -> dict[str, object]:
    """Return the configuration of Flask and its extensions."""
    return {
        "SESSION_COOKIE_NAME": "__Host-session" if settings.https else "session",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # A staff page may stay open for hours; the session itself limits how long its token is valid.
        "WTF_CSRF_TIME_LIMIT": None,
        # cross_site.py checks tokens, for staff only.
        "WTF_CSRF_CHECK_DEFAULT": False,
        "TRUSTED_HOSTS": [settings.host_name, "localhost", "127.0.0.1", "[::1]"] if settings.host_name else None,
        "BOOTSTRAP_SERVE_LOCAL": True,
    }


def _read_file(path: Path) -> dict[str, object]:
    """Read lines ``NAME = value``. The file is plain text, so that it cannot run code."""
    if not path.exists():
        return {}
    found: dict[str, object] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or name not in SETTINGS or name == "SURVEYAPP_INSTANCE":
            allowed = ", ".join(sorted(set(SETTINGS) - {"SURVEYAPP_INSTANCE"}))
            raise SettingFault(
                f"{path}:{number}: cannot use {line.strip()!r}. Please write NAME = value with {allowed}."
            )
        found[name] = value.strip("\"'")
    return found


def _text(name: str, value: object) -> str:
    return str(value)


def _path(name: str, value: object) -> Path:
    return Path(str(value))


def _url(name: str, value: object) -> str:
    url = str(value).rstrip("/")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise SettingFault(
            N_("{name} is “{value}”. Please write a whole address such as https://survey.example.vn."),
            name=name,
            value=url,
        )
    return url


def _at_least(least: int) -> Callable[[str, object], int]:
    def read(name: str, value: object) -> int:
        try:
            number = int(str(value))
        except ValueError:
            number = least - 1
        if number < least:
            raise SettingFault(
                N_("{name} is “{value}”. Please write a whole number, {least} or more."),
                name=name,
                value=value,
                least=least,
            )
        return number

    return read


_READERS: dict[str, Callable[[str, object], object]] = {
    "SURVEYAPP_INSTANCE": _path,
    "DATABASE_URL": _text,
    "SURVEYAPP_URL": _url,
    "TRUSTED_PROXIES": _at_least(0),
    "SURVEYAPP_THREADS": _at_least(2),
}
