"""Options of commands that describe a file of answers, and what to compare in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.commands import language_of
from analysis.sources.files.declared_missing import REASONS, UnknownReasonError, missing_from_option
from analysis.sources.understanding.role_guesses import CLUSTER, GROUP, ROLES
from analysis.translation import N_, translator
from forms.languages import DEFAULT_LANGUAGE, LANGUAGES
from forms.missing_values import Missing

if TYPE_CHECKING:
    from analysis.results import Comparison
    from analysis.sources.answer_source import AnswerSource
    from analysis.sources.dataset import Codebook, Dataset
    from analysis.sources.files.roles import Roles
    from analysis.sources.understanding.declared_scales import DeclaredScale


def _missing(ctx: click.Context, _parameter: click.Parameter, text: str | None) -> Mapping[str, Missing]:
    try:
        return missing_from_option(text or "")
    except UnknownReasonError as error:
        say = translator(language_of(ctx))
        sentence = say(N_("--missing: “{word}” is no reason. Please use one of: {names}."))
        raise click.UsageError(sentence.format(word=error.word, names=", ".join(REASONS))) from error


def _pairs(texts: Sequence[str], option: str) -> Iterator[tuple[str, str]]:
    """``a,b=VALUE`` as a pair for each of the names."""
    for text in texts:
        names, equals, value = text.partition("=")
        if not equals:
            raise click.UsageError(f"{option}: {text}")
        yield from ((name.strip(), value.strip()) for name in names.split(",") if name.strip())


def _roles(ctx: click.Context, _parameter: click.Parameter, texts: Sequence[str]) -> Mapping[str, str]:
    found = dict(_pairs(texts, "--role"))
    say = translator(language_of(ctx))
    for role in found.values():
        if role not in ROLES:
            sentence = say(N_("--role: “{word}” is no role. Please use one of: {names}."))
            raise click.UsageError(sentence.format(word=role, names=", ".join(ROLES)))
    return found


def _scales(ctx: click.Context, _parameter: click.Parameter, texts: Sequence[str]) -> Mapping[str, DeclaredScale]:
    if not texts:
        return {}
    # Imported here: it needs numpy, and most calls declare no scale.
    from analysis.sources.understanding.declared_scales import UnknownScaleError, scale_from_text
    from analysis.sources.understanding.known_scales import KNOWN_SCALES

    try:
        return {name: scale_from_text(text) for name, text in _pairs(texts, "--scale")}
    except UnknownScaleError as error:
        say = translator(language_of(ctx))
        sentence = say(N_("--scale: “{word}” is no scale. Please use 1-5, first|second|third, or one of: {names}."))
        raise click.UsageError(sentence.format(word=error, names=", ".join(KNOWN_SCALES))) from error


def _names(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> list[str] | None:
    """``A,B..D`` as a list of its entries; ``None`` stays ``None``."""
    return None if text is None else [entry.strip() for entry in text.split(",") if entry.strip()]


_OF_FILES: Sequence[Callable[[Any], Any]] = (
    click.argument("file", type=click.Path()),
    click.option("--group", help=N_("Column that names the group of each respondent. Default: that of the codebook.")),
    click.option(
        "--cluster", help=N_("Column that names the cluster (agency, company). Default: everybody is a cluster.")
    ),
    click.option(
        "--missing",
        callback=_missing,
        help=N_("Codes that are no answers, each with a reason or none: 99,98=dont_know."),
    ),
    click.option(
        "--amounts", callback=_names, help=N_("Columns that hold amounts (ages, minutes), where gaps are natural: A,B.")
    ),
    click.option(
        "--role",
        "declared",
        multiple=True,
        callback=_roles,
        help=N_("Role of columns: gioi_tinh=attribute, or a pattern: ghi_chu*=text. Can be given several times."),
    ),
    click.option(
        "--scale",
        "scales",
        multiple=True,
        callback=_scales,
        help=N_("Answers of columns: q*=agree5, q1,q2=1-5 or q3=Kém|Khá|Tốt. Can be given several times."),
    ),
    click.option(
        "--language",
        type=click.Choice(list(LANGUAGES)),
        default=DEFAULT_LANGUAGE,
        show_default=True,
        help=N_("Language of the results."),
    ),
)
_OF_COMPARISONS: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--items",
        callback=_names,
        help=N_(
            "Columns to compare: A,B,C or a range A..C. Default: all of the codebook, else all that are questions."
        ),
    ),
    click.option(
        "--codebook", type=click.Path(path_type=Path), help=N_("YAML or JSON file with labels, see docs/analysis.md.")
    ),
    click.option("--threshold", type=click.IntRange(min=1), help=N_("Hide figures of fewer people than this.")),
)
WITHOUT_GROUP = N_(
    "Please name the column with the groups: --group COLUMN. The command describe shows the columns of the file."
)


@dataclass(frozen=True, slots=True)
class FileDescription:
    """What a command is told about a file of answers: the values of the options that all these commands have."""

    file: str
    group: str | None
    cluster: str | None
    missing: Mapping[str, Missing]
    amounts: list[str] | None
    declared: Mapping[str, str]
    scales: Mapping[str, DeclaredScale]
    language: str

    def roles(self, described: Codebook | None = None) -> Roles:
        """The declared roles, with group and cluster from the codebook if the options name none."""
        from analysis.sources.files.roles import Roles

        own = Roles(self.group or "", self.cluster, self.missing, tuple(self.amounts or ()), self.declared, self.scales)
        return replace(
            own, group=own.column_with_role(GROUP, described) or "", cluster=own.column_with_role(CLUSTER, described)
        )


@dataclass(frozen=True, slots=True)
class FileRequest(FileDescription):
    """What a command is asked to compare."""

    items: list[str] | None
    codebook: Path | None
    threshold: int | None

    def read(self) -> Dataset:
        """The answers, row by row. Raises ``InputFaultError`` like ``compare``."""
        return self._source().read(self.items)

    def compare(self) -> tuple[Comparison, Codebook]:
        """Compare the groups of the file. Raises ``InputFaultError`` for a fault in the file or in its codebook."""
        # The statistics take a third of a second to import; help needs none.
        from analysis.comparisons.comparing_files import compare_source

        return compare_source(self._source(), self.items, self.threshold)

    def _source(self) -> AnswerSource:
        from analysis.sources.files.codebook_files import read_codebook
        from analysis.sources.opening import open_source

        described = read_codebook(self.codebook) if self.codebook else None
        roles = self.roles(described)
        if not roles.group:
            raise click.UsageError(translator(self.language)(WITHOUT_GROUP))
        return open_source(self.file, roles, described)


def file_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that describe a file and what to compare; the command takes them as one ``FileRequest``."""
    return _gathered(function, FileRequest, (*_OF_FILES, *_OF_COMPARISONS))


def describing_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that describe a file; the command takes them as one ``FileDescription``."""
    return _gathered(function, FileDescription, _OF_FILES)


def _gathered(
    function: Callable[..., None], kind: type[FileDescription], options: Sequence[Callable[[Any], Any]]
) -> Callable[..., None]:
    @wraps(function)
    def gathered(**given: Any) -> None:
        common = {field.name: given.pop(field.name) for field in fields(kind)}
        function(kind(**common), **given)

    command: Callable[..., None] = gathered
    for option in reversed(options):
        command = option(command)
    return command
