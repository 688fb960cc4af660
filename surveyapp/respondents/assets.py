"""The one style sheet and the one script of respondents' pages, joined from small files when the server starts.

The names contain a hash of the content, so browsers may cache them for a year.
"""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from flask import Flask, current_app, url_for

from surveyapp.respondents.kinds import VIEWS

_IMPORT = re.compile(
    r'^import (?:\* as (?P<whole>\w+)|(?P<names>\{[^}]*\})) from "\.[./]*/(?:\w+/)*(?P<module>\w+)\.js";\n', re.M
)
_EXPORT = re.compile(r"^export (?=(?:async )?function (\w+)|const (\w+))", re.M)
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*.*?\*/)\n", re.M | re.S)
_TRAILING_COMMENT = re.compile(r"(?<=[;{,)]) +// [^\n]*$", re.M)
_INDENT = re.compile(r"^[ \t]+", re.M)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_FIRST_MODULE = "main"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as sent."""

    name: str
    mimetype: str
    body: bytes
    compressed: bytes


def init_app(app: Flask) -> None:
    """Join the files once; templates refer to them by ``asset('respondents.css')``."""
    static = files("surveyapp.respondents") / "static"
    modules = _sources(static / "js", ".js") | kind_modules({kind: view.script for kind, view in VIEWS.items()})
    made = (
        _asset("respondents.css", "text/css", _joined_styles(static / "css")),
        _asset("respondents.js", "text/javascript", join_modules(modules, _FIRST_MODULE)),
    )
    app.extensions["respondent_assets"] = {asset.name: asset for asset in made}
    addresses = {f"respondents.{asset.name.rpartition('.')[2]}": asset.name for asset in made}

    def asset(name: str) -> str:
        return url_for("respondents.asset", name=addresses[name])

    app.jinja_env.globals["asset"] = asset


def find_asset(name: str) -> Asset | None:
    """Return the file of that hashed name."""
    found: Asset | None = current_app.extensions["respondent_assets"].get(name)
    return found


def kind_modules(scripts: Mapping[str, str]) -> dict[str, str]:
    """Return the scripts of the question kinds as modules, and the module ``question_kinds`` with their table."""
    own = {kind: source for kind, source in scripts.items() if source}
    # Kinds with the same view share a module.
    module_of = {kind: next(name for name, other in own.items() if other == source) for kind, source in own.items()}
    imports = "".join(f'import * as {name} from "./{name}_kind.js";\n' for name in dict.fromkeys(module_of.values()))
    table = ", ".join(f"{kind}: {name}" for kind, name in module_of.items())
    modules = {f"{name}_kind": own[name] for name in module_of.values()}
    return modules | {"question_kinds": f"{imports}export const KINDS = {{ {table} }};\n"}


def join_modules(sources: dict[str, str], first: str) -> str:
    """Join ES modules into one classic script: each becomes a function that returns its exports.

    Supported is what our modules use: one-line imports by file name without the folder, and exported functions and
    constants.
    """
    joined: dict[str, str] = {}
    _join(first, sources, joined, ())
    return '(() => {\n"use strict";\n' + "".join(joined.values()) + "})();\n"


def _join(name: str, sources: dict[str, str], joined: dict[str, str], above: tuple[str, ...]) -> None:
    if name in above:
        raise ValueError(f"the modules {' -> '.join((*above, name))} import each other in a circle")
    if name in joined:
        return
    source = sources[name]
    for found in _IMPORT.finditer(source):
        _join(found["module"], sources, joined, (*above, name))
    exports = ", ".join(function or constant for function, constant in _EXPORT.findall(source))
    body = _IMPORT.sub(lambda found: f"const {found['whole'] or found['names']} = {found['module']}_js;\n", source)
    if re.search(r"^(?:import|export default|export \{)", body, re.M):
        raise ValueError(f"{name}.js has an import or export that the joiner does not understand")
    if any(line.count("`") % 2 for line in body.splitlines()):
        raise ValueError(f"{name}.js has a template literal over several lines, whose blanks would be removed")
    body = _INDENT.sub("", _TRAILING_COMMENT.sub("", _COMMENT.sub("", _EXPORT.sub("", body))))
    joined[name] = f"const {name}_js = (() => {{\n{body}return {{ {exports} }};\n}})();\n"


def _sources(folder: Traversable, ending: str) -> dict[str, str]:
    """Name to text of every file with the ending in the folder and in the folders in it."""
    found: dict[str, str] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found |= _sources(entry, ending)
        elif entry.name.endswith(ending):
            found[entry.name.removesuffix(ending)] = entry.read_text("utf-8")
    return found


def _joined_styles(folder: Traversable) -> str:
    """One style sheet without comments and without the blanks that mean nothing."""
    text = _CSS_COMMENT.sub("", "".join(_sources(folder, ".css").values()))
    return re.sub(r"(?<=[\w-]): +", ":", re.sub(r"\s*([{};,])\s*", r"\1", text)).strip() + "\n"


def _asset(name: str, mimetype: str, text: str) -> Asset:
    body = text.encode()
    stem, _, ending = name.rpartition(".")
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(f"{stem}-{digest}.{ending}", mimetype, body, gzip.compress(body, 9, mtime=0))
